"""Calendars over HTTP: asked for in the chat, fetched as calendar programmes do, and silent towards everybody else."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import vobject
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.clock import Clock
from bot.service import Service
from handlers.messages import Incoming
from storage.attendance import invited
from storage.meetings import Meeting, change, create
from storage.persons import Address, Person, Role, RoleAssignment
from tests.bot.doubles import ScriptedNetwork, eventually
from tests.bot.test_service import settings_for

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
PUBLIC_URL = "https://hafenbote.example.org"


class Desk:
    """A service with an office that is invited to one meeting, asks for its calendar, and fetches it."""

    def __init__(self, service: Service, network: ScriptedNetwork, http: aiohttp.ClientSession) -> None:
        self.service = service
        self._network = network
        self._http = http
        with service.database.transaction() as session:
            person = Person(label="Koordinierungsstelle", created_at=NOW)
            session.add(person)
            session.flush()
            number = person.id or 0
            where = {"network": "scripted", "account": "Büro", "chat": "Büro"}
            session.add(Address(person_id=number, **where, created_at=NOW))
            session.add(RoleAssignment(person_id=number, role=Role.COORDINATOR, valid_from=date(2021, 1, 1)))
            starts = datetime(2021, 8, 12, 12, 0, tzinfo=UTC)
            told = Meeting(title="Dialog", starts_at=starts, created_by=number, created_at=NOW, changed_at=NOW)
            invited(session, create(session, told).id or 0, number, f"person:{number}", NOW)

    async def says(self, text: str) -> str:
        """Let the office write; gives the answer."""
        heard, receive = len(self._network.texts), self._network.receive
        assert receive is not None
        event = f"event {heard}"
        await receive([Incoming("scripted", event, account="Büro", chat="Büro", direct=True, text=text)])
        await eventually(lambda: len(self._network.texts) > heard)
        return self._network.texts[-1]

    async def subscribe(self) -> str:
        """Ask for an address; gives its path."""
        [path] = re.findall(rf"{PUBLIC_URL}(/calendar/[\w-]+\.ics)", await self.says("kalender"))
        return str(path)

    async def fetch(self, path: str, method: str = "GET", **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
        """Make a request of our web server."""
        url = f"http://127.0.0.1:{self.service.web.port}{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._http.request(method, url, headers=named) as answer:
            return answer, await answer.read()

    def move(self) -> None:
        """Move the meeting by a week."""
        with self.service.database.transaction() as session:
            [meeting] = session.exec(select(Meeting))
            change(session, meeting.id or 0, 1, NOW, starts_at=meeting.begins + timedelta(days=7))


@asynccontextmanager
async def open_desk(url: str) -> AsyncIterator[Desk]:
    """Run the service with its desk."""
    network = ScriptedNetwork()
    service = Service(settings_for(url, public_url=PUBLIC_URL), Clock(NOW), extra=[network])
    await service.start()
    try:
        await eventually(lambda: network.receive)
        async with aiohttp.ClientSession() as http:
            yield Desk(service, network, http)
    finally:
        await service.stop()


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """Give a service with a desk, on SQLite and on PostgreSQL."""
    async with open_desk(database_url) as opened:
        yield opened


@pytest.fixture
async def sqlite_desk(sqlite_url: str) -> AsyncIterator[Desk]:
    """Give a service with a desk, where a second database would teach nothing."""
    async with open_desk(sqlite_url) as opened:
        yield opened


async def test_a_calendar_programme_finds_the_meetings(desk: Desk) -> None:
    """At the address from the chat stands a calendar that another parser reads, for nobody in between to keep."""
    answer, content = await desk.fetch(await desk.subscribe())
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert 'filename="hafenbote.ics"' in answer.headers["Content-Disposition"]
    [event] = vobject.readOne(content.decode(), validate=True).vevent_list
    assert (event.summary.value, event.dtstart.value) == ("Dialog", datetime(2021, 8, 12, 12, 0, tzinfo=UTC))


async def test_what_has_not_changed_is_not_sent_again(sqlite_desk: Desk) -> None:
    """The ETag is strong and the same until something changes; who shows it gets 304 and nothing else (RFC 9110)."""
    path = await sqlite_desk.subscribe()
    first, content = await sqlite_desk.fetch(path)
    etag = first.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{64}"', etag)
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again, nothing = await sqlite_desk.fetch(path, If_None_Match=known)
        assert (again.status, nothing, again.headers["ETag"]) == (304, b"", etag)
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    for other in ('"other"', "garbage", ""):
        again, same = await sqlite_desk.fetch(path, If_None_Match=other)
        assert (again.status, same) == (200, content)
    sqlite_desk.move()
    moved, changed = await sqlite_desk.fetch(path, If_None_Match=etag)
    assert (moved.status, moved.headers["ETag"] != etag, changed != content) == (200, True, True)


async def test_head_says_what_get_would(sqlite_desk: Desk) -> None:
    """The same headers, and no body."""
    path = await sqlite_desk.subscribe()
    whole, content = await sqlite_desk.fetch(path)
    head, nothing = await sqlite_desk.fetch(path, "HEAD")
    assert (head.status, nothing, head.headers["Content-Length"]) == (200, b"", str(len(content)))
    assert {**head.headers, "Date": ""} == {**whole.headers, "Date": ""}
    known, _ = await sqlite_desk.fetch(path, "HEAD", If_None_Match=head.headers["ETag"])
    assert known.status == 304


async def test_an_address_that_is_none_says_nothing(desk: Desk) -> None:
    """Unknown, ended and garbled tokens are answered to the letter like any page there is not."""
    ended = await desk.subscribe()
    valid = await desk.subscribe()
    paths = [ended, valid[:-5] + ".ics", f"/calendar/{'A' * 43}.ics", f"/calendar/{'a' * 4000}.ics", "/calendar/.ics"]
    paths += ["/calendar/%00%ff%ed%a0%80.ics", "/calendar/..%2f..%2fetc%2fpasswd.ics", "/calendar/%27;--.ics"]
    paths += [valid.removesuffix(".ics"), valid.replace("/calendar", "/Calendar"), f"{valid}/x"]
    page, body = await desk.fetch("/there-is-no-such-page")
    for method in ("GET", "HEAD"):
        for path in paths:
            answer, told = await desk.fetch(path, method)
            assert (answer.status, told) == (404, body if method == "GET" else b""), path
            assert {**answer.headers, "Date": ""} == {**page.headers, "Date": ""}
    assert (await desk.fetch(valid))[0].status == 200
    await desk.says("kalender aus")
    assert (await desk.fetch(valid))[0].status == 404


async def test_an_address_can_only_be_read(sqlite_desk: Desk) -> None:
    """Nothing is written here, and a refusal does not tell whether the token is right."""
    path = await sqlite_desk.subscribe()
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        known, one = await sqlite_desk.fetch(path, method)
        unknown, other = await sqlite_desk.fetch(f"/calendar/{'A' * 43}.ics", method)
        assert (known.status, one) == (unknown.status, other) == (405, other)


async def test_many_at_once(desk: Desk) -> None:
    """Fifty calendar programmes at the same time all get the same calendar, and the chat is answered meanwhile."""
    path = await desk.subscribe()
    asked = [desk.fetch(path) for _ in range(50)]
    answers, told = await asyncio.gather(asyncio.gather(*asked), desk.says("status"))
    assert {(answer.status, answer.headers["ETag"]) for answer, _ in answers} == {(200, answers[0][0].headers["ETag"])}
    assert "Koordinierungsstelle" in told


async def test_the_token_is_in_no_log(sqlite_url: str, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens to a request, good, bad or one that breaks us: at DEBUG, too, no log has its token."""
    async with open_desk(sqlite_url) as desk:
        path = await desk.subscribe()
        token = path.removeprefix("/calendar/").removesuffix(".ics")
        await desk.fetch(path)
        await desk.fetch(path, "DELETE")
        await desk.fetch(f"{path}?{'a' * 9000}")
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.service.web.port)
        writer.write(b"GET " + path.encode() + b"\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"400" in await reader.readline()
        writer.close()

        def broken(*_: Any) -> None:  # noqa: ANN401 - whatever it is given
            raise OperationalError(f"SELECT '{token}'", {"token": token}, ValueError(token))

        monkeypatch.setattr("bot.service.published", broken)
        failed, told = await desk.fetch(path)
    assert failed.status == 500
    assert token.encode() not in told
    assert re.search(r"web_protocol\.py:\d+ .*OperationalError at ", logged.getvalue()), "where it broke"
    assert token not in logged.getvalue()

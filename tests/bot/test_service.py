"""The whole service put together: it starts, says how it is, and lets go of everything when it stops."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlmodel import func, select

from bot.service import Service
from bot.settings import Settings
from bot.terminal import TerminalNetwork
from handlers.messages import Incoming, Message
from handlers.sending import post
from handlers.turn import Outgoing
from storage.database import Database
from storage.inbox import move_cursor
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person
from tests.bot.doubles import ScriptedNetwork, eventually

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)


def settings_for(url: str, **more: object) -> Settings:
    """Give settings that depend on no file; the web server takes a free port."""
    return Settings(_env_file=None, database_url=url, **{"http_port": 0, **more})


@asynccontextmanager
async def running(url: str, *networks: Any) -> AsyncIterator[Service]:  # noqa: ANN401 - whatever fits the port
    """Run a service, and stop it in good order."""
    service = Service(settings_for(url), extra=networks)
    await service.start()
    try:
        yield service
    finally:
        await service.stop()


async def ask(service: Service, page: str) -> tuple[int, dict[str, Any]]:
    """Ask over HTTP how the service is."""
    url = f"http://127.0.0.1:{service.web.port}/health/{page}"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.json()


def enqueue(url: str, count: int) -> None:
    """Queue messages, each for a chat of its own."""
    database = Database(url)
    with database.transaction() as session:
        for number in range(count):
            to = {"network": "scripted", "chat": f"{number}"}
            session.add(OutboxMessage(**to, text=f"message {number}", created_at=NOW))
    database.close()


def sent(database: Database) -> int:
    """Count what has been sent."""
    with database.transaction() as session:
        query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == OutboxState.SENT)
        return session.exec(query).one()


def administer(url: str, command: str) -> Any:  # noqa: ANN401 - a cell
    """Do something to a database from outside of it; ``{}`` is its name."""
    server = make_url(url).set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    name = make_url(url).database or ""
    with psycopg.connect(server, autocommit=True) as connection:
        done = connection.execute(sql.SQL(command).format(sql.Identifier(name), name=sql.Literal(name)))
        return done.fetchone() if done.description else None


async def test_it_starts_on_an_empty_database(tmp_path: Path) -> None:
    """Without any network and on a database that does not exist yet, the service starts and is ready."""
    async with running(f"sqlite:///{tmp_path / 'new.db'}") as service:
        assert await ask(service, "live") == (200, {"status": "alive"})
        assert await ask(service, "ready") == (200, {"status": "ready", "faults": {}})


async def test_somebody_is_told_on_a_network_that_is_on(sqlite_url: str) -> None:
    """Whose first address is on a network that was switched off gets a notice at the second."""
    async with running(sqlite_url, network := ScriptedNetwork()) as service:
        with service.database.transaction() as session:
            person = Person(label="Ansprechperson Köln", created_at=NOW)
            session.add(person)
            session.flush()
            for position, name in enumerate(("switched off", "scripted")):
                where = {"network": name, "account": "koeln", "chat": "koeln", "position": position}
                session.add(Address(person_id=person.id, created_at=NOW, **where))
            post(session, service.office, [Outgoing(Message("Termin"), person=person)], NOW)
        service.delivery.wake()
        await eventually(lambda: network.texts)
    assert network.texts == ["Termin"]


async def test_the_terminal_is_answered_to_its_last_line(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the end of the terminal's input the service ends by itself, after it has said all it had to say."""
    (tmp_path / "typed").write_text("hilfe\n\n  \nstart AAAA-AAAA-AAA2\nhilfe\n")
    with (tmp_path / "typed").open() as keyboard:
        monkeypatch.setattr(sys, "stdin", keyboard)
        service = Service(settings_for(database_url), extra=[TerminalNetwork("Bielefeld")])
        async with asyncio.timeout(20):
            await service.run(asyncio.Event())
    assert capsys.readouterr().out.count("\nHafenbote:\n") == 3


async def test_a_network_gets_its_cursor_back(database_url: str) -> None:
    """A network goes on reading where the last commit left it; one that never ran begins at the beginning."""
    first, network, other = ScriptedNetwork(), ScriptedNetwork(), ScriptedNetwork(name="other")
    async with running(database_url, first) as service:
        await eventually(lambda: first.receive)
        assert first.cursor == ""
        event = Incoming(network="scripted", event_id="1", account="a", chat="a", direct=True, text="hilfe")
        assert first.receive is not None
        await first.receive([event], "s42")
        await eventually(lambda: first.sends)
        with service.database.transaction() as session:
            move_cursor(session, "unrelated", "s1")
    async with running(database_url, network, other):
        await eventually(lambda: network.receive and other.receive)
    assert (network.cursor, other.cursor) == ("s42", "")
    assert network.closed


async def test_not_ready_names_the_network_and_the_reason(sqlite_url: str) -> None:
    """While a network does not work, readiness is refused with its reason; the process is alive all the same."""
    network = ScriptedNetwork()
    async with running(sqlite_url, network) as service:
        assert (await ask(service, "ready"))[0] == 200
        network.trouble = "not logged in: M_FORBIDDEN"
        status, told = await ask(service, "ready")
        assert (status, told["faults"]) == (503, {"scripted": "not logged in: M_FORBIDDEN"})
        assert (await ask(service, "live"))[0] == 200
        network.trouble = ""
        assert (await ask(service, "ready"))[0] == 200


@pytest.mark.usefixtures("logged")
async def test_it_outlives_its_database(postgres_url: str) -> None:
    """While the database is gone the service is not ready and says why; when it is back, sending goes on by itself."""
    network = ScriptedNetwork()
    async with running(postgres_url, network) as service:
        await eventually(lambda: network.receive)
        administer(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS false")
        administer(postgres_url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {name}")
        await asyncio.sleep(2.2)  # long enough for the clock and the delivery to look
        status, told = await ask(service, "ready")
        assert (status, told["faults"]) == (503, {"database": "OperationalError"})
        administer(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS true")
        enqueue(postgres_url, 1)
        await eventually(lambda: network.texts == ["message 0"])
        await eventually(lambda: sent(service.database))
        assert (await ask(service, "ready"))[0] == 200


@pytest.mark.usefixtures("logged")
async def test_it_works_although_its_database_was_away_when_it_began(postgres_url: str) -> None:
    """A database that goes away between the start and the first look costs a second, not the sending or receiving."""
    enqueue(postgres_url, 1)
    network = ScriptedNetwork()
    service = Service(settings_for(postgres_url), extra=[network])
    administer(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS false")
    receiving = service._receive(network, service.database.transaction)
    working = [service.delivery.run(), service._instances.run(service.delivery.wake), receiving]
    tasks = [asyncio.create_task(work) for work in working]
    await asyncio.sleep(0.3)
    assert not any(task.done() for task in tasks)
    administer(postgres_url, "ALTER DATABASE {} ALLOW_CONNECTIONS true")
    await eventually(lambda: network.texts == ["message 0"] and network.receive)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    service.database.close()


async def test_stopping_lets_go_of_everything(postgres_url: str) -> None:
    """After the stop there is no thread, no connection to the database, no open port and no task left."""
    threads, tasks = set(threading.enumerate()), asyncio.all_tasks()
    network = ScriptedNetwork()
    async with running(postgres_url, network) as service:
        port = service.web.port
        await ask(service, "ready")
        assert administer(postgres_url, "SELECT count(*) FROM pg_stat_activity WHERE datname = {name}") > (0,)
    assert network.closed
    assert administer(postgres_url, "SELECT count(*) FROM pg_stat_activity WHERE datname = {name}") == (0,)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    ours = {thread for thread in set(threading.enumerate()) - threads if not thread.name.startswith("asyncio_")}
    assert ours == set()
    await eventually(lambda: asyncio.all_tasks() == tasks)


async def test_stopping_when_told_to(sqlite_url: str) -> None:
    """The service runs until it is told to stop, and then ends."""
    network, stop = ScriptedNetwork(), asyncio.Event()
    serving = asyncio.create_task(Service(settings_for(sqlite_url), extra=[network]).run(stop))
    await eventually(lambda: network.receive)
    stop.set()
    async with asyncio.timeout(10):
        await serving
    assert network.closed


async def test_a_network_that_breaks_ends_the_service(sqlite_url: str) -> None:
    """A part that should run for ever and ends with an error ends the service with that error: nobody runs half."""

    class Broken(ScriptedNetwork):
        async def run(self, receive: Any, cursor: str) -> None:  # noqa: ANN401 - as the port
            raise KeyError("room")

    network = Broken()
    with pytest.raises(KeyError, match="room"):
        await Service(settings_for(sqlite_url), extra=[network]).run(asyncio.Event())
    assert network.closed


async def test_losing_its_place_among_the_others_ends_the_service(sqlite_url: str) -> None:
    """If its leases were not kept any more, an instance would do nothing for ever, and say that all is well."""
    service = Service(settings_for(sqlite_url), extra=[ScriptedNetwork()])

    async def fail(_: Callable[[], None]) -> None:
        raise KeyError("lease")

    service._instances.run = fail  # type: ignore[method-assign]
    async with asyncio.timeout(5):
        with pytest.raises(KeyError, match="lease"):
            await service.run(asyncio.Event())


async def test_a_taken_port_is_an_error_that_leaves_nothing(sqlite_url: str) -> None:
    """When the web server's port is taken, the service does not start, and lets go of what it had begun with."""
    before = set(threading.enumerate())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        network = ScriptedNetwork()
        service = Service(settings_for(sqlite_url, http_port=taken.getsockname()[1]), extra=[network])
        with pytest.raises(OSError, match=r"port \d+ is in use"):
            await service.run(asyncio.Event())
    assert network.closed
    left = {thread.name for thread in set(threading.enumerate()) - before}
    assert not any(name.startswith("unit-of-work") for name in left)


async def test_two_services_send_each_message_once(postgres_url: str) -> None:
    """Two services on one PostgreSQL database share what waits; together they send each message once."""
    enqueue(postgres_url, 60)
    one, two = ScriptedNetwork(), ScriptedNetwork()
    async with running(postgres_url, one) as service, running(postgres_url, two):
        await eventually(lambda: sent(service.database) == 60)
    keys = [message.key for message in [*one.sends, *two.sends]]
    assert len(keys) == len(set(keys)) == 60


async def test_two_services_answer_an_event_once(postgres_url: str) -> None:
    """An event that a network brings to both services at once is answered by one of them."""
    one, two = ScriptedNetwork(), ScriptedNetwork()
    one.shared = two.shared = True
    async with running(postgres_url, one) as service, running(postgres_url, two):
        await eventually(lambda: one.receive and two.receive)
        assert one.receive is not None
        assert two.receive is not None
        for number in range(5):
            event = Incoming(network="scripted", event_id=f"{number}", account="a", chat="a", direct=True, text="?")
            await asyncio.gather(one.receive([event], f"s{number}"), two.receive([event], f"s{number}"))
        await eventually(lambda: sent(service.database) == 5)
    assert len(one.sends) + len(two.sends) == 5

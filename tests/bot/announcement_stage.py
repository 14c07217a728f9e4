"""Where announcements are killed: a town whose people read in real rooms, or on Telegram's double, and its process."""

from __future__ import annotations

import asyncio
import secrets
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp
from sqlmodel import col, update

from bot.demo.synapse import Synapse
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.person import Person
from bot.demo.telegram_double.server import Call
from storage import schema
from storage.announcement_deliveries import Standing
from storage.database import Database, database_now
from storage.outbox import OutboxMessage
from storage.pacing import SendSlot
from storage.persons import Address
from tests.bot.crash_child import Order, Point
from tests.bot.doubles import eventually
from tests.bot.nursery import Nursery, Process
from tests.scheduler.announcement_town import AnnouncementTown

PASSWORD = "nur-fuer-diesen-test"
AT_ONCE = 8
LETTER = "der Termin steht."
"""What only the letter says."""

BITS = 4
"""Transactions in which an announcement is posted at least, so that there are some to be killed between."""

DIES_WITHIN = 60.0


class Readers(Protocol):
    """Who reads on a network."""

    network: str
    settings: Mapping[str, str]
    """Environment variables of the service."""

    async def enter(self, names: Sequence[str]) -> dict[str, str]:
        """Give everybody a chat with the bot; returns the chats by name."""

    async def shown(self, chats: Sequence[str]) -> Counter[str]:
        """Count how often the letter was put into each chat, also where it was removed since."""

    async def standing(self, chats: Sequence[str]) -> Counter[str]:
        """Count how often the letter stands in each chat now."""


class MatrixReaders:
    """One account that shares a private room with the bot for every recipient."""

    network = "matrix"

    def __init__(self, synapse: Synapse, directory: Path, bot: str, tokens: tuple[str, str]) -> None:
        self._synapse, self._bot = synapse, bot
        self._of_bot, self._of_reader = tokens
        self.settings = {
            "HAFENBOTE_MATRIX_HOMESERVER": synapse.base_url,
            "HAFENBOTE_MATRIX_USER": bot,
            "HAFENBOTE_MATRIX_PASSWORD": PASSWORD,
            "HAFENBOTE_MATRIX_STORE": str(directory / "bot"),
        }

    async def enter(self, names: Sequence[str]) -> dict[str, str]:
        reader = (await self._ask("GET", "account/whoami", self._of_reader))["user_id"]
        turns = asyncio.Semaphore(AT_ONCE)

        async def open_room() -> str:
            async with turns:
                how = {"preset": "private_chat", "invite": [reader]}
                room = str((await self._ask("POST", "createRoom", self._of_bot, how))["room_id"])
                await self._ask("POST", f"join/{quote(room)}", self._of_reader, {})
                return room

        return dict(zip(names, await asyncio.gather(*(open_room() for _ in names)), strict=True))

    async def shown(self, chats: Sequence[str]) -> Counter[str]:
        said = await self.said(chats)
        return Counter(chat for chat, event in said if _is_letter(event) or _is_redacted(event))

    async def standing(self, chats: Sequence[str]) -> Counter[str]:
        return Counter(chat for chat, event in await self.said(chats) if _is_letter(event))

    async def said(self, chats: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
        """List what the bot has said in rooms, as the reader's client shows it."""
        found: list[tuple[str, dict[str, Any]]] = []
        for chat in chats:
            told = await self._ask("GET", f"rooms/{quote(chat)}/messages?dir=b&limit=500", self._of_reader)
            events = [
                each for each in told["chunk"] if each["type"] == "m.room.message" and each["sender"] == self._bot
            ]
            found += [(chat, event) for event in events]
        return found

    async def _ask(self, method: str, path: str, token: str, body: object = None) -> dict[str, Any]:
        where = f"{self._synapse.base_url}/_matrix/client/v3/{path}"
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.request(method, where, json=body) as answer,
        ):
            answer.raise_for_status()
            return dict(await answer.json())


def _is_letter(event: dict[str, Any]) -> bool:
    return LETTER in event["content"].get("body", "")


def _is_redacted(event: dict[str, Any]) -> bool:
    return "redacted_because" in event.get("unsigned", {})


@asynccontextmanager
async def matrix_readers(synapse: Synapse, directory: Path) -> AsyncIterator[MatrixReaders]:
    """Make an account for the bot and one for all readers."""
    users = [await synapse.register(f"{name}-{secrets.token_hex(4)}", PASSWORD) for name in ("hafenbote", "leser")]
    tokens = []
    async with aiohttp.ClientSession() as http:
        for user in users:
            login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}}
            where = f"{synapse.base_url}/_matrix/client/v3/login"
            async with http.post(where, json=login | {"password": PASSWORD}) as answer:
                tokens.append(str((await answer.json())["access_token"]))
    yield MatrixReaders(synapse, directory, users[0], (tokens[0], tokens[1]))


class TelegramReaders:
    """People on the double."""

    network = "telegram"

    def __init__(self, double: TelegramDouble) -> None:
        self.double = double
        self.settings = {"HAFENBOTE_TELEGRAM_TOKEN": double.token, "HAFENBOTE_TELEGRAM_API_URL": double.url}
        self.people: dict[str, Person] = {}

    async def enter(self, names: Sequence[str]) -> dict[str, str]:
        chats: dict[str, str] = {}
        for name in names:
            person = self.double.person(name)
            person.start()
            chats[name] = str(person.user.id)
            self.people[chats[name]] = person
        self.double.updates.clear()
        return chats

    async def shown(self, chats: Sequence[str]) -> Counter[str]:
        sends = (call for call in self.double.calls_of("sendMessage") if call.done and LETTER in call.params["text"])
        return Counter(chat for call in sends if (chat := str(call.chat_id)) in chats)

    async def standing(self, chats: Sequence[str]) -> Counter[str]:
        return Counter(chat for chat in chats for said in self.people[chat].messages() if LETTER in said.text)


@asynccontextmanager
async def telegram_readers() -> AsyncIterator[TelegramReaders]:
    """Open the double; its answers take a moment, in which what they tell has happened: the worst one for a kill."""
    async with TelegramDouble() as double:
        perform = double.server._perform

        async def performed(call: Call, params: Params) -> dict[str, Any]:
            body = await perform(call, params)
            await asyncio.sleep(0.03)
            return body

        double.server._perform = performed  # type: ignore[method-assign]
        yield TelegramReaders(double)


@dataclass
class Stage:
    """A town on a network, and the process that serves it until it is killed."""

    nursery: Nursery
    readers: Readers
    directory: Path
    town: AnnouncementTown
    chats: dict[str, str]
    number: int = 0
    in_flight: int = 0
    """Letters that were on their way at kills."""
    kills: list[str] = field(default_factory=list)

    @property
    def recipients(self) -> list[str]:
        """The chats of those who get the announcement."""
        return [chat for name, chat in self.chats.items() if name.startswith("Ort")]

    def set_clock(self, moment: datetime) -> None:
        """Make it this moment, for the process too; time goes on from there."""
        self.town.now = moment
        written = self.directory / "clock.new"
        written.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        written.replace(self.directory / "clock")  # the process never sees half of it

    @contextmanager
    def running(self, point: Point = Point.NOWHERE) -> Iterator[Process]:
        """Run the process until it dies or is killed at the latest here."""
        where = [str(self.directory / name) for name in ("", "clock", "log")]
        database = f"sqlite:///{self.directory / 'hafenbote.db'}"
        settings = {"HAFENBOTE_DATABASE_URL": database, "HAFENBOTE_HTTP_PORT": "0", **self.readers.settings}
        process = self.nursery.start(Order(point, *where, len(self.recipients) // BITS, settings))
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    async def dies_at(self, point: Point) -> None:
        """Run the process until it kills itself at a moment."""
        with self.running(point) as process:
            latest = asyncio.get_running_loop().call_later(DIES_WITHIN, process.kill)
            code = await asyncio.to_thread(process.wait)
            assert code == -signal.SIGKILL, point
            assert asyncio.get_running_loop().time() < latest.when(), f"it did not come to this: {point}"
            latest.cancel()
        self.note_kill(point)

    def note_kill(self, name: str) -> None:
        """Count what was on its way; even now every recipient is in exactly one count."""
        batch = "(SELECT batch_id FROM announcement)"
        self.in_flight += self.count(f"outbox WHERE state = 'sending' AND removes IS NULL AND batch_id IN {batch}")
        self.kills.append(str(name))
        self._let_a_minute_pass()
        assert self.counted().total == len(self.recipients), name

    def counted(self) -> Standing:
        """Count how the announcement goes."""
        return self.town.standing(self.number)

    def sent(self) -> int:
        """Count the letters that are recorded as sent."""
        return self.count("outbox WHERE state = 'sent' AND batch_id = (SELECT max(batch_id) FROM announcement)")

    def waiting(self) -> int:
        """Count what has not left, to whomever."""
        return self.count("outbox WHERE state IN ('held', 'queued', 'unknown', 'sending')")

    def _let_a_minute_pass(self) -> None:
        """Let the time pass for which a send that was cut off may still reach its network, and takes up its limits."""
        with self.town.database.transaction() as session:
            past = database_now(session) - timedelta(seconds=1)
            ahead = col(SendSlot.counts_from) > past
            session.connection().execute(update(SendSlot).where(ahead).values(counts_from=past))

    def let_waits_end(self) -> None:
        """Let the time pass that is waited after attempts in vain."""
        with self.town.database.transaction() as session:
            past = database_now(session) - timedelta(seconds=1)
            waits = col(OutboxMessage.not_before).is_not(None)
            session.connection().execute(update(OutboxMessage).where(waits).values(not_before=past))

    def count(self, of: str) -> int:
        """Count rows without a place in the writers' queue."""
        address = f"file:{self.directory / 'hafenbote.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {of}").fetchone()[0])  # noqa: S608 - our own words

    def is_over(self) -> bool:
        """Say whether the announcement has ended and nothing waits."""
        ended = self.count("announcement WHERE finished_at IS NOT NULL AND state IN ('finished', 'cancelled')")
        return bool(ended) and not self.waiting()

    async def ends(self, within: float) -> None:
        """Let the process go on until all is over; a minute passes at once where only that is waited for."""
        with self.running():
            await eventually(lambda: not self.waiting(), within=within)
            self.set_clock(self.town.now + timedelta(minutes=10))
            await eventually(self.is_over, within=30)


@asynccontextmanager
async def stage(readers: Readers, directory: Path, recipients: int) -> AsyncIterator[Stage]:
    """Open a town in which everybody has a chat on the network."""
    database = Database(f"sqlite:///{directory / 'hafenbote.db'}")
    schema.upgrade(database)
    town = AnnouncementTown(database, places=recipients, network=readers.network)
    chats = await readers.enter(list(town.people))
    with database.transaction() as session:
        for name, chat in chats.items():
            here = col(Address.person_id) == town.people[name]
            session.connection().execute(update(Address).where(here).values(account=chat, chat=chat))
    nursery = Nursery()
    opened = Stage(nursery, readers, directory, town, chats)
    opened.set_clock(town.now)
    try:
        yield opened
    finally:
        nursery.close()
        database.close()

"""A real homeserver as a stage: the whole service on one side, a real Matrix client for every person on the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path
from secrets import token_hex, token_urlsafe
from types import TracebackType
from typing import Self

from pydantic import SecretStr
from sqlmodel import col, select

from bot.clock import Clock
from bot.demo.person import MatrixPerson
from bot.demo.synapse import Synapse
from bot.service import Service
from bot.settings import Settings
from handlers.messages import Kind
from handlers.typed import fold
from scheduler.ticker import EVERY
from storage.database import Database
from storage.inbox import InboxEvent
from storage.member_files import import_members
from storage.outbox import WAITING, OutboxMessage, OutboxState

WITHIN = 20.0
"""Seconds until a message that does not come is taken for missing: a slow machine under load, not the protocol."""

SETTLED = 0.4
"""Seconds a client may take to show what the homeserver has."""

UNREADABLE = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg2yyOwAtHaZTwyNg37afzg8f3r9IsN9r4",
    "device_id": "UNKNOWN",
    "sender_key": "IlRMeOPX2e0MurIyfWEucYBRVOEEUMrOHqn/8mLqMjA",
    "session_id": "X3lUlvLELLYxeTx4yOVu6UDpasGEVO0Jbu+QFnm0cKQ",
}
"""An encrypted message whose key nobody has."""


class MatrixStage:
    """The service, the people and their rooms. An own bot account and an own database for each stage."""

    def __init__(self, synapse: Synapse, directory: Path, *, start: datetime) -> None:
        self.clock = Clock(start)
        self.people: dict[str, MatrixPerson] = {}
        self.logins: dict[str, tuple[str, str]] = {}
        self._synapse = synapse
        self._directory = directory
        self._rooms: dict[str, tuple[MatrixPerson, str]] = {}
        self._last_event = ""

    async def __aenter__(self) -> Self:
        localpart, password = f"hafenbote-{token_hex(3)}", token_urlsafe()
        self.bot = await self._synapse.register(localpart, password, display_name="Hafenbote")
        self.settings = Settings(
            database_url=f"sqlite:///{self._directory / 'hafenbote.db'}",
            http_port=0,
            matrix_homeserver=self._synapse.base_url,
            matrix_user=self.bot,
            matrix_password=SecretStr(password),
            matrix_store=self._directory / "bot",
        )
        await self.start_bot()
        self._prepare()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop_bot()
        await asyncio.gather(*(person.stop() for person in self.people.values()))

    async def start_bot(self) -> None:
        """Start the service, as after any stop before."""
        self.service = Service(self.settings, self.clock)
        self.database: Database = self.service.database
        self.office = self.service.office
        await self.service.start()

    async def stop_bot(self) -> None:
        """Stop the service in good order."""
        await self.service.stop()

    def _prepare(self) -> None:
        with self.database.transaction() as session:
            import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())

    async def enter(self, name: str) -> None:
        """Give somebody an account, a client, and an encrypted direct room with the bot."""
        localpart, password = f"{fold(name).replace(' ', '-')}-{token_hex(3)}", token_urlsafe(9)
        user = await self._synapse.register(localpart, password, display_name=name)
        person = MatrixPerson(self._synapse.base_url, user, password, bot=self.bot, store=self._directory / localpart)
        await person.start()
        self.people[name], self.logins[name] = person, (user, password)
        self._rooms[name] = person, await person.open_direct()
        await person.sees_joined(self.bot, within=WITHIN)

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        """Open an encrypted room with the bot and the others; the first member speaks for it."""
        first, *others = (self.people[member] for member in members)
        room = await first.open_group(name, [self.bot, *(other.user for other in others)], encrypted=True)
        first.room = self._rooms[members[0]][1]
        self._rooms[name] = first, room
        for user in (self.bot, *(other.user for other in others)):
            await first.sees_joined(user, room, within=WITHIN)

    async def write(self, name: str, text: str, group: str | None) -> None:
        """Let somebody write."""
        room = self._rooms[group or name][1]
        said = await self.people[name].say(text, room)
        if group is None or text.startswith(("!", "/")):  # what people say to each other leaves no trace to wait for
            self._last_event = said

    async def do(self, name: str, kind: Kind, text: str) -> None:
        """Let somebody do something else than writing."""
        person, room = self._rooms[name]
        deeds: dict[Kind, Callable[[], Awaitable[str]]] = {
            Kind.IMAGE: partial(person.send_image, room),
            Kind.STICKER: partial(person.send_sticker, room),
            Kind.VOICE: partial(person.send_voice, room),
            Kind.FILE: partial(person.send_file, room=room),
            Kind.EDIT: partial(person.edit, text, room=room),
            Kind.REACTION: partial(person.react, text, room=room),
            Kind.UNDECRYPTABLE: partial(person.send_in_clear, "m.room.encrypted", UNREADABLE, room),
        }
        self._last_event = await deeds[kind]()

    async def next_message(self, name: str) -> str:
        """Return the bot's next message as the person's client shows it without HTML."""
        person, room = self._rooms[name]
        try:
            message = await person.next_message(WITHIN, room)
        except TimeoutError:
            return ""
        return "(unlesbar)" if message.undecryptable else message.body

    async def clock_moved(self) -> None:
        """Wait for the ticker to see the new time."""
        await asyncio.sleep(2 * EVERY)

    async def unheard(self) -> list[str]:
        """Wait until everything is handled and delivered; list what no line has expected."""
        async with asyncio.timeout(WITHIN):
            while not await asyncio.to_thread(self._quiet):  # noqa: ASYNC110 - a database tells nobody
                await asyncio.sleep(0.05)
        await asyncio.sleep(SETTLED)
        return [f"{name}: {said.body}" for name, (person, room) in self._rooms.items() for said in person.unheard(room)]

    def _quiet(self) -> bool:
        """Say whether the last event is in the inbox and nothing is left in the outbox."""
        with self.database.transaction() as session:
            seen = not self._last_event or session.get(InboxEvent, ("matrix", self._last_event)) is not None
            open_states = (*WAITING, OutboxState.SENDING)
            return (
                seen
                and session.exec(select(OutboxMessage).where(col(OutboxMessage.state).in_(open_states))).first() is None
            )

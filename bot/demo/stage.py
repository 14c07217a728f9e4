"""The whole service on one side, people on its networks on the other: where transcripts meet the real thing.

People are on one network or on several: a name that ends in `` per Telegram`` is on Telegram, any other on the first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.demo.player import on_network
from bot.service import Service
from bot.settings import Settings
from handlers.messages import Kind
from storage.consents import agree, allow
from storage.database import Database
from storage.member_files import import_members
from storage.municipalities import Municipality
from storage.outbox import WAITING, OutboxMessage, OutboxState

PUBLIC_URL = "https://hafenbote.example.org"
"""Where the world would reach the service; nobody does."""

TWO_CONFIRMATIONS_FROM = 500
"""Places from which on a report needs two confirmations, wherever transcripts are played."""

WITHIN = 20.0
"""Seconds until a message that does not come is taken for missing: a slow machine under load, not the protocol."""

SETTLED = 0.4
"""Seconds a client may take to show what its server has."""


class Crowd(Protocol):
    """People on one network, each with a client of their own."""

    network: str

    async def prepare(self) -> dict[str, object]:
        """Make the bot's account; returns the settings with which the bot is on this network."""

    async def enter(self, name: str) -> None:
        """Give somebody an account and a chat with the bot."""

    def account(self, name: str) -> str:
        """Return how the network calls somebody."""

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        """Open a group chat with the bot; the first member speaks for it."""

    async def write(
        self, name: str, text: str, group: str | None, answers: str = "", *, in_thread: bool = False
    ) -> None:
        """Let somebody write, perhaps as an answer to the bot's newest message there with such a part."""

    async def do(self, name: str, kind: Kind, text: str) -> None:
        """Let somebody do something else than writing."""

    async def vote(self, name: str, options: Sequence[str], group: str) -> None:
        """Let somebody vote in the newest poll of a group; without options they take their vote back."""

    async def send(self, name: str, file: str, content: bytes, caption: str) -> None:
        """Let somebody send the bot a file, perhaps with a text to it."""

    async def next_message(self, name: str, within: float) -> str:
        """Return the bot's next message with its choices as a numbered list. Raises :class:`TimeoutError`."""

    async def files(self, name: str) -> dict[str, bytes]:
        """Return the files that the bot has sent somebody alone, by name, opened as their client opens them."""

    def handled(self, session: Session) -> bool:
        """Say whether the bot has taken in all that people did."""

    def unheard(self) -> list[str]:
        """List what the bot said and nobody asked for, each with the name."""

    def logins(self) -> list[str]:
        """Say how anybody can join in, a line each."""

    async def leave(self) -> None:
        """Close everybody's client."""


class ServiceStage:
    """A stage with the real service. An own bot account and an own database for each."""

    def __init__(self, directory: Path, crowds: Sequence[Crowd], *, start: datetime) -> None:
        self.clock = Clock(start)
        self.crowds = crowds
        self._directory = directory
        self._where: dict[str, Crowd] = {}

    async def __aenter__(self) -> Self:
        found: dict[str, object] = {}
        for crowd in self.crowds:
            found |= await crowd.prepare()
        database = f"sqlite:///{self._directory / 'hafenbote.db'}"
        ours = {"database_url": database, "http_port": 0, "public_url": PUBLIC_URL}
        ours |= {"two_confirmations_from": TWO_CONFIRMATIONS_FROM, "round_schedule": "off"}
        self.settings = Settings.model_validate(ours | found)
        await self.start_bot()
        with self.database.transaction() as session:
            import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())
            self._allow_everywhere(session)
        return self

    def _allow_everywhere(self, session: Session) -> None:
        """Let a transcript that knows of one network only play on one that the office must allow."""
        network = self.crowds[0].network
        if network in self.office.networks_by_consent:
            for ags in session.exec(select(Municipality.ags)):
                allow(session, ags, network, None, self.clock.now())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop_bot()
        await asyncio.gather(*(crowd.leave() for crowd in self.crowds))

    async def start_bot(self) -> None:
        """Start the service, as after any stop before."""
        self.service = Service(self.settings, self.clock)
        self.database: Database = self.service.database
        self.office = self.service.office
        await self.service.start()

    async def stop_bot(self) -> None:
        """Stop the service in good order."""
        await self.service.stop()

    async def enter(self, name: str) -> None:
        """Give somebody an account on their network. Whose name does not say which has read its notice already."""
        named = on_network(name)
        crowd = next((each for each in self.crowds if each.network == named), self.crowds[0])
        self._where[name] = crowd
        await crowd.enter(name)
        if not named and crowd.network in self.office.networks_by_consent:
            with self.database.transaction() as session:
                agree(session, crowd.network, crowd.account(name), self.clock.now())

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        """Open a group chat where its first member is."""
        self._where[name] = self._where[members[0]]
        await self._where[name].open_group(name, members)

    async def write(
        self, name: str, text: str, group: str | None, answers: str = "", *, in_thread: bool = False
    ) -> None:
        """Let somebody write, perhaps as an answer to a message."""
        if answers:
            await self.quiet()
        await self._where[name].write(name, text, group, answers, in_thread=in_thread)

    async def do(self, name: str, kind: Kind, text: str) -> None:
        """Let somebody do something else than writing."""
        if kind is Kind.REACTION:
            await self.quiet()
        await self._where[name].do(name, kind, text)

    async def vote(self, name: str, options: Sequence[str], group: str) -> None:
        """Let somebody vote in a group's poll."""
        await self.quiet()
        await self._where[name].vote(name, options, group)

    async def send(self, name: str, file: str, content: bytes, caption: str) -> None:
        """Let somebody send the bot a file, perhaps with a text to it."""
        await self._where[name].send(name, file, content, caption)

    async def next_message(self, name: str) -> str:
        """Return the bot's next message to somebody; empty when none came."""
        try:
            return await self._where[name].next_message(name, WITHIN)
        except TimeoutError:
            return ""

    async def clock_moved(self) -> None:
        """Let the clock strike at the new time, rather than wait for the ticker to."""
        await asyncio.to_thread(self.service.strike)
        self.service.delivery.wake()

    async def unheard(self) -> list[str]:
        """Wait until everything is handled and delivered; list what no line has expected."""
        await self.quiet()
        await asyncio.sleep(SETTLED)
        return [said for crowd in self.crowds for said in crowd.unheard()]

    async def quiet(self) -> None:
        """Wait until what was said is handled, answered and recorded: a person is slower than that, a test is not."""
        async with asyncio.timeout(WITHIN):
            while not await asyncio.to_thread(self._is_quiet):  # noqa: ASYNC110 - a database tells nobody
                await asyncio.sleep(0.05)

    def _is_quiet(self) -> bool:
        """Say whether all that people did is taken in and nothing is left in the outbox."""
        waiting = select(OutboxMessage.id).where(col(OutboxMessage.state).in_((*WAITING, OutboxState.SENDING)))
        with self.database.transaction() as session:
            handled = all(crowd.handled(session) for crowd in self.crowds)
            return handled and session.exec(waiting).first() is None

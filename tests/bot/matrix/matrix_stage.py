"""The stage of Matrix' tests: a homeserver, the bot's account at work, an inbox, and people who come in."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.demo.person import MatrixPerson
from bot.demo.synapse import SERVER_NAME, Synapse
from bot.matrix.late import LateBox
from bot.matrix.network import MatrixNetwork
from bot.matrix.rooms import Kept, remember_nothing
from bot.matrix.session import MatrixAccount
from bot.networks import Outcome, Sent
from handlers.messages import ABOUT_THE_CHAT, Incoming, Kind
from storage.outbox import OutboxMessage
from tests.bot.doubles import eventually
from tests.bot.matrix.js_person import JsPerson

PASSWORD = "nur-fuer-diesen-test"

Person = TypeVar("Person", bound=MatrixPerson)


@dataclass
class Inbox:
    """Takes batches in as the service would, and keeps the cursor where the last one ended.

    ``events`` are what people did, ``standings`` what became of us in which room.
    """

    events: list[Incoming] = field(default_factory=list)
    standings: list[tuple[Kind, str]] = field(default_factory=list)
    cursor: str = ""
    broken: int = 0

    async def __call__(self, batch: Sequence[Incoming], cursor: str = "") -> None:
        """Take in a batch, or fail as a database does that is away."""
        if batch and self.broken:
            self.broken -= 1
            raise ConnectionError
        self.events.extend(event for event in batch if event.kind not in ABOUT_THE_CHAT)
        self.standings.extend((event.kind, event.chat) for event in batch if event.kind in ABOUT_THE_CHAT)
        self.cursor = cursor

    async def until(self, true: Callable[[list[Incoming]], object]) -> list[Incoming]:
        """Wait until what arrived is as expected."""
        await eventually(lambda: true(self.events))
        return self.events

    async def next(self, kind: Kind = Kind.TEXT, text: str | None = None) -> Incoming:
        """Wait for an event of a kind and return it."""

        def matching(events: list[Incoming]) -> list[Incoming]:
            return [event for event in events if event.kind is kind and text in {None, event.text}]

        return matching(await self.until(matching))[0]


@dataclass
class Stage:
    """A homeserver, the bot's account on it, and the door through which people come."""

    synapse: Synapse
    directory: Path
    bot: str

    def account(self, **changes: object) -> MatrixAccount:
        """Return the settings of the bot's account."""
        settings: dict[str, object] = {
            "homeserver": self.synapse.base_url,
            "user": self.bot,
            "password": PASSWORD,
            "store": self.directory / "bot",
            "allowed_servers": frozenset({SERVER_NAME}),
        }
        return MatrixAccount(**(settings | changes))  # type: ignore[arg-type]

    @asynccontextmanager
    async def working(
        self,
        inbox: Inbox,
        *,
        known: Callable[[str], bool] = lambda _: False,
        kept: Kept = remember_nothing,
        late: LateBox | None = None,
        **changes: object,
    ) -> AsyncIterator[MatrixNetwork]:
        """Run the bot; leaving is like stopping its process."""
        network = MatrixNetwork(self.account(**changes), known, kept, late)
        task = asyncio.create_task(network.run(inbox, inbox.cursor))
        try:
            yield network
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await network.close()

    @asynccontextmanager
    async def person(self, name: str, client: type[Person] = MatrixPerson) -> AsyncIterator[Person]:  # type: ignore[assignment]
        """Let somebody come in with a client of their own."""
        localpart = f"{name}-{secrets.token_hex(4)}"
        user = await self.synapse.register(localpart, PASSWORD, display_name=f"Ansprechperson {name.title()}")
        store = self.directory / localpart
        async with client(self.synapse.base_url, user, PASSWORD, bot=self.bot, store=store) as person:
            yield person

    @asynccontextmanager
    async def js_person(self, name: str) -> AsyncIterator[JsPerson]:
        """Let somebody come in with another client, which signs its device as Element does at the first login."""
        user = await self.synapse.register(f"{name}-{secrets.token_hex(4)}", PASSWORD)
        async with JsPerson(self.synapse.base_url, user, PASSWORD) as person:
            await person.do("bootstrap")
            yield person


def left_in(store: Path) -> Path:
    """Say where a recovery key lies that the operator has not taken away yet."""
    return store / "recovery-key.txt"


def row(chat: str, text: str, **more: object) -> OutboxMessage:
    """Write a row of the outbox."""
    return OutboxMessage(network="matrix", chat=chat, text=text, created_at=datetime.now(UTC), **more)  # type: ignore[arg-type]


def sent(outcome: Outcome) -> str:
    """Return the event id of a message that was sent."""
    assert isinstance(outcome, Sent), outcome
    return outcome.external_id

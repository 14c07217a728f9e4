"""A homeserver with limits, people who are written to, and one who asks something meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any

import aiohttp
from sqlmodel import select

from bot.demo.person import MatrixPerson
from bot.demo.synapse import Synapse
from bot.service import Service
from bot.settings import Settings
from storage.outbox import Lane, OutboxMessage, OutboxState
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import PASSWORD

CLIENT = "/_matrix/client/v3"


class Reader:
    """Somebody with an account, and perhaps a room with the bot, who only reads."""

    def __init__(self, synapse: Synapse) -> None:
        self.room = ""
        self.token = ""
        self._url = synapse.base_url

    async def log_in(self, user: str) -> None:
        """Log in; the account must be there."""
        identifier = {"type": "m.id.user", "user": user}
        login = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD}
        self.token = (await self._ask("POST", "/login", login))["access_token"]

    async def invite(self, bot: str) -> None:
        """Open a room the bot cannot encrypt, and invite it."""
        body = {"preset": "private_chat", "is_direct": True, "invite": [bot]}
        self.room = (await self._ask("POST", "/createRoom", body))["room_id"]

    async def heard(self, bot: str) -> list[str]:
        """List what the bot has said in the room."""
        told = await self._ask("GET", f"/rooms/{self.room}/messages?dir=b&limit=100")
        said = (event for event in told["chunk"] if (event["type"], event["sender"]) == ("m.room.message", bot))
        return [event["content"]["body"] for event in said]

    async def _ask(self, method: str, path: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with (
            aiohttp.ClientSession(self._url, headers=headers) as http,
            http.request(method, CLIENT + path, json=body) as answer,
        ):
            told: dict[str, Any] = await answer.json()
            assert answer.ok, told
            return told


@dataclass(frozen=True, slots=True)
class Flood:
    """What became of an announcement in the midst of which somebody asked something; times in seconds."""

    seconds: float
    answered_in: float
    waited: int
    """Messages of the announcement that were still waiting when the question had its answer."""
    lost: int
    doubled: int


class Town:
    """The bot's service on a homeserver, and everybody it talks with."""

    def __init__(self, service: Service, bot: str, readers: Sequence[Reader], asker: MatrixPerson) -> None:
        self.service = service
        self._bot = bot
        self._readers = readers
        self._asker = asker

    async def ask(self) -> None:
        """Let somebody ask something and wait for the answer."""
        await self._asker.say("hilfe")
        await self._asker.next_message(within=60)

    async def flood(self) -> Flood:
        """Write to all of them and let somebody ask as soon as the homeserver has had enough."""
        began = monotonic()
        with self.service.database.transaction() as session:
            for reader in self._readers:
                to = {"network": "matrix", "chat": reader.room, "lane": Lane.BULK}
                session.add(OutboxMessage(text="Einladung", created_at=datetime.now(UTC), **to))
        self.service.delivery.wake()
        await eventually(lambda: any(row.failure for row in self._waiting()))
        asked = monotonic()
        await self.ask()
        answered_in, waited = monotonic() - asked, len(self._waiting())
        await eventually(lambda: not self._waiting(), within=1000)
        seconds = monotonic() - began
        heard = [Counter(await reader.heard(self._bot))["Einladung"] for reader in self._readers]
        return Flood(seconds, answered_in, waited, heard.count(0), sum(count > 1 for count in heard))

    def _waiting(self) -> list[OutboxMessage]:
        with self.service.database.transaction() as session:
            bulk = (OutboxMessage.lane == Lane.BULK, OutboxMessage.state != OutboxState.SENT)
            return list(session.exec(select(OutboxMessage).where(*bulk)))


@asynccontextmanager
async def town(synapse: Synapse, directory: Path, url: str, people: int) -> AsyncIterator[Town]:
    """Start the service; people come in, one of them with a client that encrypts."""
    bot = await synapse.register(f"hafenbote-{token_hex(4)}", PASSWORD)
    settings = {"matrix_homeserver": synapse.base_url, "matrix_user": bot, "matrix_password": PASSWORD}
    service = Service(
        Settings(_env_file=None, database_url=url, http_port=0, matrix_store=directory / "bot", **settings)
    )
    asker = await synapse.register(f"koeln-{token_hex(4)}", PASSWORD)
    await service.start()
    try:
        async with MatrixPerson(synapse.base_url, asker, PASSWORD, bot=bot, store=directory / "asker") as person:
            await person.open_direct()
            await person.say("hallo")
            await person.next_message(within=60)
            readers = [Reader(synapse) for _ in range(people)]
            for reader in readers:
                await reader.log_in(await synapse.register(f"wer-{token_hex(4)}", PASSWORD))
                await reader.invite(bot)
            joined = service.networks["matrix"]._client.rooms  # type: ignore[attr-defined]
            await eventually(lambda: joined.keys() >= {reader.room for reader in readers}, within=120)
            yield Town(service, bot, readers, person)
    finally:
        await service.stop()


async def set_limits(synapse: Synapse, **limits: object) -> None:
    """Start a homeserver anew with other limits than it had; without any, with those it comes with."""
    await synapse.stop()
    synapse._more = limits
    (synapse._directory / "homeserver.yaml").unlink()
    await synapse.start()


@asynccontextmanager
async def limited_town(
    directory: Path, url: str, people: int, **limits: object
) -> AsyncIterator[tuple[Town, Synapse, Reader]]:
    """Let people come in while nothing is limited, and then set limits; gives an administrator, too."""
    async with Synapse(directory / "synapse") as synapse, town(synapse, directory, url, people) as here:
        administrator = Reader(synapse)
        await administrator.log_in(await synapse.register("it", PASSWORD, admin=True))
        await set_limits(synapse, **limits)
        await here.ask()  # then both have noticed that it is back
        yield here, synapse, administrator

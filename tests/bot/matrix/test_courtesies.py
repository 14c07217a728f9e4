"""Receipts and typing, as the person's client on a real Synapse sees them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.demo.person import MatrixPerson
from bot.matrix import courtesies
from bot.matrix.client import PatientClient
from bot.matrix.courtesies import Courtesies
from bot.matrix.duties import Heard
from bot.matrix.failures import HomeserverError
from bot.matrix.timeline import Arrived
from bot.networks import Failure
from handlers.messages import Incoming
from storage.outbox import FailureKind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import Inbox, Stage


class SlowInbox(Inbox):
    """An inbox that takes its time."""

    async def __call__(self, batch: Sequence[Incoming], cursor: str = "") -> None:
        """Take a batch in, after a while."""
        if [event for event in batch if event.text]:
            await asyncio.sleep(0.5)
        await super().__call__(batch, cursor)


class Watcher(MatrixPerson):
    """Somebody whose app shows who types and who has read what."""

    def typing(self) -> list[str]:
        """Say who is seen typing."""
        return list(self._client.rooms[self.room].typing_users)

    def read_by(self, user: str) -> str:
        """Say which event somebody has read last."""
        receipt = self._client.rooms[self.room].read_receipts.get(user)
        return receipt.event_id if receipt else ""


@pytest.mark.synapse
async def test_is_seen_typing_and_having_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """While something is handled for long, the bot is seen typing; what was handled it has read, and not before."""
    monkeypatch.setattr(courtesies, "BUSY_AFTER", 0.1)
    inbox = SlowInbox()
    async with stage.working(inbox), stage.person("anna", Watcher) as anna:
        await anna.open_direct()
        await anna.sees_joined(stage.bot)
        said = await anna.say("zahlen")
        await eventually(lambda: anna.typing() == [stage.bot])
        assert anna.read_by(stage.bot) != said
        await inbox.next()
        await eventually(lambda: anna.read_by(stage.bot) == said)


class Throttling:
    """A homeserver that finds everything too fast."""

    user_id = "@hafenbote:x.org"

    def __init__(self) -> None:
        self.rooms: dict[str, object] = {}
        self.asked = 0

    async def ask(self, _method: str, _path: str, _body: dict[str, Any]) -> None:
        """Refuse."""
        self.asked += 1
        raise HomeserverError(Failure(FailureKind.THROTTLED, "M_LIMIT_EXCEEDED", after=2.0))


async def test_is_quiet_where_it_is_too_much() -> None:
    """After one refusal nothing more is asked for a while, however many rooms have been read."""
    homeserver, duty = Throttling(), Courtesies()
    client = cast("PatientClient", homeserver)
    for sync in range(3):
        told = {"event_id": f"${sync}", "sender": "@anna:x.org"}
        events = [Arrived(f"!{room}", SimpleNamespace(source=told)) for room in range(4)]
        await duty.attend(client, Heard("s", cast("Any", None), events))
        await duty.handled(client)
        await asyncio.sleep(0.01)
    await duty.close()
    assert homeserver.asked == 1

"""Direct rooms that the bot opens itself, on a real Synapse."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.demo.synapse import SERVER_NAME
from bot.matrix import direct, rooms
from bot.matrix.network import MatrixNetwork
from bot.matrix.session import log_in
from bot.networks import Failure, Outcome
from storage.outbox import FailureKind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent

pytestmark = pytest.mark.synapse


def moved(outcome: Outcome) -> str:
    """Return the room that a message was told to go to."""
    assert isinstance(outcome, Failure), outcome
    assert outcome.kind is FailureKind.MOVED, outcome
    return outcome.chat


async def noted(network: MatrixNetwork) -> dict[str, Any]:
    """Return the account's list of direct rooms."""
    client = network._connected()
    return await client.ask("GET", f"/user/{client.user_id}/account_data/m.direct")


async def test_opens_a_room_once(stage: Stage) -> None:
    """A row for a user goes into a direct, encrypted, noted room. Once they have left it, the next opens another."""
    inbox = Inbox()
    async with stage.person("anna") as anna:
        async with stage.working(inbox) as network:
            room = moved(await network.send(row(anna.user, "Guten Tag!")))
            external_id = sent(await network.send(row(room, "Guten Tag!")))
            said = await anna.next_message(room=room)
            assert (said.body, said.encrypted, said.event_id) == ("Guten Tag!", True, external_id)
            assert (await noted(network))[anna.user] == [room]
            await anna.say("hallo", room)
            heard = await inbox.next()
            assert (heard.chat, heard.account, heard.direct) == (room, anna.user, True)
        async with stage.working(inbox) as network:
            assert moved(await network.send(row(anna.user, "Noch etwas"))) == room
            await anna.leave(room)
            await inbox.until(lambda _: set(network._connected().rooms[room].users) == {stage.bot})
            another = moved(await network.send(row(anna.user, "Und noch etwas")))
            assert (await noted(network))[anna.user] == [room, another]


async def test_a_crash_opens_no_second_room(stage: Stage) -> None:
    """The room was opened, and then the process was killed: it is found and noted after the restart."""
    inbox = Inbox()
    async with stage.person("anna") as anna:
        async with stage.working(inbox):
            await inbox.until(lambda _: inbox.cursor)
        killed = await log_in(stage.account())
        room = await direct._opened(killed, anna.user, 0)
        await killed.close()
        async with stage.working(inbox) as network:
            assert moved(await network.send(row(anna.user, "Guten Tag"))) == room
            assert await noted(network) == {anna.user: [room]}


async def test_takes_the_room_that_somebody_has_opened(stage: Stage) -> None:
    """A direct room somebody opened with us is noted, and used; a group with one other member is none."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("anna") as anna:
        await anna.open_group("Verteiler", [stage.bot])
        await anna.sees_joined(stage.bot)
        group = anna.room
        room = await anna.open_direct()
        await anna.sees_joined(stage.bot)
        await anna.say("hallo")
        await inbox.next()
        assert (await noted(network)) == {anna.user: [room]}
        assert moved(await network.send(row(anna.user, "Guten Tag!"))) == room != group


async def test_says_who_cannot_be_written_to(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account there is not, on a server there is not, no account at all, or ourselves: each is told, once for all.

    A room that was made in vain is left again.
    """
    monkeypatch.setattr(rooms, "ALONE_FOR", 0.1)
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("anna") as anna:
        here = await anna.open_direct()
        for wrong in (f"@niemand:{SERVER_NAME}", "@anna:nirgends.invalid", "@:", "@anna", stage.bot):
            outcome = await network.send(row(wrong, "Guten Tag!", attempts=8))
            assert isinstance(outcome, Failure)
            assert outcome.kind in {FailureKind.GONE, FailureKind.REFUSED}
        await asyncio.sleep(0.5)
        await anna.say("hallo")
        await eventually(lambda: set(network._connected().rooms) == {here})

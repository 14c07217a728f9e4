"""Rooms that are upgraded, left and entered, on a real Synapse."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from nio import RoomPreset

from bot.demo.person import MatrixPerson
from bot.matrix import invitations, rooms
from bot.matrix.failures import HomeserverError
from bot.matrix.invitations import Pace, is_for_talking
from bot.matrix.network import MatrixNetwork
from bot.networks import Failure
from handlers.messages import Kind
from storage.outbox import FailureKind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent
from tests.bot.matrix.test_direct_rooms import moved

pytestmark = pytest.mark.synapse


class Owner(MatrixPerson):
    """Somebody who also rules rooms: upgrades them, makes spaces, takes invitations back."""

    async def upgrade(self, room: str) -> str:
        """Upgrade a room as clients do; returns the one that replaces it."""
        return str((await self.ask(f"/rooms/{room}/upgrade", {"new_version": "10"}))["replacement_room"])

    async def set_state(self, room: str, kind: str, content: dict[str, Any]) -> None:
        """Set a state of a room."""
        self._ok(await self._client.room_put_state(room, kind, content))

    async def open_space(self, invite: list[str]) -> str:
        """Open a space."""
        return str(self._ok(await self._client.room_create(space=True, name="Alle", invite=invite)).room_id)

    async def open_quickly(self, bot: str) -> str:
        """Open a direct room without waiting for anything."""
        how = {"is_direct": True, "preset": RoomPreset.private_chat}
        return str(self._ok(await self._client.room_create(invite=[bot], **how)).room_id)

    async def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask the homeserver for something nio has no method for."""
        where = f"{self._client.homeserver}/_matrix/client/v3{path}"
        headers = {"Authorization": f"Bearer {self._client.access_token}"}
        async with self._client.client_session.post(where, json=body, headers=headers) as answer:
            return dict(await answer.json())


async def joined(inbox: Inbox, owner: Owner) -> str:
    """Open a direct room with the bot and say something there that it has heard."""
    room = await owner.open_direct()
    await owner.sees_joined(owner.bot, room)
    await owner.say("hallo", room)
    await inbox.until(lambda events: [event for event in events if event.chat == room])
    return room


async def joined_rooms(network: MatrixNetwork) -> set[str]:
    """Ask the homeserver for the rooms the bot is in."""
    return set((await network._connected().ask("GET", "/joined_rooms"))["joined_rooms"])


async def test_follows_an_upgrade(stage: Stage) -> None:
    """The bot goes along when a room is replaced: messages for the old one are told where to go, and it leaves that."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("kiel", Owner) as owner:
        old = await joined(inbox, owner)
        new = await owner.upgrade(old)
        await owner.invite(stage.bot, new)
        await eventually(lambda: (Kind.MOVED, old) in inbox.standings)
        assert moved(await network.send(row(old, "Guten Tag"))) == new
        sent(await network.send(row(new, "Guten Tag")))
        assert (await owner.next_message(room=new)).encrypted
        await eventually(lambda: (Kind.REMOVED, old) in inbox.standings)
        assert inbox.standings.index((Kind.MOVED, old)) < inbox.standings.index((Kind.REMOVED, old))
        await owner.say("hier geht es weiter", new)
        assert (await inbox.next(text="hier geht es weiter")).chat == new


async def test_what_was_encrypted_stays_so(stage: Stage) -> None:
    """A replacement in which encryption was forgotten is followed only if the bot may switch it on."""
    inbox = Inbox()
    async with stage.working(inbox), stage.person("kiel", Owner) as owner:
        old = await joined(inbox, owner)
        for power, moves in ((0, False), (100, True)):
            users = {owner.user: 100, stage.bot: power}
            follows = {"predecessor": {"room_id": old, "event_id": "$x"}}
            made = {"name": "neu", "invite": [stage.bot], "creation_content": follows, "room_version": "10"}
            answer = await owner.ask("/createRoom", made | {"power_level_content_override": {"users": users}})
            new = str(answer["room_id"])
            await owner.set_state(old, "m.room.tombstone", {"body": "umgezogen", "replacement_room": new})
            if moves:
                await eventually(lambda: (Kind.REMOVED, old) in inbox.standings)
                await eventually(lambda where=new: owner.is_encrypted(where))
            else:
                await owner.say("noch hier", old)
                await inbox.next(text="noch hier")
            assert ((Kind.MOVED, old) in inbox.standings) is moves


async def test_believes_no_tombstone_alone(stage: Stage) -> None:
    """A tombstone that leads into a room that does not follow the old one is not followed; nor is one that is no state.

    While the replacement is closed to us, what is sent into the old room waits.
    """
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("kiel", Owner) as owner:
        mine, other = await joined(inbox, owner), await owner.open_group("Verteiler", [stage.bot])
        await owner.sees_joined(stage.bot, other)
        forged = {"body": "umgezogen", "replacement_room": other}
        await owner.send_event("m.room.tombstone", forged, mine)
        await owner.set_state(mine, "m.room.tombstone", forged)
        await owner.say("noch hier", mine)
        await inbox.next(text="noch hier")
        sent(await network.send(row(mine, "Guten Tag")))
        sent(await network.send(row(other, "Guten Tag")))
        await owner.upgrade(other)
        await owner.say("auch hier", mine)
        await inbox.next(text="auch hier")
        outcome = await network.send(row(other, "Guten Tag"))
        assert isinstance(outcome, Failure)
        assert outcome.kind is FailureKind.UNREACHABLE
        assert not [standing for standing in inbox.standings if standing[0] is Kind.MOVED]


async def test_follows_an_upgrade_it_has_slept_through(stage: Stage) -> None:
    """Upgraded while the bot was down, and invited only afterwards, by somebody unknown: it follows all the same."""
    inbox, welcome = Inbox(), {"is": True}
    async with stage.person("kiel", Owner) as owner:
        async with stage.working(inbox, known=lambda _: welcome["is"], allowed_servers=frozenset()):
            old = await joined(inbox, owner)
        welcome["is"] = False
        new = await owner.upgrade(old)
        async with stage.working(inbox, known=lambda _: welcome["is"], allowed_servers=frozenset()) as network:
            await eventually(lambda: network.fault() == "")
            await owner.invite(stage.bot, new)
            await eventually(lambda: (Kind.REMOVED, old) in inbox.standings)
            assert inbox.standings.index((Kind.MOVED, old)) < inbox.standings.index((Kind.REMOVED, old))


async def test_leaves_where_nobody_is(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once everybody else has left, the bot leaves, and the homeserver forgets that it was there."""
    monkeypatch.setattr(rooms, "ALONE_FOR", 0.3)
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("kiel", Owner) as owner:
        left, kept = await joined(inbox, owner), await joined(inbox, owner)
        await owner.leave(left)
        await owner.say("Moment", kept)
        await inbox.next(text="Moment")
        await asyncio.sleep(0.3)
        await owner.say("noch da?", kept)
        await eventually(lambda: (Kind.REMOVED, left) in inbox.standings)
        await owner.say("und jetzt?", kept)
        await inbox.next(text="und jetzt?")
        client = network._connected()
        assert set(client.rooms) == {kept}
        with pytest.raises(HomeserverError, match="M_FORBIDDEN"):
            await client.ask("GET", f"/rooms/{left}/messages?dir=b")


async def test_takes_rooms_one_by_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of invitations waits, and holds up nobody; spaces are declined, and what was taken back is forgotten."""
    monkeypatch.setattr(invitations.Pace.__init__, "__defaults__", (120, 3))
    inbox = Inbox()
    async with (
        stage.working(inbox) as network,
        stage.person("kiel", Owner) as owner,
        stage.person("flut", Owner) as flooding,
    ):
        here = await joined(inbox, owner)
        space = await owner.open_space([stage.bot])
        flood = [await flooding.open_quickly(stage.bot) for _ in range(6)]
        await flooding.throw_out(stage.bot, flood[-1])
        await flooding.invite(stage.bot, flood[-1])
        await owner.say("geht es noch?", here)
        await inbox.next(text="geht es noch?")
        client = network._connected()
        await eventually(lambda: len(set(flood) & set(client.rooms)) == 3)
        assert space not in client.rooms
        await flooding.throw_out(stage.bot, flood[-2])
    monkeypatch.undo()
    async with stage.working(inbox) as network:
        await eventually(lambda: network.fault() == "")
        async with asyncio.timeout(20):
            while set(flood) - await joined_rooms(network) != {flood[-2]}:  # noqa: ASYNC110 - the homeserver tells nobody
                await asyncio.sleep(0.05)


def test_joins_at_a_pace() -> None:
    """So many in a minute, and of one inviter so many; who must wait is told how long."""
    pace = Pace(in_all=3, of_one=2)
    assert [pace.wait("a", 0.0), pace.wait("a", 1.0), pace.wait("a", 2.0)] == [0.0, 0.0, 58.0]
    assert [pace.wait("b", 2.0), pace.wait("c", 3.0)] == [0.0, 57.0]
    assert [pace.wait("c", 60.0), pace.wait("a", 60.5), pace.wait("a", 61.0)] == [0.0, 0.5, 0.0]


@pytest.mark.parametrize(
    ("kind", "members", "expected"),
    [
        (None, 2, True),
        (None, None, True),
        ("", 1000, True),
        (None, 1001, False),
        ("m.space", 2, False),
        (None, "x", True),
    ],
)
def test_knows_rooms_to_talk_in(kind: str | None, members: object, expected: bool) -> None:  # noqa: FBT001
    """Spaces and rooms of thousands are no groups of ours; what is not said, or said oddly, bars nobody."""
    assert is_for_talking(kind, members) is expected

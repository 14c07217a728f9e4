"""Going on after a stop, on a real Synapse: what we must know of a room is asked for when it is needed."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from bot.matrix.client import PatientClient
from bot.matrix.known_rooms import read_room
from bot.networks import Failure, Sent
from storage.outbox import FailureKind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent

ENCRYPTED = ("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is asked of the homeserver: the last part of each path."""
    counted, send = Counter[str](), PatientClient.send

    async def counting(self: PatientClient, method: str, path: str, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - as nio
        counted[path.partition("?")[0].rpartition("/")[2]] += 1
        if "full_state" in path:
            counted["full_state"] += 1
        return await send(self, method, path, *more, **named)

    monkeypatch.setattr(PatientClient, "send", counting)
    return counted


@pytest.mark.synapse
async def test_asks_for_a_room_when_it_needs_it(stage: Stage, requests: Counter[str]) -> None:
    """A start asks for no room. A first send asks once, however many go at once, and finds what changed meanwhile."""
    inbox = Inbox()
    async with stage.person("bielefeld") as person, stage.person("kiel") as other:
        async with stage.working(inbox):
            await inbox.until(lambda _: inbox.cursor)
            direct = await person.open_direct()
            group = await other.open_group("Sprecher*innen", [stage.bot])
            left = await other.open_group("Nicht mehr lange", [stage.bot])
            await eventually(lambda: len(inbox.standings) == 3)
        await other.throw_out(stage.bot, left)
        await other._client.room_put_state(group, *ENCRYPTED)
        await other.invite(person.user, group)
        await person.sees_joined(person.user, group)
        await eventually(lambda: other.membership(person.user, group) == "join")
        requests.clear()
        # As an instance that takes over begins where another one has got to, long after what happened in these rooms.
        inbox.cursor = str(other._client.next_batch)
        async with stage.working(inbox) as network:
            await eventually(lambda: not network.fault())
            assert (requests["state"], requests["full_state"], requests["joined_members"]) == (0, 0, 0)
            outcomes = await asyncio.gather(*(network.send(row(direct, str(number))) for number in range(5)))
            assert all(isinstance(outcome, Sent) for outcome in outcomes)
            sent(await network.send(row(group, "An alle")))
            assert requests["state"] == 2
            heard = [await person.next_message(room=direct) for _ in outcomes]
            assert [(one.body, one.encrypted) for one in heard] == [(str(number), True) for number in range(5)]
            for member in (person, other):
                told = await member.next_message(room=group)
                assert (told.body, told.encrypted) == ("An alle", True)
            gone = [await network.send(row(room, "Noch da?")) for room in (left, "!nie-gesehen")]
            assert [outcome.kind for outcome in gone if isinstance(outcome, Failure)] == [FailureKind.GONE] * 2
            await other.say("Hafenbote, und ich?", group)
            event = await inbox.next(text="Hafenbote, und ich?")
            assert (event.direct, event.addressed, event.sender_name) == (False, True, "Ansprechperson Kiel")
            assert requests["state"] == 4
    assert inbox.standings[3:] == []


def test_reads_a_room_whatever_its_state_says() -> None:
    """Nobody is overlooked for an odd name, and what is encrypted in whatever way is encrypted."""
    members: list[tuple[str, dict[str, object]]] = [
        ("@bot:x", {"membership": "join", "displayname": "Hafenbote"}),
        ("@eins:x", {"membership": "join", "displayname": 7, "avatar_url": []}),
        ("@zwei:x", {"membership": "invite", "displayname": None}),
        ("@drei:x", {"membership": "leave"}),
        ("@vier:x", {"membership": ["join"]}),
    ]
    state: list[Any] = [{"type": "m.room.member", "state_key": user, "content": content} for user, content in members]
    state += [None, {}, {"type": "m.room.encryption", "content": {"algorithm": 9}}, {"type": 7, "content": {}}]
    state += [{"type": "m.room.name", "content": {"name": {}}}, {"type": "m.room.tombstone", "content": {}}]
    room = read_room("!raum", "@bot:x", state)
    assert {user: (member.display_name, member.invited) for user, member in room.users.items()} == {
        "@bot:x": ("Hafenbote", False),
        "@eins:x": (None, False),
        "@zwei:x": (None, True),
    }
    assert (room.encrypted, room.name, room.replacement_room, room.members_synced) == (True, None, None, True)

"""What cannot be read yet: said once, asked for, kept, and handled when its key comes."""

from __future__ import annotations

from typing import Any

import pytest
from nio import Api
from nio.crypto import InboundGroupSession

from bot.demo.person import MatrixPerson
from bot.late_box import LateEvents
from handlers.messages import Kind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent

pytestmark = pytest.mark.synapse


def keep_back_keys(person: MatrixPerson, room: str) -> dict[str, Any]:
    """Let somebody begin a new session in a room, and return the messages with its key instead of sending them."""
    client = person._client
    client.invalidate_outbound_session(room)
    _, keys = client.olm.share_group_session(room, [person.bot], ignore_unverified_devices=True)
    client.olm.outbound_group_sessions[room].shared = True
    return dict(keys)


async def send_keys(person: MatrixPerson, keys: dict[str, Any]) -> None:
    """Send the messages with a key, late."""
    method, path, data = Api.to_device(person._client.access_token, "m.room.encrypted", keys, "later")
    assert (await person._client.send(method, path, data, {"Content-Type": "application/json"})).ok


async def say_sealed(person: MatrixPerson, room: str, **content: object) -> str:
    """Say something with the key that was kept back."""
    _, sealed = person._client.encrypt(room, "m.room.message", {"msgtype": "m.text", **content})
    return await person.send_in_clear("m.room.encrypted", sealed, room)


async def test_handles_what_it_could_not_read_when_the_key_comes_after_a_restart(stage: Stage, box: LateEvents) -> None:
    """Told once for a key, under a name that leaves the events their own; then all of them come in order, once.

    An edit comes as one; what was removed meanwhile is not answered any more.
    """
    inbox = Inbox()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox, late=box):
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next(text="hallo")
            keys = keep_back_keys(person, room)
            first = await say_sealed(person, room, body="10 Plätze")
            relation = {"rel_type": "m.replace", "event_id": first}
            new = {"msgtype": "m.text", "body": "12 Plätze"}
            second = await say_sealed(person, room, body="*", **{"m.new_content": new, "m.relates_to": relation})
            removed = await say_sealed(person, room, body="Vergessen Sie das")
            notice = await inbox.next(Kind.UNDECRYPTABLE)
            person._client.invalidate_outbound_session(room)
            await person.say("noch da?", room)
            await inbox.next(text="noch da?")
            assert {one.event_id for one in inbox.events if one.kind is Kind.UNDECRYPTABLE} == {notice.event_id}
            assert notice.event_id not in {first, second, removed}
            await person._client.room_redact(room, removed)
        await send_keys(person, keys)
        inbox.events.clear()
        async with stage.working(inbox, late=box):
            await inbox.next(Kind.EDIT)
            await person.say("danke", room)
            await inbox.next(text="danke")
    assert [(one.kind, one.text, one.event_id, one.refers_to, one.direct) for one in inbox.events[:-1]] == [
        (Kind.TEXT, "10 Plätze", first, "", True),
        (Kind.EDIT, "12 Plätze", second, first, True),
    ]
    assert box.awaiting(None) == []


async def test_late_events_come_again_when_they_could_not_be_committed(stage: Stage, box: LateEvents) -> None:
    """A database that is away when the event comes, or its key, loses nothing either."""
    inbox = Inbox()
    async with stage.working(inbox, late=box), stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next(text="hallo")
        keys = keep_back_keys(person, room)
        inbox.broken = 1
        await say_sealed(person, room, body="zusage")
        await inbox.next(Kind.UNDECRYPTABLE)
        inbox.broken = 1
        await send_keys(person, keys)
        assert (await inbox.next(text="zusage")).kind is Kind.TEXT
        assert inbox.broken == 0


async def test_asks_the_writer_for_a_lost_key(stage: Stage, box: LateEvents) -> None:
    """A client of today answers, and the message is handled without anybody's doing."""
    inbox = Inbox()
    async with stage.working(inbox, late=box) as network, stage.js_person("bielefeld") as alice:
        room = await alice.do("openDirect", user=stage.bot)
        await alice.do("say", room=room, text="hallo")
        await inbox.next(text="hallo")
        sent(await network.send(row(room, "Moin")))
        assert network._client is not None
        olm = network._client.olm
        olm.inbound_group_store = type(olm.inbound_group_store)()
        event_id = await alice.do("say", room=room, text="zusage")
        assert (await inbox.next(text="zusage")).event_id == event_id
        await eventually(lambda: not olm.outgoing_key_requests)


async def forward_key(giver: MatrixPerson, writer: MatrixPerson, room: str) -> None:
    """Let somebody forward the key of what somebody else writes in a room, and claim to have made it."""
    olm, theirs = giver._client.olm, writer._client.olm
    maker, session_id = theirs.account.identity_keys["curve25519"], theirs.outbound_group_sessions[room].id
    exported = theirs.inbound_group_store.get(room, maker, session_id).export_session(0)
    ours = olm.account.identity_keys
    claimed = InboundGroupSession.import_session(exported, ours["ed25519"], ours["curve25519"], room)
    [device] = olm.device_store.active_user_devices(giver.bot)
    channel = olm.session_store.get(device.curve25519)
    await giver._client.to_device(olm._encrypt_forwarding_key(room, claimed, channel, device))


async def test_takes_a_lost_key_only_from_the_writer(stage: Stage, box: LateEvents) -> None:
    """What another member of the room forwards could be anything, and would stand in the way of the right one."""
    inbox = Inbox()
    async with (
        stage.working(inbox, late=box),
        stage.person("bielefeld") as person,
        stage.person("boese") as stranger,
    ):
        room = await person.open_group("Sprecher*innen", [stage.bot, stranger.user], encrypted=True)
        await person.sees_joined(stage.bot, room)
        await person.sees_joined(stranger.user, room)
        for each in (person, stranger):
            await each.say(f"hallo von {each.user}", room)
            await inbox.next(text=f"hallo von {each.user}")
        keep_back_keys(person, room)
        await say_sealed(person, room, body="!zahlen")
        await inbox.next(Kind.UNDECRYPTABLE)
        await forward_key(stranger, person, room)
        await stranger.say("so", room)
        await inbox.next(text="so")
        assert "!zahlen" not in [event.text for event in inbox.events]
        await forward_key(person, person, room)
        assert (await inbox.next(text="!zahlen")).account == person.user


async def test_what_was_said_in_a_group_is_not_taken_for_private(stage: Stage, box: LateEvents) -> None:
    """Its key comes when we are no longer there: nobody knows any more who else heard it, and nobody hears us."""
    inbox = Inbox()
    async with stage.working(inbox, late=box), stage.person("bielefeld") as person:
        direct = await person.open_direct()
        group = await person.open_group("Verwaltung", [stage.bot], encrypted=True)
        await person.say("hallo", group)
        await inbox.next(text="hallo")
        keys = keep_back_keys(person, group)
        await say_sealed(person, group, body="pause")
        await inbox.next(Kind.UNDECRYPTABLE)
        await person.throw_out(stage.bot, group)
        await eventually(lambda: (Kind.REMOVED, group) in inbox.standings)
        await send_keys(person, keys)
        await person.say("noch da?", direct)
        await inbox.next(text="noch da?")
    assert [one.text for one in inbox.events if one.chat == group] == ["hallo", ""]

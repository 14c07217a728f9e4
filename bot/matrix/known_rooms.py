"""What we know of the rooms we are in: asked for when it is first needed, and from then on kept true by each sync.

A start asks for nothing: with thousands of rooms their state takes the homeserver minutes. Only which rooms are
encrypted is kept over a restart, by nio's store: nothing is ever written in clear into a room that was encrypted once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from nio import Event, MatrixRoom, RoomInfo, RoomMemberEvent, SyncResponse

from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError
from bot.networks import Failure
from storage.outbox import FailureKind

_AT_ONCE = 8
"""Rooms asked for at once after a sync."""

_MEMBERS = {"join": False, "invite": True}
"""Memberships that make somebody a member in nio's eyes, and whether they are only invited."""

_KEPT = ("m.room.create", "m.room.name", "m.room.power_levels", "m.room.tombstone")


async def known(client: PatientClient, room_id: str) -> MatrixRoom:
    """Return a room we are in, with all its members; raises :class:`HomeserverError`, ``gone`` where we are not.

    (Client-server API, "GET /rooms/{roomId}/state": of a room we have left, it tells the state in which we left it.)
    """
    room = client.rooms.get(room_id)
    if room is not None and room.members_synced:
        return room
    asking = client.asked.get(room_id)
    if asking is None:
        asking = client.asked[room_id] = asyncio.create_task(_ask(client, room_id))
        asking.add_done_callback(lambda _: client.asked.pop(room_id, None))
    return await asyncio.shield(asking)  # several may wait for it, and one may give up


async def known_anew(client: PatientClient, room_id: str) -> MatrixRoom:
    """Return a room as the homeserver has it now, which may be more than the syncs have told yet."""
    if room_id in client.asked:
        await asyncio.wait([client.asked[room_id]])
    if room_id in client.rooms:
        client.rooms[room_id].members_synced = False
    return await known(client, room_id)


async def know_all(client: PatientClient, response: SyncResponse) -> None:
    """Know all rooms in which others did something; raises :class:`HomeserverError`, but not for those we have left.

    A gap hides who came and went: a sync tells members in its timelines only. What we said ourselves asks
    for nothing: whoever takes over in the middle of a bulk send would ask for all rooms.
    """
    for room_id, info in response.rooms.join.items():
        if info.timeline.limited:
            client.rooms[room_id].members_synced = False
    turns = asyncio.Semaphore(_AT_ONCE)

    async def know(room_id: str) -> None:
        async with turns:
            await is_joined(client, room_id)

    rooms = response.rooms.join.items()
    await asyncio.gather(*(know(room_id) for room_id, info in rooms if _is_touched(info, client.user_id)))


def _is_touched(info: RoomInfo, us: str) -> bool:
    events = info.timeline.events
    return info.timeline.limited or any(
        isinstance(event, RoomMemberEvent) or getattr(event, "sender", "") != us for event in events
    )


async def is_joined(client: PatientClient, room_id: str) -> bool:
    """Whether we are in a room; raises :class:`HomeserverError` where that cannot be told now."""
    try:
        await known(client, room_id)
    except HomeserverError as error:
        if error.failure.kind is not FailureKind.GONE:
            raise
        return False
    return True


def note_encrypted(client: PatientClient, room: MatrixRoom) -> None:
    """Remember for good that a room is encrypted, and ask for the devices of its members."""
    room.encrypted = True
    client.encrypted_rooms.add(room.room_id)
    if client.store is not None:
        client.store.save_encrypted_rooms({room.room_id})
    # Also for those whose devices we knew: while we did not know the room, nobody told us of changes.
    client.olm.add_changed_users(set(room.users))
    client.invalidate_outbound_session(room.room_id)


async def _ask(client: PatientClient, room_id: str) -> MatrixRoom:
    state: Any = await client.ask("GET", f"/rooms/{quote(room_id, safe='')}/state")
    room = read_room(room_id, client.user_id, state if isinstance(state, list) else [])
    me = room.users.get(client.user_id)
    if me is None or me.invited:
        client.rooms.pop(room_id, None)
        raise HomeserverError(Failure(FailureKind.GONE, "not in the room"))
    client.rooms[room_id] = room
    client.invited_rooms.pop(room_id, None)
    if room.encrypted or room_id in client.encrypted_rooms:
        note_encrypted(client, room)
    return room


def read_room(room_id: str, us: str, state: Iterable[Any]) -> MatrixRoom:
    """Read the state of a room: what is malformed in it is passed over, but nobody's membership and no encryption.

    Not by nio alone, which takes a member with a malformed name for nobody, and needs a quarter of a second for a
    thousand members.
    """
    room = MatrixRoom(room_id, us)
    for event in state:
        if not isinstance(event, dict) or not isinstance(event.get("content"), dict):
            continue
        if event.get("type") == "m.room.member":
            _read_member(room, event)
        elif event.get("type") == "m.room.encryption":
            room.encrypted = True  # whatever it says of how: never in clear
        elif event.get("type") in _KEPT:
            room.handle_event(Event.parse_event(event))
    room.members_synced = True
    return room


def _read_member(room: MatrixRoom, event: Mapping[str, Any]) -> None:
    user, content = event.get("state_key"), event["content"]
    membership = content.get("membership")
    if isinstance(user, str) and isinstance(membership, str) and membership in _MEMBERS:
        name, picture = content.get("displayname"), content.get("avatar_url")
        told = (each if isinstance(each, str) else None for each in (name, picture))
        room.add_member(user, *told, invited=_MEMBERS[membership])

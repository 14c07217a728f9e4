"""Putting events into a room: which rooms take them, and the keys that their readers need first."""

from __future__ import annotations

from typing import Any

from nio import MatrixRoom

from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError, check
from bot.matrix.known_rooms import known, known_anew
from bot.matrix.upgrades import successor
from bot.networks import Failure
from storage.outbox import FailureKind


async def room_of(client: PatientClient, room_id: str) -> MatrixRoom:
    """Find a room that we can write to; raises :class:`HomeserverError`."""
    if room_id in client.successors:
        raise HomeserverError(Failure(FailureKind.MOVED, "room upgraded", chat=client.successors[room_id]))
    if room_id not in client.rooms and room_id in client.invited_rooms:
        raise HomeserverError(Failure(FailureKind.UNREACHABLE, "joining the room"))
    room = await known(client, room_id)
    if room.replacement_room and (to := await successor(client, room_id)):
        raise HomeserverError(Failure(FailureKind.MOVED, "room upgraded", chat=to))
    if set(room.users) <= {client.user_id}:
        room = await known_anew(client, room_id)  # whoever was just invited may not have been told yet
    if set(room.users) <= {client.user_id}:
        raise HomeserverError(Failure(FailureKind.GONE, "nobody else in the room"))
    return room


async def put(
    client: PatientClient, room: MatrixRoom, content: dict[str, Any], key: str, kind: str = "m.room.message"
) -> str:
    """Put an event into a room and return its id; under a key that is known nothing new appears."""
    answer = await client.room_send(room.room_id, kind, content, tx_id=key, ignore_unverified_devices=True)
    check(answer)
    return str(answer.event_id)


async def share_keys(client: PatientClient, room: MatrixRoom) -> None:
    """Give everybody in the room the key of what we are about to say.

    nio's own send would do this too, but goes on when the homeserver refuses one of the steps; the message would then
    arrive and nobody could read it.
    """
    if client.should_query_keys:
        check(await client.keys_query())
    if not client.olm.should_share_group_session(room.room_id):
        return
    missing = client.get_missing_sessions(room.room_id)
    if missing:
        check(await client.keys_claim(missing))
    try:
        check(await client.share_group_session(room.room_id, ignore_unverified_devices=True))
    except BaseException:
        # Left behind, this mark of nio's would let every later send in the room wait for ever.
        client.sharing_session.pop(room.room_id, None)
        raise
    if _is_left_out(client, room):
        client.invalidate_outbound_session(room.room_id)
        raise HomeserverError(Failure(FailureKind.UNREACHABLE, "keys not shared"))


def _is_left_out(client: PatientClient, room: MatrixRoom) -> bool:
    """Whether a device that could have got the key did not; nio marks the key as shared in any case."""
    session = client.olm.outbound_group_sessions[room.room_id]
    return any(
        client.olm.session_store.get(device.curve25519) is not None
        and (user, device.id) not in session.users_shared_with | session.users_ignored
        for user in room.users
        for device in client.device_store.active_user_devices(user)
        if device.id != client.device_id
    )

"""Sending one row of the outbox into one room: keys first, then the file, then the text, then the poll."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from nio import MatrixRoom

from bot.matrix.attachments import upload
from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError, check
from bot.matrix.outgoing import render, render_file, render_poll
from bot.networks import Failure, Sent
from storage.outbox import FailureKind, OutboxMessage

_IN_PRIVATE = 2
"""Members of a room in which only the person meant reads what we write."""


class Sender:
    """Sends, one message at a time in each room: nio shares a room's keys badly with two sends at once."""

    def __init__(self) -> None:
        self._rooms: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, client: PatientClient, message: OutboxMessage) -> Sent:
        """Send one row and return the event id of its text. The row's key makes a second send invisible.

        (Client-server API, "Transaction identifiers": the homeserver answers a known one with the first event's id.)
        """
        async with self._rooms[message.chat]:
            room = _room(client, message.chat)
            if message.person_id is not None and (room.name or len(room.users) > _IN_PRIVATE):
                raise HomeserverError(Failure(FailureKind.GONE, "no longer a private room"))
            if room.encrypted:
                await _share_keys(client, room)
            event_id = ""
            if message.attachment is not None:
                event_id = await _put(client, room, await _file(client, room, message), f"{message.key}-file")
            if message.text or not event_id:
                event_id = await _put(client, room, render(message), message.key)
            poll_name = ""
            if polled := render_poll(message):
                kind, content = polled
                poll_name = await _put(client, room, content, f"{message.key}-poll", kind)
            return Sent(event_id, poll_name=poll_name if message.poll else "")


def _room(client: PatientClient, room_id: str) -> MatrixRoom:
    room = client.rooms.get(room_id)
    if room is None and room_id in client.invited_rooms:
        raise HomeserverError(Failure(FailureKind.UNREACHABLE, "joining the room"))
    if room is None:
        raise HomeserverError(Failure(FailureKind.GONE, "not in the room"))
    if room.replacement_room in client.rooms:
        raise HomeserverError(Failure(FailureKind.MOVED, "room upgraded", chat=room.replacement_room))
    if not set(room.users) - {client.user_id}:
        raise HomeserverError(Failure(FailureKind.GONE, "nobody else in the room"))
    return room


async def _file(client: PatientClient, room: MatrixRoom, message: OutboxMessage) -> dict[str, Any]:
    media_type = message.attachment_type or "application/octet-stream"
    name, content = message.attachment_name or "file", message.attachment or b""
    return render_file(await upload(client, name, media_type, content, encrypted=room.encrypted), media_type)


async def _put(
    client: PatientClient, room: MatrixRoom, content: dict[str, Any], key: str, kind: str = "m.room.message"
) -> str:
    answer = await client.room_send(room.room_id, kind, content, tx_id=key, ignore_unverified_devices=True)
    check(answer)
    return str(answer.event_id)


async def _share_keys(client: PatientClient, room: MatrixRoom) -> None:
    """Give everybody in the room the key of what we are about to say.

    nio's own send would do this too, but goes on when the homeserver refuses one of the steps; the message would then
    arrive and nobody could read it.
    """
    if not room.members_synced:
        check(await client.joined_members(room.room_id))
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

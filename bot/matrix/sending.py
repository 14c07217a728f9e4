"""Sending one row of the outbox into one room: keys first, then the file, then the text, then the poll."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from nio import MatrixRoom

from bot.markdown import to_plain
from bot.matrix.attachments import upload
from bot.matrix.changing import pin, remove
from bot.matrix.client import PatientClient
from bot.matrix.direct import DirectRooms, is_direct, is_user
from bot.matrix.events import put, room_of, share_keys
from bot.matrix.failures import PATIENCE, HomeserverError
from bot.matrix.fitting import fitted
from bot.matrix.outgoing import edited, in_thread, render, render_end, render_file, render_poll
from bot.matrix.upgrades import replacement, successor
from bot.networks import Failure, Sent
from storage.outbox import FailureKind, OutboxMessage
from storage.parts import Part, PartKind

_WHOLE = "text.txt"


class Sender:
    """Sends, one message at a time in each room: nio shares a room's keys badly with two sends at once."""

    def __init__(self, direct: DirectRooms) -> None:
        self._direct = direct
        self._rooms: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, client: PatientClient, message: OutboxMessage) -> Sent:
        """Send one row and return the event id of its text. The row's key makes a second send invisible.

        (Client-server API, "Transaction identifiers": the homeserver answers a known one with the first event's id.)
        """
        async with self._rooms[message.chat]:
            if is_user(message.chat):
                moved = await self._direct.room_with(client, message)
                raise HomeserverError(Failure(FailureKind.MOVED, "direct room", chat=moved))
            room = await room_of(client, message.chat)
            if message.removes is not None:
                return await remove(client, room, message)
            is_private = is_direct(room)
            if message.person_id is not None and not is_private:
                raise HomeserverError(Failure(FailureKind.GONE, "no longer a private room"))
            try:
                sent = await _send(client, room, message)
            except HomeserverError as error:
                raise HomeserverError(await _unless_upgraded(client, message, error.failure)) from error
            if message.pinned and not is_private:
                await pin(client, room, sent.external_id)
            return sent

    async def put(self, client: PatientClient, chat: str, kind: str, content: dict[str, Any], key: str) -> None:
        """Put one event that is no message into a room, in its turn. Under a key that is known nothing new appears."""
        async with self._rooms[chat]:
            room = await room_of(client, chat)
            if room.encrypted:
                await share_keys(client, room)
            await put(client, room, content, key, kind)


async def _unless_upgraded(client: PatientClient, message: OutboxMessage, failure: Failure) -> Failure:
    """Look why a room is closed to us: one that was upgraded takes no more messages, and we are about to follow."""
    if failure.kind is not FailureKind.GONE or message.attempts >= PATIENCE:
        return failure
    if not await replacement(client, message.chat):
        return failure
    to = await successor(client, message.chat)
    return Failure(FailureKind.MOVED if to else FailureKind.UNREACHABLE, "room upgraded", chat=to)


async def _send(client: PatientClient, room: MatrixRoom, message: OutboxMessage) -> Sent:
    if room.encrypted:
        await share_keys(client, room)
    parts: list[Part] = []
    if message.attachment is not None:
        content = await _file(client, room, message)
        parts.append(Part(await put(client, room, content, f"{message.key}-file"), PartKind.FILE))
    if message.text or not parts:
        content, is_cut = fitted(render(message))
        if is_cut:
            whole = await _whole(client, room, message)
            parts.append(Part(await put(client, room, whole, f"{message.key}-whole"), PartKind.FILE))
        event_id = await put(client, room, content, message.key)
        parts += (
            [Part(edited(message.replaces)), Part(event_id, PartKind.EDIT)] if message.replaces else [Part(event_id)]
        )
    name = next((part.name for part in parts if part.kind is PartKind.TEXT), parts[0].name)
    poll_name = ""
    if polled := render_poll(message):
        kind, content = polled
        poll_name = await put(client, room, content, f"{message.key}-poll", kind)
        parts.append(Part(poll_name, PartKind.POLL))
    if ended := render_end(message):
        kind, content = ended
        parts.append(Part(await put(client, room, content, f"{message.key}-end", kind), PartKind.POLL))
    shown = tuple(parts) if len(parts) > 1 or parts[0].kind is not PartKind.TEXT else ()
    return Sent(name, poll_name=poll_name if message.poll else "", parts=shown)


async def _whole(client: PatientClient, room: MatrixRoom, message: OutboxMessage) -> dict[str, Any]:
    """Put the text of a message that fits into no event into a file."""
    whole = to_plain(message.text).encode()
    return render_file(await upload(client, _WHOLE, "text/plain", whole, encrypted=room.encrypted), "text/plain")


async def _file(client: PatientClient, room: MatrixRoom, message: OutboxMessage) -> dict[str, Any]:
    media_type = message.attachment_type or "application/octet-stream"
    name, content = message.attachment_name or "file", message.attachment or b""
    uploaded = await upload(client, name, media_type, content, encrypted=room.encrypted)
    return render_file(uploaded, media_type) | in_thread(message)

"""The rooms we are in: which we encrypt, which we leave, and what we must know of a room to read what is said there."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence

import structlog
from nio import ErrorResponse

from bot.matrix.client import PatientClient
from bot.matrix.direct import ENCRYPTION, is_direct
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import check, from_response, is_passing
from bot.matrix.incoming import Surroundings, related
from bot.matrix.invitations import is_for_talking
from bot.matrix.known_rooms import known_anew, note_encrypted
from bot.matrix.rates import MEASURING
from bot.matrix.timeline import Arrived, joined_now, source
from bot.networks import Sent
from handlers.messages import Incoming

log = structlog.get_logger(__name__)

_OURS_REMEMBERED = 2000
ALONE_FOR = 60.0
"""Seconds in a room with nobody else in it, until we leave it: a new one shows us before whom we invite."""

Kept = Callable[[str, Collection[str]], Collection[str]]
"""Says which of some events in a room are messages of ours, however old they are."""


class Ours:
    """The ids of events we sent: an answer to one of them, or something in its thread, is meant for us.

    The latest are remembered, ``kept`` knows the older ones; it runs in a thread.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._ids: deque[str] = deque(maxlen=_OURS_REMEMBERED)

    def add(self, sent: Sent) -> None:
        """Remember what we have just sent: a sync does not tell it (:mod:`bot.matrix.mending`)."""
        self._ids += {sent.external_id, sent.poll_name, *(part.name for part in sent.parts)} - {""}

    async def note(self, events: Sequence[Arrived], us: str) -> None:
        """Remember which of these events are ours, and which of those they belong to."""
        self._ids.extend(one.event.event_id for one in events if getattr(one.event, "sender", "") == us)
        for one in events:
            unknown = related(source(one.event)) - set(self._ids)
            if unknown and getattr(one.event, "sender", us) != us:
                self._ids.extend(await asyncio.to_thread(self._kept, one.room, unknown))

    def surroundings(self, client: PatientClient, room_id: str) -> Surroundings:
        """Say what must be known of a room to read an event in it."""
        room = client.rooms.get(room_id)
        if room is None:
            return Surroundings(room_id, client.user_id, ours=self._ids)
        me = room.users.get(client.user_id)
        name = (me.display_name if me else "") or ""
        return Surroundings(room_id, client.user_id, name, len(room.users), bool(room.name), self._ids)


class Rooms(Duty):
    """Keeps what we know of rooms true, encrypts direct ones, and leaves those in which nobody is or far too many."""

    def __init__(self) -> None:
        self._left: list[str] = []
        self._alone: dict[str, float] = {}

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Forget rooms we are no longer in, which nio keeps and would send into; encrypt those just joined."""
        for room_id in heard.response.rooms.leave:
            client.rooms.pop(room_id, None)
            client.invited_rooms.pop(room_id, None)
            self._alone.pop(room_id, None)
            self._left.append(room_id)
        for room_id in joined_now(client, heard.response) if heard.since else []:
            room = client.rooms.get(room_id)
            if room is None or room.room_type == MEASURING:
                continue
            if is_for_talking(room.room_type, len(room.users)):
                await _encrypt_direct(client, room_id)
            else:
                log.warning("matrix_room_not_for_us")
                await client.room_leave(room_id)
        self._look_for_others(client, heard.response.rooms.join)
        return ()

    async def handled(self, client: PatientClient) -> None:
        """Let the homeserver forget what we have left, and leave where we have been alone for a while."""
        while self._left:
            await client.room_forget(self._left.pop())
        long_ago = time.monotonic() - ALONE_FOR
        for room_id in [room for room, since in self._alone.items() if since < long_ago]:
            self._alone[room_id] = time.monotonic()  # where it cannot be told now, it is looked at again
            if await _is_alone(client, room_id):
                log.info("matrix_left_alone")
                await client.room_leave(room_id)
            self._alone.pop(room_id)

    def _look_for_others(self, client: PatientClient, rooms: Collection[str]) -> None:
        for room_id in rooms:
            room = client.rooms.get(room_id)
            is_meant = room is not None and room.room_type == MEASURING
            if room is None or is_meant or not room.members_synced or set(room.users) - {client.user_id}:
                self._alone.pop(room_id, None)
            else:
                self._alone.setdefault(room_id, time.monotonic())


def remember_nothing(_: str, __: Collection[str]) -> Collection[str]:
    """Know no events but those we see."""
    return ()


def name_of(client: PatientClient, room_id: str, user: str) -> str:
    """Return the name somebody shows in a room."""
    room = client.rooms.get(room_id)
    member = room.users.get(user) if room else None
    return (member.display_name if member else "") or ""


async def _is_alone(client: PatientClient, room_id: str) -> bool:
    """Ask the homeserver whether really nobody else is in a room or invited to it."""
    return set((await known_anew(client, room_id)).users) == {client.user_id}


async def _encrypt_direct(client: PatientClient, room_id: str) -> None:
    """Encrypt a direct room we have just joined, if its owner did not and lets us ("m.room.encryption").

    Whether we may is left to the homeserver to say: from room version 12 on, power levels do not tell all of it.
    """
    room = client.rooms.get(room_id)
    if room is None or room.encrypted or not is_direct(room):
        return
    answer = await client.room_put_state(room_id, "m.room.encryption", ENCRYPTION)
    if isinstance(answer, ErrorResponse):
        if is_passing(from_response(answer)):
            check(answer)  # we are told of our joining once: what is not tried again stays in clear for good
        log.info("matrix_room_stays_unencrypted", code=answer.status_code)
        return
    # Our first answer may go out before the next sync tells nio about the encryption: it must not go out in clear.
    note_encrypted(client, room)

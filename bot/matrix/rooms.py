"""The rooms we are in: which invitations we take, which rooms we encrypt, and what we must know of a room."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence

import structlog
from nio import ErrorResponse, InviteMemberEvent, MatrixRoom

from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import check, from_exception
from bot.matrix.incoming import Surroundings, related
from bot.matrix.timeline import Arrived, joined_now, source
from bot.networks import Failure
from handlers.messages import Incoming
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

_ENCRYPTION = {"algorithm": "m.megolm.v1.aes-sha2"}
_TRIES = 6
_FIRST_TRY_WITHIN = 5.0
_OURS_REMEMBERED = 2000
_PASSING = {FailureKind.THROTTLED, FailureKind.UNREACHABLE, FailureKind.REFUSED}
_DIRECT_MEMBERS = 2


Kept = Callable[[str, Collection[str]], Collection[str]]
"""Says which of some events in a room are messages of ours, however old they are."""


class Invitations(Duty):
    """Takes invitations of people we know and of servers we trust, and quietly declines all others."""

    def __init__(self, allowed_servers: frozenset[str], known: Callable[[str], bool]) -> None:
        self._allowed_servers = allowed_servers
        self._known = known
        self._open: set[asyncio.Task[None]] = set()

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Answer the invitations of a sync response.

        An invitation is told once, so its answer is waited for before the sync is acknowledged; but not for long: to
        join a room of a slow server can take minutes. Then it goes on by itself.
        """
        for room, info in heard.response.rooms.invite.items():
            for event in info.invite_state:
                if _invites(event, client.user_id):
                    self._open.add(asyncio.create_task(self._answer_one(client, room, event.sender)))
        if self._open:
            await asyncio.wait(self._open, timeout=_FIRST_TRY_WITHIN)
            self._open = {task for task in self._open if not task.done()}
        return ()

    async def close(self) -> None:
        """Stop answering."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._open.clear()

    async def _answer_one(self, client: PatientClient, room: str, inviter: str) -> None:
        for attempt in range(_TRIES):
            failure = await self._try(client, room, inviter)
            if failure is None:
                return
            log.warning("matrix_invitation_not_answered", kind=failure.kind.value, detail=failure.detail)
            if failure.kind not in _PASSING:
                return
            await asyncio.sleep(max(failure.after, 2**attempt))

    async def _try(self, client: PatientClient, room: str, inviter: str) -> Failure | None:
        try:
            welcome = await self._is_welcome(inviter)
            check(await (client.join(room) if welcome else client.room_leave(room)))
        except Exception as error:  # noqa: BLE001 - also whatever keeps us from looking the inviter up
            return from_exception(error)
        log.info("matrix_invitation", taken=welcome)
        return None

    async def _is_welcome(self, inviter: str) -> bool:
        # User ids, unlike room ids, name their server: "@localpart:server" ("User Identifiers").
        if inviter.partition(":")[2] in self._allowed_servers:
            return True
        return await asyncio.to_thread(self._known, inviter)


class Ours:
    """The ids of events we sent: an answer to one of them, or something in its thread, is meant for us.

    Those we see are remembered, ``kept`` knows the older ones; it runs in a thread.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._ids: deque[str] = deque(maxlen=_OURS_REMEMBERED)

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
    """Keeps what we know of rooms true, and encrypts direct ones."""

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Forget rooms we are no longer in, which nio keeps and would send into; encrypt those just joined."""
        for room in heard.response.rooms.leave:
            client.rooms.pop(room, None)
            client.invited_rooms.pop(room, None)
        for room in joined_now(client, heard.response) if heard.since else []:
            await _encrypt_direct(client, room)
        return ()


def remember_nothing(_: str, __: Collection[str]) -> Collection[str]:
    """Know no events but those we see."""
    return ()


def name_of(client: PatientClient, room_id: str, user: str) -> str:
    """Return the name somebody shows in a room."""
    room = client.rooms.get(room_id)
    member = room.users.get(user) if room else None
    return (member.display_name if member else "") or ""


async def _encrypt_direct(client: PatientClient, room_id: str) -> None:
    """Encrypt a direct room we have just joined, if its owner did not and lets us ("m.room.encryption").

    Whether we may is left to the homeserver to say: from room version 12 on, power levels do not tell all of it.
    """
    room = client.rooms.get(room_id)
    if room is None or room.encrypted or room.name or room.room_type or len(room.users) > _DIRECT_MEMBERS:
        return
    answer = await client.room_put_state(room_id, "m.room.encryption", _ENCRYPTION)
    if isinstance(answer, ErrorResponse):
        log.info("matrix_room_stays_unencrypted", code=answer.status_code)
        return
    _mark_encrypted(client, room)


def _mark_encrypted(client: PatientClient, room: MatrixRoom) -> None:
    # Our first answer may go out before the next sync tells nio about the encryption: it must not go out in clear.
    room.encrypted = True
    client.encrypted_rooms.add(room.room_id)
    if client.olm is not None:
        client.olm.update_tracked_users(room)


def _invites(event: object, us: str) -> bool:
    # The stripped state of an invitation holds other members' events too.
    return isinstance(event, InviteMemberEvent) and event.membership == "invite" and event.state_key == us

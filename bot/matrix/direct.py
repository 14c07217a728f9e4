"""Direct rooms: the one with a person, found or opened by us, and noted where all clients look for it ("m.direct").

Client-server API, "Direct Messaging": the account's own data lists its direct rooms by user. A row of the outbox whose
chat is a user id has no room yet.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import quote

import structlog
from nio import ErrorResponse, MatrixRoom, RoomPreset

from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import HomeserverError, check, from_response
from bot.matrix.timeline import joined_now
from bot.networks import Failure
from handlers.messages import Incoming
from storage.outbox import FailureKind, OutboxMessage

log = structlog.get_logger(__name__)

_SERVER = r"(?:\w[\w.-]*\w|\[[\d:a-f.]+\])(?::\d+)?"
ACCOUNT = re.compile(
    rf"(?<!\S)(?:https://matrix\.to/#/)?(?P<account>@[^\s:@]{{1,200}}:{_SERVER})(?![\w:@/])", re.ASCII | re.IGNORECASE
)
"""A user as people write one, or copy one from their client ("User Identifiers", "matrix.to navigation")."""

ENCRYPTION = {"algorithm": "m.megolm.v1.aes-sha2"}
_INITIAL_STATE = [{"type": "m.room.encryption", "state_key": "", "content": ENCRYPTION}]
_PATIENCE = 8
"""Attempts, over some four minutes, until a server that does not answer is taken for one there is not."""
_SEEN_WITHIN = 8.0
_NOT_FOUND = 404
_TWO = 2


class DirectRooms(Duty):
    """Finds the direct room with somebody, opens it where there is none, and notes those that others open with us."""

    def __init__(self) -> None:
        self._noting = asyncio.Lock()

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Note the direct rooms we have just joined. What is not noted is found by who is in it."""
        for room_id in joined_now(client, heard.response) if heard.since else ():
            room = client.rooms.get(room_id)
            others = set(room.users) - {client.user_id} if room else set()
            if room and len(others) == 1 and is_direct(room):
                try:
                    await self._note(client, next(iter(others)), room_id)
                except HomeserverError as error:
                    log.info("matrix_direct_room_not_noted", code=error.failure.detail)
        return ()

    async def room_with(self, client: PatientClient, message: OutboxMessage) -> str:
        """Return the room with the user that a row is for; raises :class:`HomeserverError`.

        A room that was opened and could not be noted any more is found again by its members, so that a crash in
        between opens no second one.
        """
        user = message.chat
        if user == client.user_id:
            raise HomeserverError(Failure(FailureKind.GONE, "that is us"))
        noted = (await _noted(client)).get(user, [])
        known = [room for room in client.rooms.values() if is_between(room, client.user_id, user)]
        known.sort(key=lambda room: room.room_id in noted, reverse=True)
        room_id = known[0].room_id if known else await _opened(client, user, message.attempts)
        if room_id not in noted:
            await self._note(client, user, room_id)
        return room_id

    async def _note(self, client: PatientClient, user: str, room_id: str) -> None:
        async with self._noting:  # it is read and written as a whole
            noted = await _noted(client)
            if room_id in noted.get(user, []):
                return
            await client.ask("PUT", _data(client), noted | {user: [*noted.get(user, []), room_id]})


def is_user(chat: str) -> bool:
    """Whether a chat is a user and no room yet: user ids alone have a form that says so ("User Identifiers")."""
    return chat.startswith("@")


def is_between(room: MatrixRoom, us: str, user: str) -> bool:
    """Whether a room is the direct one with somebody, be they in it or invited: a name makes it a group."""
    return set(room.users) == {us, user} and is_direct(room)


def is_direct(room: MatrixRoom) -> bool:
    """Whether nobody but one person reads what we write in a room."""
    return max(len(room.users), room.member_count) <= _TWO and not room.name


async def _opened(client: PatientClient, user: str, attempts: int) -> str:
    await _check_account(client, user, attempts)
    answer = await client.room_create(
        is_direct=True, preset=RoomPreset.private_chat, invite=[user], initial_state=_INITIAL_STATE
    )
    check(answer)
    log.info("matrix_direct_room_opened")
    room_id = str(answer.room_id)
    await _seen(client, room_id, user)
    return room_id


async def _check_account(client: PatientClient, user: str, attempts: int) -> None:
    """Look whether there is such an account before a room is made for it. Servers may keep that to themselves."""
    answer = await client.get_profile(user)
    if not isinstance(answer, ErrorResponse) or answer.status_code == "M_FORBIDDEN":
        return
    failure = from_response(answer)
    if answer.status_code and getattr(answer.transport_response, "status", 0) == _NOT_FOUND:
        failure = Failure(FailureKind.GONE, "no such account")
    if failure.kind is FailureKind.UNREACHABLE and attempts >= _PATIENCE:
        failure = Failure(FailureKind.GONE, "its server does not answer")
    raise HomeserverError(failure)


async def _seen(client: PatientClient, room_id: str, user: str) -> None:
    """Wait until the sync shows the new room: before that, nobody knows whom to give its keys."""
    try:
        async with asyncio.timeout(_SEEN_WITHIN):
            while room_id not in client.rooms or not is_between(client.rooms[room_id], client.user_id, user):  # noqa: ASYNC110 - nio tells nobody when a room changes
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise HomeserverError(Failure(FailureKind.UNREACHABLE, "the new room is not seen yet")) from None


async def _noted(client: PatientClient) -> dict[str, list[str]]:
    try:
        told = await client.ask("GET", _data(client))
    except HomeserverError as error:
        if error.failure.detail != "M_NOT_FOUND":
            raise
        told = {}
    return {user: list(rooms) for user, rooms in told.items() if isinstance(rooms, list)}


def _data(client: PatientClient) -> str:
    return f"/user/{quote(client.user_id, safe='')}/account_data/m.direct"

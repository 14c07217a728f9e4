"""Direct rooms: the one with a person, found or opened by us, and noted where all clients look for it ("m.direct").

Client-server API, "Direct Messaging": the account's own data lists its direct rooms by user. A row of the outbox whose
chat is a user id has no room yet.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

import structlog
from nio import ErrorResponse, MatrixRoom, RoomPreset

from bot.matrix.account_data import read_account_data, write_account_data
from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import PATIENCE, HomeserverError, check, from_response, is_passing
from bot.matrix.known_rooms import is_joined, known_anew
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
_DIRECT = "m.direct"
_NOT_FOUND = 404
_TWO = 2


class DirectRooms(Duty):
    """Finds the direct room with somebody, opens it where there is none, and notes those that others open with us."""

    def __init__(self) -> None:
        self._noting = asyncio.Lock()
        self._noted: dict[str, list[str]] | None = None

    async def begin(self, client: PatientClient) -> None:  # noqa: ARG002 - as all duties
        """Read anew what is noted: another instance may have opened rooms."""
        self._noted = None

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Note the direct rooms we have just joined, also those we have opened and could not note any more."""
        for room_id in joined_now(client, heard.response) if heard.since else ():
            room = client.rooms.get(room_id)
            others = set(room.users) - {client.user_id} if room else set()
            if room and len(others) == 1 and is_direct(room):
                try:
                    await self._note(client, next(iter(others)), room_id)
                except HomeserverError as error:
                    if is_passing(error.failure):
                        raise
                    log.info("matrix_direct_room_not_noted", code=error.failure.detail)
        return ()

    async def room_with(self, client: PatientClient, message: OutboxMessage) -> str:
        """Return the room with the user that a row is for; raises :class:`HomeserverError`.

        A crash between opening and noting a room opens no second one: the sync that tells of the room notes it.
        """
        user = message.chat
        if user == client.user_id:
            raise HomeserverError(Failure(FailureKind.GONE, "that is us"))
        self._noted = await _noted(client)
        if found := await self.find(client, user):
            return found
        room_id = await _opened(client, user, message.attempts)
        await self._note(client, user, room_id)
        await known_anew(client, room_id)  # a sync may have told of it while nobody was invited yet
        return room_id

    async def find(self, client: PatientClient, user: str) -> str:
        """Find the direct room with somebody among those noted, as we read them last; empty if there is none.

        Raises :class:`HomeserverError`. The homeserver is not asked for each stranger anew.
        """
        if self._noted is None:
            self._noted = await _noted(client)
        for room_id in reversed(self._noted.get(user, [])):
            if await is_joined(client, room_id) and is_between(client.rooms[room_id], client.user_id, user):
                return room_id
        return ""

    async def _note(self, client: PatientClient, user: str, room_id: str) -> None:
        async with self._noting:  # it is read and written as a whole
            noted = self._noted = await _noted(client)
            if room_id in noted.get(user, []):
                return
            self._noted = noted | {user: [*noted.get(user, []), room_id]}
            await write_account_data(client, _DIRECT, self._noted)


def is_user(chat: str) -> bool:
    """Whether a chat is a user and no room yet: user ids alone have a form that says so ("User Identifiers")."""
    return chat.startswith("@")


def is_between(room: MatrixRoom, us: str, user: str) -> bool:
    """Whether a room is the direct one with somebody, be they in it or invited: a name makes it a group."""
    return set(room.users) == {us, user} and is_direct(room)


def is_direct(room: MatrixRoom) -> bool:
    """Whether nobody but one person reads what we write in a room."""
    return len(room.users) <= _TWO and not room.name


async def _opened(client: PatientClient, user: str, attempts: int) -> str:
    await _check_account(client, user, attempts)
    answer = await client.room_create(
        is_direct=True, preset=RoomPreset.private_chat, invite=[user], initial_state=_INITIAL_STATE
    )
    check(answer)
    log.info("matrix_direct_room_opened")
    return str(answer.room_id)


async def _check_account(client: PatientClient, user: str, attempts: int) -> None:
    """Look whether there is such an account before a room is made for it. Servers may keep that to themselves."""
    answer = await client.get_profile(user)
    if not isinstance(answer, ErrorResponse) or answer.status_code == "M_FORBIDDEN":
        return
    failure = from_response(answer)
    if answer.status_code and getattr(answer.transport_response, "status", 0) == _NOT_FOUND:
        failure = Failure(FailureKind.GONE, "no such account")
    if failure.kind is FailureKind.UNREACHABLE and attempts >= PATIENCE:
        failure = Failure(FailureKind.GONE, "its server does not answer")
    raise HomeserverError(failure)


async def _noted(client: PatientClient) -> dict[str, list[str]]:
    told = await read_account_data(client, _DIRECT)
    return {user: list(rooms) for user, rooms in told.items() if isinstance(rooms, list)}

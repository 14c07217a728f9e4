"""Invitations: whose we take, how many at a time, and which rooms are none for us."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import structlog
from nio import SyncResponse

from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import HomeserverError, check, from_exception, is_passing
from bot.matrix.timeline import is_membership
from bot.networks import Failure
from handlers.messages import Incoming
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

MOST_MEMBERS = 1000
"""A room with more members is no group of ours, whoever invites us."""
JOINS_A_MINUTE, OF_ONE = 120, 20
"""Rooms we join in a minute, all together and of one inviter; the others wait for their turn."""
MOST_WAITING = 1000
"""Invitations that may wait. Beyond that is an attack, and whoever means it invites again."""
AT_ONCE = 4
_INVITATIONS_ONLY = {"presence": {"types": []}, "account_data": {"types": []}, "room": {"rooms": ["!none:localhost"]}}
_MINUTE = 60.0
_TRIES = 6
_FIRST_TRY_WITHIN = 5.0


_Told = dict[str, Sequence[Mapping[str, Any]]]
"""Invitations: the room, and what its homeserver tells of it in advance."""


class Pace:
    """Says when the next room may be joined, so that nobody keeps us busy with invitations alone."""

    def __init__(self, in_all: int = JOINS_A_MINUTE, of_one: int = OF_ONE) -> None:
        self._in_all, self._of_one = in_all, of_one
        self._all: deque[float] = deque()
        self._by: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, inviter: str, now: float) -> float:
        """Take a turn and return 0, or return the seconds until one may be free."""
        for one in [known for known, times in self._by.items() if not times or times[-1] <= now - _MINUTE]:
            del self._by[one]
        waits = [_wait(self._all, self._in_all, now), _wait(self._by[inviter], self._of_one, now)]
        if not any(waits):
            self._all.append(now)
            self._by[inviter].append(now)
        return max(waits)


class Invitations(Duty):
    """Takes invitations of people we know and of servers we trust, and quietly declines all others.

    ``awaited`` names rooms that we are welcome in whoever invites: those that replace rooms of ours.
    """

    def __init__(
        self, allowed_servers: frozenset[str], known: Callable[[str], bool], awaited: Callable[[str], bool]
    ) -> None:
        self._allowed_servers = allowed_servers
        self._known = known
        self._awaited = awaited
        self._pace = Pace()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._caught_up = False
        self._open: dict[str, asyncio.Task[None]] = {}

    async def begin(self, client: PatientClient) -> None:  # noqa: ARG002 - as all duties
        """Catch up with what was told meanwhile."""
        self._caught_up = False

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Answer the invitations of a sync response.

        An invitation is told once, so its answer is waited for before the sync is acknowledged; but not for long: to
        join a room of a slow server can take minutes, and in a flood most must wait for their turn. Then it goes on by
        itself.
        """
        for room in heard.response.rooms.leave:
            if room in self._open:  # taken back meanwhile
                self._open[room].cancel()
        invitations = _told(heard.response)
        if not self._caught_up and heard.since:
            invitations = await _waiting(client) | invitations
        self._caught_up = True
        await self._answer(client, invitations)
        return ()

    async def close(self) -> None:
        """Stop answering."""
        tasks = list(self._open.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._open.clear()

    async def _answer(self, client: PatientClient, invitations: _Told) -> None:
        self._open = {room: task for room, task in self._open.items() if not task.done()}
        first_tries: list[Coroutine[object, object, object]] = []
        for room, state in invitations.items():
            inviter = _inviter(state, client.user_id)
            if inviter and room not in self._open and len(self._open) < MOST_WAITING:
                tried = asyncio.Event()
                self._open[room] = asyncio.create_task(self._answer_one(client, room, inviter, tried))
                first_tries.append(tried.wait())
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_TRY_WITHIN):
                await asyncio.gather(*first_tries)

    async def _answer_one(self, client: PatientClient, room: str, inviter: str, tried: asyncio.Event) -> None:
        for attempt in range(_TRIES):
            failure = await self._try(client, room, inviter, tried)
            tried.set()
            if failure is None:
                return
            log.warning("matrix_invitation_not_answered", kind=failure.kind.value, detail=failure.detail)
            if not is_passing(failure) and failure.kind is not FailureKind.REFUSED:
                return
            await asyncio.sleep(max(failure.after, 2**attempt))

    async def _try(self, client: PatientClient, room: str, inviter: str, tried: asyncio.Event) -> Failure | None:
        try:
            welcome = await self._is_welcome(inviter, room)
            while welcome and (wait := self._pace.wait(inviter, time.monotonic())):
                tried.set()
                await asyncio.sleep(wait)
            async with self._at_once:
                welcome = welcome and await _is_for_talking(client, room)
                check(await (client.join(room) if welcome else client.room_leave(room)))
        except Exception as error:  # noqa: BLE001 - also whatever keeps us from looking the inviter up
            return from_exception(error)
        log.info("matrix_invitation", taken=welcome)
        return None

    async def _is_welcome(self, inviter: str, room: str) -> bool:
        # User ids, unlike room ids, name their server: "@localpart:server" ("User Identifiers").
        if self._awaited(room) or inviter.partition(":")[2] in self._allowed_servers:
            return True
        return await asyncio.to_thread(self._known, inviter)


def _wait(times: deque[float], most: int, now: float) -> float:
    while times and times[0] <= now - _MINUTE:
        times.popleft()
    return 0.0 if len(times) < most else times[0] + _MINUTE - now


async def _is_for_talking(client: PatientClient, room: str) -> bool:
    """Ask what kind of room it is, before we are in it; where the homeserver does not say, that is seen afterwards.

    (Client-server API, "Room summaries". nio drops what an invitation itself says of it.)
    """
    try:
        told = await client.ask("GET", f"/room_summary/{quote(room, safe='')}", version="v1")
    except HomeserverError as error:
        if is_passing(error.failure):
            raise
        return True
    return is_for_talking(told.get("room_type"), told.get("num_joined_members"))


def is_for_talking(kind: object, members: object) -> bool:
    """Whether a room is one to talk in: rooms of a type, such as spaces, are not ("Types")."""
    return not kind and not (isinstance(members, int) and members > MOST_MEMBERS)


async def _waiting(client: PatientClient) -> _Told:
    """List the invitations that were waiting when we stopped: a sync that goes on tells of none of them again."""
    told = await client.ask("GET", f"/sync?timeout=0&filter={quote(json.dumps(_INVITATIONS_ONLY))}")
    waiting: dict[str, Any] = told.get("rooms", {}).get("invite", {})
    return {room: info["invite_state"]["events"] for room, info in waiting.items()}


def _told(response: SyncResponse) -> _Told:
    # nio takes the content out of what an event was read from.
    return {
        room: [{**event.source, "content": getattr(event, "content", {})} for event in info.invite_state]
        for room, info in response.rooms.invite.items()
    }


def _inviter(state: Sequence[Mapping[str, Any]], us: str) -> str:
    # The stripped state of an invitation holds other members' events too.
    return next((str(event.get("sender", "")) for event in state if is_membership(event, us, "invite")), "")

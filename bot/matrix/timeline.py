"""What has been said since the last sync: the timelines of a sync response, with their gaps filled.

Client-server API, "Syncing": a timeline holds the latest events only; ``limited`` says that earlier ones were left out
and ``prev_batch`` where they end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from nio import ErrorResponse, MegolmEvent, MessageDirection, RoomInfo, SyncResponse

from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError, from_response
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

TIMELINE = 50
# No members beside those who come and go in a timeline: `known_rooms` asks for the others. Not "lazily loaded" either:
# then Synapse (1.163) tells the member event of whoever speaks, and takes them for newly joined, with devices to be
# asked for anew.
FILTER = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {
        "ephemeral": {"types": []},
        "account_data": {"types": []},
        "timeline": {"limit": TIMELINE},
        "state": {
            "types": [
                "m.room.create",
                "m.room.encryption",
                "m.room.name",
                "m.room.power_levels",
                "m.room.tombstone",
            ],
        },
    },
}
_PAGE = 100
_PAGES = 50
_PAGES_OF_INVITATION = 5


@dataclass(slots=True)
class Arrived:
    """One event of one room, as nio read it. Replaced when its key arrives ``late``."""

    room: str
    event: Any
    late: bool = False


async def arrived(client: PatientClient, response: SyncResponse, since: str) -> list[Arrived]:
    """List the events since the last sync, in order. Before our first sync there is nothing that concerns us.

    Of rooms we are no longer in, that is how we left them.
    """
    if not since:
        return []
    events: list[Arrived] = []
    for room, info in response.rooms.join.items():
        events += [Arrived(room, event) for event in await _events(client, room, info, since)]
    for room, info in response.rooms.leave.items():
        events += [Arrived(room, event) for event in info.timeline.events if _is_our_end(event, client.user_id)]
    return events


def joined_now(client: PatientClient, response: SyncResponse) -> list[str]:
    """List the rooms this response shows us joining."""
    rooms = response.rooms.join.items()
    return [room for room, info in rooms if any(_is_our_join(event, client.user_id) for event in info.timeline.events)]


def unread(events: Sequence[Arrived], us: str) -> list[Arrived]:
    """List what others have said and we cannot read. What we wrote ourselves tells us nothing."""
    return [one for one in events if isinstance(one.event, MegolmEvent) and one.event.sender != us]


def read_again(client: PatientClient, events: Sequence[Arrived]) -> None:
    """Decrypt what could not be decrypted before."""
    for one in events:
        if isinstance(one.event, MegolmEvent):
            one.event.room_id = one.room
            one.event = client.read(one.event)
            one.late = not isinstance(one.event, MegolmEvent)


def source(event: object) -> dict[str, Any]:
    """Return the JSON of an event, also of one nio found malformed."""
    found = getattr(event, "source", None) or getattr(event, "event_dict", None)
    return found if isinstance(found, dict) else {}


async def _events(client: PatientClient, room: str, info: RoomInfo, since: str) -> list[Any]:
    timeline = info.timeline
    if any(_is_our_join(event, client.user_id) for event in timeline.events):
        return await _since_invitation(client, room, info)
    if timeline.limited and timeline.prev_batch:
        return await _before(client, room, timeline.prev_batch, since) + list(timeline.events)
    return list(timeline.events)


async def _since_invitation(client: PatientClient, room: str, info: RoomInfo) -> list[Any]:
    """List what was said after we were invited: whoever invites us often writes before we have joined.

    What a room said before that is not meant for us, even where its history is open.
    """
    us, timeline = client.user_id, info.timeline
    events = list(timeline.events)
    if timeline.limited and timeline.prev_batch and not any(_is_our_invitation(event, us) for event in events):

        def found(page: Sequence[Any]) -> bool:
            return any(_is_our_invitation(event, us) for event in page)

        events = await _before(client, room, timeline.prev_batch, "", _PAGES_OF_INVITATION, found) + events
    invited = [place for place, event in enumerate(events) if _is_our_invitation(event, us)]
    joined = [place for place, event in enumerate(events) if _is_our_join(event, us)]
    return events[invited[-1] + 1 if invited else joined[-1] :]


async def _before(  # noqa: PLR0913 - where to start, where to end, and how far to go
    client: PatientClient,
    room: str,
    start: str,
    end: str,
    pages: int = _PAGES,
    enough: Callable[[Sequence[Any]], bool] = lambda _: False,
) -> list[Any]:
    earlier: list[Any] = []
    position: str | None = start
    for _ in range(pages):
        page = await client.room_messages(room, position, end or None, MessageDirection.back, _PAGE)
        if isinstance(page, ErrorResponse):
            return _without(page, earlier)
        earlier += page.chunk
        position = page.end
        if not position or enough(page.chunk):
            return earlier[::-1]
    log.warning("matrix_gap_too_long", events=len(earlier))
    return earlier[::-1]


def _without(error: ErrorResponse, earlier: list[Any]) -> list[Any]:
    """Go on without a gap we may not read; in all other cases the sync is done again."""
    failure = from_response(error)
    if failure.kind not in {FailureKind.GONE, FailureKind.REFUSED}:
        raise HomeserverError(failure)
    log.warning("matrix_gap_unreadable", code=failure.detail)
    return earlier[::-1]


def _is_our_join(event: object, us: str) -> bool:
    told = source(event)
    if not is_membership(told, us, "join"):
        return False
    # A change of our own name or picture is a "join" after a "join".
    before = (told.get("unsigned") or {}).get("prev_content") or {}
    return bool(before.get("membership") != "join")


def _is_our_end(event: object, us: str) -> bool:
    return any(is_membership(source(event), us, membership) for membership in ("leave", "ban"))


def _is_our_invitation(event: object, us: str) -> bool:
    return is_membership(source(event), us, "invite")


def is_membership(told: Mapping[str, Any], user: str, membership: str) -> bool:
    """Whether an event says what somebody is in a room, and says this."""
    if told.get("type") != "m.room.member" or told.get("state_key") != user:
        return False
    return bool(told["content"].get("membership") == membership)

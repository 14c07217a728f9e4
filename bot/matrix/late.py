"""Events that cannot be read yet: their key is asked for, and they are handled when it comes, be it days later.

They are kept as they came, sealed, before the cursor moves on, and forgotten after they were handled: a crash in
between does it again, and the inbox knows what it has seen.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from nio import Event, MegolmEvent, RedactionEvent

from bot.matrix.client import PatientClient
from bot.matrix.known_rooms import is_joined
from bot.matrix.timeline import Arrived, read_again, source, unread

log = structlog.get_logger(__name__)

Restore = Callable[[PatientClient, Sequence[Arrived]], Awaitable[bool]]
"""Takes in what the backup holds of the keys that some events need."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event as it came; ``awaits`` is the session (client-server API, "m.room.encrypted") whose key it needs."""

    room: str
    event_id: str
    awaits: str
    content: str


class LateBox(Protocol):
    """Where unreadable events are kept; its methods run in threads."""

    def keep(self, events: Sequence[Sealed]) -> None:
        """Keep events, in order; one that is there already stays as it is."""

    def awaiting(self, keys: Collection[str] | None) -> list[Sealed]:
        """List what awaits one of these keys, or any key, in the order in which it came."""

    def forget(self, event_ids: Collection[str]) -> None:
        """Forget events that were handled, and those that have waited for too long."""


class NoBox:
    """Keeps nothing."""

    def keep(self, events: Sequence[Sealed]) -> None:
        """Drop events."""

    def awaiting(self, keys: Collection[str] | None) -> list[Sealed]:  # noqa: ARG002 - as in the port
        """Have nothing."""
        return []

    def forget(self, event_ids: Collection[str]) -> None:
        """Have nothing to forget."""


class Late:
    """Keeps what cannot be read, and finds what can be read by now."""

    def __init__(self, box: LateBox, restore: Restore) -> None:
        self._box = box
        self._restore = restore
        self._looked_at_all = False
        self._restored = True

    def look_at_all(self) -> None:
        """Begin anew: since the last run keys may have come, into our store or the backup."""
        self._looked_at_all = False

    async def readable(self, client: PatientClient, events: Sequence[Arrived]) -> list[Arrived]:
        """List what has become readable since we looked last, decrypted, in the order in which it came.

        What these new events remove is left out.
        """
        keys = set(client.olm.arrived) if self._looked_at_all else None
        if keys is not None and not keys:
            return []
        sealed = await asyncio.to_thread(self._box.awaiting, keys)
        if keys is None:
            client.olm.settle_requests_but({each.awaits for each in sealed})
        removed = _removed(events)
        opened = [Arrived(each.room, _opened(each)) for each in sealed if each.event_id not in removed]
        read_again(client, opened)
        if keys is None:
            self._restored = await self._restore(client, opened)
            read_again(client, opened)
            for one in unread(opened, client.user_id):
                client.olm.ask_for_key(one.event)
        found = [one for one in opened if not isinstance(one.event, MegolmEvent)]
        # What is said in a room is read with what is known of it: one we have left would look like a private chat.
        known = {room for room in {one.room for one in found} if await is_joined(client, room)}
        return [one for one in found if one.room in known]

    async def keep(self, client: PatientClient, events: Sequence[Arrived]) -> None:
        """Keep what cannot be read, and ask for its key."""
        sealed = unread(events, client.user_id)
        if not sealed:
            return
        for one in sealed:
            client.olm.ask_for_key(one.event)
        log.info("matrix_events_wait_for_keys", events=len(sealed))
        await asyncio.to_thread(self._box.keep, [_sealed(one) for one in sealed])

    async def handled(self, client: PatientClient, late: Sequence[Arrived], events: Sequence[Arrived]) -> None:
        """Forget what was read late, and what has been removed before anybody could read it."""
        done = {*_removed(events), *(str(source(one.event).get("event_id")) for one in late)}
        if done or not self._looked_at_all:
            await asyncio.to_thread(self._box.forget, done)
        client.olm.settle_requests(client.olm.arrived)
        client.olm.arrived.clear()
        self._looked_at_all = self._restored  # else the homeserver was too busy to show its backup: once more


def notice_id(room: str, sender: str, session: str) -> str:
    """Name the notice that what somebody wrote cannot be read: one for each key, however much is sealed with it.

    It must not use up an event's own name, under which the event is handled later; and tells nobody who it was.
    """
    return f"unread-{hashlib.sha256(f'{room} {sender} {session}'.encode()).hexdigest()[:32]}"


def _removed(events: Sequence[Arrived]) -> set[str]:
    return {one.event.redacts for one in events if isinstance(one.event, RedactionEvent)}


def _sealed(one: Arrived) -> Sealed:
    return Sealed(one.room, one.event.event_id, str(one.event.session_id), json.dumps(one.event.source))


def _opened(sealed: Sealed) -> MegolmEvent:
    event = Event.parse_encrypted_event(json.loads(sealed.content))
    event.room_id = sealed.room
    return event

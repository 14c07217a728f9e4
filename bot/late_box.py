"""Where Matrix events wait for their key: in the database, so that a restart loses none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.matrix.incoming import NETWORK
from bot.matrix.late import Sealed
from storage.database import Database
from storage.late_events import LateEvent, awaited, forget_late, keep_late, late_events


class LateEvents:
    """Keeps unreadable events; every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, events: Sequence[Sealed]) -> None:
        """Keep events, in order."""
        now = self._clock.now()
        with self._database.transaction() as session:
            for place, event in enumerate(events):
                came = now + timedelta(microseconds=place)  # what comes together keeps its order
                names = {"network": NETWORK, "event_id": event.event_id, "chat": event.room, "awaits": event.awaits}
                keep_late(session, LateEvent(**names, content=event.content, received_at=came))

    def awaiting(self, keys: Collection[str] | None) -> list[Sealed]:
        """List what awaits one of these keys, or any key, in order."""
        with self._database.transaction() as session:
            wanted = awaited(session, NETWORK) if keys is None else keys
            found = late_events(session, NETWORK, wanted)
            return [Sealed(event.chat, event.event_id, event.awaits, event.content) for event in found]

    def forget(self, event_ids: Collection[str]) -> None:
        """Forget events that were handled, and those that have waited for too long."""
        with self._database.transaction() as session:
            forget_late(session, NETWORK, event_ids, self._clock.now())

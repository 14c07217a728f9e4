"""What is kept of events that cannot be read yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.late_events import KEPT, MOST_OF_A_CHAT, LateEvent, awaited, forget_late, keep_late, late_events

NOW = datetime(2021, 7, 1, 8, 0, tzinfo=UTC)


def event(name: str, awaits: str = "key", minutes: int = 0) -> LateEvent:
    """Give an event that came so many minutes after the first."""
    came = NOW + timedelta(minutes=minutes)
    return LateEvent(network="matrix", event_id=name, chat="!r", awaits=awaits, content="{}", received_at=came)


def test_events_wait_for_their_key(database: Database) -> None:
    """They come back in the order they came, and one that came twice once."""
    with database.transaction() as session:
        for each in (event("$2", minutes=1), event("$1"), event("$1"), event("$3", awaits="other")):
            keep_late(session, each)
    with database.transaction() as session:
        assert [each.event_id for each in late_events(session, "matrix", {"key"})] == ["$1", "$2"]
        assert awaited(session, "matrix") == {"key", "other"}
        assert awaited(session, "telegram") == set()


def test_what_was_read_or_is_too_old_is_forgotten(database: Database) -> None:
    """Read events go; of the others those whose key nobody sent in two weeks."""
    with database.transaction() as session:
        for name, minutes in (("$old", 0), ("$read", 60), ("$waits", 60)):
            keep_late(session, event(name, minutes=minutes))
        forget_late(session, "matrix", {"$read"}, NOW + KEPT + timedelta(minutes=1))
        assert [each.event_id for each in late_events(session, "matrix", {"key"})] == ["$waits"]


def test_a_chat_that_sends_too_much_of_it_fills_no_disk(database: Database) -> None:
    """Beyond its share nothing more of a chat is kept."""
    with database.transaction() as session:
        for number in range(MOST_OF_A_CHAT + 2):
            keep_late(session, event(f"${number}"))
        assert len(late_events(session, "matrix", {"key"})) == MOST_OF_A_CHAT

"""What arrives is handled once, and reading goes on where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.inbox import InboxEvent, cursor_of, events_since, first_sight, move_cursor, trace

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def event(number: int = 1, *, network: str = "matrix", account: str = "@a:x.org", at: datetime = NOW) -> InboxEvent:
    """Make an event as a network would bring it."""
    sender = trace(network, account)
    return InboxEvent(network=network, event_id=f"${number}", sender=sender, kind="text", received_at=at)


def sight(database: Database, brought: InboxEvent) -> bool:
    """Record an event in a transaction of its own."""
    with database.transaction() as session:
        return first_sight(session, brought)


def test_an_event_is_seen_once(database: Database) -> None:
    """The second time the same event arrives it is known."""
    assert sight(database, event())
    assert not sight(database, event())
    assert sight(database, event(2))


def test_networks_have_their_own_numbers(database: Database) -> None:
    """The same number on another network is another event."""
    assert sight(database, event(network="matrix"))
    assert sight(database, event(network="telegram"))


def test_the_first_record_stays(database: Database) -> None:
    """An event that arrives again changes nothing in what was recorded."""
    sight(database, event())
    sight(database, event(account="@b:x.org", at=NOW + timedelta(hours=1)))
    with database.transaction() as session:
        kept = session.get_one(InboxEvent, ("matrix", "$1"))
    assert (kept.sender, kept.received_at) == (trace("matrix", "@a:x.org"), NOW)


def test_an_event_is_seen_once_even_at_the_same_moment(
    database: Database, at_once: Callable[..., list[object]]
) -> None:
    """Of two instances that get the same event at the same moment, exactly one handles it."""

    def handle() -> bool:
        with database.transaction() as session:
            first = first_sight(session, event())
            time.sleep(0.1)
            return first

    assert sorted(map(bool, at_once(handle, handle))) == [False, True]


def test_an_event_whose_handling_failed_is_seen_anew(database: Database) -> None:
    """When the transaction that handled an event breaks off, the next delivery finds it unseen."""

    def break_off() -> None:
        with database.transaction() as session:
            first_sight(session, event())
            raise ConnectionError

    with pytest.raises(ConnectionError):
        break_off()
    assert sight(database, event())


def test_nothing_that_was_said_is_kept(database: Database) -> None:
    """The inbox has no column for what people wrote."""
    with database.transaction() as session:
        columns = set(session.connection().execute(text("SELECT * FROM inbox")).keys())
    assert columns == {"network", "event_id", "sender", "kind", "received_at", "error"}


def test_a_flood_is_counted_per_account(database: Database) -> None:
    """What one account sent on one network since a moment is counted; the moment itself is not part of it."""
    for number in range(5):
        sight(database, event(number, at=NOW + timedelta(seconds=number)))
    sight(database, event(6, account="@b:x.org", at=NOW + timedelta(seconds=6)))
    sight(database, event(7, network="telegram", at=NOW + timedelta(seconds=7)))
    with database.transaction() as session:
        assert events_since(session, "matrix", "@a:x.org", NOW + timedelta(seconds=2)) == 2
        assert events_since(session, "matrix", "@a:x.org", NOW + timedelta(minutes=1)) == 0


def test_reading_goes_on_where_it_stopped(database: Database) -> None:
    """Each network has one position, empty at its first start, which moves on."""
    with database.transaction() as session:
        assert cursor_of(session, "matrix") == ""
        move_cursor(session, "matrix", "s1")
        move_cursor(session, "telegram", "17")
    with database.transaction() as session:
        move_cursor(session, "matrix", "s2")
    with database.transaction() as session:
        assert (cursor_of(session, "matrix"), cursor_of(session, "telegram")) == ("s2", "17")


def test_the_position_moves_together_with_the_event(database: Database) -> None:
    """When handling breaks off, the position stays too: the network will bring the event again."""

    def break_off() -> None:
        with database.transaction() as session:
            first_sight(session, event())
            move_cursor(session, "matrix", "s1")
            raise ConnectionError

    with pytest.raises(ConnectionError):
        break_off()
    with database.transaction() as session:
        assert cursor_of(session, "matrix") == ""

"""How long many messages take: by limits we keep, and by what a homeserver has let through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.outbox import OutboxMessage, OutboxState
from storage.pacing import Window
from storage.throughput import BURST, PER_SECOND, paced, rate, recent_sends, unpaced

NOW = datetime(2021, 7, 1, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (1, 0), (30, 0), (60, 1), (900, 29)])
def test_a_limit_we_keep(count: int, seconds: int) -> None:
    """The first thirty go at once, and then thirty in each second."""
    assert paced(count, Window(30, SECOND)) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("count", "seconds"), [(0, 0), (10, 0), (11, 5), (900, 4450)])
def test_a_stock_synapse(count: int, seconds: int) -> None:
    """Ten at once, then one in five seconds."""
    assert unpaced(count, PER_SECOND) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("by_minute", "per_second"),
    [([], 0.2), ([1, 2], 0.2), ([22], 0.2), ([BURST + 60], 1.0), ([30, BURST + 120, 40], 2.0)],
)
def test_what_was_let_through_lately(by_minute: list[int], per_second: float) -> None:
    """The busiest minute tells what a homeserver can; a quiet one that nobody asked for more."""
    sent = [
        NOW + minute * timedelta(minutes=1) + each * timedelta(milliseconds=100)
        for minute, count in enumerate(by_minute)
        for each in range(count)
    ]
    assert rate(sent) == pytest.approx(per_second)


def test_sends_of_a_network_are_found(database: Database) -> None:
    """Sent ones alone, on this network alone."""
    rows = [
        ("matrix", OutboxState.SENT, NOW),
        ("matrix", OutboxState.FAILED, NOW),
        ("telegram", OutboxState.SENT, NOW),
    ]
    with database.transaction() as session:
        for network, state, at in rows:
            made = OutboxMessage(network=network, chat="x", text="x", created_at=at, state=state, finished_at=at)
            session.add(made)
        session.flush()
        assert recent_sends(session, "matrix") == [NOW]

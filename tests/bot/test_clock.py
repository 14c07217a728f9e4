"""The clock can be shifted, and goes on from there."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock

A_MOMENT = timedelta(seconds=2)
SUMMER = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)


def test_it_shows_the_real_time() -> None:
    """Without a start the clock shows the time of the machine, in UTC."""
    now = Clock().now()
    assert abs(now - datetime.now(UTC)) < A_MOMENT
    assert now.tzinfo is UTC


def test_it_starts_where_told_and_goes_on() -> None:
    """A shifted clock starts at its moment and moves as fast as time does."""
    clock = Clock(SUMMER)
    first = clock.now()
    time.sleep(0.02)
    assert SUMMER <= first < clock.now() < SUMMER + A_MOMENT


def test_it_can_be_set_again_in_any_zone() -> None:
    """Setting it to a local time means that moment, be it earlier or later than before."""
    clock = Clock(SUMMER)
    for day in (1, 30):
        clock.set(datetime(2021, 7, day, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")))
        assert timedelta() <= clock.now() - datetime(2021, 7, day, 7, 0, tzinfo=UTC) < A_MOMENT

"""Every quarter hour of every day on which clocks are changed, 2020 to 2040: each local occurrence strikes just once.

The oracle knows nothing of recurrence rules or of our arithmetic: it asks the zone what clocks show at each moment, and
a calendar which days are meant. APScheduler's cron trigger is held against the same oracle, and fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from handlers.recurrence import unplanned

BERLIN = ZoneInfo("Europe/Berlin")
YEARS = range(2020, 2041)
DAY, HOUR, QUARTER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=15)
QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
RULES = {"daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY;BYDAY=SU", "last Sunday": "FREQ=MONTHLY;BYDAY=-1SU"}
CRON = {"daily": {}, "weekly": {"day_of_week": "sun"}, "last Sunday": {"day": "last sun"}}


def shown(moment: datetime) -> datetime:
    """Say what the clocks of Berlin show at a moment, without a zone."""
    return moment.astimezone(BERLIN).replace(tzinfo=None)


@cache
def changes() -> list[date]:
    """List the days on which clocks are changed, found by asking each day how far its ends are from UTC."""
    days = [date(year, 1, 1) + number * DAY for year in YEARS for number in range(365)]
    midnights = {day: datetime.combine(day, time(), UTC) for day in days}
    return [day for day in days if shown(midnights[day] + DAY) - shown(midnights[day]) != DAY]


@cache
def showing(wall: datetime) -> tuple[datetime, ...]:
    """List the moments at which clocks show a wall time: none in the skipped hour, two in the doubled one."""
    around = (wall.replace(tzinfo=UTC) + number * QUARTER for number in range(-12, 1))
    return tuple(moment for moment in around if shown(moment) == wall)


def days_meant(kind: str, day: date) -> list[date]:
    """List the days around a change on which something is to happen, with a calendar alone."""
    if kind == "last Sunday":
        sundays = [day + number * DAY for number in range(-42, 43) if (day + number * DAY).weekday() == 6]
        return [sunday for sunday in sundays if (sunday + 7 * DAY).month != sunday.month]
    step = 1 if kind == "daily" else 7
    return [day + number * step * DAY for number in (-1, 0, 1)]


@dataclass
class Faults:
    """Occurrences that did not strike once, and strikes that belong to none."""

    skipped: list[datetime] = field(default_factory=list)
    doubled: list[datetime] = field(default_factory=list)
    stray: list[datetime] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.skipped or self.doubled or self.stray)


def held_against(faults: Faults, struck: Iterable[datetime], walls: Iterable[datetime]) -> None:
    """Note what is wrong with strikes. A wall time that is skipped may strike once, at what clocks show instead."""
    left = Counter(struck)
    for wall in walls:
        possible = showing(wall) or showing(wall + HOUR)
        times = sum(left.pop(moment, 0) for moment in possible)
        if times != 1:
            (faults.doubled if times else faults.skipped).append(wall)
    faults.stray += left.elements()


def ticks(begin: datetime, end: datetime, day: date) -> Iterator[datetime]:
    """Let the clock tick: each quarter of an hour in the night of the change, else four times a day."""
    moment = begin
    while moment < end:
        is_night = abs(moment - datetime.combine(day, time(2), UTC)) < 4 * HOUR
        moment += QUARTER if is_night else 6 * HOUR
        yield moment


def planned(rule: str, begin: datetime, end: datetime, day: date) -> list[datetime]:
    """Plan as the clock does, tick by tick from the last wall time known; gives the moments that became due."""
    last: datetime | None = None
    found: list[datetime] = []
    for tick in ticks(begin, end, day):
        for wall, moment in unplanned(rule, last, begin, tick, BERLIN):
            last = wall
            found.append(moment)
    return [moment for moment in found if moment <= end]


def fired(trigger: CronTrigger, begin: datetime, end: datetime) -> list[datetime]:
    """Ask a trigger as APScheduler does, from one firing to the next."""
    found: list[datetime] = []
    moment = trigger.get_next_fire_time(None, begin)
    while moment is not None and moment <= end:
        found.append(moment.astimezone(UTC))
        moment = trigger.get_next_fire_time(moment, moment)
    return found


def around(days: list[date]) -> tuple[datetime, datetime]:
    """Give the last moment before some days begin, and the last before they end."""
    first, last = (showing(datetime.combine(day, time()))[0] for day in (days[0], days[-1] + DAY))
    return first - timedelta(minutes=1), last - timedelta(minutes=1)


def test_the_clock_changes_twice_a_year() -> None:
    """The years looked at have two changes each, which skip or double four quarter hours: else nothing is tested."""
    assert len(changes()) == 2 * len(YEARS)
    odd = Counter(len(showing(datetime.combine(day, at))) for day in changes() for at in QUARTERS)
    assert odd == {0: 4 * len(YEARS), 1: (96 * 2 - 8) * len(YEARS), 2: 4 * len(YEARS)}


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("year", YEARS)
def test_every_quarter_hour_strikes_once(kind: str, year: int) -> None:
    """Planned tick by tick through both changes of a year, each occurrence has one moment: the first that shows it."""
    faults = Faults()
    for day in [each for each in changes() if each.year == year]:
        days = days_meant(kind, day)
        begin, end = around(days)
        for at in QUARTERS:
            rule = f"DTSTART:{days[0]:%Y%m%d}T000000\nRRULE:{RULES[kind]};BYHOUR={at.hour};BYMINUTE={at.minute}"
            walls = [datetime.combine(each, at) for each in days]
            struck = planned(rule, begin, end, day)
            held_against(faults, struck, walls)
            assert struck == [(showing(wall) or showing(wall + HOUR))[0] for wall in walls]
    assert not faults


@pytest.mark.parametrize("kind", CRON)
def test_apscheduler_skips_and_doubles(kind: str) -> None:
    """The control: the same check finds the cron trigger at fault, so it would find us.

    In autumn it fires twice at each quarter of the doubled hour, whatever the rule; in spring the first hour of the
    Monday after the change is skipped.
    """
    faults = Faults()
    for day in changes():
        days = days_meant(kind, day)
        for at in QUARTERS:
            trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=BERLIN, **CRON[kind])
            held_against(faults, fired(trigger, *around(days)), [datetime.combine(each, at) for each in days])
    autumn = [day for day in changes() if day.month == 10]
    mondays = [day + DAY for day in changes() if day.month == 3]
    assert faults.doubled == [datetime.combine(day, at) for day in autumn for at in QUARTERS if at.hour == 2]
    skipped = [datetime.combine(day, at) for day in mondays for at in QUARTERS if at.hour == 0]
    assert faults.skipped == (skipped if kind == "daily" else [])
    assert faults.stray == []

"""Rules strike in local time, on the days of the clock change too, however the time line is cut into plannings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.recurrence import (
    beginning,
    has_time,
    moment_of,
    new_rule,
    occurrences_after,
    parts_of,
    unplanned,
    upcoming,
    with_time,
)
from tests.handlers.test_daylight import changes

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
CHANGES = changes()
QUARTERS = [time(hour, minute) for hour in range(4) for minute in (0, 15, 30, 45)]
JULY = datetime(2021, 7, 1, tzinfo=UTC)
NOON = datetime.fromisoformat("2021-07-01T12:00")


def plan(rule: str, begin: datetime, *ticks: datetime) -> list[datetime]:
    """Plan as the scheduler does: at each tick from the last wall time known, each occurrence written down once."""
    known: list[datetime] = []
    for tick in ticks:
        found = unplanned(rule, max(known, default=None), begin, tick, BERLIN)
        known += [each.wall for each in found if each.wall not in known]
    return known


def due(rule: str, begin: datetime, *ticks: datetime) -> list[datetime]:
    """List what is due by the last tick, without what was planned ahead."""
    return sorted(wall for wall in plan(rule, begin, *ticks) if moment_of(wall, BERLIN) <= ticks[-1])


@pytest.mark.parametrize("day", CHANGES, ids=str)
def test_every_quarter_of_an_odd_day_strikes_once(day: date) -> None:
    """A rule for each quarter hour strikes once for each on the clock's face, planned at one go or tick by tick."""
    rule = "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,15,30,45;BYSECOND=0"
    begin = datetime.combine(day, time(), BERLIN).astimezone(UTC) - timedelta(minutes=1)
    ticks = [begin + number * timedelta(minutes=5) for number in range(1, 12 * 6)]
    wanted = [datetime.combine(day, at) for at in QUARTERS]
    assert due(rule, begin, *ticks) == due(rule, begin, ticks[-1]) == wanted


RULES = st.sampled_from(
    [
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0;BYSECOND=0",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TH;BYHOUR=2;BYMINUTE=30;BYSECOND=0",
        "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;BYSECOND=0",
        "FREQ=MONTHLY;BYDAY=-1SU;BYHOUR=2;BYMINUTE=15;BYSECOND=0",
        "FREQ=DAILY;INTERVAL=3;BYHOUR=8,20;BYMINUTE=0;BYSECOND=0",
    ]
)
BEGINS = st.sampled_from(CHANGES).flatmap(
    lambda day: st.integers(-4 * 24 * 3, 4 * 24 * 1).map(
        lambda quarters: datetime.combine(day, time(), UTC) + quarters * timedelta(minutes=15)
    )
)
STEPS = st.lists(st.integers(1, 60 * 24 * 9).map(lambda minutes: timedelta(minutes=minutes)), min_size=1, max_size=12)


@given(RULES, BEGINS, STEPS)
@example(  # the second of two occurrences in a gap has the earlier moment
    "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;BYSECOND=0",
    datetime(2021, 3, 28, 0, 50, tzinfo=UTC),
    [timedelta(minutes=20), timedelta(minutes=20), timedelta(hours=1)],
)
def test_any_split_of_the_time_line_plans_the_same(rule: str, begin: datetime, steps: list[timedelta]) -> None:
    """However often and whenever is planned, what is due by the end is what one planning at the end finds."""
    ticks = [begin]
    for step in steps:
        ticks.append(ticks[-1] + step)
    assert due(rule, begin, *ticks) == due(rule, begin, ticks[-1])


@given(RULES, BEGINS)
def test_occurrences_rise_and_lie_behind_their_beginning(rule: str, begin: datetime) -> None:
    """Wall times come in their order, each once, and none before the time after which they were asked for."""
    wall = begin.replace(tzinfo=None)
    strikes = [strike for strike, _ in zip(occurrences_after(rule, wall), range(20), strict=False)]
    assert strikes[0] > wall
    assert all(earlier < later for earlier, later in pairwise(strikes))


@given(BEGINS)
def test_nothing_is_due_before_its_beginning(begin: datetime) -> None:
    """In the doubled hour, too, nothing is due whose moment was over when the planning began."""
    rule = "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,15,30,45;BYSECOND=0"
    assert all(moment_of(wall, BERLIN) > begin for wall in due(rule, begin, begin + DAY))


def test_the_next_occurrence_is_planned_ahead() -> None:
    """Planning gives the past occurrences and the one next to come; while that waits as a row, nothing more."""
    rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0;BYSECOND=0"
    now = datetime(2021, 7, 14, 12, tzinfo=UTC)
    planned = [each.wall for each in unplanned(rule, None, JULY, now, BERLIN)]
    assert [f"{wall:%d.%m. %H:%M}" for wall in planned] == ["05.07. 08:00", "12.07. 08:00", "19.07. 08:00"]
    assert unplanned(rule, planned[-1], JULY, now, BERLIN) == []
    assert [each.wall for each in unplanned(rule, planned[0], JULY, now, BERLIN)] == planned[1:]


def test_what_lies_before_the_rule_held_is_not_planned() -> None:
    """What struck before a moment is left out, however far back the last one known lies."""
    rule, now = "FREQ=DAILY;BYHOUR=8", datetime(2021, 7, 14, 12, tzinfo=UTC)
    found = unplanned(rule, NOON, now - timedelta(days=2), now, BERLIN)
    assert [each.wall.day for each in found] == [13, 14, 15]


def test_an_hour_without_a_minute_is_the_full_hour() -> None:
    """An hour alone, "BYHOUR=8", means 08:00, whenever the planning began."""
    strikes = occurrences_after("FREQ=WEEKLY;BYDAY=MO;BYHOUR=8", datetime.fromisoformat("2021-07-01T14:23:45"))
    assert next(strikes).isoformat() == "2021-07-05T08:00:00"


def test_a_rule_may_end() -> None:
    """A rule with an end has no occurrence after it."""
    rule = "FREQ=DAILY;UNTIL=20210703T080000;BYHOUR=8"
    found = unplanned(rule, NOON, JULY, datetime(2021, 8, 1, tzinfo=UTC), BERLIN)
    assert [each.wall.isoformat() for each in found] == ["2021-07-02T08:00:00", "2021-07-03T08:00:00"]
    assert upcoming(rule, JULY, BERLIN, 5) == [datetime(2021, 7, day, 6, tzinfo=UTC) for day in (1, 2, 3)]


def test_every_second_week_is_counted_from_the_first() -> None:
    """Whenever is planned, a rule that says when it begins strikes in the weeks it began with."""
    rule = "DTSTART:20210707T083000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"
    for day in range(1, 21):
        found = upcoming(rule, JULY + day * DAY, BERLIN, 3)
        assert all((moment.date() - date(2021, 7, 7)).days % 14 == 0 for moment in found)


def test_a_rule_begins_with_its_next_strike() -> None:
    """Every second Wednesday, said on a Thursday, is the next Wednesday and every second from then on."""
    rule = with_time(new_rule(date(2021, 7, 1), "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"), time(8, 30))
    begun = beginning(rule, NOON)
    assert begun == "DTSTART:20210707T083000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;BYHOUR=8;BYMINUTE=30"
    assert [f"{each:%d.%m.}" for each in upcoming(begun, JULY, BERLIN, 3)] == ["07.07.", "21.07.", "04.08."]


@pytest.mark.parametrize(("clock", "begins"), [(time(12, 1), "20210701T120100"), (time(12), None), (time(0), None)])
def test_what_is_over_has_no_beginning(clock: time, begins: str | None) -> None:
    """Once, today: to come in a minute, now, and at midnight before."""
    rule = beginning(with_time(new_rule(date(2021, 7, 1), "FREQ=DAILY;COUNT=1"), clock), NOON)
    assert (rule and parts_of(rule)["DTSTART"]) == begins


def test_a_rule_for_midnight_may_begin_on_its_first_day() -> None:
    """The first day belongs to it from its first moment on, the last to its last."""
    rule = with_time(new_rule(date(2021, 7, 5), "FREQ=DAILY", date(2021, 7, 6)), time(0))
    assert [each.day for each in occurrences_after(rule, NOON)] == [5, 6]
    assert (has_time(rule), has_time(new_rule(date(2021, 7, 5), "FREQ=DAILY"))) == (True, False)

"""Rules strike in local time, on the days of the clock change too, however the time line is cut into plannings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.recurrence import due_by, moment_of, occurrences_after, wall_before

BERLIN = ZoneInfo("Europe/Berlin")
YEARS = range(2020, 2041)
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTERS = [time(hour, minute) for hour in range(4) for minute in (0, 15, 30, 45)]
TIMES = [*QUARTERS, time(8)]


def offset(day: date, hour: int) -> timedelta:
    """Say how far Berlin's clocks are from UTC at an hour of UTC."""
    shift = datetime.combine(day, time(hour), UTC).astimezone(BERLIN).utcoffset()
    assert shift is not None
    return shift


def changes(year: int) -> list[date]:
    """List the two days of a year on which clocks are changed, found by asking each day."""
    days = [date(year, 1, 1) + number * DAY for number in range(365)]
    return [day for day in days if offset(day, 0) != offset(day, 23)]


CHANGES = [day for year in YEARS for day in changes(year)]


def moments_showing(wall: datetime) -> list[datetime]:
    """List the moments at which the clocks of Berlin show a wall time: none in the gap, two in the doubled hour."""
    around = wall.replace(tzinfo=UTC) - timedelta(hours=3)
    minutes = (around + number * timedelta(minutes=15) for number in range(24))
    return [moment for moment in minutes if moment.astimezone(BERLIN).replace(tzinfo=None) == wall]


def plan(rule: str, begin: datetime, *ticks: datetime) -> list[datetime]:
    """Plan as the scheduler does: at each tick from the last wall time known, each occurrence written down once."""
    known: list[datetime] = []
    for tick in ticks:
        last = max(known, key=lambda wall: (moment_of(wall, BERLIN), wall), default=None)
        if last is None or moment_of(last, BERLIN) <= tick:
            found = due_by(rule, last or wall_before(begin, BERLIN), tick, BERLIN)
            known += [wall for wall in found if moment_of(wall, BERLIN) > begin and wall not in known]
    return known


def due(rule: str, begin: datetime, *ticks: datetime) -> list[datetime]:
    """List what is due by the last tick, without what was planned ahead."""
    return sorted(wall for wall in plan(rule, begin, *ticks) if moment_of(wall, BERLIN) <= ticks[-1])


def test_the_clock_changes_twice_a_year() -> None:
    """The years looked at here have two changes each: otherwise these tests would test nothing."""
    assert len(CHANGES) == 2 * len(YEARS)


@pytest.mark.parametrize("at", TIMES, ids=str)
def test_a_daily_rule_strikes_once_on_every_odd_day(at: time) -> None:
    """Around each change from 2020 to 2040 a daily rule has one occurrence a day, at that day's wall time."""
    rule = f"FREQ=DAILY;BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0"
    for day in CHANGES:
        begin = datetime.combine(day - 2 * DAY, time(12), UTC)
        wanted = [datetime.combine(day + number * DAY, at) for number in (-1, 0, 1)]
        hours = [begin + number * timedelta(minutes=15) for number in range(1, 4 * 72 + 1)]
        assert due(rule, begin, *hours) == due(rule, begin, hours[-1]) == wanted


@pytest.mark.parametrize("at", TIMES, ids=str)
def test_a_weekly_rule_strikes_once_on_every_odd_day(at: time) -> None:
    """A weekly rule for the weekday of a change strikes once in that week, and once a week before and after it."""
    for day in CHANGES:
        weekday = WEEKDAYS[day.weekday()]
        rule = f"FREQ=WEEKLY;BYDAY={weekday};BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0"
        begin = datetime.combine(day - 8 * DAY, time(12), UTC)
        wanted = [datetime.combine(day + number * DAY, at) for number in (-7, 0, 7)]
        assert due(rule, begin, begin + 17 * DAY) == wanted


@pytest.mark.parametrize("at", TIMES, ids=str)
def test_a_wall_time_is_its_moment(at: time) -> None:
    """A wall time that exists is the first moment the clocks show it; one in the gap lies the gap's width behind it."""
    for day in [day + number * DAY for day in CHANGES for number in (-1, 0, 1)]:
        wall = datetime.combine(day, at)
        showing = moments_showing(wall)
        if showing:
            assert moment_of(wall, BERLIN) == showing[0]
        else:
            assert moment_of(wall, BERLIN).astimezone(BERLIN).replace(tzinfo=None) == wall + timedelta(hours=1)


def test_only_the_skipped_hour_does_not_exist() -> None:
    """Of all quarter hours of the odd days, the four from 02:00 are missing in spring and doubled in autumn."""
    counts = {at: {len(moments_showing(datetime.combine(day, at))) for day in CHANGES} for at in TIMES}
    assert counts == {at: {0, 2} if at.hour == 2 else {1} for at in TIMES}


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
    """Planning gives the past occurrences and the one next to come, so that it waits as a row."""
    rule = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0;BYSECOND=0"
    now = datetime(2021, 7, 14, 12, tzinfo=UTC)
    planned = due_by(rule, datetime.fromisoformat("2021-07-01"), now, BERLIN)
    assert [wall.isoformat() for wall in planned] == [
        "2021-07-05T08:00:00",
        "2021-07-12T08:00:00",
        "2021-07-19T08:00:00",
    ]


def test_an_hour_without_a_minute_is_the_full_hour() -> None:
    """An hour alone, "BYHOUR=8", means 08:00, whenever the planning began."""
    strikes = occurrences_after("FREQ=WEEKLY;BYDAY=MO;BYHOUR=8", datetime.fromisoformat("2021-07-01T14:23:45"))
    assert next(strikes).isoformat() == "2021-07-05T08:00:00"


def test_a_rule_may_end() -> None:
    """A rule with an end has no occurrence after it."""
    begin, now = datetime.fromisoformat("2021-07-01T12:00"), datetime(2021, 8, 1, tzinfo=UTC)
    planned = due_by("FREQ=DAILY;UNTIL=20210703T080000;BYHOUR=8", begin, now, BERLIN)
    assert [wall.isoformat() for wall in planned] == ["2021-07-02T08:00:00", "2021-07-03T08:00:00"]

"""How a meeting repeats: whose turn it is when, on which days, and how that reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.recurrence import moment_of
from handlers.repeats import (
    FORTNIGHTLY,
    MONTHLY,
    WEEKLY,
    beginning,
    ending,
    going_on,
    holiday_words,
    next_turn,
    next_words,
    repeat_words,
    turn_of,
    turns_after,
)
from handlers.wording import Wording
from storage.meetings import Meeting
from storage.persons import Language

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2021, 8, 3, 14, 30)  # noqa: DTZ001 - a wall time
WEEK = timedelta(weeks=1)
MONTHS = "FREQ=MONTHLY;BYDAY="
GERMAN, ENGLISH = (Wording(language, BERLIN) for language in Language)
WALLS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - wall times
    datetime(2040, 12, 31),  # noqa: DTZ001
).map(lambda wall: wall.replace(second=0, microsecond=0))


def series(rule: str, wall: datetime = TUESDAY) -> Meeting:
    """Make a repeating meeting whose turn is at a wall time."""
    moment = moment_of(wall, BERLIN)
    made = {"created_by": 1, "created_at": moment, "changed_at": moment}
    return Meeting(title="Runde", starts_at=moment, rule=beginning(rule, wall), **made)


def turns(rule: str, wall: datetime = TUESDAY, count: int = 4) -> list[str]:
    """List the days of the next turns."""
    return [f"{each:%d.%m.}" for each in islice(turns_after(series(rule, wall)), count)]


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (3, "FREQ=MONTHLY;BYDAY=1TU"),
        (10, "FREQ=MONTHLY;BYDAY=2TU"),
        (17, "FREQ=MONTHLY;BYDAY=3TU"),
        (24, "FREQ=MONTHLY;BYDAY=4TU"),
        (31, "FREQ=MONTHLY;BYDAY=-1TU"),
        (1, "FREQ=MONTHLY;BYDAY=1SU"),
        (28, "FREQ=MONTHLY;BYDAY=4SA"),
        (29, "FREQ=MONTHLY;BYDAY=-1SU"),
    ],
)
def test_monthly_is_the_same_weekday(day: int, rule: str) -> None:
    """Counted from the beginning of the month; a fifth one, which few months have, means the last."""
    assert beginning(MONTHLY, TUESDAY.replace(day=day)).partition("RRULE:")[2] == rule


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (WEEKLY, ["10.08.", "17.08.", "24.08.", "31.08."]),
        (FORTNIGHTLY, ["17.08.", "31.08.", "14.09.", "28.09."]),
        ("FREQ=MONTHLY;BYDAY=1TU", ["07.09.", "05.10.", "02.11.", "07.12."]),
        ("FREQ=MONTHLY;BYDAY=-1TU", ["31.08.", "28.09.", "26.10.", "30.11."]),
        ("FREQ=WEEKLY;UNTIL=20210818T000000", ["10.08.", "17.08."]),
        ("", []),
    ],
)
def test_turns_come_after_the_meetings_own(rule: str, days: list[str]) -> None:
    """Endless unless the rule ends; a meeting that does not repeat has none."""
    assert turns(rule) == days


def test_a_rule_begins_once() -> None:
    """What was chosen begins with the meeting's start; what has begun stays, also when the meeting moves."""
    begun = beginning(FORTNIGHTLY, TUESDAY)
    assert begun == "DTSTART:20210803T143000\nRRULE:FREQ=WEEKLY;INTERVAL=2"
    assert beginning(begun, TUESDAY + WEEK) == begun
    assert turn_of(begun) == TUESDAY


def test_the_next_meeting_goes_on_with_the_rule() -> None:
    """It is its own turn then, and the weeks between stay free."""
    following = going_on(beginning(FORTNIGHTLY, TUESDAY), TUESDAY + 2 * WEEK)
    assert following == beginning(FORTNIGHTLY, TUESDAY + 2 * WEEK)


def test_a_moved_meeting_moves_no_other() -> None:
    """Wherever a meeting of a series was moved, the next turn is where it was."""
    moved = series(FORTNIGHTLY)
    for days in (-1, 1, 8, 13):
        moved.starts_at = moment_of(TUESDAY + timedelta(days=days), BERLIN)
        assert next_turn(moved, moved.begins) == TUESDAY + 2 * WEEK
    moved.starts_at = moment_of(TUESDAY + 3 * WEEK, BERLIN)
    assert next_turn(moved, moved.begins) == TUESDAY + 4 * WEEK


@given(WALLS, st.sampled_from([WEEKLY, FORTNIGHTLY]))
@example(datetime(2021, 3, 21, 2, 30), WEEKLY)  # noqa: DTZ001 - the next is in the gap
@example(datetime(2021, 10, 24, 2, 30), WEEKLY)  # noqa: DTZ001 - the next comes twice
def test_weeks_keep_the_time_on_the_wall(wall: datetime, rule: str) -> None:
    """Through 20 years of summer time: the same weekday and time, a week or two apart, each turn one moment."""
    step = WEEK if rule == WEEKLY else 2 * WEEK
    found = list(islice(turns_after(series(rule, wall)), 60))
    assert found == [wall + (number + 1) * step for number in range(60)]
    moments = [moment_of(each, BERLIN) for each in found]
    assert all(earlier < later for earlier, later in pairwise(moments))
    shown = [moment.astimezone(BERLIN).replace(tzinfo=None) for moment in moments]
    assert all(clock == each or clock - each == timedelta(hours=1) for clock, each in zip(shown, found, strict=True))


@given(WALLS)
def test_months_keep_weekday_week_and_time(wall: datetime) -> None:
    """One turn in every month to come, none left out, against a calendar counted by hand."""
    week = (wall.day - 1) // 7
    expected = []
    for month in range(wall.month + 1, wall.month + 25):
        first = date(wall.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        days = [first + timedelta(days=day) for day in range(31)]
        fitting = [day for day in days if day.month == first.month and day.weekday() == wall.weekday()]
        expected.append(datetime.combine(fitting[week] if week < 4 else fitting[-1], wall.time()))
    assert list(islice(turns_after(series(MONTHLY, wall)), 24)) == expected


def test_turns_that_have_passed_are_passed_over() -> None:
    """After a time away the next turn is the first that is still to come: at its very moment it has come."""
    meeting = series(WEEKLY)
    at = moment_of(TUESDAY + 3 * WEEK, BERLIN)
    assert next_turn(meeting, at - timedelta(seconds=1)) == TUESDAY + 3 * WEEK
    assert next_turn(meeting, at) == TUESDAY + 4 * WEEK


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        (WEEKLY, "jeden Dienstag um 14:30 Uhr", "every Tuesday at 14:30"),
        (FORTNIGHTLY, "alle zwei Wochen am Dienstag um 14:30 Uhr", "every second week on Tuesday at 14:30"),
        (f"{MONTHS}1TU", "jeden ersten Dienstag im Monat um 14:30 Uhr", "the first Tuesday of every month at 14:30"),
        (f"{MONTHS}2MO", "jeden zweiten Montag im Monat um 14:30 Uhr", "the second Monday of every month at 14:30"),
        (f"{MONTHS}3SU", "jeden dritten Sonntag im Monat um 14:30 Uhr", "the third Sunday of every month at 14:30"),
        (f"{MONTHS}4TU", "jeden vierten Dienstag im Monat um 14:30 Uhr", "the fourth Tuesday of every month at 14:30"),
        (f"{MONTHS}-1FR", "jeden letzten Freitag im Monat um 14:30 Uhr", "the last Friday of every month at 14:30"),
    ],
)
def test_a_rule_is_written(rule: str, german: str, english: str) -> None:
    """With its weekday and time, so that a moved meeting does not hide when the others are."""
    begun = beginning(rule, TUESDAY)
    assert (repeat_words(GERMAN, begun), repeat_words(ENGLISH, begun)) == (german, english)


@pytest.mark.parametrize(("rule", "turns"), [(WEEKLY, 4), (FORTNIGHTLY, 2), (MONTHLY, 1)])
def test_a_series_ends_with_its_last_day(rule: str, turns: int) -> None:
    """That day is still part of it; the one who follows knows the end, too, and it is written behind how it repeats."""
    last = date(2021, 8, 31) if rule != MONTHLY else date(2021, 9, 7)
    meeting = series(ending(rule, last))
    walls = list(turns_after(meeting))
    assert (len(walls), walls[-1].date()) == (turns, last)
    following = series(going_on(meeting.rule, walls[0]), walls[0])
    assert list(turns_after(following)) == walls[1:]
    endless = repeat_words(GERMAN, beginning(rule, TUESDAY))
    assert repeat_words(GERMAN, following.rule) == f"{endless} bis {last:%d.%m.%Y}"


def test_the_next_time_is_written() -> None:
    """On the clocks where the meeting hangs; a meeting that does not repeat has none."""
    now = datetime(2021, 7, 1, tzinfo=UTC)
    assert next_words(GERMAN, series(WEEKLY), now) == ["Das nächste Mal: Dienstag, 10.08.2021, 14:30 Uhr"]
    abroad = series(WEEKLY)
    abroad.timezone = "Europe/London"
    assert next_words(GERMAN, abroad, now) == ["Das nächste Mal: Dienstag, 10.08.2021, 14:30 Uhr"]
    assert next_words(GERMAN, series(""), now) == []


def test_the_next_time_of_a_meeting_that_was_moved_is_after_it() -> None:
    """Its series goes on when it has begun: a review must not promise a turn that is left out."""
    moved = series(WEEKLY)
    moved.starts_at = moment_of(TUESDAY + WEEK + timedelta(days=1), BERLIN)
    now = datetime(2021, 7, 1, tzinfo=UTC)
    assert next_words(GERMAN, moved, now) == ["Das nächste Mal: Dienstag, 17.08.2021, 14:30 Uhr"]


@pytest.mark.parametrize(
    ("day", "everywhere"),
    [
        (date(2021, 10, 3), True),
        (date(2021, 12, 25), True),
        (date(2022, 4, 15), True),
        (date(2021, 11, 1), False),
        (date(2021, 6, 3), False),
        (date(2021, 12, 24), False),
        (date(2021, 8, 10), False),
    ],
)
def test_a_holiday_everywhere_is_pointed_out(day: date, *, everywhere: bool) -> None:
    """What only some Länder keep, such as All Saints, is none of the whole network."""
    warned = holiday_words(GERMAN, datetime.combine(day, TUESDAY.time()))
    assert bool(warned) is everywhere
    assert all(f"{day:%d.%m.%Y}" in each for each in warned)

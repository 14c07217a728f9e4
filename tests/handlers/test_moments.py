"""Moments, times and lengths as people write them, on Monday 5 July 2021 in Berlin."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.moments import ReadMoment, find_moment, read_length, read_moment, read_time
from handlers.problems import Problem
from handlers.typed import clean

TODAY = date(2021, 7, 5)
BERLIN = ZoneInfo("Europe/Berlin")


def table(*rows: tuple[str, object]) -> list[object]:
    """Make parameters whose ids read as sentences."""
    return [pytest.param(typed, value, id=f"{typed!r} is {value}") for typed, value in rows]


def wall(found: ReadMoment) -> str:
    """Write a moment as a clock in Berlin shows it."""
    return f"{found.moment.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "moment"),
    table(
        ("12.08.2021 14:00", "2021-08-12 14:00"),
        ("12.08.21 14:00", "2021-08-12 14:00"),
        ("12.8.2021, 14 Uhr", "2021-08-12 14:00"),
        ("12.08.2021 um 14:30 Uhr", "2021-08-12 14:30"),
        ("12.08.2021, um 14:00", "2021-08-12 14:00"),
        ("am 12.08.2021 um 9 Uhr", "2021-08-12 09:00"),
        ("12.08.2021 9 Uhr 15", "2021-08-12 09:15"),
        ("12.08.2021 14.30 Uhr", "2021-08-12 14:30"),
        ("12.08.2021 14.30", "2021-08-12 14:30"),
        ("12.08.2021 um 14.30", "2021-08-12 14:30"),
        ("12.08.2021 14h", "2021-08-12 14:00"),
        ("12.08.2021 gegen 14 Uhr", "2021-08-12 14:00"),
        ("12.08.2021 ab 14 Uhr", "2021-08-12 14:00"),
        ("12.08.2021 mittags", "2021-08-12 12:00"),
        ("12.08.2021 noon", "2021-08-12 12:00"),
        ("12.08.2021 at 2 pm", "2021-08-12 14:00"),
        ("12.08.2021 2:30 pm", "2021-08-12 14:30"),
        ("12.08.2021 12 am", "2021-08-12 00:00"),
        ("12.08.2021 12 pm", "2021-08-12 12:00"),
        ("14 Uhr am 12.08.2021", "2021-08-12 14:00"),
        ("14:00 12.08.2021", "2021-08-12 14:00"),
        ("2021-08-12 14:00", "2021-08-12 14:00"),
        ("2021-08-12T14:00", "2021-08-12 14:00"),
        ("Donnerstag, 12. August 2021, 14 Uhr", "2021-08-12 14:00"),
        ("am Donnerstag, den 12. August 2021 um 14 Uhr", "2021-08-12 14:00"),
        ("September 1, 2021 at 10:00", "2021-09-01 10:00"),
        ("12.08.2021\u00a014:00\u00a0Uhr", "2021-08-12 14:00"),
        ("12. Ma\u0308rz 2022 8:05", "2022-03-12 08:05"),
        ("29.02.2024 10:00", "2024-02-29 10:00"),
        ("27.03.2022 03:00", "2022-03-27 03:00"),
        ("31.10.2021 01:59", "2021-10-31 01:59"),
        ("31.10.2021 03:00", "2021-10-31 03:00"),
    ),
)
def test_a_moment_in_full_is_read_exactly(typed: str, moment: str) -> None:
    """It needs no repeating, and comes once."""
    found = read_moment(clean(typed), TODAY, BERLIN)
    assert (wall(found), found.exact, found.twice) == (moment, True, False)


@pytest.mark.parametrize(
    ("typed", "moment"),
    table(
        ("12.08. 14:00", "2021-08-12 14:00"),
        ("12.8. um 14 Uhr", "2021-08-12 14:00"),
        ("12.08. 14.30", "2021-08-12 14:30"),
        ("1.7. 10:00", "2022-07-01 10:00"),
        ("Donnerstag um 10 Uhr", "2021-07-08 10:00"),
        ("nächsten Montag 10:00", "2021-07-12 10:00"),
        ("heute 23:59", "2021-07-05 23:59"),
        ("heute 0:00", "2021-07-05 00:00"),
        ("morgen um 9 Uhr", "2021-07-06 09:00"),
        ("um 14 Uhr morgen", "2021-07-06 14:00"),
        ("übermorgen mittags", "2021-07-07 12:00"),
        ("gestern 14:00", "2021-07-04 14:00"),
        ("in zwei Wochen um 10 Uhr", "2021-07-19 10:00"),
        ("Ende August 10 Uhr", "2021-08-31 10:00"),
        ("tomorrow at 9:00", "2021-07-06 09:00"),
        ("next Monday at 10 am", "2021-07-12 10:00"),
    ),
)
def test_a_moment_that_leaves_something_open_is_read_as_the_next(typed: str, moment: str) -> None:
    """It is repeated, so that a mistake is seen."""
    found = read_moment(clean(typed), TODAY, BERLIN)
    assert (wall(found), found.exact) == (moment, False)


@pytest.mark.parametrize(
    ("typed", "problem"),
    table(
        ("", "time-missing"),
        ("12.08.2021", "time-missing"),
        ("30.10.", "time-missing"),
        ("30.10. 8", "time-missing"),
        ("12.08.2021 14", "time-missing"),
        ("12.08.2021 halb drei", "time-missing"),
        ("12.08.2021 14:00:00", "time-missing"),
        ("12.08.2021 -14:00", "time-missing"),
        ("12.08.2021 14:00 90min", "time-missing"),
        ("morgen früh", "time-missing"),
        ("Mittwoch", "time-missing"),
        ("14:00", "day-missing"),
        ("um 14 Uhr", "day-missing"),
        ("irgendwann 14:00", "date-unclear"),
        ("am 3. um 14 Uhr", "date-unclear"),
        ("14:00 bis 15:30", "date-unclear"),
        ("31.02.2022 14:00", "date-does-not-exist"),
        ("29.02.2023 10:00", "date-does-not-exist"),
        ("12.13.2021 10:00", "date-does-not-exist"),
        ("12.08.2021 25:00", "time-does-not-exist"),
        ("12.08.2021 14:60", "time-does-not-exist"),
        ("heute 24:00", "time-does-not-exist"),
        ("27.03.2022 02:00", "time-skipped"),
        ("27.03.2022 02:59", "time-skipped"),
        ("28.03.2021 02:30", "time-skipped"),
    ),
)
def test_what_is_no_moment_is_refused(typed: str, problem: str) -> None:
    """And says what is missing or does not exist; nothing is guessed."""
    with pytest.raises(Problem, match=problem):
        read_moment(clean(typed), TODAY, BERLIN)


@pytest.mark.parametrize("typed", ["31.10.2021 02:00", "31.10.2021 02:30", "31.10.2021 02:59"])
def test_an_hour_that_comes_twice_means_the_first(typed: str) -> None:
    """And says so: it is still summer time then."""
    found = read_moment(typed, TODAY, BERLIN)
    assert found.twice
    assert found.moment.astimezone(BERLIN).utcoffset() == timedelta(hours=2)


def test_a_moment_hangs_on_the_clocks_of_its_zone() -> None:
    """Two in the afternoon is another moment in London than in Berlin, and the gap is another hour."""
    london = ZoneInfo("Europe/London")
    assert read_moment("12.08.2021 14:00", TODAY, london).moment == datetime(2021, 8, 12, 13, 0, tzinfo=UTC)
    assert read_moment("27.03.2022 02:30", TODAY, london).moment == datetime(2022, 3, 27, 1, 30, tzinfo=UTC)
    with pytest.raises(Problem, match="time-skipped"):
        read_moment("27.03.2022 01:30", TODAY, london)


@given(
    st.datetimes(datetime(2021, 7, 6), datetime(2030, 1, 1)).map(lambda each: each.replace(second=0, microsecond=0))  # noqa: DTZ001 - wall times
)
def test_every_minute_is_read_as_it_is_written(minute: datetime) -> None:
    """However it is written: as that minute, or, in the gap of spring, not at all."""
    forms = ("%d.%m.%Y %H:%M", "%d.%m.%Y um %H.%M Uhr", "%H:%M am %d.%m.%Y", "%Y-%m-%dT%H:%M", "%d.%m.%Y, %I:%M %p")
    exists = minute.replace(tzinfo=BERLIN).astimezone(UTC).astimezone(BERLIN).replace(tzinfo=None) == minute
    for form in forms:
        try:
            found = wall(read_moment(f"{minute:{form}}", TODAY, BERLIN))
        except Problem as problem:
            found = problem.key
        assert found == (f"{minute:%Y-%m-%d %H:%M}" if exists else "time-skipped")


@pytest.mark.parametrize(
    ("typed", "clock"),
    table(
        ("14:00", time(14)),
        ("14 Uhr", time(14)),
        ("um 9 Uhr 15", time(9, 15)),
        ("14.30 Uhr", time(14, 30)),
        ("14h", time(14)),
        ("mittags", time(12)),
        ("0:00", time()),
        ("2 pm", time(14)),
    ),
)
def test_a_time_alone(typed: str, clock: time) -> None:
    """As a deadline or an end is written."""
    assert read_time(clean(typed)) == clock


@pytest.mark.parametrize("typed", ["", "14", "14.30", "morgen 14:00", "halb drei", "Uhr", "14:00 Uhr morgen"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    """A bare number, a day, and anything beside the time."""
    with pytest.raises(Problem, match="time-unclear"):
        read_time(typed)


@pytest.mark.parametrize("typed", ["25:00", "24 Uhr", "12:60"])
def test_a_time_that_no_clock_shows_is_refused(typed: str) -> None:
    """And named as what does not exist."""
    with pytest.raises(Problem, match="time-does-not-exist"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    table(
        ("90 Minuten", 90),
        ("90min", 90),
        ("45 Min.", 45),
        ("90", 90),
        ("90'", 90),
        ("neunzig Minuten", 90),
        ("1 Stunde", 60),
        ("eine Stunde", 60),
        ("zwei Stunden", 120),
        ("2h", 120),
        ("2h30", 150),
        ("1:30 h", 90),
        ("1,5 h", 90),
        ("1.25 Stunden", 75),
        ("2,5 Std.", 150),
        ("1 Stunde und 15 Minuten", 75),
        ("zwei Stunden 30 Minuten", 150),
        ("anderthalb Stunden", 90),
        ("eineinhalb Stunden", 90),
        ("eine halbe Stunde", 30),
        ("Viertelstunde", 15),
        ("eine Dreiviertelstunde", 45),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("1 hour 30 minutes", 90),
        ("2 hours and 15 minutes", 135),
        ("13 Stunden", 780),
    ),
)
def test_a_length_is_read_in_minutes(typed: str, minutes: int) -> None:
    """Whether it is too long is for others to say."""
    assert read_length(clean(typed)) == minutes


@pytest.mark.parametrize("typed", ["", "ewig", "5", "-5 min", "−90 Minuten", "1000 min", "ein Tag", "1:30", "1,5", "h"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    """A single digit could be hours or the number of a choice."""
    with pytest.raises(Problem, match="length-unclear"):
        read_length(clean(typed))


@pytest.mark.parametrize(
    ("text", "moment", "rest"),
    [
        ("Dialog am 12.08.2021 um 14 Uhr mit dem BMI", "2021-08-12 14:00", "Dialog mit dem BMI"),
        ("am Donnerstag, den 12. August 2021 um 14 Uhr Dialog", "2021-08-12 14:00", "Dialog"),
        ("Haushalt 2022 am 12.8. um 10 Uhr", "2021-08-12 10:00", "Haushalt 2022"),
        ("Top 10 morgen 9 Uhr: Themen", "2021-07-06 09:00", "Top 10 Themen"),
    ],
)
def test_the_longest_moment_in_a_text_is_found(text: str, moment: str, rest: str) -> None:
    """With all that belongs to it; what is left is the rest of the text, in order."""
    found = find_moment(text, TODAY, BERLIN)
    assert found is not None
    assert isinstance(found[0], ReadMoment)
    assert (wall(found[0]), found[1]) == (moment, rest)


@pytest.mark.parametrize(
    ("text", "problem", "rest"),
    [
        ("Dialog am 31.02.2022 14:00 in Köln", "date-does-not-exist", "Dialog am in Köln"),
        ("12.08.2021 25:00 Jour fixe", "time-does-not-exist", "Jour fixe"),
        ("Nacht 27.03.2022 02:30", "time-skipped", "Nacht"),
    ],
)
def test_a_moment_that_does_not_exist_is_found_as_well(text: str, problem: str, rest: str) -> None:
    """It is taken out of the text with the reason, and nothing else with it."""
    found = find_moment(text, TODAY, BERLIN)
    assert found is not None
    assert isinstance(found[0], Problem)
    assert (found[0].key, found[1]) == (problem, rest)


@pytest.mark.parametrize("text", ["", "Dialog", "Dialog mit dem BMI", "12.08.2021", "14:00", "20 Plätze UMF"])
def test_a_text_without_a_moment_has_none(text: str) -> None:
    """A day or a time alone is none."""
    assert find_moment(text, TODAY, BERLIN) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever is typed: a moment, a problem that has words, or nothing."""
    found = find_moment(clean(text), TODAY, BERLIN)
    assert found is None or isinstance(found[0], ReadMoment | Problem)

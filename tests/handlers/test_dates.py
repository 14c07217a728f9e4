"""Days as people write them, on Monday 5 July 2021."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import read_day, read_until
from handlers.problems import Problem
from handlers.typed import clean

TODAY = date(2021, 7, 5)


def table(*rows: tuple[str, str]) -> list[object]:
    """Make parameters whose ids read as sentences."""
    return [pytest.param(typed, value, id=f"{typed!r} is {value}") for typed, value in rows]


@pytest.mark.parametrize(
    ("typed", "day"),
    table(
        ("31.12.2021", "2021-12-31"),
        ("31. 12. 2021", "2021-12-31"),
        ("31.12. 2021", "2021-12-31"),
        ("1.9.21", "2021-09-01"),
        ("01.09.2021", "2021-09-01"),
        ("1.9.2021.", "2021-09-01"),
        ("2021-12-31", "2021-12-31"),
        ("29.02.2024", "2024-02-29"),
        ("ab 1.9.2021", "2021-09-01"),
        ("ab dem 1.9.2021", "2021-09-01"),
        ("bis zum 31.12.2021", "2021-12-31"),
        ("am 1.9.2021", "2021-09-01"),
        ("1. September 2021", "2021-09-01"),
        ("1.September 2021", "2021-09-01"),
        ("31 December 2021", "2021-12-31"),
        ("1st of September 2021", "2021-09-01"),
        ("September 1, 2021", "2021-09-01"),
        ("1.9.\u00a02021", "2021-09-01"),
        ("\u202a1.9.2021\u202c", "2021-09-01"),
        ("1. Ma\u0308rz 2022", "2022-03-01"),
    ),
)
def test_a_day_in_full_is_read_exactly(typed: str, day: str) -> None:
    """It needs no repeating."""
    found = read_day(clean(typed), TODAY)
    assert (found.day.isoformat(), found.exact) == (day, True)


@pytest.mark.parametrize(
    ("typed", "day"),
    table(
        ("1.9.", "2021-09-01"),
        ("1.9", "2021-09-01"),
        ("5.7.", "2021-07-05"),
        ("4.7.", "2022-07-04"),
        ("30.6.", "2022-06-30"),
        ("5. Juli", "2021-07-05"),
        ("1. Sept.", "2021-09-01"),
        ("ersten September", "2021-09-01"),
        ("Montag, den 5. Juli", "2021-07-05"),
        ("31/12/2021", "2021-12-31"),
        ("31-12-2021", "2021-12-31"),
        ("Ende Juni", "2022-06-30"),
        ("Ende Juli", "2021-07-31"),
        ("Ende Februar 2024", "2024-02-29"),
        ("Mitte August", "2021-08-15"),
        ("Anfang September", "2021-09-01"),
        ("Jahresende", "2021-12-31"),
        ("bis Jahresende", "2021-12-31"),
        ("Ende des Jahres", "2021-12-31"),
        ("Ende 2022", "2022-12-31"),
        ("Mitte nächsten Jahres", "2022-06-30"),
        ("Ende nächsten Jahres", "2022-12-31"),
        ("Ende des na\u0308chsten Jahres", "2022-12-31"),
        ("Ende des Monats", "2021-07-31"),
        ("Monatsende", "2021-07-31"),
        ("Ende nächsten Monats", "2021-08-31"),
        ("in drei Monaten", "2021-10-05"),
        ("in 3 Monaten", "2021-10-05"),
        ("in zwei Wochen", "2021-07-19"),
        ("in einem Jahr", "2022-07-05"),
        ("heute in fuenf Tagen", "2021-07-10"),
        ("heute", "2021-07-05"),
        ("ab sofort", "2021-07-05"),
        ("morgen", "2021-07-06"),
        ("übermorgen", "2021-07-07"),
        ("uebermorgen", "2021-07-07"),
        ("gestern", "2021-07-04"),
        ("Montag", "2021-07-12"),
        ("nächsten Montag", "2021-07-12"),
        ("am Freitag", "2021-07-09"),
        ("today", "2021-07-05"),
        ("next Monday", "2021-07-12"),
        ("end of June", "2022-06-30"),
        ("the end of the year", "2021-12-31"),
        ("end of next year", "2022-12-31"),
        ("in three months", "2021-10-05"),
        ("mid-August", "2021-08-15"),
    ),
)
def test_a_day_in_words_is_the_next_such_day_and_is_repeated(typed: str, day: str) -> None:
    """Whoever means another one sees it."""
    found = read_day(clean(typed), TODAY)
    assert (found.day.isoformat(), found.exact) == (day, False)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        pytest.param("September", "2021-09-01", "2021-09-30", id="a month"),
        pytest.param("im Dezember", "2021-12-01", "2021-12-31", id="a month with im"),
        pytest.param("Juli", "2021-07-01", "2021-07-31", id="the month that is running has begun"),
        pytest.param("Juni", "2022-06-01", "2022-06-30", id="a month that is over is next year's"),
        pytest.param("März 2023", "2023-03-01", "2023-03-31", id="a month with its year"),
        pytest.param("nächste Woche", "2021-07-12", "2021-07-18", id="the coming week"),
        pytest.param("nächsten Monat", "2021-08-01", "2021-08-31", id="the coming month"),
        pytest.param("nächstes Jahr", "2022-01-01", "2022-12-31", id="the coming year"),
        pytest.param("next month", "2021-08-01", "2021-08-31", id="the coming month in English"),
    ],
)
def test_a_span_of_time_is_its_first_day_as_a_beginning_and_its_last_as_an_end(
    typed: str, first: str, last: str
) -> None:
    """An offer "ab September" begins on the first, one "bis September" ends on the last."""
    assert read_day(typed, TODAY).day.isoformat() == first
    assert read_day(typed, TODAY, last=True).day.isoformat() == last


@pytest.mark.parametrize(
    ("typed", "named"),
    table(
        ("31.02.2021", "31.02.2021"),
        ("29.02.2022", "29.02.2022"),
        ("31.6.", "31.06.2021"),
        ("31. Juni", "31.06.2021"),
        ("2021-02-31", "31.02.2021"),
        ("1.13.2021", "01.13.2021"),
        ("00.00.0000", "00.00.0000"),
        ("12/31/2021", "12.31.2021"),
    ),
)
def test_a_day_that_does_not_exist_is_named(typed: str, named: str) -> None:
    """It is not moved to one that does."""
    with pytest.raises(Problem) as refused:
        read_day(typed, TODAY)
    assert (refused.value.key, refused.value.values) == ("date-does-not-exist", {"typed": named})


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "foo",
        "irgendwann",
        "20",
        "2022",
        "1.921",
        "1.9. 20 Plätze",
        "1.9. 20",
        "September 20 UMF",
        "31.12.2021 NEST",
        "31.12.2021 12:00",
        "14 Uhr",
        "14 Jahre",
        "in 100000 Jahren",
        "Ende 0000",
        "Juni 0000",
        "Ende",
        "Sommer",
        "Q3 2021",
        "²",
        "1.9.²",
    ],
)
def test_what_is_no_day_is_refused_and_repeated(typed: str) -> None:
    """No day is read into a number, an age, or a line that goes on with something else."""
    with pytest.raises(Problem) as refused:
        read_day(typed, TODAY)
    assert (refused.value.key, refused.value.values) == ("date-unclear", {"typed": typed})


PIECES = ["ende ", "mitte ", "in ", "ab ", "0", "1.", "9.", "31", "2021", "0000", "/", "-", "juni", "februar", " jahre"]
PIECES += ["nächsten ", "monats", "zwanzig ", "²", "٣", " ", "\n", "montag"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_text_whatever_makes_reading_a_day_fail(typed: str, today: date) -> None:
    """On any day, it is a day or a problem we can put into words."""
    for last in (False, True):
        try:
            said: object = read_day(typed, today, last=last).day
        except Problem as problem:
            said = problem.key
        assert isinstance(said, date) or said in {"date-unclear", "date-does-not-exist"}


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_from_how_we_write_it(day: date) -> None:
    """What the bot shows can be copied into an answer."""
    assert read_day(f"{day:%d.%m.%Y}", TODAY).day == day
    assert read_day(day.isoformat(), TODAY).day == day


@pytest.mark.parametrize(
    ("typed", "day"),
    table(
        ("1.9.", "2021-09-01"),
        ("bis zum 1.9.2021", "2021-09-01"),
        ("bis Freitag", "2021-07-09"),
        ("bis Ende August", "2021-08-31"),
        ("until 1 September", "2021-09-01"),
        ("heute", "2021-07-05"),
        ("1.7.2021", "2021-07-01"),
        ("2 Wochen", "2021-07-19"),
        ("zwei Wochen", "2021-07-19"),
        ("für 2 Wochen", "2021-07-19"),
        ("in 2 Wochen", "2021-07-19"),
        ("eine Woche lang", "2021-07-12"),
        ("für einen Monat", "2021-08-05"),
        ("die nächsten 30 Tage", "2021-08-04"),
        ("1 Jahr", "2022-07-05"),
        ("2 weeks", "2021-07-19"),
        ("for a month", "2021-08-05"),
        ("the next 3 days", "2021-07-08"),
        ("0 Tage", "2021-07-05"),
    ),
)
def test_until_when_is_a_day_or_a_span_from_today(typed: str, day: str) -> None:
    """Both ways of saying how long something lasts give its day, past ones too: who asked knows what may be."""
    assert read_until(clean(typed), TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("typed", "key"),
    table(
        ("bis 31.02.", "date-does-not-exist"),
        ("mal sehen", "until-unclear"),
        ("30", "until-unclear"),
        ("2,5 Wochen", "until-unclear"),
        ("2 Wochen ab morgen", "until-unclear"),
        ("ab 1.8.", "until-unclear"),
        ("from tomorrow", "until-unclear"),
    ),
)
def test_what_says_no_end_is_refused(typed: str, key: str) -> None:
    """A beginning is no end, and a bare number no length of time."""
    with pytest.raises(Problem) as refused:
        read_until(clean(typed), TODAY)
    assert refused.value.key == key

"""When something recurs, as people write it: what is read, what is asked, what is refused, and how it is written."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.recurrence import beginning, new_rule, with_time
from handlers.recurrence_lines import read_clock, read_recurrence
from handlers.recurrence_words import CODES, WORKDAYS, rule_words
from handlers.typed import clean
from handlers.wording import Wording
from storage.persons import Language

MONDAY = date(2021, 7, 5)
BERLIN = ZoneInfo("Europe/Berlin")
TEXT = "Lage"


def table(*rows: tuple[str, ...]) -> list[object]:
    """Make rows of a table, named by what is written."""
    return [pytest.param(*row, id=row[0]) for row in rows]


def read(typed: str) -> tuple[str, str, str, str]:
    """Read a text as it is typed: the rule without its beginning, the time, the text, and the problem."""
    found = read_recurrence(clean(typed), MONDAY)
    at = f"{found.at:%H:%M}" if found.at else ""
    return found.rule.partition("RRULE:")[2], at, found.text, found.problem.key if found.problem else ""


@pytest.mark.parametrize(
    ("typed", "rule", "at"),
    table(
        ("täglich 8 Uhr", "FREQ=DAILY", "08:00"),
        ("jeden Tag um 8:15", "FREQ=DAILY", "08:15"),
        ("alle drei Tage um 9 Uhr", "FREQ=DAILY;INTERVAL=3", "09:00"),
        ("jeden zweiten Tag 9 Uhr", "FREQ=DAILY;INTERVAL=2", "09:00"),
        ("werktags 8 Uhr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:00"),
        ("an Werktagen um acht Uhr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:00"),
        ("Mo-Fr 8 Uhr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:00"),
        ("montags bis freitags um 8 Uhr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:00"),
        ("jeden Montag 9 Uhr", "FREQ=WEEKLY;BYDAY=MO", "09:00"),
        ("Jeden Montag um 9:00 Uhr", "FREQ=WEEKLY;BYDAY=MO", "09:00"),
        ("um 9 Uhr jeden Montag", "FREQ=WEEKLY;BYDAY=MO", "09:00"),
        ("9.30 Uhr jeden Montag", "FREQ=WEEKLY;BYDAY=MO", "09:30"),
        ("jeden Montag 9.30", "FREQ=WEEKLY;BYDAY=MO", "09:30"),
        ("jeden Montag um halb neun", "FREQ=WEEKLY;BYDAY=MO", "08:30"),
        ("jeden Montag um 8 Uhr abends", "FREQ=WEEKLY;BYDAY=MO", "20:00"),
        ("jeden Montag um neun Uhr dreißig", "FREQ=WEEKLY;BYDAY=MO", "09:30"),
        ("jeden Sonnabend mittags", "FREQ=WEEKLY;BYDAY=SA", "12:00"),
        ("montags um 9", "FREQ=WEEKLY;BYDAY=MO", "09:00"),
        ("montags und donnerstags 9 Uhr", "FREQ=WEEKLY;BYDAY=MO,TH", "09:00"),
        ("jeden Montag, Mittwoch und Freitag um 9 Uhr", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "09:00"),
        ("wöchentlich am Dienstag 9 Uhr", "FREQ=WEEKLY;BYDAY=TU", "09:00"),
        ("wo\u0308chentlich am Dienstag 9\u00a0Uhr", "FREQ=WEEKLY;BYDAY=TU", "09:00"),
        ("jede Woche mittwochs 9 Uhr", "FREQ=WEEKLY;BYDAY=WE", "09:00"),
        ("alle zwei Wochen mittwochs 8:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "08:30"),
        ("alle 2 Wochen am Mittwoch um 8:30 Uhr", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "08:30"),
        ("mittwochs alle zwei Wochen 8:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "08:30"),
        ("14-tägig mittwochs 8:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "08:30"),
        ("jeden zweiten Mittwoch 8:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "08:30"),
        ("jeden ersten Montag im Monat 10:00", "FREQ=MONTHLY;BYDAY=1MO", "10:00"),
        ("am 1. Montag im Monat 10 Uhr", "FREQ=MONTHLY;BYDAY=1MO", "10:00"),
        ("erster Montag im Monat 10 Uhr", "FREQ=MONTHLY;BYDAY=1MO", "10:00"),
        ("jeden ersten Montag 10 Uhr", "FREQ=MONTHLY;BYDAY=1MO", "10:00"),
        ("jeden zweiten Montag im Monat 10 Uhr", "FREQ=MONTHLY;BYDAY=2MO", "10:00"),
        ("jeden ersten und dritten Dienstag im Monat 10 Uhr", "FREQ=MONTHLY;BYDAY=1TU,3TU", "10:00"),
        ("jeden letzten Freitag im Monat 14 Uhr", "FREQ=MONTHLY;BYDAY=-1FR", "14:00"),
        ("monatlich am letzten Freitag 14 Uhr", "FREQ=MONTHLY;BYDAY=-1FR", "14:00"),
        ("jedes Quartal am ersten Montag 9 Uhr", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", "09:00"),
        ("monatlich am 15. um 9 Uhr", "FREQ=MONTHLY;BYMONTHDAY=15", "09:00"),
        ("jeden 15. 9 Uhr", "FREQ=MONTHLY;BYMONTHDAY=15", "09:00"),
        ("am fünfzehnten jedes Monats um 9 Uhr", "FREQ=MONTHLY;BYMONTHDAY=15", "09:00"),
        ("jeden Monat am 1. und 15. um 9 Uhr", "FREQ=MONTHLY;BYMONTHDAY=1,15", "09:00"),
        ("am letzten Tag des Monats 9 Uhr", "FREQ=MONTHLY;BYMONTHDAY=-1", "09:00"),
        ("vierteljährlich am 1. um 9 Uhr", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "09:00"),
        ("jedes Jahr am 26. September um 10 Uhr", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=26", "10:00"),
        ("jeden Montag 9 Uhr bis 26.9.", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20210926T235959", "09:00"),
        ("jeden Montag bis Ende September 9 Uhr", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20210930T235959", "09:00"),
        ("every Monday at 9", "FREQ=WEEKLY;BYDAY=MO", "09:00"),
        ("every Monday at 9 am", "FREQ=WEEKLY;BYDAY=MO", "09:00"),
        ("every other Wednesday at 8:30 pm", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "20:30"),
        ("every two weeks on Wednesday 8:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "08:30"),
        ("weekdays at 8:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:00"),
        ("on Mondays and Thursdays at 8:00", "FREQ=WEEKLY;BYDAY=MO,TH", "08:00"),
        ("every first Monday of the month 10:00", "FREQ=MONTHLY;BYDAY=1MO", "10:00"),
        ("monthly on the 15th at 9:00", "FREQ=MONTHLY;BYMONTHDAY=15", "09:00"),
        ("on the last day of the month at 9:00", "FREQ=MONTHLY;BYMONTHDAY=-1", "09:00"),
    ),
)
@pytest.mark.parametrize("order", ["{when} {text}", "{text} {when}", "{text}: {when}"], ids=["first", "last", "colon"])
def test_what_recurs_is_read(typed: str, rule: str, at: str, order: str) -> None:
    """The rule, its time, and the text around it: in front, behind, or behind a colon."""
    assert read(order.format(when=typed, text=TEXT)) == (rule, at, TEXT, "")


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    table(
        ("einmal am 12.8. 9 Uhr", "20210812", "09:00"),
        ("einmalig am 12.08.2021 um 9:30 Uhr", "20210812", "09:30"),
        ("am 12.08. um 9 Uhr", "20210812", "09:00"),
        ("12.08. 9 Uhr", "20210812", "09:00"),
        ("am Donnerstag, den 12. August, um 9 Uhr", "20210812", "09:00"),
        ("morgen 9 Uhr", "20210706", "09:00"),
        ("heute um 15 Uhr", "20210705", "15:00"),
        ("am Freitag um 9 Uhr", "20210709", "09:00"),
        ("nächsten Montag um 9 Uhr", "20210712", "09:00"),
        ("in zwei Wochen um 9 Uhr", "20210719", "09:00"),
        ("once on 12 August at 9:00", "20210812", "09:00"),
    ),
)
def test_a_single_day_is_read(typed: str, day: str, at: str) -> None:
    """Without "every", a day is that one day."""
    found = read_recurrence(clean(f"{typed} {TEXT}"), MONDAY)
    assert found.rule == f"DTSTART:{day}T000000\nRRULE:FREQ=DAILY;COUNT=1"
    assert (f"{found.at:%H:%M}", found.text, found.problem) == (at, TEXT, None)


@pytest.mark.parametrize(
    ("typed", "key", "rule", "at"),
    table(
        ("jeden Montag 25:00", "time-does-not-exist", "FREQ=WEEKLY;BYDAY=MO", ""),
        ("jeden Montag um 9:75 Uhr", "time-does-not-exist", "FREQ=WEEKLY;BYDAY=MO", ""),
        ("jeden Montag 24 Uhr", "time-does-not-exist", "FREQ=WEEKLY;BYDAY=MO", ""),
        ("einmal am 31.02. 9 Uhr", "date-does-not-exist", "", "09:00"),
        ("am 30. Februar um 9 Uhr", "date-does-not-exist", "", "09:00"),
        ("jedes Jahr am 31. April 9 Uhr", "date-does-not-exist", "", "09:00"),
        ("jeden Montag 9 Uhr bis 31.02.", "date-does-not-exist", "", "09:00"),
        ("alle zwei Wochen 9 Uhr", "recurrence-which-day", "", "09:00"),
        ("wöchentlich 9 Uhr", "recurrence-which-day", "", "09:00"),
        ("monatlich um 9 Uhr", "recurrence-which-day", "", "09:00"),
        ("jeden dritten Montag 9 Uhr", "recurrence-which-day", "", "09:00"),
        ("monatlich am 31. 9 Uhr", "recurrence-not-always", "", "09:00"),
        ("am 30. jedes Monats um 9 Uhr", "recurrence-not-always", "", "09:00"),
        ("jeden fünften Montag im Monat 9 Uhr", "recurrence-not-always", "", "09:00"),
        ("jedes Jahr am 29.2.2024 um 9 Uhr", "recurrence-not-always", "", "09:00"),
        ("stündlich", "recurrence-too-often", "", ""),
        ("alle 2 Stunden", "recurrence-too-often", "", ""),
        ("every 15 minutes", "recurrence-too-often", "", ""),
    ),
)
def test_what_cannot_be_is_said_and_the_rest_is_kept(typed: str, key: str, rule: str, at: str) -> None:
    """A day or time that does not exist, or not every time, is named; nothing else of the line is lost."""
    assert read(f"{typed} {TEXT}") == (rule, at, TEXT, key)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Lage",
        "jeden Moontag 9 Uhr Lage",
        "jeden Abend Lage",
        "manchmal 9 Uhr Lage",
        "alle Zahlen melden",
        "um 9 Uhr",
    ],
)
def test_what_says_no_day_is_text(typed: str) -> None:
    """Words that no pattern knows are not guessed at: they stay as text, and when is asked."""
    assert read(typed) == ("", "", typed, "recurrence-unclear")


def test_several_times_are_not_made_one() -> None:
    """Of two times the first is taken, and the second told to be one of its own."""
    assert read("jeden Montag 9 Uhr und Mittwoch 10 Uhr Lage") == (
        "FREQ=WEEKLY;BYDAY=MO",
        "09:00",
        "",
        "recurrence-several",
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    table(
        ("jeden Montag 9 Uhr Zahlen bis Mittwoch melden", "Zahlen bis Mittwoch melden"),
        ("jeden Montag 9 Uhr bis Mittwoch Zahlen melden", "bis Mittwoch Zahlen melden"),
        ("jeden Montag 9 Uhr 2 Zusagen prüfen", "2 Zusagen prüfen"),
        ("jeden Montag 9 Uhr Zwei Zusagen prüfen", "Zwei Zusagen prüfen"),
        ("jeden Montag 9 Uhr Stand am 12.8. um 10 Uhr", "Stand am 12.8. um 10 Uhr"),
        ("Bericht wöchentlich prüfen jeden Montag 9 Uhr", "Bericht wöchentlich prüfen"),
    ),
)
def test_days_and_numbers_in_the_text_stay_in_it(typed: str, text: str) -> None:
    """Only what stands beside the recurrence belongs to it."""
    assert read(typed) == ("FREQ=WEEKLY;BYDAY=MO", "09:00", text, "")


def test_a_first_day_can_be_said() -> None:
    """Every second week from a day on."""
    found = read_recurrence("alle zwei Wochen mittwochs 8:30 ab 14.7. Lage", MONDAY)
    assert found.rule.splitlines()[0] == "DTSTART:20210714T000000"
    assert (found.at, found.text) == (time(8, 30), TEXT)


def test_a_time_can_be_missing() -> None:
    """Then it is asked."""
    assert read("jeden Montag Lage") == ("FREQ=WEEKLY;BYDAY=MO", "", TEXT, "")


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("9 Uhr", "09:00"), ("um 9", "09:00"), ("halb eins", "12:30"), ("3 Uhr nachmittags", "15:00"), ("noon", "12:00")],
)
def test_a_time_alone(typed: str, clock: str) -> None:
    """As people say it beside a day."""
    assert f"{read_clock(typed):%H:%M}" == clock


# Rules in words.

RULES = [
    ("FREQ=DAILY", "täglich", "daily"),
    ("FREQ=DAILY;INTERVAL=3", "alle 3 Tage", "every 3 days"),
    (f"FREQ=WEEKLY;BYDAY={WORKDAYS}", "montags bis freitags", "Monday to Friday"),
    ("FREQ=WEEKLY;BYDAY=MO", "jeden Montag", "every Monday"),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "jeden Montag, Mittwoch und Freitag", "every Monday, Wednesday, and Friday"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "alle 2 Wochen am Mittwoch", "every 2 weeks on Wednesday"),
    ("FREQ=MONTHLY;BYDAY=1MO", "jeden Monat am ersten Montag", "every month on the first Monday"),
    (
        "FREQ=MONTHLY;BYDAY=1TU,3TU",
        "jeden Monat am ersten und dritten Dienstag",
        "every month on the first and third Tuesday",
    ),
    ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "alle 3 Monate am letzten Freitag", "every 3 months on the last Friday"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15", "jeden Monat am 1. und 15.", "every month on the 1st and 15th"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "jeden Monat am letzten Tag", "every month on the last day"),
    ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=26", "jedes Jahr am 26. September", "every year on 26 September"),
]


def words(rule: str, language: Language) -> str:
    """Write a rule as a list shows it."""
    return rule_words(Wording(language, BERLIN), rule)


@pytest.mark.parametrize(("rule", "german", "english"), RULES, ids=[rule for rule, _, _ in RULES])
def test_rules_are_written_in_words(rule: str, german: str, english: str) -> None:
    """In both languages, with the time."""
    whole = with_time(new_rule(MONDAY, rule), time(9, 5))
    assert words(whole, Language.GERMAN) == f"{german} um 9:05 Uhr"
    assert words(whole, Language.ENGLISH) == f"{english} at 9:05"


def test_a_single_time_and_an_end_are_written() -> None:
    """A day of its own, and a last day."""
    once = with_time(new_rule(date(2021, 8, 12), "FREQ=DAILY;COUNT=1"), time(9))
    ends = with_time(new_rule(MONDAY, "FREQ=DAILY", date(2021, 9, 26)), time(9))
    assert words(once, Language.GERMAN) == "einmal am 12.08.2021 um 9:00 Uhr"
    assert words(ends, Language.GERMAN) == "täglich bis 26.09.2021 um 9:00 Uhr"


INTERVALS = st.integers(1, 12).map(lambda number: f";INTERVAL={number}" if number > 1 else "")
DAYS = st.lists(st.sampled_from(CODES), min_size=1, unique=True).map(
    lambda days: ",".join(sorted(days, key=CODES.index))
)
NTHS = st.lists(st.sampled_from((1, 2, 3, 4, -1)), min_size=1, max_size=3, unique=True)
RECURRING = st.one_of(
    st.builds("FREQ=DAILY{}".format, INTERVALS),
    st.builds("FREQ=WEEKLY{};BYDAY={}".format, INTERVALS, DAYS),
    st.builds(
        lambda interval, nths, day: f"FREQ=MONTHLY{interval};BYDAY={','.join(f'{nth}{day}' for nth in nths)}",
        INTERVALS,
        NTHS,
        st.sampled_from(CODES),
    ),
    st.builds("FREQ=MONTHLY{};BYMONTHDAY={}".format, INTERVALS, st.one_of(st.integers(1, 28), st.just(-1))),
    st.builds("FREQ=YEARLY{};BYMONTH={};BYMONTHDAY={}".format, INTERVALS, st.integers(1, 12), st.integers(1, 28)),
)


@given(RECURRING, st.times(), st.none() | st.dates(date(2022, 1, 1), date(2030, 12, 31)), st.sampled_from(Language))
def test_what_a_list_shows_can_be_written(rule: str, clock: time, end: date | None, language: Language) -> None:
    """Any rule, in any language, is read from its words as the same rule."""
    clock = clock.replace(second=0, microsecond=0)
    whole = with_time(new_rule(MONDAY, rule, end), clock)
    found = read_recurrence(f"{words(whole, language)} {TEXT}", MONDAY)
    assert found.problem is None
    assert (with_time(found.rule, found.at or time()), found.text) == (whole, TEXT)


@given(RECURRING, st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - wall times have no zone
def test_a_beginning_is_a_strike_to_come(rule: str, wall: datetime) -> None:
    """Whenever it is asked for, a rule begins behind that time, and once more from there at the same."""
    begun = beginning(with_time(new_rule(MONDAY, rule), time(9)), wall)
    assert begun is not None
    first = datetime.strptime(begun.splitlines()[0], "DTSTART:%Y%m%dT%H%M%S")  # noqa: DTZ007 - the same
    assert first > wall
    assert beginning(begun, wall) == begun

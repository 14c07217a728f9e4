"""A poll in one line, as people type it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.problems import Problem
from handlers.survey_poll_lines import LONGEST_OPTION, LONGEST_QUESTION, AskedPoll, read_poll

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2021, 7, 9, 18, 0, tzinfo=BERLIN)
USUAL = datetime(2021, 7, 12, 18, 0, tzinfo=BERLIN)
MANY = " / ".join(f"Ort {number}" for number in range(1, 14))


def read(typed: str) -> AskedPoll:
    """Read on a Monday morning."""
    return read_poll(typed, MONDAY, BERLIN)


ASKED = [
    pytest.param("Fahren wir? Ja / Nein", ("Fahren wir?", ("Ja", "Nein")), id="two options"),
    pytest.param("Fahren wir?  Ja/ Nein /Später", ("Fahren wir?", ("Ja", "Nein", "Später")), id="blanks on one side"),
    pytest.param("Was? und/oder / 1/2 / a", ("Was?", ("und/oder", "1/2", "a")), id="slashes in words"),
    pytest.param("Fahren wir? Ja/Nein", ("Fahren wir?", ("Ja", "Nein")), id="nothing but slashes"),
    pytest.param("Wohin? Köln / Münster / Görlitz", ("Wohin?", ("Köln", "Münster", "Görlitz")), id="umlauts"),
    pytest.param("Wirklich?? Ja / Nein?", ("Wirklich??", ("Ja", "Nein?")), id="more question marks"),
    pytest.param("Was?\n- Ja / gern\n2. Nein\n\n", ("Was?", ("Ja / gern", "Nein")), id="an option a line"),
    pytest.param("Was\nnun? Ja / Nein /", ("Was nun?", ("Ja", "Nein")), id="a slash at the end"),
    pytest.param("Wann? bis Mai / bis Juni", ("Wann?", ("bis Mai", "bis Juni")), id="options that begin with bis"),
    pytest.param("Ruhe? Ja / Nein bis auf Weiteres", ("Ruhe?", ("Ja", "Nein bis auf Weiteres")), id="bis without day"),
    pytest.param("Wie oft? einmal / mehrere", ("Wie oft?", ("einmal", "mehrere")), id="an option called mehrere"),
]


@pytest.mark.parametrize(("typed", "expected"), ASKED)
def test_reads_question_and_options(typed: str, expected: tuple[str, tuple[str, ...]]) -> None:
    """The question ends with its mark; without another word the poll is open for a week and takes one answer."""
    assert read(typed) == AskedPoll(*expected, several=False, closes_at=USUAL)


@pytest.mark.parametrize(
    ("end", "several", "closes_at"),
    [
        (" bis Freitag", False, FRIDAY_EVENING),
        (", bis Freitag", False, FRIDAY_EVENING),
        (" (bis 9.7.)", False, FRIDAY_EVENING),
        (" bis 9.7.2021, 12:00", False, FRIDAY_EVENING - timedelta(hours=6)),
        (" until Friday", False, FRIDAY_EVENING),
        (" mehrere", True, USUAL),
        (" bis Freitag mehrere", True, FRIDAY_EVENING),
        (", mehrere, bis Freitag", True, FRIDAY_EVENING),
        (" bis heute", False, datetime(2021, 7, 5, 18, 0, tzinfo=BERLIN)),
    ],
)
def test_reads_the_end_and_how_many(end: str, several: bool, closes_at: datetime) -> None:  # noqa: FBT001
    """Both stand behind the last option, in any order; a day alone ends at six in the evening."""
    assert read(f"Was? a / b{end}") == AskedPoll("Was?", ("a", "b"), several, closes_at)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "no-question"),
        ("Fahren wir Ja / Nein", "no-question"),
        ("?? Ja / Nein", "no-question"),
        ("Fahren wir?", "few-options"),
        ("Fahren wir? Ja", "few-options"),
        ("Fahren wir? / /", "few-options"),
        (f"Was? {' / '.join(map(str, range(21)))}", "many-options"),
        ("Fahren wir? Müll / MUELL", "option-twice"),
        ("Fahren wir? a / b bis 4.7.2021", "past"),
        (f"{'x' * LONGEST_QUESTION}? a / b", "long-question"),
        (f"Was? a / {'x' * (LONGEST_OPTION + 1)}", "long-option"),
    ],
)
def test_says_what_is_wrong(typed: str, key: str) -> None:
    """Nothing is guessed: each fault has its sentence."""
    with pytest.raises(Problem) as raised:
        read(typed)
    assert raised.value.key == f"survey-poll-{key}"


def test_thirteen_options_are_a_poll() -> None:
    """More than Telegram takes; there it is a text."""
    assert len(read(f"Wohin? {MANY}").options) == 13


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("?/ \n,bismehrer"), max_size=80))
def test_never_fails_in_another_way(typed: str) -> None:
    """Whatever is typed is a poll with different options and an end that lies ahead, or a problem with a sentence."""
    try:
        asked = read(typed)
    except Problem:
        return
    assert len(set(asked.options)) == len(asked.options) >= 2
    assert asked.closes_at > MONDAY
    assert all(option.strip() == option != "" for option in asked.options)

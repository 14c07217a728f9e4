"""Whole numbers as people write them: read, or refused with the sentence that says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.numbers import read_count, with_digits
from handlers.problems import Problem
from handlers.typed import clean

MOST = 100_000


def table(*rows: tuple[str, object]) -> list[object]:
    """Make parameters whose ids read as sentences."""
    return [pytest.param(typed, value, id=f"{typed!r} is {value}") for typed, value in rows]


@pytest.mark.parametrize(
    ("typed", "count"),
    table(
        ("20", 20),
        ("1", 1),
        ("100000", MOST),
        ("020", 20),
        ("1.200", 1200),
        ("1 200", 1200),
        ("100.000", MOST),
        ("20 Plätze", 20),
        ("20 Plätze.", 20),
        ("20 plaetze", 20),
        ("20 Plätzen", 20),
        ("1 Platz", 1),
        ("20 Personen", 20),
        ("20 Menschen!", 20),
        ("20 places", 20),
        ("(20)", 20),
        ("20,", 20),
        ("20 Pla\u0308tze\u00a0", 20),
        ("\u00a020\u202fPla\u0308tze", 20),
        ("\u200e20\u200f", 20),
        ("2\u200b0", 20),
        ("zwanzig", 20),
        ("Zwanzig Plätze", 20),
        ("zwölf Plätze", 12),
        ("zwo\u0308lf", 12),
        ("zwoelf", 12),
        ("fünf", 5),
        ("fuenfundzwanzig", 25),
        ("dreissig", 30),
        ("zwei", 2),
        ("zwo", 2),
        ("hundertzwanzig", 120),
        ("zweitausend", 2000),
        ("eintausendzweihundert", 1200),
        ("ein Platz", 1),
        ("einen", 1),
        ("eine Person", 1),
        ("eins", 1),
        ("one place", 1),
        ("twenty places", 20),
    ),
)
def test_a_number_is_read(typed: str, count: int) -> None:
    """In digits or words, with what is counted, however it was pasted."""
    assert read_count(clean(typed), MOST) == count


@pytest.mark.parametrize(
    ("typed", "key"),
    table(
        ("20-30", "number-span"),
        ("20 – 30 Plätze", "number-span"),
        ("20 bis 30", "number-span"),
        ("zwanzig bis dreißig", "number-span"),
        ("20 oder 30", "number-span"),
        ("zwischen 20 und 30", "number-span"),
        ("20/30", "number-span"),
        ("20 to 30", "number-span"),
        ("+5", "number-difference"),
        ("+ 5", "number-difference"),
        ("5 mehr", "number-difference"),
        ("5 weitere Plätze", "number-difference"),
        ("zwei zusätzliche", "number-difference"),
        ("5 weniger", "number-difference"),
        ("five more", "number-difference"),
        ("0", "number-not-positive"),
        ("000", "number-not-positive"),
        ("null", "number-not-positive"),
        ("keine", "number-not-positive"),
        ("none", "number-not-positive"),
        ("-5", "number-not-positive"),
        ("−5", "number-not-positive"),
        ("- 5 Plätze", "number-not-positive"),
        ("minus fünf", "number-not-positive"),
        ("20,5", "number-not-whole"),
        ("20.5", "number-not-whole"),
        ("zwei Komma fünf", "number-not-whole"),
        ("100001", "number-too-big"),
        ("100.001", "number-too-big"),
        ("1000000000", "number-too-big"),
        ("9" * 4000, "number-too-big"),
        ("1e9", "number-unclear"),
        ("", "number-unclear"),
        ("foo", "number-unclear"),
        ("viele", "number-unclear"),
        ("ca. 20", "number-about"),
        ("mindestens 20", "number-about"),
        ("20 Plätze, 5 Kinder", "number-unclear"),
        ("20 20", "number-unclear"),
        ("1,200", "number-unclear"),
        ("zwei Dutzend", "number-unclear"),
        ("½", "number-unclear"),
        ("²", "number-unclear"),
        ("31.12.2021", "number-unclear"),
    ),
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, key: str) -> None:
    """Nothing is rounded, cut or guessed."""
    with pytest.raises(Problem) as refused:
        read_count(clean(typed), MOST)
    assert refused.value.key == key


def test_a_refusal_repeats_what_was_typed() -> None:
    """So that the person sees what we did not understand."""
    with pytest.raises(Problem) as refused:
        read_count("20 bis 30", MOST)
    assert refused.value.values == {"typed": "20 bis 30"}


@pytest.mark.parametrize(
    ("typed", "written"),
    table(
        ("zwanzig UMF bis 31.12.2021", "20 UMF bis 31.12.2021"),
        ("zwei Plätze", "2 Plätze"),
        ("eine Meldung", "eine Meldung"),
        ("am ersten September", "am 1. September"),
        ("20 Plätze Art. 17", "20 Plätze Art. 17"),
    ),
)
def test_number_words_become_digits_and_articles_stay(typed: str, written: str) -> None:
    """A line with "eine" in it does not get a number by that."""
    assert with_digits(typed) == written


@given(st.text() | st.text(alphabet="0123456789 .,-+–/²٣biseinPlatzwö"))
def test_no_text_whatever_makes_reading_a_number_fail(typed: str) -> None:
    """It is a number from 1 to the most, or a problem we can put into words."""
    try:
        said: int | str = read_count(typed, MOST)
    except Problem as problem:
        said = problem.key
    assert said.startswith("number-") if isinstance(said, str) else 1 <= said <= MOST

"""How sentences are written: numbers and days in the reader's way, and what people typed exactly as they typed it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import to_plain
from handlers.problems import Problem
from handlers.typed import clean
from handlers.wording import Markdown, UnknownTextError, Wording, unmarked
from storage.municipalities import Land
from storage.persons import Language

PLACES = {
    "number-unclear": "typed",
    "resolution": "text",
    "members-person": "label",
    "withdrawal-told": "municipality",
    "approval-confirmed": "municipality",
    "members-one": "name",
}
"""Messages with the value that is typed: in quotes, behind a colon, in a list, at the beginning, in bold."""


def wording(language: Language = Language.GERMAN) -> Wording:
    """Give the sentences of a language as the network's office has them."""
    return Wording(language, ZoneInfo("Europe/Berlin"))


def with_text(key: str, typed: str) -> Markdown:
    """Write one of the messages with what somebody typed, and with plain words for the rest."""
    others = dict.fromkeys(("by", "offer", "number", "land", "ags", "status"), Markdown("x"))
    return wording()(key, **others | {PLACES[key]: typed} | {"number": 17})


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        pytest.param(
            "pledge-offer", {"places": 1, **dict.fromkeys(("group", "programme", "period"), "x")}, "1 Platz ·"
        ),
        pytest.param("totals-sum", {"places": 1, "municipalities": 1}, "1 Platz aus einer Kommune"),
        pytest.param("totals-waiting", {"count": 1, "places": 1}, "Eine Meldung über einen Platz wartet"),
        pytest.param("totals-waiting", {"count": 2, "places": 1200}, "2 Meldungen über 1.200 Plätze warten"),
        pytest.param("status-own-waiting", {"count": 0}, "Von Ihren Meldungen wartet keine"),
        pytest.param("members-land-heading", {"land": Land.SL, "count": 1}, "Saarland: eine Kommune"),
        pytest.param("members-land-none", {"land": Land.SL}, "Im Saarland ist"),
        pytest.param("members-land-none", {"land": Land.HE}, "In Hessen ist"),
        pytest.param("approval-unknown", {"number": 12345}, "Nr. 12345 gibt"),
    ],
)
def test_german_numbers_and_places_read_as_german_does(key: str, values: dict[str, object], expected: str) -> None:
    """No false plural, "im Saarland", dots in thousands, but none in the number of a report."""
    assert expected in to_plain(wording(Language.GERMAN)(key, **values))


def test_days_and_moments_are_written_in_the_readers_way_and_time() -> None:
    """Half past seven in UTC is half past nine in Potsdam in July."""
    moment = datetime(2021, 7, 5, 7, 30, tzinfo=UTC)
    german, english = wording(Language.GERMAN), wording(Language.ENGLISH)
    assert german("start-locked", until=moment).endswith("ab Montag, 05.07.2021, 09:30 Uhr.")
    assert english("start-locked", until=moment).endswith("from Monday, 5 July 2021, 09:30.")
    assert english("date-understood", day=date(2021, 7, 5)) == "Understood: 5 July 2021."


def test_a_missing_message_or_value_is_an_error_of_ours() -> None:
    """Nobody reads a key or a hole in a sentence."""
    with pytest.raises(UnknownTextError):
        wording(Language.GERMAN)("there-is-no-such-message")
    with pytest.raises(UnknownTextError):
        wording(Language.GERMAN)("pledge-review")


@given(st.text(min_size=1).map(lambda typed: " ".join(clean(typed).split())).filter(bool))
def test_whatever_people_type_is_shown_as_they_typed_it(typed: str) -> None:
    """Any cleaned text survives in the middle, at the beginning, in a list and in bold."""
    for key in (
        "number-unclear",
        "withdrawal-told",
        "members-person",
        "resolution",
        "approval-confirmed",
        "members-one",
    ):
        assert typed in to_plain(with_text(key, typed))


@given(st.text(alphabet="\\`*_{}[]()<>#|~&!+-.=:1 \nab", min_size=1).map(lambda t: " ".join(t.split())).filter(bool))
def test_no_mixture_of_the_signs_of_markdown_has_any_power(typed: str) -> None:
    """The same, with nothing but dangerous signs."""
    for key in (
        "number-unclear",
        "withdrawal-told",
        "members-person",
        "resolution",
        "approval-confirmed",
        "members-one",
    ):
        assert typed in to_plain(with_text(key, typed))


@pytest.mark.parametrize("language", Language)
def test_a_problem_repeats_only_the_beginning_of_what_is_very_long(language: Language) -> None:
    """Also where every sign has to be escaped; Fluent would refuse more than a thousand."""
    text = wording(language).problem(Problem("number-unclear", typed="*" * 4000))
    assert to_plain(text).count("*") == 400


def test_what_stands_where_there_is_no_markdown_shows_none_of_its_marks() -> None:
    """Headings, bold and italic words lose their signs; what somebody typed keeps its own."""
    assert unmarked(Markdown("## Einladung\n**Guten** Tag, *bitte* `lesen`: \\# 5 \\*innen")) == (
        "Einladung\nGuten Tag, bitte lesen: # 5 *innen"
    )

"""What people type and paste, made comparable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.typed import clean, fold


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param("20 Pla\u0308tze\u00a0", "20 Plätze", id="umlauts are composed and outer spaces go"),
        pytest.param("20\u00a0\u202f\u2009UMF", "20 UMF", id="all kinds of spaces become one"),
        pytest.param("20\tUMF", "20 UMF", id="a tab is a space"),
        pytest.param("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf", id="line breaks stay, in one spelling"),
        pytest.param("\u202e20\u202c \u2066UMF\u2069", "20 UMF", id="marks that turn the writing round go"),
        pytest.param("2\u200b0\ufeff\u00ad", "20", id="zero widths and soft hyphens go"),
        pytest.param("a\x00b\x1bc\x7f", "abc", id="control signs go"),
        pytest.param("zwo\u200b\u0308lf", "zwölf", id="a zero width keeps no letter from its dots"),
        pytest.param("\ud800a", "a", id="half a sign goes"),
        pytest.param("👍 ja", "👍 ja", id="what can be seen stays"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_cleaning_takes_away_what_cannot_be_seen(typed: str, cleaned: str) -> None:
    """Two texts that look the same become the same."""
    assert clean(typed) == cleaned


@given(st.text(alphabet=st.characters()) | st.text(alphabet="a\u0308\u0301\u200b\u1100\u1161\u200d\n\r\t \u00a0\u202e"))
def test_cleaning_again_changes_nothing(typed: str) -> None:
    """Cleaned text has no invisible signs, is composed, and has no space too many."""
    cleaned = clean(typed)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "  " not in cleaned
    assert not [sign for sign in cleaned if unicodedata.category(sign)[0] == "C" and sign != "\n"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("LÖSCHEN", "loeschen", id="case and spelling of umlauts do not count"),
        pytest.param("Straße", "STRASSE", id="sharp s is ss"),
        pytest.param("„Köln“!", "koeln", id="quotes and punctuation around do not count"),
        pytest.param(" ja,\n  bitte.", "ja, bitte", id="any white space is one space"),
        pytest.param("- NEST -", "nest", id="dashes around do not count"),
    ],
)
def test_folding_makes_spellings_equal(one: str, other: str) -> None:
    """So that commands, names and answers are found however they are written."""
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_never_fails(typed: str) -> None:
    """Not even on what was not cleaned."""
    assert isinstance(fold(typed), str)

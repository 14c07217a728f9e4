"""Votes as people write them in one line; what is unclear is asked about, never guessed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.date_vote_lines import MEANING, is_vote_line, read_votes, word_of
from handlers.problems import Problem
from storage.date_polls import Vote

YES, IF_NEED_BE, NO = Vote.YES, Vote.IF_NEED_BE, Vote.NO
THREE = [1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "votes"),
    [
        ("1 ja, 2 zur Not, 3 nein", {1: YES, 2: IF_NEED_BE, 3: NO}),
        ("1 ja 2 zur not 3 nein", {1: YES, 2: IF_NEED_BE, 3: NO}),
        ("1: ja; 2: notfalls; 3: geht nicht.", {1: YES, 2: IF_NEED_BE, 3: NO}),
        ("1. ja\n2. nein", {1: YES, 2: NO}),
        ("1 und 3 gehen, Rest nicht", {1: YES, 3: YES, 2: NO}),
        ("Rest nein, 1 ja", {1: YES, 2: NO, 3: NO}),
        ("1, 2 ja; 3 passt nicht", {1: YES, 2: YES, 3: NO}),
        ("Nr. 2 passt", {2: YES}),
        ("2=ja", {2: YES}),
        ("ALLE JA!", {1: YES, 2: YES, 3: YES}),
        ("alle gehen nicht", {1: NO, 2: NO, 3: NO}),
        ("keiner", {1: NO, 2: NO, 3: NO}),
        ("1 ja und 2 vielleicht", {1: YES, 2: IF_NEED_BE}),
        ("1 yes, 2 if need be, 3 no", {1: YES, 2: IF_NEED_BE, 3: NO}),
        ("1 ja, 1 ja", {1: YES}),
    ],
)
def test_a_line_is_read(typed: str, votes: dict[int, Vote]) -> None:
    """Numbers, lists of numbers, "alle" and "Rest", each with a word."""
    assert is_vote_line(typed)
    assert read_votes(typed, THREE, []) == votes


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("1 ja, 4 nein", "date-no-such"),
        ("0 ja", "date-no-such"),
        ("1 ja, 1 nein", "date-vote-twice"),
        ("alle ja, 2 nein", "date-vote-twice"),
        ("1 ja, 2 vielleicht am Abend", "date-votes-unclear"),
        ("1 morgen", "date-votes-unclear"),
        ("ja", "date-votes-unclear"),
        ("", "date-votes-unclear"),
        ("100 ja", "date-votes-unclear"),
        ("1 ja, 2", "date-votes-unclear"),
    ],
)
def test_what_is_wrong_is_told(typed: str, key: str) -> None:
    """With the sentence that fits."""
    with pytest.raises(Problem) as raised:
        read_votes(typed, THREE, [])
    assert raised.value.key == key


def test_what_is_over_is_left_out() -> None:
    """With "alle" those are meant that are still to come; who names one that is over is told."""
    assert read_votes("alle ja", THREE, [1]) == {2: YES, 3: YES}
    with pytest.raises(Problem) as raised:
        read_votes("1 ja", THREE, [1])
    assert raised.value.key == "date-vote-over"


@pytest.mark.parametrize("typed", ["20 UMF NEST", "1", "12.08. 14:00", "1 gehört dazu", "ja", "alle", "hallo", ""])
def test_other_texts_are_no_votes(typed: str) -> None:
    """A report of places, a day, a bare number or a word alone begins no line of votes."""
    assert not is_vote_line(typed)


@given(st.dictionaries(st.integers(1, 15), st.sampled_from(sorted(MEANING)), min_size=1))
def test_every_word_works_behind_every_number(said: dict[int, str]) -> None:
    """Any number with any of our words, in any order, with commas between."""
    typed = ", ".join(f"{number} {word}" for number, word in said.items())
    assert read_votes(typed, range(1, 16), []) == {number: word_of(word) for number, word in said.items()}


@given(st.text(alphabet="0123456789 ,;.:-janeiurotgh\nüß", max_size=60))
def test_any_text_is_votes_or_a_problem(typed: str) -> None:
    """Nothing else comes of it, and only what is proposed is voted on."""
    with suppress(Problem):
        assert set(read_votes(typed, THREE, [2])) <= {1, 3}

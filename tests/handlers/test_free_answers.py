"""Answers to invitations in people's own words."""

from __future__ import annotations

import pytest

from handlers.free_answers import read_answer
from storage.answers import Answer

YES = [
    "ja",
    "Ja gerne!",
    "gern",
    "Ich komme",
    "wir kommen gerne",
    "bin dabei",
    "Wir sind dabei.",
    "nehme teil",
    "passt",
]
YES += ["Ja gerne, wir kommen!", "Ja, ich komme.", "Wir sagen zu", "yes", "I'll be there"]
NO = ["nein", "Nein danke", "Absage", "leider nicht", "ich kann leider nicht", "Kann nicht kommen", "bin verhindert"]
NO += [
    "wir können da leider nicht teilnehmen",
    "Ich muss leider absagen",
    "Wir sagen ab",
    "keine Zeit",
    "can't make it",
]
NO += ["ich komme nicht", "nehme nicht teil"]
MAYBE = ["vielleicht", "mal sehen", "weiß ich noch nicht", "evtl."]
UNCLEAR = ["ja aber später", "kann ich später kommen?", "wer kommt?", "ich komme 10 Minuten später", "nicht nein", "hm"]
UNCLEAR += ["komme ich da rein?", "absage an Köln weiterleiten", "keine", "Zusage NEST 20", ""]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        *((typed, Answer.YES) for typed in YES),
        *((typed, Answer.NO) for typed in NO),
        *((typed, Answer.MAYBE) for typed in MAYBE),
        *((typed, None) for typed in UNCLEAR),
    ],
)
def test_plain_answers_are_read_and_nothing_is_guessed(typed: str, answer: Answer | None) -> None:
    """Whole sentences that can mean one thing only; with a condition, a question or a wish, nothing is taken."""
    assert read_answer(typed) is answer

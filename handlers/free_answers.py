"""What people write below an invitation instead of tapping: "ja gerne", "kann leider nicht", "mal sehen"."""

from __future__ import annotations

import re

from handlers.in_view import asked_in_view
from handlers.meeting_sending import PARTY, WORDS
from handlers.turn import Turn
from handlers.typed import fold
from storage.answers import Answer

OFFERED = re.compile(rf"/termine \d+ (?P<word>[a-z]+) (?:{PARTY})")
"""What the buttons under an invitation say."""

WHO = r"(?:(?:ich|wir|i|we) )?"
SOFT = r"(?: (?:leider|da|dann|gerne?|sehr|diesmal|heute|danke|vielen dank|unfortunately))*"
COME = r"(?:kommen?|nehmen? teil|(?:bin|sind) dabei|sage?n? zu)"
MEANT = {
    Answer.YES: re.compile(
        rf"(?:ja|yes|gerne?|dabei|zusage|teilnahme|passt|einverstanden|(?:(?:ja|yes) )?(?:gerne? )?{WHO}{COME}"
        rf"|(?:i'll|we'll|i will|we will) (?:be there|come)){SOFT}"
    ),
    Answer.NO: re.compile(
        rf"(?:nein|no|absage|leider (?:nein|nicht)|keine zeit|verhindert|{WHO}(?:bin|sind){SOFT} verhindert"
        rf"|{WHO}(?:kann|koennen|kommen?){SOFT} nicht(?: (?:dabei sein|kommen|teilnehmen))?"
        rf"|{WHO}nehmen?{SOFT} nicht teil|{WHO}(?:muss|muessen){SOFT} absagen|{WHO}sage?n?{SOFT} ab"
        rf"|{WHO}(?:can't|cannot)(?: (?:come|make it))?){SOFT}"
    ),
    Answer.MAYBE: re.compile(
        rf"(?:vielleicht|maybe|eventuell|evtl|mal sehen|unsicher"
        rf"|{WHO}(?:weiss|wissen)(?: (?:ich|wir|es))* noch nicht){SOFT}"
    ),
}


def read_answer(typed: str) -> Answer | None:
    """Read what an answer to an invitation means; None where that is not plain: nothing is guessed."""
    words = fold(typed).replace(",", "")
    return next((answer for answer, pattern in MEANT.items() if pattern.fullmatch(words)), None)


def meant_answer(turn: Turn) -> str:
    """Give the command that a text below an invitation is short for, if that is what was asked last; else nothing."""
    meant = read_answer(turn.text)
    if meant is None:
        return ""
    shown = asked_in_view(turn)
    offered = (value for message in shown[:1] for _, value in message.choices)
    return next(
        (value for value in offered if (found := OFFERED.fullmatch(value)) and found["word"] == WORDS[meant]), ""
    )

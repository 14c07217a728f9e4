"""Who answers, and what they can say to an invitation."""

from __future__ import annotations

from enum import StrEnum

PERSON = "person:"
"""How the name of a party begins that is one person; a municipality is called by its AGS."""


class Answer(StrEnum):
    """What a party says to an invitation."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    SUBSTITUTE = "substitute"


COMING = (Answer.YES, Answer.SUBSTITUTE)

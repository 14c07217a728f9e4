"""Handing single questions to a colleague."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.choosing import chosen
from handlers.messages import Choice
from handlers.problems import Problem
from handlers.survey_papers import Paper
from handlers.turn import identity
from handlers.typed import fold
from storage.persons import Person, colleagues
from storage.survey_forms import Question
from storage.survey_handovers import hand, handed

HAND = re.compile(
    r"(?:frage\s+|question\s+)?(?P<before>[\d,;+ ]*?(?:\bund\b[\d ]+)?)\s*"
    r"(?:weitergeben|weiterleiten|delegieren|hand over|delegate)\b[\s:]*"
    r"(?:fragen?\s+|questions?\s+)?(?P<places>\d[\d,;+ ]*(?:(?:und|and)[\d ]+)?)?\s*(?:(?:an|to)\s+(?P<whom>.+))?",
    re.IGNORECASE,
)
"""weitergeben · weitergeben 2,3 und 5 · 4 weitergeben · weitergeben an Vertretung Köln."""


def colleagues_of(paper: Paper) -> list[Person]:
    """List who else speaks for the municipality."""
    return colleagues(paper.turn.session, paper.ags, paper.turn.today, without=paper.turn.sender_id)


def named_questions(paper: Paper, found: re.Match[str], here: Question | None) -> list[Question]:
    """List which questions are meant: those with the numbers, or the open one. Raises :class:`Problem`."""
    asked = paper.asked
    places = [int(each) for each in re.findall(r"\d+", f"{found['before'] or ''} {found['places'] or ''}")]
    if any(not 1 <= place <= len(asked) for place in places):
        raise Problem("survey-no-such-question", count=len(asked))
    if not places and here is None:
        raise Problem("survey-hand-which")
    return [asked[place - 1] for place in places] or [each for each in asked if each == here]


def named_colleague(paper: Paper, typed: str) -> Person | None:
    """Find who is meant: by label, or the only one; None where several could be. Raises :class:`Problem`."""
    others = colleagues_of(paper)
    if not others:
        raise Problem("survey-hand-nobody")
    if not typed:
        return others[0] if len(others) == 1 else None
    wanted = fold(typed)
    fitting = [each for each in others if fold(each.label).startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    choice = chosen(hand_choices(paper), typed)
    return next((each for each in others if choice and choice.value == f"an:{each.id}"), None)


def hand_choices(paper: Paper) -> Sequence[Choice]:
    """List who else speaks for the municipality."""
    return [Choice(each.label, f"an:{each.id}") for each in colleagues_of(paper)]


def hand_over(paper: Paper, names: Sequence[str], to: Person) -> None:
    """Ask a colleague to answer. Raises as :func:`storage.survey_handovers.hand` does."""
    turn, number = paper.turn, paper.survey.id or 0
    hand(turn.session, number, paper.ags, names, identity(to), turn.sender_id, turn.now)
    if paper.desk:
        paper.desk.handed = handed(turn.session, number, paper.ags)

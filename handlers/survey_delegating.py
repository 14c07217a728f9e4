"""What people say to hand questions to a colleague while they answer a survey."""

from __future__ import annotations

import re

from handlers.problems import Problem
from handlers.survey_handing import hand_over, named_colleague, named_questions
from handlers.survey_reviews import spans
from handlers.survey_sittings import HANDING, Sitting, ask, ask_after, go_on
from handlers.survey_telling import tell_handed
from handlers.turn import Replies
from storage.persons import Person


def hand_questions(sitting: Sitting, found: re.Match[str]) -> Replies:
    """Hand the open question, or those named, to a colleague; asks whom where there are several."""
    paper, turn = sitting.paper, sitting.turn
    if paper.is_rehearsed:
        return ask_after(sitting, turn.wording("survey-hand-rehearsed"))
    try:
        questions = named_questions(paper, found, sitting.question)
        whom = named_colleague(paper, found["whom"] or "")
    except Problem as problem:
        return ask_after(sitting, turn.wording.problem(problem))
    names = [each.name for each in questions]
    sitting.stand(HANDING, sitting.question.name if sitting.question else "", hand=names)
    return ask(sitting) if whom is None else _handed(sitting, names, whom)


def at_handing(sitting: Sitting) -> Replies:
    """Take who somebody names to answer."""
    try:
        whom = named_colleague(sitting.paper, sitting.turn.text)
    except Problem as problem:
        return ask_after(sitting, sitting.turn.wording.problem(problem))
    if whom is None:
        return ask_after(sitting, sitting.turn.wording("survey-hand-unclear"))
    return _handed(sitting, sitting.state["hand"], whom)


def _handed(sitting: Sitting, names: list[str], whom: Person) -> Replies:
    questions = [each for each in sitting.paper.asked if each.name in names]
    hand_over(sitting.paper, names, whom)
    sitting.reread()
    places = spans(map(sitting.paper.number, questions))
    done = sitting.turn.wording("survey-handed", places=places, count=len(questions), to=whom.label)
    sitting.remarks.append(done)
    return [*go_on(sitting, after=names[-1]), *tell_handed(sitting.paper, questions, whom)]

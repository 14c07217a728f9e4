"""Colleagues who contradict each other: both answers to be seen, and one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.choosing import chosen
from handlers.messages import Choice
from handlers.survey_papers import Paper
from handlers.survey_questions import label_words, speaker, value_words
from handlers.wording import Markdown
from storage.survey_answers import SurveyAnswer
from storage.survey_forms import Question

UNDECIDED = "offen"


def conflict_text(paper: Paper, question: Question) -> Markdown:
    """Say who has answered what, and what counts until somebody decides."""
    wording = paper.turn.wording
    said = [_said(paper, question, each) for each in _against(paper, question)]
    lines = [wording("survey-conflict-line", said=each) for each in said]
    asked = label_words(paper, question.label)
    head = wording("survey-conflict", number=paper.number(question), question=asked)
    return Markdown("\n\n".join([head, "\n".join(lines), wording("survey-conflict-which", said=said[0])]))


def conflict_choices(paper: Paper, question: Question) -> Sequence[Choice]:
    """List the answers, and to leave it open."""
    offered = [Choice(_said(paper, question, each), f"gilt:{each.id}") for each in _against(paper, question)]
    return (*offered, Choice(paper.turn.wording("survey-conflict-later"), UNDECIDED))


def decided(paper: Paper, question: Question) -> SurveyAnswer | None:
    """Find the answer that somebody has chosen, if one was."""
    offered = _against(paper, question)
    choice = chosen(conflict_choices(paper, question), paper.turn.text)
    return next((each for each in offered if choice and choice.value == f"gilt:{each.id}"), None)


def is_left_open(paper: Paper, question: Question) -> bool:
    """Say whether somebody wants to leave it open for now."""
    choice = chosen(conflict_choices(paper, question), paper.turn.text)
    return choice is not None and choice.value == UNDECIDED


def _against(paper: Paper, question: Question) -> Sequence[SurveyAnswer]:
    return paper.conflicts().get(question.name, ())


def _said(paper: Paper, question: Question, said: SurveyAnswer) -> Markdown:
    wording = paper.turn.wording
    return wording("survey-answer-of", answer=value_words(wording, question, said.value), by=speaker(paper, said))

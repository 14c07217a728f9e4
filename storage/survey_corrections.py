"""Correcting a published survey: a new version, to which the answers that still fit are carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage import survey_ballots
from storage.survey_answers import Standing, SurveyAnswer
from storage.survey_forms import BY_OPTION, Answer, Form, Question, QuestionType
from storage.survey_participation import parts
from storage.surveys import (
    Anonymity,
    NotOpenError,
    Survey,
    SurveyState,
    SurveyVersion,
    add_version,
    form_of,
    held,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did: the questions that cannot be carried over, by municipality.

    ``nameless`` counts the answers of anonymous ballots that were thrown away; nobody can say whose they were.
    """

    version: SurveyVersion
    carried: int
    lost: dict[str, list[str]]
    nameless: int = 0


def correct(  # noqa: PLR0913 - what is corrected to what, by whom, when, why
    session: Session, survey_id: int, seen_version: int, form: Form, by: int, now: datetime, reason: str = ""
) -> Correction:
    """Publish a corrected form. An answer is carried over if it :func:`fits`; all others are kept as outdated.

    What was sent stays sent. Raises :class:`storage.surveys.SurveyChangedError`,
    :class:`storage.surveys.NotOpenError` unless it is published and not closed, and
    :class:`storage.surveys.NamingFilesError`.
    """
    survey = held(session, survey_id, alone=True, seen_version=seen_version)
    if survey.state is not SurveyState.PUBLISHED:
        raise NotOpenError
    before = form_of(session, survey)
    version = add_version(session, survey, form, by, now, reason)
    nameless = 0
    if survey.anonymity is Anonymity.ANONYMOUS:
        nameless = survey_ballots.drop(session, survey_id, lambda name, value: fits(before, form, name, value))
    carried, lost = _carry_over(session, survey, before, form)
    return Correction(version, carried, lost, nameless)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a correction would do: how many answers it would carry over and lose, and of how many municipalities."""

    carried: int
    lost: int
    places: int


def foresee(session: Session, survey: Survey, form: Form) -> Foreseen:
    """Count what a correction would do to the answers there are; nothing is changed."""
    before = form_of(session, survey)
    found = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey.id, SurveyAnswer.standing == Standing.CURRENT)
    said = session.exec(found).all()
    unfit = [each for each in said if not fits(before, form, each.question, each.value)]
    nameless, dropped = 0, 0
    if survey.anonymity is Anonymity.ANONYMOUS:
        nameless = survey_ballots.count(session, survey.id or 0, lambda *_: True)
        dropped = survey_ballots.count(session, survey.id or 0, lambda name, value: not fits(before, form, name, value))
    carried = len(said) - len(unfit) + nameless - dropped
    return Foreseen(carried, len(unfit) + dropped, len({each.ags for each in unfit}))


def fits(before: Form, after: Form, name: str, value: Answer) -> bool:
    """Say whether an answer to a form is one to another: same name, same type, options still there, within the range.

    What was passed over is open again where it is required now.

    Conditions and constraints are expressions, which this floor does not read: whoever asks next does.
    """
    old, new = before.question(name), after.question(name)
    if old is None or new is None or old.type is not new.type:
        return False
    return not new.required if value is None else _is_possible(new, value)


def _is_possible(question: Question, value: Answer) -> bool:
    if question.type in BY_OPTION:
        chosen = value if isinstance(value, list) else [value]
        return set(chosen) <= {option.name for option in question.options}
    if question.type is QuestionType.RANGE and isinstance(value, int | float):
        return question.start <= value <= question.end
    return True


def _carry_over(session: Session, survey: Survey, before: Form, after: Form) -> tuple[int, dict[str, list[str]]]:
    """Mark what no longer fits; gives how many answers still count, and the questions of each place that do not.

    Where what counted does not fit, what was said against it goes with it: the question is asked anew.
    """
    standing = col(SurveyAnswer.standing).in_((Standing.CURRENT, Standing.CONTRADICTS))
    found = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey.id, standing).order_by(col(SurveyAnswer.id))
    said = session.exec(found).all()
    counting = [each for each in said if each.standing is Standing.CURRENT]
    lost: dict[str, list[str]] = {}
    for each in counting:
        if not fits(before, after, each.question, each.value):
            lost.setdefault(each.ags, []).append(each.question)
    for each in said:
        if each.question in lost.get(each.ags, ()) or not fits(before, after, each.question, each.value):
            each.standing = Standing.OUTDATED
    for part in parts(session, survey.id or 0):
        if part.ags in lost:
            part.sheet = {name: value for name, value in part.sheet.items() if name not in lost[part.ags]}
    session.flush()
    return len(counting) - sum(len(names) for names in lost.values()), lost

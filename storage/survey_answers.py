"""What a municipality answers in a survey, and who of it said what when.

An answer belongs to the municipality. All that was said stays written down; exactly one answer counts for a question.
Whoever answers differently than a colleague contradicts: both answers are there to see, the first one counts, until
somebody takes the question over, with one of the two or a third. Answers to questions that became irrelevant are put
aside: they count again when the question does. Of an anonymous survey all this is a draft, erased on sending.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Index, bindparam, text
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.records import Record, UtcDateTime, enum_column, json_column
from storage.survey_forms import UNANSWERED, Answer, Form, Question, QuestionType
from storage.survey_handovers import SurveyHandover, handed, take_back
from storage.survey_participation import Participation, writable
from storage.surveys import Survey, SurveyError, form_of


class Standing(StrEnum):
    """What has become of something that was said."""

    CURRENT = "current"
    CONTRADICTS = "contradicts"
    AGREED = "agreed"
    REPLACED = "replaced"
    OUTDATED = "outdated"
    """A correction changed the question so that this is no answer to it."""


STANDING = (Standing.CURRENT, Standing.CONTRADICTS)
IS_CURRENT = "standing = 'current'"


class SurveyAnswer(Record, table=True):
    """Something that was said for a municipality. ``version`` is the form's that was before whoever said it.

    ``aside``: the question is irrelevant, so it does not count. ``took_over``: said in place of a colleague's word.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (
        Index("ix_survey_answer_place", "survey_id", "ags"),
        Index(
            "uq_survey_answer_current",
            "survey_id",
            "ags",
            "question",
            unique=True,
            sqlite_where=text(IS_CURRENT),
            postgresql_where=text(IS_CURRENT),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    ags: str = Field(foreign_key="municipality.ags")
    question: str
    version: int
    value: Answer = Field(sa_type=json_column())
    standing: Standing = Field(default=Standing.CURRENT, sa_type=enum_column(Standing))
    aside: bool = False
    took_over: bool = False
    by_proxy: bool = False
    person_id: int = Field(foreign_key="person.id")
    said_at: datetime = Field(sa_type=UtcDateTime)


class CorrectedError(SurveyError):
    """The survey was corrected since the question was asked."""


class NoSuchQuestionError(SurveyError):
    """The survey does not ask this."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer did: what counts now, what counted before it, and what contradicts."""

    current: SurveyAnswer
    before: SurveyAnswer | None = None
    contradicting: Sequence[SurveyAnswer] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says to a question; ``version`` is that of the form they saw."""

    question: str
    value: Answer
    version: int
    person_id: int
    by_proxy: bool = False
    takes_over: bool = False


@dataclass(slots=True)
class Desk:
    """A municipality's part in a survey with all that stands of what was said, in the order it was, and who was asked.

    Who writes keeps it up, so that nothing has to be read twice.
    """

    survey: Survey
    part: Participation
    said: Sequence[SurveyAnswer]
    handed: Sequence[SurveyHandover]

    @property
    def current(self) -> dict[str, SurveyAnswer]:
        """The one answer to each question, also those put aside."""
        return _current(self.said)

    @property
    def contradictions(self) -> dict[str, list[SurveyAnswer]]:
        """Where colleagues contradict each other, by question: first what counts, then what was said against it."""
        return _contradictions(self.said)


def read_desk(session: Session, survey: Survey, part: Participation) -> Desk:
    """Read a municipality's desk, to look at."""
    number = survey.id or 0
    return Desk(survey, part, _standing(session, number, part.ags), handed(session, number, part.ags))


def open_desk(session: Session, survey_id: int, ags: str, now: datetime) -> Desk:
    """Hold a municipality's desk for writing. Raises as :func:`storage.survey_participation.writable` does."""
    return read_desk(session, *writable(session, survey_id, ags, now))


def answer(session: Session, survey_id: int, ags: str, word: Word, now: datetime) -> Said:
    """Take somebody's answer for a municipality; the question is relevant, or nobody would have been asked.

    It counts unless it differs from what a colleague said; then it contradicts, and what counted goes on to count. A
    colleague's skip is nobody's word: it neither contradicts nor can be contradicted; and a municipality's own word
    takes the place of its proxy's. Raises as :func:`open_desk` does, :class:`CorrectedError` and
    :class:`NoSuchQuestionError`.
    """
    desk = open_desk(session, survey_id, ags, now)
    return say(session, desk, form_of(session, desk.survey), word, now)


def say(session: Session, desk: Desk, form: Form, word: Word, now: datetime) -> Said:
    """Take an answer at a desk that is held: see :func:`answer`."""
    value, part = _in_order(_question(desk.survey, form, word), word.value), desk.part
    said = [each for each in desk.said if each.question == word.question]
    before = next((each for each in said if each.standing is Standing.CURRENT), None)
    asked = any(each.question == word.question and each.person_id == word.person_id for each in desk.handed)
    decides = word.takes_over or asked
    standing = Standing.CURRENT if decides else _beside(before, word, value)
    counts = standing is Standing.CURRENT
    for each in said:
        if decides or each.person_id == word.person_id or (counts and (each is before or each.value == value)):
            each.standing = Standing.REPLACED
    if said:
        session.flush()  # the one that counts gives way before the next one does
    made = _written(part, word, value, standing, now)
    session.add(made)
    counting = made if counts or before is None else before
    counting.aside = False
    part.begun_at = part.begun_at or now
    part.sheet = part.sheet | {word.question: counting.value}
    desk.said = [each for each in (*desk.said, made) if each.standing in STANDING]
    against = [each for each in (*said, made) if each.standing is Standing.CONTRADICTS]
    return Said(counting, before, against)


def _beside(before: SurveyAnswer | None, word: Word, value: Answer) -> Standing:
    """Say what an answer is beside the one that counts; a municipality's own word goes before its proxy's."""
    if before is None or before.value is None or before.person_id == word.person_id:
        return Standing.CURRENT
    if value in (None, before.value):
        return Standing.AGREED
    return Standing.CURRENT if before.by_proxy and not word.by_proxy else Standing.CONTRADICTS


def _written(part: Participation, word: Word, value: Answer, standing: Standing, now: datetime) -> SurveyAnswer:
    return SurveyAnswer(
        survey_id=part.survey_id,
        ags=part.ags,
        question=word.question,
        version=word.version,
        value=value,
        standing=standing,
        took_over=word.takes_over,
        by_proxy=word.by_proxy,
        person_id=word.person_id,
        said_at=now,
    )


def set_relevant(session: Session, survey_id: int, ags: str, relevant: Collection[str], now: datetime) -> list[str]:
    """Put aside what was answered to questions that are not ``relevant`` now, and take back what is again.

    Returns the questions for which that changed anything. Raises as :func:`answer` does.
    """
    return put_aside(session, open_desk(session, survey_id, ags, now), relevant)


def put_aside(session: Session, desk: Desk, relevant: Collection[str]) -> list[str]:
    """Put answers aside, or take them back, at a desk that is held: see :func:`set_relevant`."""
    turned = [each for each in desk.said if each.aside is (each.question in relevant)]
    if not turned:
        return []
    for each in turned:
        each.aside = not each.aside
    desk.part.sheet = {name: each.value for name, each in desk.current.items() if not each.aside}
    session.flush()
    return list(dict.fromkeys(each.question for each in turned))


def current(session: Session, survey_id: int, ags: str) -> dict[str, SurveyAnswer]:
    """Look up the one answer of a municipality to each question, also those put aside."""
    return _current(_standing(session, survey_id, ags))


def contradictions(session: Session, survey_id: int, ags: str) -> dict[str, list[SurveyAnswer]]:
    """List by question where colleagues contradict each other: first what counts, then what was said against it."""
    return _contradictions(_standing(session, survey_id, ags))


def _current(said: Iterable[SurveyAnswer]) -> dict[str, SurveyAnswer]:
    return {each.question: each for each in said if each.standing is Standing.CURRENT}


def _contradictions(said: Sequence[SurveyAnswer]) -> dict[str, list[SurveyAnswer]]:
    found = {name: [each] for name, each in _current(said).items() if not each.aside}
    for each in said:
        if each.standing is Standing.CONTRADICTS and each.question in found:
            found[each.question].append(each)
    return {name: against for name, against in found.items() if len(against) > 1}


def history(session: Session, survey_id: int, ags: str) -> Sequence[SurveyAnswer]:
    """List all that was ever said for a municipality, in the order it was."""
    here = (SurveyAnswer.survey_id == survey_id, SurveyAnswer.ags == ags)
    return session.exec(select(SurveyAnswer).where(*here).order_by(col(SurveyAnswer.id))).all()


def answered_by(session: Session, survey_id: int, places: Collection[str]) -> dict[str, list[int]]:
    """List by municipality the persons whose answers count, in the order of their first one."""
    here = (SurveyAnswer.survey_id == survey_id, col(SurveyAnswer.ags).in_(places))
    said = (SurveyAnswer.standing == Standing.CURRENT, col(SurveyAnswer.aside).is_(False))
    found = select(SurveyAnswer.ags, SurveyAnswer.person_id).where(*here, *said).order_by(col(SurveyAnswer.id))
    people: dict[str, dict[int, None]] = {}
    for ags, person in session.exec(found):
        people.setdefault(ags, {})[person] = None
    return {ags: list(found) for ags, found in people.items()}


def erase(session: Session, survey_id: int, ags: str) -> set[int]:
    """Erase all that was said for a municipality, and who was asked to: what an anonymous survey does on sending.

    Returns the persons who had said something.
    """
    found = history(session, survey_id, ags)
    for said in found:
        session.delete(said)
    take_back(session, survey_id, ags)
    return {said.person_id for said in found}


def _question(survey: Survey, form: Form, word: Word) -> Question:
    if survey.published != word.version:
        raise CorrectedError
    question = form.question(word.question)
    if question is None or question.type in UNANSWERED:
        raise NoSuchQuestionError
    return question


def _in_order(question: Question, value: Answer) -> Answer:
    """Put what was chosen in the order it is offered, so that the same choice is the same answer."""
    if question.type is not QuestionType.SELECT_MULTIPLE or not isinstance(value, list):
        return value
    return [option.name for option in question.options if option.name in value]


def _standing(session: Session, survey_id: int, ags: str) -> Sequence[SurveyAnswer]:
    """List what counts and what contradicts it, in the order it was said."""
    return session.exec(_said_here(), params={"survey_id": survey_id, "ags": ags}).all()


@cache
def _said_here() -> SelectOfScalar[SurveyAnswer]:
    here = (SurveyAnswer.survey_id == bindparam("survey_id"), SurveyAnswer.ags == bindparam("ags"))
    return select(SurveyAnswer).where(*here, col(SurveyAnswer.standing).in_(STANDING)).order_by(col(SurveyAnswer.id))

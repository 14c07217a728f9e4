"""Questions that a colleague was asked to answer: on these, their word goes before what others have said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import UniqueConstraint, bindparam
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.records import Record, UtcDateTime
from storage.survey_participation import writable


class SurveyHandover(Record, table=True):
    """A question that somebody was asked to answer for their municipality."""

    __tablename__ = "survey_handover"
    __table_args__ = (UniqueConstraint("survey_id", "ags", "question"),)

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    ags: str = Field(foreign_key="municipality.ags")
    question: str
    person_id: int = Field(foreign_key="person.id")
    handed_by: int = Field(foreign_key="person.id")
    handed_at: datetime = Field(sa_type=UtcDateTime)


def hand(  # noqa: PLR0913 - who asks whom for what, when
    session: Session, survey_id: int, ags: str, questions: Collection[str], to: int, by: int, now: datetime
) -> None:
    """Ask a colleague to answer some questions, in place of whoever was asked before.

    Raises as :func:`storage.survey_participation.writable` does.
    """
    writable(session, survey_id, ags, now)
    known = {each.question: each for each in handed(session, survey_id, ags)}
    for name in questions:
        handover = known.get(name) or SurveyHandover(
            survey_id=survey_id, ags=ags, question=name, person_id=to, handed_by=by, handed_at=now
        )
        handover.person_id, handover.handed_by, handover.handed_at = to, by, now
        session.add(handover)
    session.flush()


def handed(session: Session, survey_id: int, ags: str) -> Sequence[SurveyHandover]:
    """List which questions of a municipality were handed to whom."""
    return session.exec(_handed(), params={"survey_id": survey_id, "ags": ags}).all()


@cache
def _handed() -> SelectOfScalar[SurveyHandover]:
    here = (SurveyHandover.survey_id == bindparam("survey_id"), SurveyHandover.ags == bindparam("ags"))
    return select(SurveyHandover).where(*here).order_by(col(SurveyHandover.id))


def take_back(session: Session, survey_id: int, ags: str) -> None:
    """Forget whom a municipality's questions were handed to."""
    for handover in handed(session, survey_id, ags):
        session.delete(handover)
    session.flush()

"""Who takes part in a survey: municipalities that are asked, have begun, and have sent; never persons.

The sheet of a municipality is what of its answers counts, by question. Of an anonymous survey it is there only until it
is sent; that the municipality has sent stays, and what it said lies among the ballots (:mod:`storage.survey_ballots`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import UniqueConstraint, bindparam, insert
from sqlmodel import Field, Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.municipalities import Land, Municipality
from storage.records import Record, UtcDateTime, json_column
from storage.survey_forms import Answer
from storage.surveys import ANEW, Anonymity, Survey, SurveyError, held, held_open

Sheet = dict[str, Answer]
"""What counts of a municipality's answers, by the names of the questions; None is skipped."""


class Participation(Record, table=True):
    """A municipality's part in a survey. ``by_proxy``: the coordination sent for it."""

    __tablename__ = "survey_participation"
    __table_args__ = (UniqueConstraint("survey_id", "ags"),)

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    ags: str = Field(foreign_key="municipality.ags", index=True)
    sheet: Sheet = Field(default_factory=dict, sa_type=json_column())
    invited_at: datetime = Field(sa_type=UtcDateTime)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_by: int | None = Field(default=None, foreign_key="person.id")
    by_proxy: bool = False
    task_id: int | None = Field(default=None, foreign_key="action_item.id", index=True)
    """The coordination's task to ask for the answers, once reminders were in vain."""


class NotAskedError(SurveyError):
    """The municipality is not asked in this survey."""


class CastError(SurveyError):
    """The answers are sent and nobody can find them again: the survey is anonymous."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many municipalities are asked, have begun (or already sent), and have sent."""

    invited: int = 0
    begun: int = 0
    sent: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.invited + other.invited, self.begun + other.begun, self.sent + other.sent)


def invite(session: Session, survey_id: int, places: Iterable[str], now: datetime) -> list[str]:
    """Note which municipalities are asked; returns those that were not asked before."""
    held(session, survey_id, alone=True)  # else two could note the same one
    known = noted(session, survey_id)
    new = [ags for ags in dict.fromkeys(places) if ags not in known]
    rows = [{"survey_id": survey_id, "ags": ags, "invited_at": now, "sheet": {}} for ags in new]
    if rows:
        session.connection().execute(insert(Participation), rows)
    return new


def part_of(session: Session, survey_id: int, ags: str) -> Participation | None:
    """Look up a municipality's part in a survey."""
    return session.exec(_part(), params={"survey_id": survey_id, "ags": ags}).first()


@cache
def _part() -> SelectOfScalar[Participation]:
    wanted = (Participation.survey_id == bindparam("survey_id"), Participation.ags == bindparam("ags"))
    return select(Participation).where(*wanted)


@cache
def _holding() -> SelectOfScalar[Participation]:
    return _part().with_for_update()


def parts_for(session: Session, survey_id: int, places: Iterable[str]) -> dict[str, Participation]:
    """Look up the parts of several municipalities in a survey, by AGS."""
    wanted = (Participation.survey_id == survey_id, col(Participation.ags).in_(places))
    return {part.ags: part for part in session.exec(select(Participation).where(*wanted))}


def held_part(session: Session, survey_id: int, ags: str) -> Participation:
    """Hold a municipality's part until the end of this transaction; colleagues wait. Raises :class:`NotAskedError`."""
    session.flush()
    part = session.exec(_holding(), params={"survey_id": survey_id, "ags": ags}, execution_options=ANEW).first()
    if part is None:
        raise NotAskedError
    return part


def writable(session: Session, survey_id: int, ags: str, now: datetime) -> tuple[Survey, Participation]:
    """Hold a municipality's part for writing.

    Raises :class:`storage.surveys.NotOpenError`, :class:`NotAskedError`, and :class:`CastError`.
    """
    survey = held_open(session, survey_id, now)
    part = held_part(session, survey_id, ags)
    if survey.anonymity is Anonymity.ANONYMOUS and part.sent_at is not None:
        raise CastError
    return survey, part


def parts(session: Session, survey_id: int) -> Sequence[Participation]:
    """List the municipalities that are asked, by AGS."""
    return session.exec(
        select(Participation).where(Participation.survey_id == survey_id).order_by(Participation.ags)
    ).all()


def noted(session: Session, survey_id: int) -> set[str]:
    """List the municipalities that are asked by their AGS alone."""
    return set(session.exec(select(Participation.ags).where(Participation.survey_id == survey_id)))


def missing(session: Session, survey_id: int) -> Sequence[Participation]:
    """List the municipalities that have not sent, by AGS: the only ones to remind."""
    left = (Participation.survey_id == survey_id, col(Participation.sent_at).is_(None))
    return session.exec(select(Participation).where(*left).order_by(Participation.ags)).all()


def missing_places(session: Session, survey_id: int) -> dict[str, int | None]:
    """List the same by their AGS alone, each with the coordination's task to ask, if there is one."""
    left = (Participation.survey_id == survey_id, col(Participation.sent_at).is_(None))
    found = select(Participation.ags, col(Participation.task_id)).where(*left).order_by(Participation.ags)
    return dict(session.exec(found).all())


def parts_of(session: Session, ags: str) -> Sequence[Participation]:
    """List what a municipality was ever asked, the newest first."""
    return session.exec(
        select(Participation).where(Participation.ags == ags).order_by(col(Participation.survey_id).desc())
    ).all()


def rates(session: Session, survey_id: int) -> dict[Land, Rate]:
    """Count by Land who takes part, as of now. Taking part is no secret in any survey; what was answered may be."""
    counts = (func.count(), func.count(col(Participation.begun_at)), func.count(col(Participation.sent_at)))
    found = session.exec(
        select(Municipality.land, *counts)
        .join_from(Participation, Municipality)
        .where(Participation.survey_id == survey_id)
        .group_by(col(Municipality.land))
    )
    counted = {land: Rate(invited, begun, sent) for land, invited, begun, sent in found}
    return {land: counted[land] for land in Land if land in counted}


def rate(session: Session, survey_id: int) -> Rate:
    """Count who takes part in all Länder together."""
    return sum(rates(session, survey_id).values(), start=Rate())

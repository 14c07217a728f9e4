"""Who was written to about a survey for which municipality: the invitation, and every reminder with its stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Index, UniqueConstraint, insert, text
from sqlalchemy import select as columns_of
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime, enum_column


class Stage(StrEnum):
    """How far reaching a municipality has come; after these its Land's coordinator gets a task."""

    INVITATION = "invitation"
    CONTACT = "contact"
    DEPUTY = "deputy"
    ADDRESS = "address"
    """The contact's other address."""
    LAST_DAY = "last_day"
    """On the day before the closing, beside the others."""


IS_UNTOLD = "told_at IS NULL"


class SurveyNotice(Record, table=True):
    """Something one person is told for one municipality; ``told_at`` is None until the clock says it.

    ``number`` is 0 for the invitation and counts the reminders; two persons can be told of the same one.
    """

    __tablename__ = "survey_notice"
    __table_args__ = (
        UniqueConstraint("survey_id", "ags", "number", "person_id"),
        Index(
            "ix_survey_notice_untold",
            "survey_id",
            "person_id",
            sqlite_where=text(IS_UNTOLD),
            postgresql_where=text(IS_UNTOLD),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
    ags: str = Field(foreign_key="municipality.ags")
    number: int
    stage: Stage = Field(sa_type=enum_column(Stage))
    person_id: int = Field(foreign_key="person.id")
    planned_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Notice(NamedTuple):
    """What of a notice says how far reaching has come."""

    number: int
    stage: Stage
    planned_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a municipality was told of a survey: when last, how many reminders, and the stage of the last notice."""

    last: datetime | None = None
    stage: Stage | None = None
    reminders: int = 0
    """Only those that count towards the maximum."""
    number: int = -1
    """Of the newest notice; -1 before the invitation."""
    waiting_since: datetime | None = None
    """Since when a notice waits to be told."""


NOTHING = Reached()


def reached(session: Session, survey_id: int) -> dict[str, Reached]:
    """Say how far reaching each municipality has come; who was never written to is missing."""
    columns = [col(getattr(SurveyNotice, name)) for name in ("ags", *Notice._fields)]
    found = columns_of(*columns).where(col(SurveyNotice.survey_id) == survey_id)
    by_place: defaultdict[str, list[Notice]] = defaultdict(list)
    for ags, *notice in session.connection().execute(found.order_by(col(SurveyNotice.number), col(SurveyNotice.id))):
        by_place[ags].append(Notice(*notice))
    return {ags: _summed_up(notices) for ags, notices in by_place.items()}


def _summed_up(notices: Sequence[Notice]) -> Reached:
    """Sum up what a municipality was told; the notices by their number."""
    told = [each for each in notices if each.told_at is not None]
    return Reached(
        last=max((each.told_at for each in told if each.told_at), default=None),
        stage=next((each.stage for each in reversed(told) if each.stage is not Stage.LAST_DAY), None),
        reminders=len({each.number for each in told if each.stage is not Stage.INVITATION}),
        number=notices[-1].number,
        waiting_since=min((each.planned_at for each in notices if each.told_at is None), default=None),
    )


def plan_notices(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Write down who is to be told, without the record of each."""
    if rows:
        session.connection().execute(insert(SurveyNotice), rows)


def untold(session: Session, survey_id: int, people: Collection[int]) -> dict[int, list[SurveyNotice]]:
    """List what persons are still to be told of a survey, by person; the oldest first."""
    waiting = (text(IS_UNTOLD), SurveyNotice.survey_id == survey_id, col(SurveyNotice.person_id).in_(people))
    by_person: dict[int, list[SurveyNotice]] = {}
    for notice in session.exec(select(SurveyNotice).where(*waiting).order_by(col(SurveyNotice.id))):
        by_person.setdefault(notice.person_id, []).append(notice)
    return by_person


def notices_for(session: Session, survey_id: int, places: Iterable[str]) -> Sequence[SurveyNotice]:
    """List all that was or is to be told for some municipalities, in order."""
    here = (SurveyNotice.survey_id == survey_id, col(SurveyNotice.ags).in_(places))
    return session.exec(select(SurveyNotice).where(*here).order_by(col(SurveyNotice.id))).all()


def withdraw(session: Session, notices: Iterable[SurveyNotice]) -> None:
    """Take back what was not told: whoever reaches the municipality next decides anew."""
    for notice in notices:
        session.delete(notice)
    session.flush()

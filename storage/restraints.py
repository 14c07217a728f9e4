"""Every decision not to send something now, with its reason: what was kept back, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime, enum_column


class RestraintReason(StrEnum):
    """Why something does not go now."""

    QUIET_HOURS = "quiet_hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    WEEKLY_CAP = "weekly_cap"
    PAUSED = "paused"


class Restraint(Record, table=True):
    """One decision: a message to a person waits until a moment."""

    __tablename__ = "restraint"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    subject: str
    """What was kept back: ``due:17`` or ``outbox:4``."""
    reason: RestraintReason = Field(sa_type=enum_column(RestraintReason))
    until: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime = Field(sa_type=UtcDateTime)


def restrain(  # noqa: PLR0913 - what, whose, why, until when, decided when
    session: Session, person_id: int, subject: str, reason: RestraintReason, until: datetime, now: datetime
) -> None:
    """Write a decision down."""
    session.add(Restraint(person_id=person_id, subject=subject, reason=reason, until=until, decided_at=now))


def restraints_on(session: Session, person_id: int, *subjects: str) -> Sequence[Restraint]:
    """List the decisions to keep something back from somebody, in the order they were made."""
    of_person = (Restraint.person_id == person_id, col(Restraint.subject).in_(subjects))
    return session.exec(select(Restraint).where(*of_person).order_by(col(Restraint.id))).all()

"""Reporting rounds: from time to time every municipality is asked whether its pledges are still so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint, insert
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime, enum_column


class RoundAnswer(StrEnum):
    """How a municipality answered: it stands by everything, has reported something, or offers nothing still."""

    REAFFIRMED = "reaffirmed"
    REPORTED = "reported"
    NOTHING = "nothing"


class ReportingRound(Record, table=True):
    """One round. It is open from ``opens_at`` until right before ``closes_at``; nobody made the one of the schedule."""

    __tablename__ = "reporting_round"
    __table_args__ = (CheckConstraint("closes_at >= opens_at", name="end_after_start"),)

    id: int | None = Field(default=None, primary_key=True)
    opens_at: datetime = Field(sa_type=UtcDateTime, unique=True)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)

    def is_open(self, now: datetime) -> bool:
        """Say whether answers to it are taken at a moment."""
        return self.opens_at <= now < self.closes_at


class RoundPart(Record, table=True):
    """A municipality's part in a round."""

    __tablename__ = "round_part"
    __table_args__ = (UniqueConstraint("round_id", "ags"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="reporting_round.id")
    ags: str = Field(foreign_key="municipality.ags", index=True)
    answer: RoundAnswer | None = Field(default=None, sa_type=enum_column(RoundAnswer))
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: int | None = Field(default=None, foreign_key="person.id")


def running_round(session: Session, now: datetime) -> ReportingRound | None:
    """Find the round that is open at a moment; there is never more than one."""
    found = select(ReportingRound).where(col(ReportingRound.opens_at) <= now, col(ReportingRound.closes_at) > now)
    return session.exec(found.order_by(col(ReportingRound.id).desc())).first()


def latest_round(session: Session) -> ReportingRound | None:
    """Find the last round there was, open or over."""
    return session.exec(select(ReportingRound).order_by(col(ReportingRound.id).desc())).first()


def open_round(session: Session, opens_at: datetime, closes_at: datetime, by: int | None) -> ReportingRound:
    """Open a round. That none is running is for the caller to know, who holds the clock's lock."""
    made = ReportingRound(opens_at=opens_at, closes_at=closes_at, created_by=by, created_at=opens_at)
    session.add(made)
    session.flush()
    return made


def ask(session: Session, number: int, places: Iterable[str]) -> None:
    """Note that municipalities are asked in a round; those that are already stay as they are."""
    known = {part.ags for part in parts_of(session, number)}
    if new := [{"round_id": number, "ags": ags} for ags in sorted(set(places) - known)]:
        session.connection().execute(insert(RoundPart), new)


def parts_of(session: Session, number: int) -> Sequence[RoundPart]:
    """List who is asked in a round, by AGS."""
    return session.exec(select(RoundPart).where(RoundPart.round_id == number).order_by(col(RoundPart.ags))).all()


def part_of(session: Session, number: int, ags: str) -> RoundPart | None:
    """Find a municipality's part in a round."""
    return session.exec(select(RoundPart).where(RoundPart.round_id == number, RoundPart.ags == ags)).first()


def note_answer(session: Session, ags: str, answer: RoundAnswer, by: int, now: datetime) -> None:
    """Note that a municipality has answered the round that is open, if one is and it is asked; the last counts."""
    running = running_round(session, now)
    part = part_of(session, running.id, ags) if running and running.id else None
    if part is not None:
        part.answer, part.answered_at, part.answered_by = answer, now, by

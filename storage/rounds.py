"""Reporting rounds: from time to time every municipality is asked whether its pledges are still so."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from storage.records import Record, UtcDateTime, enum_column


class RoundAnswer(StrEnum):
    """How a municipality answered: it stands by everything, has reported something, or offers nothing still."""

    REAFFIRMED = "reaffirmed"
    REPORTED = "reported"
    NOTHING = "nothing"


class ReportingRound(Record, table=True):
    """One round. It is open from ``opens_at`` until right before ``closes_at``; nobody made the one of the schedule."""

    __tablename__ = "reporting_round"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="end_after_start"),)

    id: int | None = Field(default=None, primary_key=True)
    opens_at: datetime = Field(sa_type=UtcDateTime, unique=True)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)


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

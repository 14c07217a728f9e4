"""Days that other days hang on, such as the election: movable, and moved in one place."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, Session

from storage.records import Record, UtcDateTime

ELECTION = "election"


class Anchor(Record, table=True):
    """A named day. It takes the place of the day in the settings."""

    __tablename__ = "anchor"

    name: str = Field(primary_key=True)
    day: date
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)


def anchor_day(session: Session, name: str, default: date | None) -> date | None:
    """Look a day up."""
    anchor = session.get(Anchor, name)
    return anchor.day if anchor else default


def move_anchor(session: Session, name: str, day: date, person_id: int, now: datetime) -> None:
    """Set a day."""
    session.merge(Anchor(name=name, day=day, set_by=person_id, set_at=now))

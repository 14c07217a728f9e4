"""Days that other days hang on, such as the election: movable, and moved in one place."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, Session

from storage.database import serialize
from storage.engine import Subject
from storage.records import Record, UtcDateTime

ELECTION = "election"


class Anchor(Record, table=True):
    """A named day. It takes the place of the day in the settings."""

    __tablename__ = "anchor"

    name: str = Field(primary_key=True)
    day: date
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)


class MovedMeanwhileError(Exception):
    """Somebody else has set the day since it was looked at."""


def find_anchor(session: Session, name: str) -> Anchor | None:
    """Look up what a day was set to, if anybody has set it."""
    return session.get(Anchor, name)


def move_anchor(  # noqa: PLR0913 - what, to where, by whom, and what they went by
    session: Session, name: str, day: date, person_id: int, now: datetime, *, seen: datetime | None
) -> None:
    """Set a day. ``seen`` says when the day that was looked at had been set; None if nobody had.

    Raises :class:`MovedMeanwhileError` if that is not the last time any more.
    """
    serialize(session, Subject.CLOCK)  # not while the clock plans by it, and never two at once
    known = session.get(Anchor, name, populate_existing=True)  # as it is now, behind the lock
    if (known.set_at if known else None) != seen:
        raise MovedMeanwhileError
    session.merge(Anchor(name=name, day=day, set_by=person_id, set_at=now))
    session.flush()

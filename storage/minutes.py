"""After a meeting: its minutes, and who does what by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime


class Minutes(Record, table=True):
    """What was agreed at a meeting, as it was sent to those invited."""

    __tablename__ = "minutes"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    text: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


class ActionItem(Record, table=True):
    """Something a party is to do by a day (included)."""

    __tablename__ = "action_item"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    party: str = Field(index=True)
    text: str
    due_on: date
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def open_items(session: Session, party: str | None = None) -> Sequence[ActionItem]:
    """List what is still to do, of one party or of all, the most urgent first."""
    query = select(ActionItem).where(col(ActionItem.done_at).is_(None))
    query = query if party is None else query.where(ActionItem.party == party)
    return session.exec(query.order_by(col(ActionItem.due_on), col(ActionItem.id))).all()

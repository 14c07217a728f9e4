"""After a meeting: its minutes, and who does what by when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime


class Minutes(Record, table=True):
    """What was agreed at a meeting, as it was sent to those invited. The newest counts; each later one corrects it."""

    __tablename__ = "minutes"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    text: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


class ActionItem(Record, table=True):
    """Something a party (:func:`storage.audiences.party_of`) is to do by a day (included), perhaps after a meeting."""

    __tablename__ = "action_item"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    party: str = Field(index=True)
    text: str
    due_on: date
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def newest_minutes(session: Session, meeting_id: int) -> Minutes | None:
    """Find the minutes of a meeting that count."""
    return session.exec(
        select(Minutes).where(Minutes.meeting_id == meeting_id).order_by(col(Minutes.id).desc()).limit(1)
    ).first()


def open_items(
    session: Session, parties: Collection[str] | None = None, *, meeting_id: int | None = None
) -> Sequence[ActionItem]:
    """List what is still to do, of some parties or of all, after one meeting or at all, the most urgent first."""
    query = select(ActionItem).where(col(ActionItem.done_at).is_(None))
    query = query if parties is None else query.where(col(ActionItem.party).in_(parties))
    query = query if meeting_id is None else query.where(ActionItem.meeting_id == meeting_id)
    return session.exec(query.order_by(col(ActionItem.due_on), col(ActionItem.id))).all()


def finish_item(session: Session, item_id: int, person_id: int, now: datetime) -> bool:
    """Note that something is done and by whom; says whether it was still to do. Two who say so follow each other."""
    item = session.get_one(ActionItem, item_id, with_for_update=True, populate_existing=True)
    if item.done_at is not None:
        return False
    item.done_by, item.done_at = person_id, now
    session.flush()
    return True

"""Reminders to a group: a text that a group chat gets again and again by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, col, select

from storage.persons import Role
from storage.records import Record, UtcDateTime, enum_column


class GroupReminder(Record, table=True):
    """A text for the groups of a role, by a recurrence rule in local time (RFC 5545)."""

    __tablename__ = "group_reminder"

    id: int | None = Field(default=None, primary_key=True)
    role: Role = Field(sa_type=enum_column(Role))
    rule: str
    text: str
    paused: bool = False
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def reminders(session: Session) -> Sequence[GroupReminder]:
    """List the reminders that nobody has deleted."""
    return session.exec(
        select(GroupReminder).where(col(GroupReminder.ended_at).is_(None)).order_by(col(GroupReminder.id))
    ).all()

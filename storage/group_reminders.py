"""Reminders to a group: a text that a group chat gets again and again by a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, col, select

from storage.persons import Role
from storage.records import Record, UtcDateTime, enum_column

SUBJECT = "reminder:"


class GroupReminder(Record, table=True):
    """A text for the groups of a role. ``rule`` is in local time (RFC 5545): a line ``DTSTART:``, a line ``RRULE:``."""

    __tablename__ = "group_reminder"

    id: int | None = Field(default=None, primary_key=True)
    role: Role = Field(sa_type=enum_column(Role))
    rule: str
    text: str
    paused: bool = False
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was deleted, or struck for the last time."""

    @property
    def subject(self) -> str:
        """Its name as the subject of due rows."""
        return f"{SUBJECT}{self.id}"

    @property
    def may_end(self) -> bool:
        """Whether its rule has an end of its own."""
        return "COUNT=" in self.rule or "UNTIL=" in self.rule


def reminders(session: Session) -> Sequence[GroupReminder]:
    """List the reminders that are neither deleted nor over."""
    return session.exec(
        select(GroupReminder).where(col(GroupReminder.ended_at).is_(None)).order_by(col(GroupReminder.id))
    ).all()


def reminder_named(session: Session, subject: str) -> GroupReminder | None:
    """Give the reminder a due row is about; a deleted one stays as a record until it is forgotten."""
    return session.get(GroupReminder, int(subject.removeprefix(SUBJECT)))

"""The audit log: who did what to whom and when. Append-only, kept so by the database itself (see the migrations)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, Session

from storage.records import Record, UtcDateTime, json_column


class AuditEntry(Record, table=True):
    """One deed. ``subject`` names what it was done to (``pledge:17``); ``detail`` holds no text that people wrote."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    action: str
    subject: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())


def note(session: Session, now: datetime, actor_id: int | None, action: str, subject: str, **detail: str | int) -> None:
    """Write a deed down; it is kept if and only if the deed is committed."""
    session.add(AuditEntry(at=now, actor_id=actor_id, action=action, subject=subject, detail=detail))

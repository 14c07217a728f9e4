"""When copies of the database were made: what tells operators that none has been made for too long."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime


class BackupRun(Record, table=True):
    """One copy that was made. ``kind`` says how, ``sealed`` whether only its recipient can read it."""

    __tablename__ = "backup_run"

    id: int | None = Field(default=None, primary_key=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    kind: str
    bytes: int = Field(sa_type=BigInteger)
    sealed: bool
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was put back on trial, and was whole."""


def last_backup(session: Session) -> BackupRun | None:
    """Find the newest copy; None where there has never been one."""
    return session.exec(select(BackupRun).order_by(col(BackupRun.made_at).desc(), col(BackupRun.id).desc())).first()

"""Canned answers: what is answered often, kept under a short name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime


class CannedAnswer(Record, table=True):
    """An answer that is given often, by a short name (folded as people type it)."""

    __tablename__ = "canned_answer"
    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    text: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


def canned(session: Session, name: str) -> CannedAnswer | None:
    """Find an answer by its name, folded."""
    return session.exec(select(CannedAnswer).where(CannedAnswer.name == name)).first()


def canned_answers(session: Session) -> Sequence[CannedAnswer]:
    """List all of them by name."""
    return session.exec(select(CannedAnswer).order_by(col(CannedAnswer.name))).all()


def keep(session: Session, name: str, text: str, by: int, now: datetime) -> bool:
    """Keep an answer under a name; returns whether it takes the place of another."""
    known = canned(session, name)
    answer = known or CannedAnswer(name=name, text=text, written_by=by, written_at=now)
    answer.text, answer.written_by, answer.written_at = text, by, now
    session.add(answer)
    session.flush()
    return known is not None

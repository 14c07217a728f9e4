"""Pauses of the outbox: networks and chats that must be left alone for a while."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Session, col, delete

from storage.database import database_now, serialize
from storage.engine import Subject
from storage.records import Record, UtcDateTime


class OutboxPause(Record, table=True):
    """A network, or one chat of it, that must be left alone until a moment of the database's clock."""

    __tablename__ = "outbox_pause"

    network: str = Field(primary_key=True)
    chat: str = Field(default="", primary_key=True)
    until: datetime = Field(sa_type=UtcDateTime)


def pause(session: Session, network: str, until: datetime, chat: str = "") -> None:
    """Leave a network, or one of its chats, alone until a moment of the database's clock."""
    serialize(session, Subject.PAUSES)  # two instances throttled at once must not both find no row
    known = session.get(OutboxPause, (network, chat))
    session.merge(OutboxPause(network=network, chat=chat, until=max(until, known.until) if known else until))


def pause_left(session: Session, network: str) -> float | None:
    """Say for how many seconds a network must still be left alone; None where it need not."""
    known = session.get(OutboxPause, (network, ""))
    left = (known.until - database_now(session)).total_seconds() if known else 0.0
    return left if left > 0 else None


def forget_pauses(session: Session, before: datetime) -> None:
    """Throw away pauses that ended before a moment: they name chats."""
    session.exec(delete(OutboxPause).where(col(OutboxPause.until) < before))

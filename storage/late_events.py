"""Events that cannot be read yet: they are kept as they came, sealed, until their key arrives or is given up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Index
from sqlmodel import Field, Session, col, delete, func, select

from storage.records import Record, UtcDateTime

KEPT = timedelta(days=14)
"""A key that has not come by then will not come."""


MOST_OF_A_CHAT = 500
"""Events of one chat that are kept; those beyond it are lost."""


class LateEvent(Record, table=True):
    """One event of a chat as the network delivered it, unreadable for us; ``awaits`` names the key it needs."""

    __tablename__ = "late_event"
    __table_args__ = (Index("ix_late_event_awaits", "network", "awaits"),)

    network: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    chat: str
    awaits: str
    content: str
    received_at: datetime = Field(sa_type=UtcDateTime)


def keep_late(session: Session, event: LateEvent) -> None:
    """Keep an event until it can be read, if the chat has not filled its share: anybody can send what nobody reads."""
    if session.get(LateEvent, (event.network, event.event_id)) is not None:
        return
    here = (LateEvent.network == event.network, LateEvent.chat == event.chat)
    if session.exec(select(func.count()).select_from(LateEvent).where(*here)).one() < MOST_OF_A_CHAT:
        session.add(event)


def late_events(session: Session, network: str, awaits: Collection[str]) -> list[LateEvent]:
    """List what awaits one of these keys, in the order in which it came."""
    here = (LateEvent.network == network, col(LateEvent.awaits).in_(awaits))
    return list(session.exec(select(LateEvent).where(*here).order_by(col(LateEvent.received_at))))


def awaited(session: Session, network: str) -> set[str]:
    """Name the keys that events still await."""
    return set(session.exec(select(LateEvent.awaits).where(LateEvent.network == network).distinct()))


def forget_late(session: Session, network: str, event_ids: Collection[str], now: datetime) -> None:
    """Forget events that were read, and those whose key nobody sent for too long."""
    read = (col(LateEvent.network) == network) & col(LateEvent.event_id).in_(event_ids)
    session.connection().execute(delete(LateEvent).where(read | (col(LateEvent.received_at) < now - KEPT)))

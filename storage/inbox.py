"""The inbox: what arrived, once. A row proves that an event was handled; the network is told only afterwards."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache

from sqlalchemy import Index, Insert, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.records import Record, UtcDateTime


class InboxEvent(Record, table=True):
    """One event of a network, seen and handled. No text: what was said lives on only in what it caused."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_flood", "network", "sender", "received_at"),)

    network: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    sender: str
    """Who it came from, by :func:`trace`: enough to notice a flood, too little to tell who it was."""
    kind: str
    received_at: datetime = Field(sa_type=UtcDateTime)
    error: str | None = None
    """Reference of the error that kept the event from being understood, as shown to the person and found in the log."""


class NetworkCursor(Record, table=True):
    """Where a network goes on reading: Matrix's sync token, Telegram's next offset."""

    __tablename__ = "network_cursor"

    network: str = Field(primary_key=True)
    position: str


def trace(network: str, account: str) -> str:
    """Name an account without naming it: the same account always has the same trace."""
    return hashlib.sha256(f"hafenbote-trace:{network}:{account}".encode()).hexdigest()[:24]


def first_sight(session: Session, event: InboxEvent) -> bool:
    """Record an event; False when it was recorded before, be it by another instance a moment ago."""
    result = session.connection().execute(
        _insert(session.get_bind().dialect.name),
        event.model_dump(),
        execution_options={"preserve_rowcount": True},  # else SQLAlchemy counts no inserts on PostgreSQL
    )
    return result.rowcount == 1


@cache
def _insert(dialect: str) -> Insert:
    kind = postgresql if dialect == "postgresql" else sqlite
    statement: Insert = kind.insert(InboxEvent).on_conflict_do_nothing()
    return statement


def events_since(session: Session, network: str, account: str, since: datetime) -> int:
    """Count what an account sent since a moment: the measure of a flood."""
    params = {"network": network, "sender": trace(network, account), "since": since}
    return session.exec(_count_since(), params=params).one()


@cache
def _count_since() -> SelectOfScalar[int]:
    """Build the count once: that costs more than running it, and every message needs it."""
    by_account = (
        col(InboxEvent.network) == bindparam("network"),
        col(InboxEvent.sender) == bindparam("sender"),
        col(InboxEvent.received_at) > bindparam("since"),
    )
    return select(func.count()).select_from(InboxEvent).where(*by_account)


def cursor_of(session: Session, network: str) -> str:
    """Return where a network goes on reading; empty at its first start."""
    cursor = session.get(NetworkCursor, network)
    return cursor.position if cursor else ""


def move_cursor(session: Session, network: str, position: str) -> None:
    """Remember where a network goes on reading."""
    session.merge(NetworkCursor(network=network, position=position))

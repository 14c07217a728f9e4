"""What is due by the clock: rows with a due time and a unique key, so that nothing is lost and nothing done twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime, enum_column

ZERO = text("0")


class DueState(StrEnum):
    """What became of it."""

    PENDING = "pending"
    DONE = "done"
    SKIPPED = "skipped"


class DueItem(Record, table=True):
    """One thing to do at one moment. Rule, subject, recipient, anchor and occurrence together exist once."""

    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint("rule", "subject", "recipient", "anchor", "occurrence"),
        Index("ix_due_pending", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rule: str
    subject: str
    recipient: str
    anchor: str = ""
    occurrence: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    state: DueState = Field(default=DueState.PENDING, sa_type=enum_column(DueState))
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    late: bool = False
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": ZERO})
    reason: str = ""


def plan(session: Session, item: DueItem) -> bool:
    """Write an item down unless it is known already; returns whether it was new."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = item.model_dump(exclude={"id"})
    result = session.connection().execute(
        dialect.insert(DueItem).values(**values).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},  # else SQLAlchemy counts no inserts on PostgreSQL
    )
    return result.rowcount == 1


def latest_planned(session: Session, rule: str, recipient: str) -> DueItem | None:
    """Find the last item planned by a rule for a recipient."""
    return session.exec(
        select(DueItem)
        .where(DueItem.rule == rule, DueItem.recipient == recipient)
        .order_by(col(DueItem.due_at).desc())
        .limit(1)
    ).first()


def take_due(session: Session, rule: str, now: datetime) -> Sequence[DueItem]:
    """Lock what a rule has due, oldest first; what another instance has locked is passed over."""
    return session.exec(
        select(DueItem)
        .where(DueItem.rule == rule, DueItem.state == DueState.PENDING, col(DueItem.due_at) <= now)
        .order_by(col(DueItem.due_at), col(DueItem.id))
        .with_for_update(skip_locked=True)
    ).all()

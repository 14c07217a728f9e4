"""Digests: up to where in the ledger a group was told."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_
from sqlmodel import Field, Session, col, select

from storage.outbox import OutboxMessage, OutboxState
from storage.records import Record

LOST = (OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED)


class Digest(Record, table=True):
    """A digest that went to a group: it covered the ledger up to ``through``, with the totals of ``day``."""

    __tablename__ = "digest"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_chat.id", index=True)
    day: date
    through: int
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")


def latest_digest(session: Session, group_id: int) -> Digest | None:
    """Find the last digest a group got or will get; one that could not be sent told nobody anything."""
    lost = select(OutboxMessage.id).where(col(OutboxMessage.state).in_(LOST))
    return session.exec(
        select(Digest)
        .where(Digest.group_id == group_id, or_(col(Digest.outbox_id).is_(None), col(Digest.outbox_id).not_in(lost)))
        .order_by(col(Digest.id).desc())
        .limit(1)
    ).first()

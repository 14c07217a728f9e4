"""Digests: up to where in the ledger a group was told."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, Session, col, select

from storage.records import Record


class Digest(Record, table=True):
    """A digest that went to a group: it covered the ledger up to ``through``, with the totals of ``day``."""

    __tablename__ = "digest"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_chat.id", index=True)
    day: date
    through: int


def latest_digest(session: Session, group_id: int) -> Digest | None:
    """Find the last digest a group got."""
    return session.exec(
        select(Digest).where(Digest.group_id == group_id).order_by(col(Digest.id).desc()).limit(1)
    ).first()

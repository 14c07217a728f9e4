"""Seals of the ledger: how far it was written when, signed with a key that is not in the database."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.records import Record, UtcDateTime


class LedgerSeal(Record, table=True):
    """What the digest of the entry ``through`` was at a moment, and the signature of both."""

    __tablename__ = "ledger_seal"

    id: int | None = Field(default=None, primary_key=True)
    through: int = Field(foreign_key="pledge_entry.id", unique=True)
    head: str
    signature: str
    sealed_at: datetime = Field(sa_type=UtcDateTime)

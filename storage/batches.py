"""Batches of the outbox: messages that go together, can be stopped together, and are counted together."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.records import Record, UtcDateTime


class Batch(Record, table=True):
    """Messages that go together. While it is ``halted`` none of them begins; what has begun goes to its end."""

    __tablename__ = "outbox_batch"

    id: int | None = Field(default=None, primary_key=True)
    halted: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)

"""Files that go with several messages, or come with one: kept once, however many get them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from storage.records import Record, UtcDateTime


class StoredFile(Record, table=True):
    """A file. It never changes; ``digest`` is its SHA-256, in hexadecimal digits."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    media_type: str
    content: bytes
    digest: str
    created_at: datetime = Field(sa_type=UtcDateTime)

"""Files that go with several messages, or come with one: kept once, however many get them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlmodel import Field, Session

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


def keep(session: Session, name: str, media_type: str, content: bytes, now: datetime) -> StoredFile:
    """Keep a file; gives it with its number."""
    digest = sha256(content).hexdigest()
    file = StoredFile(name=name, media_type=media_type, content=content, digest=digest, created_at=now)
    session.add(file)
    session.flush()
    return file

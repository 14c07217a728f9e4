"""Files that go with several messages, or come with one: kept once, however many get them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlmodel import Field, Session, col, func, select

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
    """Keep a file; gives it with its number. The same one under the same name is kept once."""
    digest = sha256(content).hexdigest()
    same = (StoredFile.digest == digest, StoredFile.name == name, StoredFile.media_type == media_type)
    file = session.exec(select(StoredFile).where(*same)).first()
    if file is None:
        file = StoredFile(name=name, media_type=media_type, content=content, digest=digest, created_at=now)
        session.add(file)
        session.flush()
    return file


def names_of(session: Session, numbers: Sequence[int]) -> list[str]:
    """Name files in their order, without reading what is in them."""
    found = dict(session.exec(select(StoredFile.id, StoredFile.name).where(col(StoredFile.id).in_(numbers))).all())
    return [found[number] for number in numbers if number in found]


def name_and_digest(session: Session, number: int) -> tuple[str, str]:
    """Name a file and give its SHA-256, without reading what is in it."""
    return session.exec(select(StoredFile.name, StoredFile.digest).where(StoredFile.id == number)).one()


def bytes_of(session: Session, numbers: Sequence[int]) -> int:
    """Add up how large files are, in bytes."""
    sizes = select(func.coalesce(func.sum(func.length(StoredFile.content)), 0))
    return int(session.exec(sizes.where(col(StoredFile.id).in_(numbers))).one())

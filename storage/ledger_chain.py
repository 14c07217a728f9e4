"""The chain of hashes through the ledger: whoever changes, adds or removes an entry of the past breaks it.

Every entry's digest covers all it says and the digest of the entry before it (as in RFC 9162, section 2, but a list and
no tree: the ledger is read from its beginning anyway).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.files import StoredFile
from storage.pledges import PledgeEntry

FIRST = "0" * 64
"""What stands before the first entry."""

SHORT = 8
"""Digits of a digest that people compare."""

UNCHAINED = {"id", "digest", "file_id", "recorded_at"}
"""Fields that are not taken as they are: the number is not known yet, of a file the content counts."""

AT_ONCE = 1000


def digest_of(entry: PledgeEntry, before: str, file_digest: str) -> str:
    """Compute an entry's digest, in hexadecimal digits, from that of the entry before it and that of its file."""
    said = entry.model_dump(mode="json", exclude=UNCHAINED)
    said |= {"before": before, "file": file_digest, "recorded_at": _moment(entry.recorded_at)}
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def next_digest(session: Session, entry: PledgeEntry) -> str:
    """Compute the digest of an entry that is to be the ledger's next; the caller keeps others from writing."""
    newest = session.exec(_newest()).first()
    return digest_of(entry, newest or FIRST, _file_digest(session, entry.file_id))


@cache
def _newest() -> SelectOfScalar[str]:
    """Build: the digest of the last entry."""
    return select(PledgeEntry.digest).order_by(col(PledgeEntry.id).desc()).limit(1)


def _file_digest(session: Session, number: int | None) -> str:
    if number is None:
        return ""
    return session.exec(select(StoredFile.digest).where(StoredFile.id == number)).one()


def _content_digest(session: Session, number: int | None) -> str:
    """Compute the digest of a file from what is in it now."""
    if number is None:
        return ""
    content = session.exec(select(StoredFile.content).where(StoredFile.id == number)).one_or_none()
    return "missing" if content is None else sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Walk:
    """How far the chain was followed: the last entry that continues it, its digest, and how many entries that were.

    ``broken_at`` is the number of the first entry that does not, None where all do.
    """

    through: int = 0
    head: str = FIRST
    entries: int = 0
    broken_at: int | None = None


def walk_on(session: Session, walk: Walk, most: int | None = None) -> Walk:
    """Follow the chain from where a walk has come, by at most so many entries; the same walk where it has ended."""
    if walk.broken_at is not None:
        return walk
    files: dict[int | None, str] = {}
    entries = select(PledgeEntry).where(col(PledgeEntry.id) > walk.through).order_by(col(PledgeEntry.id)).limit(most)
    with session.exec(entries, execution_options={"yield_per": AT_ONCE}) as found:  # closed, wherever the walk ends
        for entry in found:
            if entry.file_id not in files:
                files[entry.file_id] = _content_digest(session, entry.file_id)
            if entry.digest != digest_of(entry, walk.head, files[entry.file_id]):
                return replace(walk, broken_at=entry.id)
            walk = Walk(entry.id or 0, entry.digest, walk.entries + 1)
    return walk


def broken_at(session: Session) -> int | None:
    """Return the number of the first entry that does not continue the chain, None for a chain that is whole."""
    return walk_on(session, Walk()).broken_at

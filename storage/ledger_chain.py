"""The chain of hashes through the ledger: whoever changes, adds or removes an entry of the past breaks it.

Every entry's digest covers all it says and the digest of the entry before it (as in RFC 9162, section 2, but a list and
no tree: the ledger is read from its beginning anyway).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.files import StoredFile
from storage.pledges import PledgeEntry

FIRST = "0" * 64
"""What stands before the first entry."""

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


def broken_at(session: Session) -> int | None:
    """Return the number of the first entry that does not continue the chain, None for a chain that is whole."""
    before = FIRST
    files: dict[int | None, str] = {}
    entries = select(PledgeEntry).order_by(col(PledgeEntry.id))
    for entry in session.exec(entries, execution_options={"yield_per": AT_ONCE}):
        if entry.file_id not in files:
            files[entry.file_id] = _file_digest(session, entry.file_id)
        if entry.digest != digest_of(entry, before, files[entry.file_id]):
            return entry.id
        before = entry.digest
    return None

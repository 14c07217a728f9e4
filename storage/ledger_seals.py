"""Seals of the ledger: how far it was written when, signed with a key that is not in the database.

The chain of digests (:mod:`storage.ledger_chain`) shows who has changed one entry. Whoever computes all later digests
anew, or cuts the end off, is shown by the seals: they cannot be made without the key (HMAC-SHA256, RFC 2104).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, col, select

from storage.database import serialize
from storage.engine import Subject
from storage.pledges import PledgeEntry
from storage.records import Record, UtcDateTime
from storage.totals import newest_entry


class LedgerSeal(Record, table=True):
    """What the digest of the entry ``through`` was at a moment, and the signature of both."""

    __tablename__ = "ledger_seal"

    id: int | None = Field(default=None, primary_key=True)
    through: int = Field(foreign_key="pledge_entry.id", unique=True)
    head: str
    signature: str
    sealed_at: datetime = Field(sa_type=UtcDateTime)


class SealFault(StrEnum):
    """What a seal shows that should not be."""

    FORGED = "forged"
    """It was not signed with this key."""
    CUT_OFF = "cut_off"
    """The entry it was made of is not there any more."""
    REWRITTEN = "rewritten"
    """The entry it was made of has another digest now: the ledger was written anew up to there."""


@dataclass(frozen=True, slots=True)
class BrokenSeal:
    """A seal that does not fit, and why."""

    seal: LedgerSeal
    fault: SealFault


def seal(session: Session, key: str, now: datetime) -> LedgerSeal | None:
    """Seal the ledger as far as it is written; None where it has not grown since the last seal."""
    serialize(session, Subject.LEDGER)
    newest = newest_entry(session)
    last = newest_seal(session)
    if newest is None or newest.id is None or (last is not None and last.through >= newest.id):
        return None
    head = newest.digest
    made = LedgerSeal(through=newest.id, head=head, signature=_signature(key, newest.id, head), sealed_at=now)
    session.add(made)
    session.flush()
    return made


def newest_seal(session: Session) -> LedgerSeal | None:
    """Find the last seal."""
    return session.exec(select(LedgerSeal).order_by(col(LedgerSeal.through).desc()).limit(1)).first()


def broken_seals(session: Session, key: str) -> Iterator[BrokenSeal]:
    """Hold all seals against the ledger, oldest first. Without a key their signatures are taken as they are."""
    digests = select(LedgerSeal, PledgeEntry.digest).join(
        PledgeEntry, col(PledgeEntry.id) == LedgerSeal.through, isouter=True
    )
    for made, digest in session.exec(digests.order_by(col(LedgerSeal.through))):
        if key and not hmac.compare_digest(made.signature, _signature(key, made.through, made.head)):
            yield BrokenSeal(made, SealFault.FORGED)
        elif digest != made.head:
            yield BrokenSeal(made, SealFault.REWRITTEN if digest else SealFault.CUT_OFF)


def _signature(key: str, through: int, head: str) -> str:
    return hmac.digest(key.encode(), f"{through} {head}".encode(), "sha256").hex()

"""Calendar feeds: addresses that a calendar asks again and again. Whoever knows one can read; each can be revoked."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from sqlmodel import Field, Session, col, select

from storage.municipalities import Land
from storage.records import Record, UtcDateTime, enum_column

TOKEN_BYTES = 32


class CalendarFeed(Record, table=True):
    """A feed of one person's meetings, or of a Land's. Only the token's hash is kept."""

    __tablename__ = "calendar_feed"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    """Whose it is: for a Land's, who asked for it."""
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def open_feed(session: Session, person_id: int, now: datetime, *, land: Land | None = None) -> str:
    """Make a feed and return its token, which is shown this once; the same person's feed before it ends."""
    revoke_feeds(session, person_id, now, land=land)
    token = token_urlsafe(TOKEN_BYTES)
    session.add(CalendarFeed(token_hash=_hash(token), person_id=person_id, land=land, created_at=now))
    return token


def feed_at(session: Session, token: str) -> CalendarFeed | None:
    """Find the feed behind a token, unless it was revoked."""
    return session.exec(
        select(CalendarFeed).where(CalendarFeed.token_hash == _hash(token), col(CalendarFeed.revoked_at).is_(None))
    ).first()


def revoke_feeds(session: Session, person_id: int, now: datetime, *, land: Land | None = None) -> int:
    """End a person's own feed, or theirs of a Land; returns how many ended."""
    found = session.exec(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id, CalendarFeed.land == land, col(CalendarFeed.revoked_at).is_(None)
        )
    ).all()
    for feed in found:
        feed.revoked_at = now
    return len(found)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()

"""Calendar feeds: addresses that a calendar asks again and again. Whoever knows one can read; each can be revoked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from secrets import token_urlsafe

from sqlalchemy import and_
from sqlmodel import Field, Session, col, select

from storage.attendance import Attendance, Invitation
from storage.meetings import Meeting
from storage.municipalities import Land, Municipality
from storage.records import Record, UtcDateTime, enum_column

TOKEN_BYTES = 32

Answered = tuple[Meeting, tuple[Attendance | None, ...]]
"""A meeting and what each party of somebody has said to it, None for nothing yet."""


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
    revoke_feeds(session, person_id, now, land)
    token = token_urlsafe(TOKEN_BYTES)
    session.add(CalendarFeed(token_hash=_hash(token), person_id=person_id, land=land, created_at=now))
    return token


def feed_at(session: Session, token: str) -> CalendarFeed | None:
    """Find the feed behind a token, unless it was revoked."""
    return session.exec(
        select(CalendarFeed).where(CalendarFeed.token_hash == _hash(token), col(CalendarFeed.revoked_at).is_(None))
    ).first()


def revoke_feeds(session: Session, person_id: int, now: datetime, *lands: Land | None) -> int:
    """End a person's feeds of some Länder, None for their own; all of them if none is named. Returns how many ended."""
    found = session.exec(
        select(CalendarFeed).where(CalendarFeed.person_id == person_id, col(CalendarFeed.revoked_at).is_(None))
    ).all()
    ended = [feed for feed in found if not lands or feed.land in lands]
    for feed in ended:
        feed.revoked_at = now
    return len(ended)


def meetings_of(session: Session, person_id: int, parties: Collection[str], since: datetime) -> list[Answered]:
    """List the meetings of a person who was invited for some parties, each with what these have said, if anything.

    Those that begin after a moment, called off or not, in the order of their start.
    """
    said = and_(
        col(Attendance.meeting_id) == Meeting.id,
        col(Attendance.date_number) == Meeting.date_number,
        col(Attendance.party) == Invitation.party,
        col(Attendance.counts),
    )
    found = session.exec(
        select(Meeting, Attendance)
        .join(Invitation, col(Invitation.meeting_id) == Meeting.id)
        .outerjoin(Attendance, said)
        .where(Invitation.person_id == person_id, col(Invitation.party).in_(parties), col(Meeting.starts_at) > since)
        .order_by(col(Meeting.starts_at), col(Meeting.id), col(Invitation.id))
    ).all()
    by_meeting = [list(rows) for _, rows in groupby(found, key=lambda row: row[0].id)]
    return [(rows[0][0], tuple(attendance for _, attendance in rows)) for rows in by_meeting]


def meetings_in(session: Session, land: Land, since: datetime) -> Sequence[Meeting]:
    """List the meetings to which a municipality of a Land was invited; which and in what order is as above."""
    of_land = select(Municipality.ags).where(Municipality.land == land)
    invited = select(Invitation.meeting_id).where(col(Invitation.party).in_(of_land))
    return session.exec(
        select(Meeting)
        .where(col(Meeting.id).in_(invited), col(Meeting.starts_at) > since)
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()


def _hash(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()

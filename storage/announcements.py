"""Announcements: what is written to many, by whom, and how far it is.

States: ``draft → requested → released → running ⇄ paused → finished | cancelled``. Whoever releases has seen text,
audience and count: their release is bound to a seal over all of it, and any edit makes a draft of it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Session, col, select

from storage.announcement_deliveries import forget_deliveries
from storage.audience_criteria import Audience
from storage.outbox import Urgency
from storage.records import Record, UtcDateTime, enum_column, json_column


class AnnouncementState(StrEnum):
    """How far an announcement is."""

    DRAFT = "draft"
    REQUESTED = "requested"
    RELEASED = "released"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class Announcement(Record, table=True):
    """What is written to many.

    ``text`` is our small Markdown with personal fields in braces, ``files`` are numbers of stored files, ``groups``
    numbers of group chats it goes to besides its ``audience``. ``starts_at`` is the moment it is planned for, if it is;
    ``begins_at`` the moment from which a released one goes. ``seal`` is what its release was asked for. One that
    ``corrects`` another goes to whom that one reached, in the place of what they got.
    """

    __tablename__ = "announcement"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy wants it
    # The number of a draft that was thrown away never names another announcement: buttons of the first still stand.

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    text: str
    subject_english: str = ""
    text_english: str = ""
    urgency: Urgency = Field(default=Urgency.NORMAL, sa_type=enum_column(Urgency))
    files: list[int] = Field(default_factory=list, sa_type=json_column())
    audience: dict[str, Any] | None = Field(default=None, sa_type=json_column(none_as_null=True))
    groups: list[int] = Field(default_factory=list, sa_type=json_column())
    pinned: bool = False
    """Whether it is pinned in the groups it goes to, where that is allowed."""
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    corrects: int | None = Field(default=None, foreign_key="announcement.id")
    state: AnnouncementState = Field(default=AnnouncementState.DRAFT, sa_type=enum_column(AnnouncementState))
    version: int = 1
    """Counts the edits, so that whoever looked at it before one is told."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    edited_by: int = Field(foreign_key="person.id")
    edited_at: datetime = Field(sa_type=UtcDateTime)
    seal: str = ""
    requested_by: int | None = Field(default=None, foreign_key="person.id")
    requested_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    released_by: int | None = Field(default=None, foreign_key="person.id")
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    begins_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    batch_id: int | None = Field(default=None, foreign_key="outbox_batch.id")
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removal_batch_id: int | None = Field(default=None, foreign_key="outbox_batch.id")
    tolerated: int = 0
    """Failures that somebody has let it go on in spite of."""
    status: str = ""
    """What its author was told of its progress last."""
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def whom(self) -> Audience | None:
        """Whom it is for besides groups; None for a correction, and for groups alone."""
        return None if self.audience is None else Audience.model_validate(self.audience)


BEFORE = (AnnouncementState.DRAFT, AnnouncementState.REQUESTED, AnnouncementState.RELEASED)
"""States in which nothing has been sent."""

UNDER_WAY = (AnnouncementState.RUNNING, AnnouncementState.PAUSED)

VOID = {"requested_by": None, "requested_at": None, "released_by": None, "released_at": None, "begins_at": None}
"""What an edit leaves of a request and a release."""


class AnnouncementError(Exception):
    """This cannot be done with the announcement."""


class NotNowError(AnnouncementError):
    """The announcement is not in a state for it."""


class ChangedError(AnnouncementError):
    """Somebody has changed the announcement, or whom it is for, since it was looked at."""


class CorrectedError(AnnouncementError):
    """A correction of the announcement has begun: nobody else shall get what it corrects."""


class OwnDraftError(AnnouncementError):
    """Whoever wrote an announcement, or asked for its release, does not release it."""


def create(session: Session, announcement: Announcement) -> Announcement:
    """Keep a new draft."""
    session.add(announcement)
    session.flush()
    return announcement


def announcements(session: Session, *states: AnnouncementState) -> Sequence[Announcement]:
    """List announcements, the newest first; those in some states, or all."""
    found = select(Announcement).order_by(col(Announcement.id).desc())
    return session.exec(found.where(col(Announcement.state).in_(states)) if states else found).all()


def under_way(session: Session) -> Sequence[Announcement]:
    """List what has begun and is not over, also where it only is taken back."""
    begun = (col(Announcement.started_at).is_not(None), col(Announcement.finished_at).is_(None))
    return session.exec(select(Announcement).where(*begun).order_by(col(Announcement.id))).all()


def locked(session: Session, number: int, *states: AnnouncementState) -> Announcement:
    """Look an announcement up to change it, in one of these states. Raises :class:`NotNowError`."""
    found = session.get_one(Announcement, number, populate_existing=True, with_for_update=True)
    if found.state not in states:
        raise NotNowError(found.state)
    return found


def edit(session: Session, number: int, version: int, by: int, now: datetime, **changes: object) -> Announcement:
    """Change what an announcement says or whom it is for; it is a draft again, and nothing of its release holds.

    ``version`` is the one that was looked at. Raises :class:`NotNowError` once it has begun, :class:`ChangedError`.
    """
    announcement = locked(session, number, *BEFORE)
    if announcement.version != version:
        raise ChangedError
    told = {"state": AnnouncementState.DRAFT, "version": version + 1, "edited_by": by, "edited_at": now}
    for name, value in (changes | VOID | told).items():
        setattr(announcement, name, value)
    forget_deliveries(session, number)
    session.flush()
    return announcement


def delete_draft(session: Session, number: int) -> None:
    """Throw away what was not released. Raises :class:`NotNowError`."""
    session.delete(locked(session, number, AnnouncementState.DRAFT, AnnouncementState.REQUESTED))
    session.flush()

"""Announcements: what is written to many, who let it go, and whom it reached.

States: ``draft → requested → released → running ⇄ paused → finished | cancelled``. Whoever releases has seen text,
audience and count: their release is bound to a seal over all of it, and any edit makes a draft of it again.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.municipalities import Land
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
    status: str = ""
    """What its author was told of its progress last."""
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Delivery(Record, table=True):
    """One recipient of a released announcement, a person or a group, and the message it became.

    ``position`` is its place in the order it goes out, ``places`` are the municipalities the person speaks for, by AGS.
    Until it is ``posted`` it has no message; with a ``reason`` it never will, for who has lost their role or address.
    What becomes of the message stands in its row of the outbox alone.
    """

    __tablename__ = "announcement_delivery"
    __table_args__ = (
        UniqueConstraint("announcement_id", "person_id"),
        UniqueConstraint("announcement_id", "group_id"),
        Index("ix_announcement_delivery_position", "announcement_id", "position"),
    )

    id: int | None = Field(default=None, primary_key=True)
    announcement_id: int = Field(foreign_key="announcement.id")
    position: int
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="group_chat.id")
    places: list[str] = Field(default_factory=list, sa_type=json_column())
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)
    reason: str = ""
    removal_id: int | None = Field(default=None, foreign_key="outbox.id")
    """The message by which it was taken back, if it was."""

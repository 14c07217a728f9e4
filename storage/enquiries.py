"""Enquiries: what people ask the office, as threads in the coordinators' room, and what they are answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.municipalities import Land
from storage.records import Record, UtcDateTime, enum_column


class EnquiryState(StrEnum):
    """Whether an enquiry still wants something of the office."""

    OPEN = "open"
    CLOSED = "closed"


class Enquiry(Record, table=True):
    """What somebody asks, with all that was said about it.

    ``ags`` is the municipality they ask for, where they speak for one; ``about`` the announcement they answer.
    ``land`` is the Land whose coordination it was handed to, None while the office has it. ``group_id`` is the room it
    stands in, and ``root`` the key of the message there that all others of its thread follow.
    """

    __tablename__ = "enquiry"
    __table_args__ = (Index("ix_enquiry_person", "person_id", "state"), Index("ix_enquiry_state", "state", "land"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    ags: str | None = Field(default=None, foreign_key="municipality.ags")
    about: int | None = Field(default=None, foreign_key="announcement.id")
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    state: EnquiryState = Field(default=EnquiryState.OPEN, sa_type=enum_column(EnquiryState))
    claimed_by: int | None = Field(default=None, foreign_key="person.id")
    group_id: int | None = Field(default=None, foreign_key="group_chat.id")
    root: str | None = None
    opened_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EnquiryMessage(Record, table=True):
    """One thing said in an enquiry, by the person who asks or, ``from_office``, to them.

    One that is ``planned_for`` a moment is said then; ``said_at`` is when it was.
    """

    __tablename__ = "enquiry_message"

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    from_office: bool = False
    text: str = ""
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
    planned_for: datetime | None = Field(default=None, sa_type=UtcDateTime)
    said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CannedAnswer(Record, table=True):
    """An answer that is given often, by a short name (folded as people type it)."""

    __tablename__ = "canned_answer"
    __table_args__ = (UniqueConstraint("name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    text: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)

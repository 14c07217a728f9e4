"""Enquiries: what people ask the office, as threads in the coordinators' room, and what they are answered."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Index
from sqlmodel import Field, Session, col, select

from storage.audit import note
from storage.municipalities import Land
from storage.outbox import OutboxMessage
from storage.persons import Person
from storage.records import Record, UtcDateTime, enum_column

REOPENS = timedelta(days=14)
"""How long after its end what its person says belongs to an enquiry; later it is a new one."""

TAKE_BACK = timedelta(minutes=2)
"""How long somebody can take back what they asked, if nobody looks after it yet."""

KEY = re.compile(r"enquiry-(?P<number>\d+)-[0-9a-f]+")
"""What messages about an enquiry are called in the outbox, so that an answer to any of them finds it."""


class EnquiryState(StrEnum):
    """Whether an enquiry still wants something of the office; what was taken back never comes again."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class EnquiryError(Exception):
    """This cannot be done with the enquiry."""


class TakenError(EnquiryError):
    """Somebody looks after it already."""

    def __init__(self, by: int) -> None:
        super().__init__(by)
        self.by = by


class NotNowError(EnquiryError):
    """Its state does not allow it, or no longer."""


class Enquiry(Record, table=True):
    """What somebody asks, with all that was said about it.

    ``ags`` is the municipality they ask for, where they speak for one; ``about`` the announcement they answer.
    ``land`` is the Land whose coordination it was handed to, None while the office has it. ``group_id`` is the room it
    stands in, and ``root`` the key of the message there that all others of its thread follow. ``closed_at`` is when it
    was closed last.
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

    One that is ``planned_for`` a moment is said then; ``said_at`` is when it was. One with neither was taken back; its
    row stays, so that its number is never given again.
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


def new_key(number: int) -> str:
    """Name one more message about an enquiry."""
    return f"enquiry-{number}-{uuid4().hex[:16]}"


def number_in(key: str | None) -> int | None:
    """Read which enquiry a message of ours is about, by its key."""
    found = KEY.fullmatch(key or "")
    return int(found["number"]) if found else None


def about_enquiry(session: Session, number: int) -> Sequence[OutboxMessage]:
    """List our messages about an enquiry, in whichever chats."""
    named = col(OutboxMessage.key).startswith(f"enquiry-{number}-", autoescape=True)
    return session.exec(select(OutboxMessage).where(named).order_by(col(OutboxMessage.id))).all()


def held(session: Session, number: int) -> Enquiry:
    """Hold an enquiry for this transaction; others who do something with it wait."""
    return session.get_one(Enquiry, number, with_for_update=True, populate_existing=True)


def going_on(session: Session, person_id: int, now: datetime, *, about: int | None = None) -> Enquiry | None:
    """Find the enquiry that what a person says belongs to, and hold it: the last that is open or ended lately.

    With an announcement only what is ``about`` that. What one person says at once follows each other.
    """
    session.exec(select(Person.id).where(Person.id == person_id).with_for_update()).one()
    found = select(Enquiry).where(Enquiry.person_id == person_id, Enquiry.state != EnquiryState.WITHDRAWN)
    found = found.where(Enquiry.about == about) if about else found
    open_first = found.order_by(
        col(Enquiry.state) != EnquiryState.OPEN, col(Enquiry.updated_at).desc(), col(Enquiry.id).desc()
    )
    lately = (each for each in session.exec(open_first) if may_go_on(each, now))
    last = next(lately, None)
    return held(session, last.id or 0) if last else None


def may_go_on(enquiry: Enquiry, now: datetime) -> bool:
    """Say whether what its person says still belongs to an enquiry."""
    if enquiry.state is EnquiryState.CLOSED and enquiry.closed_at is not None:
        return now - enquiry.closed_at <= REOPENS
    return enquiry.state is EnquiryState.OPEN


def open_one(session: Session, enquiry: Enquiry) -> Enquiry:
    """Write a new enquiry down; gives it with its number."""
    session.add(enquiry)
    session.flush()
    note(session, enquiry.opened_at, enquiry.person_id, "enquiry-opened", subject_of(enquiry))
    return enquiry


def subject_of(enquiry: Enquiry) -> str:
    """Name an enquiry as the subject of due rows and of the audit log."""
    return f"enquiry:{enquiry.id}"


def add(session: Session, enquiry: Enquiry, said: EnquiryMessage) -> bool:
    """Add what its person has said; returns whether that has opened it again."""
    session.add(said)
    enquiry.updated_at = said.written_at
    again = enquiry.state is EnquiryState.CLOSED
    if again:
        reopen(session, enquiry, said.person_id, said.written_at)
    session.flush()
    return again


def claim(session: Session, enquiry: Enquiry, by: int, now: datetime, *, anyway: bool = False) -> None:
    """Let somebody look after a held enquiry. Raises :class:`TakenError`, unless it is ``anyway``, and NotNowError."""
    if enquiry.state is not EnquiryState.OPEN:
        raise NotNowError
    if enquiry.claimed_by not in {None, by} and not anyway:
        raise TakenError(enquiry.claimed_by or 0)
    if enquiry.claimed_by != by:
        enquiry.claimed_by = by
        note(session, now, by, "enquiry-claimed", subject_of(enquiry))


def close(session: Session, enquiry: Enquiry, by: int | None, now: datetime) -> None:
    """End a held enquiry. Raises :class:`NotNowError` where it has ended."""
    if enquiry.state is not EnquiryState.OPEN:
        raise NotNowError
    enquiry.state, enquiry.closed_at = EnquiryState.CLOSED, now
    note(session, now, by, "enquiry-closed", subject_of(enquiry))


def reopen(session: Session, enquiry: Enquiry, by: int, now: datetime) -> None:
    """Open a held enquiry again. Raises :class:`NotNowError` where it is open, or was taken back."""
    if enquiry.state is not EnquiryState.CLOSED:
        raise NotNowError
    enquiry.state = EnquiryState.OPEN
    note(session, now, by, "enquiry-reopened", subject_of(enquiry))


def hand(session: Session, enquiry: Enquiry, land: Land | None, by: int, now: datetime) -> None:
    """Hand a held enquiry to a Land's coordination, or with None back to the office. Raises :class:`NotNowError`."""
    if enquiry.state is not EnquiryState.OPEN or enquiry.land is land:
        raise NotNowError
    enquiry.land, enquiry.claimed_by = land, None
    note(session, now, by, "enquiry-handed", subject_of(enquiry), land=land or "office")


def withdraw(session: Session, enquiry: Enquiry, now: datetime) -> None:
    """Take a held enquiry back as if it had not been asked: its texts are forgotten. Raises :class:`NotNowError`."""
    said = messages(session, enquiry.id or 0)
    is_new = enquiry.state is EnquiryState.OPEN and now - enquiry.opened_at <= TAKE_BACK
    if not is_new or enquiry.claimed_by is not None or any(each.from_office for each in said):
        raise NotNowError
    enquiry.state, enquiry.closed_at = EnquiryState.WITHDRAWN, now
    for each in said:
        each.text, each.file_id = "", None
    note(session, now, enquiry.person_id, "enquiry-withdrawn", subject_of(enquiry))


def messages(session: Session, number: int) -> Sequence[EnquiryMessage]:
    """List what was said in an enquiry, and what is planned, in the order it was written."""
    found = select(EnquiryMessage).where(EnquiryMessage.enquiry_id == number)
    return session.exec(found.order_by(col(EnquiryMessage.id))).all()


def told(session: Session, number: int) -> list[EnquiryMessage]:
    """List the same without what was planned and taken back."""
    return [each for each in messages(session, number) if each.said_at or each.planned_for]


def planned(session: Session, number: int) -> list[EnquiryMessage]:
    """List the answers that will be given later."""
    return [each for each in told(session, number) if each.said_at is None]


def enquiries_of(session: Session, person_id: int) -> Sequence[Enquiry]:
    """List what a person has asked and not taken back, the newest first."""
    found = select(Enquiry).where(Enquiry.person_id == person_id, Enquiry.state != EnquiryState.WITHDRAWN)
    return session.exec(found.order_by(col(Enquiry.id).desc())).all()


def open_enquiries(session: Session, lands: Collection[Land] | None = None) -> Sequence[Enquiry]:
    """List the open enquiries, of all or of those that were handed to some Länder, the oldest first."""
    found = select(Enquiry).where(Enquiry.state == EnquiryState.OPEN)
    found = found if lands is None else found.where(col(Enquiry.land).in_(lands))
    return session.exec(found.order_by(col(Enquiry.id))).all()


def waiting_since(session: Session, numbers: Collection[int]) -> dict[int, datetime]:
    """Say since when enquiries wait for an answer; those answered or closed since their person wrote are missing."""
    waiting: dict[int, datetime] = {}
    found = select(EnquiryMessage, Enquiry.closed_at).join(Enquiry).where(col(Enquiry.id).in_(numbers))
    for said, closed_at in session.exec(found.order_by(col(EnquiryMessage.said_at), col(EnquiryMessage.id))):
        number = said.enquiry_id
        if said.from_office and said.said_at is not None:
            waiting.pop(number, None)
        elif not said.from_office and (closed_at is None or said.written_at > closed_at):
            waiting.setdefault(number, said.written_at)
    return waiting

"""Who was invited to a meeting, what they answered, and who sits, waits or asks.

An answer belongs to a party (:func:`storage.audiences.party_of`): a municipality, whoever of it writes. The newest
answer of a party counts; the older ones stay, so that it can be told who said what when. With a capacity, an acceptance
beyond it waits; answers follow each other on a lock, so that no place is given twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, or_
from sqlmodel import Field, Session, col, func, select, update

from storage.answers import COMING, Answer
from storage.meetings import Meeting, locked
from storage.records import Record, UtcDateTime, enum_column


class Invitation(Record, table=True):
    """Somebody who was asked to come, for a party. ``outbox_id`` is the message that asked them last."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id", "party"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    party: str
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
    invited_at: datetime = Field(sa_type=UtcDateTime)


class Attendance(Record, table=True):
    """One answer of a party to one date of a meeting. ``counts`` is true of its newest; ``waiting`` if it is full.

    ``place`` is the number of an earlier answer that took the place this one keeps: the queue goes by it.
    """

    __tablename__ = "attendance"
    __table_args__ = (Index("ix_attendance_meeting", "meeting_id", "date_number", "counts"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    date_number: int
    party: str
    answer: Answer = Field(sa_type=enum_column(Answer))
    counts: bool = True
    waiting: bool = False
    place: int | None = None
    comment: str = ""
    answered_by: int = Field(foreign_key="person.id")
    answered_at: datetime = Field(sa_type=UtcDateTime)


class AgendaQuestion(Record, table=True):
    """What somebody wants to have talked about."""

    __tablename__ = "agenda_question"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    party: str
    person_id: int = Field(foreign_key="person.id")
    text: str
    asked_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer changed: the party's answer before and now, and who moved up from the waiting list by it."""

    before: Attendance | None
    now: Attendance
    moved_up: Sequence[Attendance] = ()


def invited(session: Session, meeting_id: int, person_id: int, party: str, now: datetime) -> Invitation:
    """Note that somebody is asked to come, once for each party they speak for, and when they were asked last."""
    found = session.exec(
        select(Invitation).where(
            Invitation.meeting_id == meeting_id, Invitation.person_id == person_id, Invitation.party == party
        )
    ).first()
    if found is None:
        found = Invitation(meeting_id=meeting_id, person_id=person_id, party=party, invited_at=now)
        session.add(found)
        session.get_one(Meeting, meeting_id).planned_version = 0  # whoever is new wants reminders, too
    found.invited_at = now
    session.flush()
    return found


def invitations(session: Session, meeting_id: int) -> Sequence[Invitation]:
    """List who was asked to come, in the order they were."""
    return session.exec(
        select(Invitation).where(Invitation.meeting_id == meeting_id).order_by(col(Invitation.id))
    ).all()


def invitations_of(session: Session, meeting_id: int, *people: int) -> Sequence[Invitation]:
    """List the invitations of a person, or of several, to a meeting: one for each party they speak for."""
    return session.exec(
        select(Invitation)
        .where(Invitation.meeting_id == meeting_id, col(Invitation.person_id).in_(people))
        .order_by(col(Invitation.id))
    ).all()


def plan_anew(session: Session, person_id: int, now: datetime) -> None:
    """Let the clock plan once more what somebody is still invited to: they live in another time zone now."""
    theirs = select(Invitation.meeting_id).where(Invitation.person_id == person_id)
    to_come = or_(col(Meeting.starts_at).is_(None), col(Meeting.starts_at) > now)
    changed = update(Meeting).where(col(Meeting.id).in_(theirs), to_come).values(planned_version=0)
    session.connection().execute(changed)


def answers(session: Session, meeting: Meeting, *, of: Collection[str] | None = None) -> dict[str, Attendance]:
    """Look up what counts for the meeting's date, by party, in the order of their places; ``of`` some parties alone."""
    counting = select(Attendance).where(*_of_date(meeting), col(Attendance.counts))
    if of is not None:
        counting = counting.where(col(Attendance.party).in_(of))
    found = session.exec(counting.order_by(func.coalesce(Attendance.place, Attendance.id))).all()
    return {attendance.party: attendance for attendance in found}


def answer(  # noqa: PLR0913 - who answers what, to what, for whom, when
    session: Session, meeting_id: int, party: str, said: Answer, person_id: int, now: datetime, *, comment: str = ""
) -> Answered:
    """Take a party's answer; who is accepted beyond the capacity waits, and a freed place goes to who waits longest.

    A party that changes between coming itself and sending a substitute keeps its place. Raises
    :class:`storage.meetings.OverError` for a cancelled meeting.
    """
    meeting = locked(session, meeting_id)
    before = answers(session, meeting).get(party)
    keeps_place = before is not None and before.answer in COMING and said in COMING
    waiting = before.waiting if before and keeps_place else said in COMING and _is_full(session, meeting)
    if before is not None:
        before.counts = False
    attendance = Attendance(
        meeting_id=meeting_id,
        date_number=meeting.date_number,
        party=party,
        answer=said,
        waiting=waiting,
        place=(before.place or before.id) if before and keeps_place else None,
        comment=comment,
        answered_by=person_id,
        answered_at=now,
    )
    session.add(attendance)
    session.flush()
    return Answered(before, attendance, fill(session, meeting))


def fill(session: Session, meeting: Meeting) -> list[Attendance]:
    """Give free places to those who wait, the longest first; returns who moved up."""
    moved_up: list[Attendance] = []
    for attendance in answers(session, meeting).values():
        if attendance.waiting and not _is_full(session, meeting):
            attendance.waiting = False
            session.flush()
            moved_up.append(attendance)
    return moved_up


def seats_taken(session: Session, meeting: Meeting) -> int:
    """Count the parties that come and do not wait."""
    return session.exec(
        select(func.count())
        .select_from(Attendance)
        .where(
            *_of_date(meeting),
            col(Attendance.counts),
            col(Attendance.answer).in_(COMING),
            col(Attendance.waiting).is_(False),
        )
    ).one()


def ask(  # noqa: PLR0913 - who asks what, about what, for whom, when
    session: Session, meeting_id: int, party: str, person_id: int, text: str, now: datetime
) -> AgendaQuestion:
    """Write down what somebody wants to have talked about."""
    question = AgendaQuestion(meeting_id=meeting_id, party=party, person_id=person_id, text=text, asked_at=now)
    session.add(question)
    session.flush()
    return question


def questions(session: Session, meeting_id: int) -> Sequence[AgendaQuestion]:
    """List what people want to have talked about, in the order they said it."""
    return session.exec(
        select(AgendaQuestion).where(AgendaQuestion.meeting_id == meeting_id).order_by(col(AgendaQuestion.id))
    ).all()


def _is_full(session: Session, meeting: Meeting) -> bool:
    return meeting.capacity is not None and seats_taken(session, meeting) >= meeting.capacity


def _of_date(meeting: Meeting) -> tuple[bool, bool]:
    return (Attendance.meeting_id == meeting.id, Attendance.date_number == meeting.date_number)

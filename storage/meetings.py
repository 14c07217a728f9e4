"""Meetings: what was agreed on, who is asked, and how a meeting becomes another one without anybody losing sight of it.

A meeting whose date is still to be found (``FINDING``) has proposals (:mod:`storage.date_polls`) instead of a start.
Answers belong to one date: when a meeting moves, ``date_number`` goes up and all answers are open again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Session, col, select

from storage.audience_criteria import Audience
from storage.database import serialize
from storage.engine import Subject
from storage.records import Record, UtcDateTime, enum_column, json_column

LONGEST_MEETING = timedelta(hours=12)


class MeetingState(StrEnum):
    """What has become of a meeting."""

    FINDING = "finding"
    PLANNED = "planned"
    CANCELLED = "cancelled"


IS_UNPLANNED = "planned_version != version"


class Meeting(Record, table=True):
    """One meeting. ``starts_at`` is a moment; ``timezone`` is where its wall clock hangs.

    ``version`` goes up with every change, so that nobody overwrites what they have not seen; ``sequence`` is what
    calendars know it by (RFC 5545, section 3.8.7.4). ``rule`` repeats it: a line ``DTSTART:`` with the wall time that
    was its turn, wherever it was moved, and a line ``RRULE:``. Each next one is a meeting of its own that ``follows``
    the one before; no two follow the same.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("duration > 0", name="duration_positive"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        CheckConstraint("state != 'planned' OR starts_at IS NOT NULL", name="planned_has_start"),
        Index("ix_meeting_state_start", "state", "starts_at"),
        Index(
            "ix_meeting_unplanned",
            "id",
            sqlite_where=text(IS_UNPLANNED),
            postgresql_where=text(IS_UNPLANNED),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: uuid4().hex, unique=True)
    title: str
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    duration: int = 60
    """Minutes."""
    timezone: str = "Europe/Berlin"
    link: str = ""
    agenda: str = ""
    documents: str = ""
    partners: str = ""
    audience: dict[str, object] = Field(default_factory=dict, sa_type=json_column())
    answer_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    capacity: int | None = None
    rule: str = ""
    follows: int | None = Field(default=None, foreign_key="meeting.id", unique=True)
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=enum_column(MeetingState))
    version: int = 1
    sequence: int = 0
    date_number: int = 1
    planned_version: int = 0
    """Which version the clock has planned reminders for."""
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def zone(self) -> ZoneInfo:
        """Where its wall clock hangs."""
        return ZoneInfo(self.timezone)

    @property
    def begins(self) -> datetime:
        """The start of a meeting that has one. Raises :class:`NoDateError`."""
        if self.starts_at is None:
            raise NoDateError
        return self.starts_at

    @property
    def ends(self) -> datetime:
        """The end of a meeting that has a start."""
        return self.begins + timedelta(minutes=self.duration)

    @property
    def whom(self) -> Audience:
        """Who is asked to come."""
        return Audience.model_validate(self.audience)

    def has_begun(self, now: datetime) -> bool:
        """Whether its start, if it has one, lies behind us."""
        return self.starts_at is not None and self.starts_at <= now

    def is_open(self, now: datetime) -> bool:
        """Whether it is still to come: answers can be given and changed."""
        return self.state is MeetingState.PLANNED and self.begins > now


class MeetingError(Exception):
    """The meeting cannot be changed in this way."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NoDateError(MeetingError):
    """Its date is still to be found."""


class EditedMeanwhileError(MeetingError):
    """Somebody else has changed the meeting since it was looked at."""


class OverError(MeetingError):
    """The meeting is cancelled."""


CHANGEABLE = (
    "title",
    "starts_at",
    "duration",
    "timezone",
    "link",
    "agenda",
    "documents",
    "partners",
    "audience",
    "answer_until",
    "capacity",
    "rule",
)


def create(session: Session, meeting: Meeting) -> Meeting:
    """Write a new meeting down."""
    session.add(meeting)
    session.flush()
    return meeting


def change(session: Session, meeting_id: int, seen_version: int, now: datetime, **values: object) -> Meeting:
    """Change what ``values`` name. A new start asks everybody anew; anything else leaves the answers alone.

    Raises :class:`EditedMeanwhileError` unless the meeting is as it was seen, and :class:`OverError`.
    """
    unknown = values.keys() - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"not changeable: {', '.join(sorted(unknown))}")
    meeting = locked(session, meeting_id, seen_version)
    if "starts_at" in values and values["starts_at"] != meeting.starts_at:
        meeting.date_number += 1
        meeting.state = MeetingState.PLANNED
    for name, value in values.items():
        setattr(meeting, name, value)
    return _changed(session, meeting, now)


def cancel(
    session: Session, meeting_id: int, seen_version: int, now: datetime, *, with_following: bool = False
) -> Meeting:
    """Call a meeting off; the next ones of its series come all the same, unless ``with_following``.

    Raises :class:`EditedMeanwhileError` unless it is as it was seen, and :class:`OverError`.
    """
    meeting = locked(session, meeting_id, seen_version)
    meeting.state = MeetingState.CANCELLED
    meeting.rule = "" if with_following else meeting.rule
    return _changed(session, meeting, now)


def end_series(session: Session, meeting_id: int, now: datetime) -> bool:
    """Let nothing follow a meeting any more, also one that is off; says whether something still would have."""
    serialize(session, Subject.CLOCK)  # which makes the next one
    meeting = session.get_one(Meeting, meeting_id, populate_existing=True)
    if not meeting.rule or is_followed(session, meeting):
        return False
    meeting.rule = ""
    _changed(session, meeting, now)
    return True


def is_followed(session: Session, meeting: Meeting) -> bool:
    """Say whether the next meeting of a series has been made."""
    return session.exec(select(Meeting.id).where(Meeting.follows == meeting.id)).first() is not None


def locked(session: Session, meeting_id: int, seen_version: int | None = None) -> Meeting:
    """Hold a meeting for this transaction; others who change it or answer wait. Raises as :func:`change` does."""
    serialize(session, Subject.MEETINGS)
    meeting = session.get_one(Meeting, meeting_id, populate_existing=True)
    if seen_version is not None and meeting.version != seen_version:
        raise EditedMeanwhileError
    if meeting.state is MeetingState.CANCELLED:
        raise OverError
    return meeting


def _changed(session: Session, meeting: Meeting, now: datetime) -> Meeting:
    meeting.version += 1
    meeting.sequence += 1
    meeting.changed_at = now
    session.add(meeting)
    session.flush()
    return meeting


def upcoming(session: Session, now: datetime) -> Sequence[Meeting]:
    """List the meetings still to come, the next first, then those whose date is still to be found."""
    planned = select(Meeting).where(Meeting.state == MeetingState.PLANNED, col(Meeting.starts_at) > now)
    finding = select(Meeting).where(Meeting.state == MeetingState.FINDING)
    return [
        *session.exec(planned.order_by(col(Meeting.starts_at), col(Meeting.id))),
        *session.exec(finding.order_by(col(Meeting.id))),
    ]


def past(session: Session, now: datetime, since: datetime) -> Sequence[Meeting]:
    """List the meetings that have begun between two moments, the last first; none that was called off."""
    return session.exec(
        select(Meeting)
        .where(Meeting.state == MeetingState.PLANNED, col(Meeting.starts_at) <= now, col(Meeting.starts_at) > since)
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    ).all()


def repeat(session: Session, meeting: Meeting, now: datetime, **values: object) -> Meeting | None:
    """Make the meeting that follows another: the same in all but ``values``. None if there is one already."""
    if is_followed(session, meeting):
        return None
    same = {name: getattr(meeting, name) for name in (*CHANGEABLE, "created_by")}
    made = {"follows": meeting.id, "created_at": now, "changed_at": now}
    return create(session, Meeting.model_validate(same | values | made))


def take_unplanned(session: Session) -> Sequence[Meeting]:
    """Lock the meetings whose reminders the clock has not planned as they are now."""
    return session.exec(
        select(Meeting).where(text(IS_UNPLANNED)).order_by(col(Meeting.id)).with_for_update(skip_locked=True)
    ).all()

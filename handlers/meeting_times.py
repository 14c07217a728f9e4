"""When a meeting reminds whom: pure. The clock writes it down as due rows, a preview compares it with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.courtesy import rests_everywhere
from handlers.recurrence import moment_of
from handlers.repeats import turns_after
from storage.due import DueItem
from storage.meetings import Meeting, MeetingState

REMINDER, DEADLINE, REPEAT, MINUTES = "meeting-reminder", "meeting-deadline", "meeting-repeat", "meeting-minutes"
MORNING, OFFICE_HOURS = time(8), time(9)
SATURDAY = 5
AHEAD = timedelta(days=14)
"""How long before it the next meeting of a series is made at the latest, where the one before has begun by then."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked to come, and where their clocks hang."""

    person_id: int
    zone: ZoneInfo


def subject_of(meeting: Meeting) -> str:
    """Name a meeting as the subject of due rows."""
    return f"meeting:{meeting.id}"


def person_key(person_id: int) -> str:
    """Name a person as the recipient of due rows."""
    return f"person:{person_id}"


def wanted_reminders(meeting: Meeting, guests: Iterable[Guest]) -> list[DueItem]:
    """List the reminders of a planned meeting: a week, the morning of the day before, and an hour before its start."""
    if meeting.state is not MeetingState.PLANNED:
        return []
    return [
        _item(REMINDER, meeting, person_key(guest.person_id), meeting.begins, name, due_at)
        for guest in guests
        for name, due_at in _before_start(meeting.begins, guest.zone)
    ]


def wanted_deadlines(meeting: Meeting, guests: Iterable[Guest]) -> list[DueItem]:
    """List the reminders of the day by which answers are asked for: two days before, and on its morning."""
    if meeting.answer_until is None or meeting.state is MeetingState.CANCELLED:
        return []
    last = meeting.answer_until
    return [
        _item(DEADLINE, meeting, person_key(guest.person_id), last, name, due_at)
        for guest in guests
        for name, due_at in _before_deadline(last, guest.zone)
        if due_at < last
    ]


def wanted_repeats(meeting: Meeting) -> list[DueItem]:
    """List when the meeting that follows is made: at the end of this one or 14 days before, but not before this begins.

    A series goes on when one of its meetings is called off.
    """
    wall = next(turns_after(meeting), None)
    if wall is None:
        return []
    due_at = max(meeting.begins, min(meeting.ends, moment_of(wall - AHEAD, meeting.zone)))
    return [_item(REPEAT, meeting, "", meeting.begins, wall.isoformat(), due_at)]


def wanted_minutes(meeting: Meeting) -> list[DueItem]:
    """List when whoever made a meeting is reminded to send minutes: the next working day at nine, wherever they are."""
    if meeting.state is not MeetingState.PLANNED:
        return []
    day = meeting.ends.astimezone(meeting.zone).date() + DAY
    while day.weekday() >= SATURDAY or rests_everywhere(day):
        day += DAY
    due_at = moment_of(datetime.combine(day, OFFICE_HOURS), meeting.zone)
    return [_item(MINUTES, meeting, person_key(meeting.created_by), meeting.begins, "minutes", due_at)]


def reminder_moments(meeting: Meeting, zone: ZoneInfo, now: datetime) -> list[datetime]:
    """List when people are still reminded of a meeting's start, on the wall clocks of a zone."""
    return _coming(wanted_reminders(meeting, [Guest(0, zone)]), now)


def deadline_moments(meeting: Meeting, zone: ZoneInfo, now: datetime) -> list[datetime]:
    """List when those whose answer is missing are still reminded, on the wall clocks of a zone."""
    return _coming(wanted_deadlines(meeting, [Guest(0, zone)]), now)


def _coming(items: Iterable[DueItem], now: datetime) -> list[datetime]:
    return sorted(item.due_at for item in items if item.due_at > now)


def _before_start(begins: datetime, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    yield "week", _days_before(begins, 7, zone, None)
    yield "day", _days_before(begins, 1, zone, MORNING)
    yield "hour", begins - timedelta(hours=1)


def _before_deadline(last: datetime, zone: ZoneInfo) -> Iterator[tuple[str, datetime]]:
    yield "two-days", _days_before(last, 2, zone, None)
    yield "last-day", _days_before(last, 0, zone, MORNING)


def _days_before(moment: datetime, days: int, zone: ZoneInfo, clock: time | None) -> datetime:
    """Go back by days on the wall calendar: a week before two in the afternoon is two in the afternoon."""
    wall = moment.astimezone(zone).replace(tzinfo=None) - days * DAY
    return moment_of(datetime.combine(wall.date(), clock) if clock else wall, zone)


def _item(  # noqa: PLR0913 - the five keys of a due row, and its time
    rule: str, meeting: Meeting, recipient: str, anchor: datetime, name: str, due_at: datetime
) -> DueItem:
    return DueItem(
        rule=rule,
        subject=subject_of(meeting),
        recipient=recipient,
        anchor=anchor.isoformat(),
        occurrence=name,
        due_at=due_at,
    )

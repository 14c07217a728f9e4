"""When a meeting reminds whom: pure. The clock writes it down as due rows, a preview compares it with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.recurrence import moment_of
from storage.due import DueItem
from storage.meetings import Meeting, MeetingState

REMINDER, DEADLINE, REPEAT = "meeting-reminder", "meeting-deadline", "meeting-repeat"
MORNING = time(8)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked to come, and where their clocks hang."""

    person_id: int
    zone: ZoneInfo


def subject_of(meeting: Meeting) -> str:
    """Name a meeting as the subject of due rows."""
    return f"meeting:{meeting.id}"


def wanted_reminders(meeting: Meeting, guests: Iterable[Guest]) -> list[DueItem]:
    """List the reminders of a planned meeting: a week, the morning of the day before, and an hour before its start."""
    if meeting.state is not MeetingState.PLANNED:
        return []
    return [
        _item(REMINDER, meeting, guest, meeting.begins, name, due_at)
        for guest in guests
        for name, due_at in _before_start(meeting.begins, guest.zone)
    ]


def wanted_deadlines(meeting: Meeting, guests: Iterable[Guest]) -> list[DueItem]:
    """List the reminders of the day by which answers are asked for: two days before, and on its morning."""
    if meeting.answer_until is None or meeting.state is MeetingState.CANCELLED:
        return []
    last = meeting.answer_until
    return [
        _item(DEADLINE, meeting, guest, last, name, due_at)
        for guest in guests
        for name, due_at in _before_deadline(last, guest.zone)
        if due_at < last
    ]


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
    rule: str, meeting: Meeting, guest: Guest, anchor: datetime, name: str, due_at: datetime
) -> DueItem:
    return DueItem(
        rule=rule,
        subject=subject_of(meeting),
        recipient=f"person:{guest.person_id}",
        anchor=anchor.isoformat(),
        occurrence=name,
        due_at=due_at,
    )

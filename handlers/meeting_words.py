"""How meetings read: what, when, where, with whom."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.repeats import repeat_words
from handlers.wording import Markdown, Wording
from storage.attendance import Attendance
from storage.meetings import Meeting, MeetingState

TEXTS = ("partners", "agenda", "documents")


def when_words(wording: Wording, meeting: Meeting) -> Markdown:
    """Write when a meeting is, on the wall clocks where it hangs; one without a date says so."""
    if meeting.starts_at is None:
        return wording("meeting-when-open")
    end = Markdown(f"{meeting.ends.astimezone(meeting.zone):%H:%M}")
    local = Wording(wording.language, meeting.zone)
    key = "meeting-when" if meeting.zone.key == wording.timezone.key else "meeting-when-elsewhere"
    return local(key, start=meeting.begins, end=end, zone=meeting.zone.key)


def head_words(wording: Wording, meeting: Meeting) -> Markdown:
    """Write what a meeting is called and, once it has one, its number."""
    return wording("meeting-head", title=meeting.title, number=meeting.id or 0)


def details_words(wording: Wording, meeting: Meeting, now: datetime) -> Markdown:
    """Write all that those invited should know now."""
    lines = [head_words(wording, meeting)]
    if meeting.starts_at or meeting.state is MeetingState.FINDING:
        lines.append(when_words(wording, meeting))
    if meeting.state is MeetingState.CANCELLED:
        return Markdown("\n".join([*lines, wording("meeting-is-cancelled")]))
    if meeting.rule:
        lines.append(wording("meeting-line-repeat", repeat=repeat_words(wording, meeting.rule)))
    lines.append(wording("meeting-join", link=meeting.link) if meeting.link else wording("meeting-no-link"))
    lines += [wording(f"meeting-line-{name}", text=text) for name in TEXTS if (text := getattr(meeting, name))]
    if meeting.capacity:
        lines.append(wording("meeting-line-capacity", capacity=meeting.capacity))
    if meeting.answer_until and meeting.answer_until > now and meeting.is_open(now):
        lines.append(wording("meeting-line-deadline", until=meeting.answer_until))
    return Markdown("\n".join(lines))


def deadline_words(wording: Wording, meeting: Meeting, zone: ZoneInfo, now: datetime) -> Markdown:
    """Ask for an answer as of now: a reminder that is late must not say what was true when it was due."""
    today, last = (moment.astimezone(zone).date() for moment in (now, meeting.answer_until or now))
    return wording("meeting-deadline-last-day" if today == last else "meeting-deadline-two-days")


def answer_words(wording: Wording, attendance: Attendance | None) -> Markdown:
    """Write what a party has answered."""
    if attendance is None:
        return wording("answer-none")
    if attendance.waiting:
        return wording("answer-waiting")
    said = wording.name(attendance.answer)
    return wording("answer-with", answer=said, comment=attendance.comment) if attendance.comment else said

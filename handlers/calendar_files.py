"""Meetings as calendar files: an invitation for one person, and a feed of all that somebody may see.

RFC 5545 (the format), RFC 5546 (invitations), RFC 7986 (names, conferences). Pure: the same meetings and answers make
the same bytes, so that a feed in which nothing has changed is known again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import PARTSTAT, STATUS, TRANSP, Alarm, Calendar, Conference, Event, vCalAddress, vDuration

from handlers.messages import Attachment
from handlers.time_zones import described
from handlers.typed import clean
from handlers.wording import Wording
from storage.answers import Answer
from storage.attendance import Attendance
from storage.meetings import Meeting, MeetingState

MEDIA_TYPE = "text/calendar; charset=utf-8"
ORGANIZER = "Hafenbote"
NO_MAIL = "invalid:nomail"
"""Where somebody is written to who has no mail address; Outlook (MS-OXCICAL, 2.1.3.1.1.20.2) and Apple know it."""

ALARMS = (timedelta(days=1), timedelta(hours=1))
ASK_AGAIN = timedelta(hours=1)
WEB_ADDRESS = re.compile(r"https?://[^\s\"<>\\]+", re.IGNORECASE)

PARTICIPATION = {
    Answer.YES: PARTSTAT.ACCEPTED,
    Answer.NO: PARTSTAT.DECLINED,
    Answer.MAYBE: PARTSTAT.TENTATIVE,
    # The municipality comes, this person perhaps not. DELEGATED must name who comes instead, whom nobody has named.
    Answer.SUBSTITUTE: PARTSTAT.TENTATIVE,
}
MOST_FIRST = (PARTSTAT.ACCEPTED, PARTSTAT.TENTATIVE, PARTSTAT.NEEDS_ACTION, PARTSTAT.DECLINED)


@dataclass(frozen=True, slots=True)
class Attendee:
    """In whose calendar a meeting stands: their label, and what each party they speak for has said, if anything."""

    label: str
    said: tuple[Attendance | None, ...] = (None,)

    @property
    def participation(self) -> PARTSTAT:
        """How far they take part: as far as any of their parties. Who waits for a place has none yet."""
        return min(map(_participation, self.said), key=MOST_FIRST.index)


Listed = tuple[Meeting, Attendee | None]
"""A meeting in a feed, and whose calendar it stands in if it is one person's."""


def invitation_file(wording: Wording, meeting: Meeting, attendee: Attendee) -> Attachment:
    """Write the file that goes with an invitation, a change, or a cancellation: to one person, naming nobody else.

    Raises :class:`storage.meetings.NoDateError` for a meeting whose date is still to be found.
    """
    method = "CANCEL" if meeting.state is MeetingState.CANCELLED else "REQUEST"
    name = f"hafenbote-{meeting.begins.astimezone(meeting.zone):%Y-%m-%d}.ics"
    calendar = _calendar(wording, method, [(meeting, attendee)], _spans([meeting]))
    return Attachment(name, f"{MEDIA_TYPE}; method={method}", bytes(calendar.to_ical()))


def feed_file(wording: Wording, name: str, listed: Sequence[Listed], now: datetime) -> bytes:
    """Write what stands behind a feed's address. Without meetings, too, it is a whole calendar (RFC 5545, 3.4).

    RFC 5546 (3.2.1) wants no attendee in what is published. One stands there all the same, the reader: nothing else
    shows a calendar what they have answered.
    """
    spans = _spans(meeting for meeting, _ in listed)
    spans[wording.timezone].append(now)
    calendar = _calendar(wording, "PUBLISH", listed, spans)
    calendar.calendar_name = name
    calendar.add("REFRESH-INTERVAL", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN))
    return bytes(calendar.to_ical())


def _calendar(
    wording: Wording, method: str, listed: Iterable[Listed], spans: dict[ZoneInfo, list[datetime]]
) -> Calendar:
    calendar = Calendar()
    calendar.version = "2.0"
    calendar.prodid = f"-//{ORGANIZER}//{ORGANIZER}//{wording.language.upper()}"
    calendar.method = method
    for zone, moments in spans.items():
        calendar.add_component(described(zone, min(moments).year, max(moments).year))
    for meeting, attendee in listed:
        calendar.add_component(_event(wording, meeting, attendee))
    return calendar


def _spans(meetings: Iterable[Meeting]) -> defaultdict[ZoneInfo, list[datetime]]:
    """List the moments for which each time zone has to be described."""
    spans: defaultdict[ZoneInfo, list[datetime]] = defaultdict(list)
    for meeting in meetings:
        spans[meeting.zone] += [meeting.begins, meeting.ends]
    return spans


def _event(wording: Wording, meeting: Meeting, attendee: Attendee | None) -> Event:
    title, link = _on_one_line(meeting.title) or ORGANIZER, _on_one_line(meeting.link)
    start, end = _shown(meeting)
    cancelled = meeting.state is MeetingState.CANCELLED
    declined = attendee is not None and attendee.participation is PARTSTAT.DECLINED
    event = Event.new(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=meeting.changed_at.astimezone(UTC),
        created=meeting.created_at.astimezone(UTC),
        last_modified=meeting.changed_at.astimezone(UTC),
        start=start,
        end=end,
        summary=title,
        description=_description(wording, meeting),
        location=link or None,
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if cancelled or declined else TRANSP.OPAQUE,
        organizer=_address(ORGANIZER),
    )
    if WEB_ADDRESS.fullmatch(link):
        event.url = link
        event.conferences = [Conference(link, feature="VIDEO", label=wording("calendar-link"))]
    if attendee is not None:
        event.attendees = [_address(attendee.label, PARTSTAT=attendee.participation)]
    for before in ALARMS if attendee and not cancelled and not declined else ():
        event.add_component(Alarm.new_display(title, -before))
    return event


def _shown(meeting: Meeting) -> tuple[datetime, datetime]:
    """Say when a meeting begins and ends, on the wall clocks where it hangs.

    In UTC where they show its time a second time that day: written down, that would be the first (RFC 5545, 3.3.5).
    """
    start, end = (moment.astimezone(meeting.zone) for moment in (meeting.begins, meeting.ends))
    return (start.astimezone(UTC), end.astimezone(UTC)) if start.fold or end.fold else (start, end)


def _description(wording: Wording, meeting: Meeting) -> str:
    named = {
        "calendar-partners": meeting.partners,
        "calendar-documents": meeting.documents,
        "calendar-link": meeting.link,
    }
    lines = [clean(meeting.agenda), *(f"{wording(key)}: {clean(text)}" for key, text in named.items() if text)]
    return "\n".join(filter(None, lines))


def _participation(said: Attendance | None) -> PARTSTAT:
    if said is None:
        return PARTSTAT.NEEDS_ACTION
    return PARTSTAT.TENTATIVE if said.waiting else PARTICIPATION[said.answer]


def _address(name: str, **parameters: str) -> vCalAddress:
    return vCalAddress(NO_MAIL, params={"CN": _on_one_line(name), **parameters})


def _on_one_line(text: str) -> str:
    return " ".join(clean(text).split())

"""Minutes in time: whoever looks after a meeting is reminded once to send them, unless they have."""

from __future__ import annotations

from handlers.caretakers import caretakers
from handlers.meeting_times import MINUTES
from handlers.messages import Choice, Message
from handlers.turn import Outgoing
from scheduler.subjects import meeting_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.due import DueItem
from storage.meetings import Meeting, MeetingState
from storage.minutes import newest_minutes
from storage.outbox import Lane, Urgency
from storage.persons import Person


def remind_of_minutes(strike: Strike, item: DueItem) -> Deed:
    """Remind whoever looks after a meeting that everybody waits for its minutes."""
    meeting = meeting_named(strike, item)
    if meeting.state is not MeetingState.PLANNED or not meeting.has_begun(strike.now):
        return Skip("the meeting is cancelled or was moved")
    if newest_minutes(strike.session, meeting.id or 0):
        return Skip("the minutes were sent")
    people = caretakers(strike.session, meeting.created_by, strike.today)
    return Say([_reminder(strike, person, meeting) for person in people])


def _reminder(strike: Strike, person: Person, meeting: Meeting) -> Outgoing:
    wording = strike.office.wording(person.language)
    text = wording("minutes-reminder", title=meeting.title, start=meeting.begins)
    choice = Choice(wording("meeting-do-protokoll"), f"/termin {meeting.id} protokoll")
    why = wording("why-organiser", title=meeting.title)
    return Outgoing(Message(text, (choice,)), person=person, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why)


MEETING_MINUTES = Rule(MINUTES, remind_of_minutes, urgency=Urgency.NORMAL)

"""Meetings in time: reminders of the start to who has not declined, of the deadline to who has not answered."""

from __future__ import annotations

from datetime import timedelta

from handlers.courtesy import zone_of
from handlers.meeting_sending import answer_choices, party_words, still_speaks, way_out
from handlers.meeting_times import (
    DEADLINE,
    MINUTES,
    REMINDER,
    REPEAT,
    Guest,
    subject_of,
    wanted_deadlines,
    wanted_minutes,
    wanted_reminders,
    wanted_repeats,
)
from handlers.meeting_words import answer_words, details_words
from handlers.messages import Message
from handlers.turn import Outgoing
from handlers.wording import Markdown, Wording
from scheduler.date_polls import plan_end, remind_to_vote
from scheduler.subjects import meeting_named, person_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_late
from storage.attendance import COMING, Answer, Attendance, Invitation, answers, invitations, invitations_of
from storage.due import DueItem, is_newest_due, replan, replanning
from storage.meetings import Meeting, MeetingState, take_unplanned
from storage.outbox import Lane, Urgency
from storage.persons import Person

JUST_INVITED = timedelta(days=3)
"""Who was asked within this time needs no reminder that the meeting is in a week."""


def plan_meetings(strike: Strike) -> None:
    """Write down what every meeting has coming that is new, has changed, or has new guests."""
    for meeting in take_unplanned(strike.session):
        guests = _guests(strike, meeting)
        # Since the change, not since now: between the two the service may have been down.
        for rule, wanted in (
            (REMINDER, wanted_reminders(meeting, guests)),
            (DEADLINE, wanted_deadlines(meeting, guests)),
            (REPEAT, wanted_repeats(meeting)),
            (MINUTES, wanted_minutes(meeting)),
        ):
            change = replanning(strike.session, rule, subject_of(meeting), wanted, meeting.changed_at)
            replan(strike.session, change, strike.now, f"the meeting is {meeting.state}, version {meeting.version}")
        plan_end(strike, meeting)
        meeting.planned_version = meeting.version


def _guests(strike: Strike, meeting: Meeting) -> list[Guest]:
    people = dict.fromkeys(each.person_id for each in invitations(strike.session, meeting.id or 0))
    return [Guest(number, zone_of(strike.office, strike.session.get_one(Person, number))) for number in people]


def remind(strike: Strike, item: DueItem) -> Deed:
    """Remind somebody of a meeting that is near, unless all they speak for have declined."""
    meeting, person = meeting_named(strike, item), person_named(strike, item)
    if meeting.state is not MeetingState.PLANNED or meeting.begins <= strike.now:
        return Skip("the meeting has begun or is cancelled")
    asked = _asked(strike, meeting, person)
    said = answers(strike.session, meeting)
    coming = [each for each in asked if not _declined(said.get(each.party))]
    if not coming:
        return Skip("declined" if asked else "speaks for nobody invited any more")
    if item.due_at < coming[-1].invited_at:
        return Skip("invited after it was due")
    if not is_newest_due(strike.session, item, strike.now):
        return Skip("a later reminder was due as well")
    if item.occurrence == "week" and strike.now - coming[-1].invited_at < JUST_INVITED:
        return Skip("invited only just")
    wording = strike.office.wording(person.language)
    parts = [_how_soon(strike, wording, meeting, item), details_words(wording, meeting, strike.now)]
    parts += [
        wording("meeting-party-answer", party=party_words(strike.session, wording, each.party), answer=answer)
        for each in coming
        for answer in [answer_words(wording, said.get(each.party))]
    ]
    text = Markdown("\n\n".join(parts))
    party = coming[0].party
    choose = way_out if _comes(said.get(party)) else answer_choices
    reason = wording("why-reminder", title=meeting.title)
    return Say([Outgoing(Message(text, choose(wording, meeting, party)), person, lane=Lane.NOTICE, why=reason)])


def remind_of_deadline(strike: Strike, item: DueItem) -> Deed:
    """Remind somebody that an answer is missing."""
    meeting, person = meeting_named(strike, item), person_named(strike, item)
    if meeting.state is MeetingState.FINDING:
        return remind_to_vote(strike, item, meeting, person, _asked(strike, meeting, person))
    if meeting.state is not MeetingState.PLANNED or meeting.answer_until is None or meeting.begins <= strike.now:
        return Skip("no answer is wanted any more")
    said = answers(strike.session, meeting)
    asked = (each for each in _asked(strike, meeting, person) if each.invited_at <= item.due_at)
    missing = [each for each in asked if each.party not in said]
    if not missing or not is_newest_due(strike.session, item, strike.now):
        return Skip("a later reminder was due as well" if missing else "answered")
    wording = strike.office.wording(person.language)
    key = f"meeting-deadline-{item.occurrence}"
    text = Markdown("\n\n".join([wording(key), details_words(wording, meeting, strike.now)]))
    return Say([_missing(strike, meeting, person, each.party, wording, text) for each in missing])


def _missing(  # noqa: PLR0913 - whom, about what, for whom, in which words
    strike: Strike, meeting: Meeting, person: Person, party: str, wording: Wording, text: Markdown
) -> Outgoing:
    reason = wording("why-missing", title=meeting.title, party=party_words(strike.session, wording, party))
    return Outgoing(Message(text, answer_choices(wording, meeting, party)), person, lane=Lane.NOTICE, why=reason)


def _how_soon(strike: Strike, wording: Wording, meeting: Meeting, item: DueItem) -> Markdown:
    """Say when it will be as of now: an item that is late must not say what was true when it was due."""
    days = (meeting.begins.astimezone(meeting.zone).date() - strike.now.astimezone(meeting.zone).date()).days
    if days == 0 and item.occurrence == "hour" and not is_late(strike, item):
        return wording("meeting-in-an-hour")
    return wording("meeting-in-days", days=days)


def _comes(given: Attendance | None) -> bool:
    return given is not None and given.answer in COMING


def _declined(given: Attendance | None) -> bool:
    return given is not None and given.answer is Answer.NO


def _asked(strike: Strike, meeting: Meeting, person: Person) -> list[Invitation]:
    asked = invitations_of(strike.session, meeting.id or 0, person.id or 0)
    return [each for each in asked if still_speaks(strike.session, person, each, strike.office, strike.now)]


MEETING_REMINDER = Rule(REMINDER, remind, plan_meetings)
MEETING_DEADLINE = Rule(DEADLINE, remind_of_deadline, urgency=Urgency.NORMAL)

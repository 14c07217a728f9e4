"""Meetings in time: reminders of the start to who has not declined, of the deadline to who has not answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.courtesy import zone_of
from handlers.meeting_sending import answer_choices, party_words, way_out
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
from handlers.meeting_words import answer_words, deadline_words, details_words
from handlers.messages import Choice, Message
from handlers.turn import Outgoing
from handlers.wording import Markdown, Wording
from scheduler.date_polls import plan_end, remind_to_vote
from scheduler.guests import answers_for, asked_by
from scheduler.subjects import meeting_named, person_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_late, is_newest
from storage.answers import COMING, Answer
from storage.attendance import Attendance, Invitation, invitations
from storage.due import DueItem, replan, replanning
from storage.meetings import Meeting, MeetingState, take_unplanned
from storage.outbox import Lane, Urgency
from storage.persons import Person, persons_by_number

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
    numbers = dict.fromkeys(each.person_id for each in invitations(strike.session, meeting.id or 0))
    people = persons_by_number(strike.session, numbers.keys())
    return [Guest(number, zone_of(strike.office, people[number])) for number in numbers]


def remind(strike: Strike, item: DueItem) -> Deed:
    """Remind somebody of a meeting that is near, unless all they speak for have declined."""
    meeting, person = meeting_named(strike, item), person_named(strike, item)
    if meeting.state is not MeetingState.PLANNED or meeting.begins <= strike.now:
        return Skip("the meeting has begun or is cancelled")
    asked, said = asked_by(strike, meeting, person), answers_for(strike, meeting)
    coming = [each for each in asked if not _declined(said.get(each.party))]
    if not coming:
        return Skip("declined" if asked else "speaks for nobody invited any more")
    if item.due_at < coming[-1].invited_at:
        return Skip("invited after it was due")
    if not is_newest(strike, item):
        return Skip("a later reminder was due as well")
    if item.occurrence == "week" and strike.now - coming[-1].invited_at < JUST_INVITED:
        return Skip("invited only just")
    wording = strike.office.wording(person.language)
    parts = [_lead(strike, wording, meeting, item)]
    parts += [
        wording("meeting-party-answer", party=party_words(strike.session, wording, each.party), answer=answer)
        for each in coming
        for answer in [answer_words(wording, said.get(each.party))]
    ]
    text = Markdown("\n\n".join(parts))
    reason = strike.once(("why", meeting.id, wording.language), lambda: wording("why-reminder", title=meeting.title))
    message = Message(text, _choices(wording, meeting, coming, said))
    return Say([Outgoing(message, person, lane=Lane.NOTICE, why=reason)])


def _choices(
    wording: Wording, meeting: Meeting, coming: Sequence[Invitation], said: Mapping[str, Attendance]
) -> tuple[Choice, ...]:
    """Offer to answer; to who speaks for several, to look first, since a button could not say for whom it is."""
    if len(coming) > 1:
        return (Choice(wording("date-look"), f"/termine Nr. {meeting.id}"),)
    party = coming[0].party
    return (way_out if _comes(said.get(party)) else answer_choices)(wording, meeting, party)


def remind_of_deadline(strike: Strike, item: DueItem) -> Deed:
    """Remind somebody that an answer is missing."""
    meeting, person = meeting_named(strike, item), person_named(strike, item)
    if meeting.state is MeetingState.FINDING:
        return remind_to_vote(strike, item, meeting, person, asked_by(strike, meeting, person))
    if meeting.state is not MeetingState.PLANNED or meeting.answer_until is None or meeting.begins <= strike.now:
        return Skip("no answer is wanted any more")
    if meeting.answer_until <= strike.now:
        return Skip("the deadline is over")
    said = answers_for(strike, meeting)
    asked = (each for each in asked_by(strike, meeting, person) if each.invited_at <= item.due_at)
    missing = [each for each in asked if each.party not in said]
    if not missing or not is_newest(strike, item):
        return Skip("a later reminder was due as well" if missing else "answered")
    wording = strike.office.wording(person.language)
    begin = deadline_words(wording, meeting, zone_of(strike.office, person), strike.now)
    text = _after(strike, wording, meeting, begin)
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


def _lead(strike: Strike, wording: Wording, meeting: Meeting, item: DueItem) -> Markdown:
    return _after(strike, wording, meeting, _how_soon(strike, wording, meeting, item))


def _after(strike: Strike, wording: Wording, meeting: Meeting, begin: Markdown) -> Markdown:
    """Write what a meeting is below a beginning; in a batch, many read the same."""
    name = ("details", meeting.id, wording.language)
    details = strike.once(name, lambda: details_words(wording, meeting, strike.now))
    return Markdown(f"{begin}\n\n{details}")


MEETING_REMINDER = Rule(REMINDER, remind, plan_meetings)
MEETING_DEADLINE = Rule(DEADLINE, remind_of_deadline, urgency=Urgency.NORMAL)

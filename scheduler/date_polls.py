"""The search for a date in time: reminders to who has not voted, and the choice when the deadline is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.caretakers import caretakers
from handlers.courtesy import zone_of
from handlers.date_standing import standing_message
from handlers.date_words import card
from handlers.meeting_sending import party_words
from handlers.meeting_times import subject_of
from handlers.meeting_words import deadline_words
from handlers.turn import Outgoing
from handlers.wording import Markdown
from scheduler.subjects import meeting_named
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, is_newest
from storage.attendance import Invitation
from storage.date_polls import paper
from storage.due import ORGANISERS, DueItem, plan
from storage.meetings import Meeting, MeetingState
from storage.outbox import Lane, Urgency
from storage.persons import Person

END = "date-poll-end"
JUST_ASKED = timedelta(days=1)
"""Who was asked within this time needs no reminder two days before the deadline."""


def plan_end(strike: Strike, meeting: Meeting) -> None:
    """Write down that a poll ends; also one whose end has passed while the service was down, so that it is not lost."""
    if meeting.state is MeetingState.FINDING and meeting.answer_until:
        until = meeting.answer_until
        item = DueItem(
            rule=END,
            subject=subject_of(meeting),
            recipient=ORGANISERS,
            anchor=until.isoformat(),
            occurrence="end",
            due_at=until,
        )
        plan(strike.session, item)


def tell_end(strike: Strike, item: DueItem) -> Deed:
    """Let who looks after the meeting choose the date, unless it is chosen or the deadline was moved."""
    meeting = meeting_named(strike, item)
    if meeting.state is not MeetingState.FINDING:
        return Skip(f"the meeting is {meeting.state}")
    if meeting.answer_until is None or meeting.answer_until.isoformat() != item.anchor:
        return Skip("the deadline was moved")
    told: list[Outgoing] = []
    for person in caretakers(strike.session, meeting.created_by, strike.today):
        wording = strike.office.wording(person.language)
        lead = wording("date-poll-ended", number=meeting.id)
        message = standing_message(strike.session, strike.office, wording, meeting, strike.now, lead)
        why = wording("why-organiser", title=meeting.title)
        told.append(Outgoing(message, person, lane=Lane.NOTICE, urgency=Urgency.NORMAL, why=why))
    return Say(told)


def remind_to_vote(
    strike: Strike, item: DueItem, meeting: Meeting, person: Person, asked: Sequence[Invitation]
) -> Deed:
    """Remind somebody of the dates on which their vote is missing, also of those that others have added since."""
    papers = [(each, paper(strike.session, meeting, each.party)) for each in asked]
    missing = [(each, seen) for each, seen in papers if seen.missing(strike.now)]
    if meeting.answer_until and meeting.answer_until <= strike.now:
        return Skip("the deadline is over")
    if not missing or not is_newest(strike, item):
        return Skip("a later reminder was due as well" if missing else "voted")
    if item.occurrence == "two-days" and strike.now - missing[-1][0].invited_at < JUST_ASKED:
        return Skip("asked only just")
    wording = strike.office.wording(person.language)
    still = deadline_words(wording, meeting, zone_of(strike.office, person), strike.now)
    reminded: list[Outgoing] = []
    for _, seen in missing:
        words = party_words(strike.session, wording, seen.party)
        begin = wording("date-votes-missing") if seen.said else still
        lead = Markdown(f"{begin}\n\n{wording('date-poll-invitation', party=words)}")
        why = wording("why-missing", title=meeting.title, party=words)
        reminded.append(Outgoing(card(wording, seen, strike.now, lead), person, lane=Lane.NOTICE, why=why))
    return Say(reminded)


DATE_POLL_END = Rule(END, tell_end)

"""Enquiries in time: planned answers, and one reminder of what nobody looks after."""

from __future__ import annotations

from handlers.enquiries import UNCLAIMED
from handlers.enquiry_answers import PLANNED, say
from handlers.enquiry_desk import tell
from handlers.enquiry_failures import undelivered
from handlers.enquiry_words import deeds, line
from handlers.wording import Markdown, Wording
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.due import DueItem
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState, held, waiting_since
from storage.outbox import Urgency
from storage.persons import preferred_address


def give_planned(strike: Strike, item: DueItem) -> Deed:
    """Give an answer at its moment, once; late if the service was down then."""
    said = strike.session.get_one(EnquiryMessage, int(item.subject.removeprefix("enquiry-message:")))
    if said.planned_for is None or said.said_at is not None:
        return Skip("taken back")
    enquiry = held(strike.session, said.enquiry_id)
    if enquiry.state is EnquiryState.WITHDRAWN:
        return Skip("the enquiry was taken back")
    said.said_at = strike.now
    strike.session.flush()
    lost = preferred_address(strike.session, enquiry.person_id, strike.office.networks) is None
    return Say([*say(strike, enquiry, said), *(undelivered(strike, enquiry) if lost else [])])


def remind_unclaimed(strike: Strike, item: DueItem) -> Deed:
    """Remind the office once of an enquiry that nobody has looked after for a workday."""
    enquiry = strike.session.get_one(Enquiry, int(item.subject.removeprefix("enquiry:")))
    since = waiting_since(strike.session, [enquiry.id or 0]).get(enquiry.id or 0)
    if enquiry.state is not EnquiryState.OPEN or enquiry.claimed_by is not None or since is None:
        return Skip("somebody looks after it")

    def words(wording: Wording) -> Markdown:
        return wording("enquiry-unclaimed", line=line(strike, enquiry, wording, since))

    return Say(tell(strike, enquiry, words, choices=lambda wording: deeds(wording, enquiry)))


ENQUIRY_ANSWER = Rule(PLANNED, give_planned)
ENQUIRY_UNCLAIMED = Rule(UNCLAIMED, remind_unclaimed, urgency=Urgency.NORMAL)

"""Answers: what the office says to who has asked, now or at a planned moment, and what both sides are told of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.courtesy import good_moment
from handlers.enquiry_desk import Occasion, here, tell
from handlers.enquiry_words import answer_words, label_of, message_words
from handlers.messages import Choice, Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.audit import note
from storage.due import DueItem, plan
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState, claim, messages, new_key, planned, subject_of
from storage.outbox import Lane, Urgency
from storage.persons import Person, preferred_address

LATELY = timedelta(hours=1)
"""Whoever wrote so short a time ago is still there: their answer goes at once, also in the evening."""

PLANNED = "enquiry-answer"
"""The clock's rule that gives a planned answer."""


def give(turn: Turn, enquiry: Enquiry, text: str, file_id: int | None = None) -> Replies:
    """Give an answer to who has asked. Where it cannot reach them, whoever wrote it is told at once."""
    refused = _refused(turn, enquiry)
    if refused is not None:
        return [refused]
    said = _written(turn, enquiry, text, file_id)
    said.said_at = turn.now
    turn.session.add(said)
    turn.session.flush()
    person = turn.session.get_one(Person, enquiry.person_id)
    return [*say(turn, enquiry, said, by=turn), here(turn, enquiry, _sent(turn, enquiry, person))]


def plan_answer(turn: Turn, enquiry: Enquiry, text: str, moment: datetime) -> Replies:
    """Keep an answer for a moment; the clock gives it then."""
    refused = _refused(turn, enquiry)
    if refused is not None:
        return [refused]
    if moment <= turn.now:
        return [here(turn, enquiry, turn.wording("enquiry-planned-past", at=moment))]
    said = _written(turn, enquiry, text, None)
    said.planned_for = moment
    turn.session.add(said)
    turn.session.flush()
    subject = f"enquiry-message:{said.id}"
    plan(turn.session, DueItem(rule=PLANNED, subject=subject, recipient="", occurrence="once", due_at=moment))
    person = label_of(turn.session, enquiry.person_id)
    back = Choice(turn.wording("enquiry-do-take-back"), f"/fragen {enquiry.id} zurücknehmen")
    return [here(turn, enquiry, turn.wording("enquiry-planned", at=moment, label=person), back)]


def take_back_planned(turn: Turn, enquiry: Enquiry) -> Replies:
    """Take back what was planned and not given yet."""
    waiting = planned(turn.session, enquiry.id or 0)
    for said in waiting:
        said.text, said.planned_for = "", None
    key = "enquiry-planned-taken-back" if waiting else "enquiry-planned-none"
    return [here(turn, enquiry, turn.wording(key, count=len(waiting)))]


def say(occasion: Occasion, enquiry: Enquiry, said: EnquiryMessage, by: Turn | None = None) -> list[Outgoing]:
    """Put an answer on its way to who has asked, and show it to all others who look after the enquiry."""
    enquiry.updated_at = occasion.now
    note(occasion.session, occasion.now, said.person_id, "enquiry-answered", subject_of(enquiry))

    def words(wording: Wording) -> Markdown:
        label = label_of(occasion.session, said.person_id)
        head = wording("enquiry-answered-by", number=enquiry.id, label=label)
        return Markdown(f"{head}\n{message_words(wording, occasion.session, said)}")

    others = tell(occasion, enquiry, words, by=by, everybody=True, file_id=said.file_id)
    return [_to_person(occasion, enquiry, said), *others]


def _to_person(occasion: Occasion, enquiry: Enquiry, said: EnquiryMessage) -> Outgoing:
    session = occasion.session
    person = session.get_one(Person, enquiry.person_id)
    wording = occasion.office.wording(person.language)
    text = answer_words(session, wording, enquiry, said)
    return Outgoing(
        Message(text, file_id=said.file_id),
        person,
        lane=Lane.NOTICE,
        urgency=_urgency(occasion, enquiry),
        why=wording("why-enquiry"),
        key=new_key(enquiry.id or 0),
    )


def _urgency(occasion: Occasion, enquiry: Enquiry) -> Urgency:
    asked = [each.written_at for each in messages(occasion.session, enquiry.id or 0) if not each.from_office]
    return Urgency.URGENT if asked and occasion.now - max(asked) <= LATELY else Urgency.NORMAL


def _written(turn: Turn, enquiry: Enquiry, text: str, file_id: int | None) -> EnquiryMessage:
    """Write an answer down; who gives the first one looks after the enquiry from then on."""
    if enquiry.claimed_by is None and enquiry.state is EnquiryState.OPEN:
        claim(turn.session, enquiry, turn.sender_id, turn.now)
    return EnquiryMessage(
        enquiry_id=enquiry.id or 0,
        person_id=turn.sender_id,
        from_office=True,
        text=text,
        file_id=file_id,
        written_at=turn.now,
    )


def _refused(turn: Turn, enquiry: Enquiry) -> Outgoing | None:
    """Say why nothing can be answered: it was taken back, or its person has no address left."""
    label = label_of(turn.session, enquiry.person_id)
    if enquiry.state is EnquiryState.WITHDRAWN:
        return here(turn, enquiry, turn.wording("enquiry-is-withdrawn", number=enquiry.id))
    if preferred_address(turn.session, enquiry.person_id, turn.office.networks) is None:
        return here(turn, enquiry, turn.wording("enquiry-unreachable", label=label))
    return None


def _sent(turn: Turn, enquiry: Enquiry, person: Person) -> Markdown:
    """Say that an answer has gone, or when it goes."""
    until, reason = good_moment(turn.session, turn.office, person, _urgency(turn, enquiry), turn.now)
    if reason is None:
        return turn.wording("enquiry-sent", label=person.label)
    return turn.wording("enquiry-sent-later", label=person.label, until=until)

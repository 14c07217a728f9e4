"""Letting go what was held back: a message at its good moment, and a person's collected ones as one."""

from __future__ import annotations

from sqlmodel import col, select

from handlers.messages import Message
from handlers.sending import COLLECTED, HELD
from handlers.turn import Outgoing
from handlers.wording import Markdown
from scheduler.timetable import Deed, Release, Rule, Say, Skip, Strike
from storage.due import DueItem
from storage.outbox import Lane, OutboxMessage, OutboxState, Urgency
from storage.persons import Person


def release(strike: Strike, item: DueItem) -> Deed:
    """Let one held message go, unless it was cancelled meanwhile."""
    row = strike.session.get(OutboxMessage, int(item.subject.removeprefix("outbox:")))
    if row is None or row.state is not OutboxState.HELD:
        return Skip("cancelled meanwhile")
    row.state = OutboxState.QUEUED
    return Release([row])


def collect(strike: Strike, item: DueItem) -> Deed:
    """Tell somebody in one message what was kept back because it would have been too many."""
    person = strike.session.get_one(Person, int(item.recipient.removeprefix("person:")))
    rows = strike.session.exec(
        select(OutboxMessage)
        .where(
            OutboxMessage.person_id == person.id,
            OutboxMessage.state == OutboxState.HELD,
            OutboxMessage.urgency == Urgency.LOW,
        )
        .order_by(col(OutboxMessage.id))
    ).all()
    if not rows:
        return Skip("nothing was collected")
    for row in rows:
        row.state, row.finished_at = OutboxState.CANCELLED, strike.now
        row.failure_detail = "told in a collected message"
    wording = strike.office.wording(person.language)
    text = Markdown("\n\n".join([wording("collected", count=len(rows)), *(row.text for row in rows)]))
    return Say([Outgoing(Message(text), person=person, lane=Lane.BULK, why=wording("why-collected"))])


RELEASE = Rule(HELD, release)
COLLECT = Rule(COLLECTED, collect)

"""Letting go what was held back: a message at its good moment, and a person's collected ones as one."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.courtesy import LOW_PER_WEEK, good_moment, moment_for_one_more
from handlers.enquiry_failures import answered_by, undelivered
from handlers.messages import Message
from handlers.sending import COLLECTED, HELD, UNREACHABLE, keep_back, put_in_line
from handlers.turn import Outgoing, identity
from handlers.wording import Markdown
from scheduler.timetable import Deed, Later, Rule, Say, Skip, Strike
from storage.due import DueItem
from storage.held import held_for
from storage.outbox import Lane, OutboxMessage, OutboxState, Urgency
from storage.persons import Person, preferred_address
from storage.restraints import RestraintReason, restrain


def release(strike: Strike, item: DueItem) -> Deed:
    """Let one held message go, unless it is held no more, or its moment is not good any more."""
    session, now = strike.session, strike.now
    row = session.get(OutboxMessage, int(item.subject.removeprefix("outbox:")))
    if row is None or row.person_id is None or row.state is not OutboxState.HELD:
        return Skip("held no more")
    person = session.get_one(Person, row.person_id)
    until, reason = moment_for_one_more(session, strike.office, person, row.urgency, now)
    if reason is None:
        return Say(released=[row]) if put_in_line(session, strike.office, row, now) else _lost(strike, row)
    if reason is RestraintReason.WEEKLY_CAP:
        keep_back(session, row, until, reason, now)
        return Skip(reason)
    restrain(session, row.person_id, item.subject, reason, until, now)
    return Later(until, reason)


def _lost(strike: Strike, row: OutboxMessage) -> Deed:
    enquiry = answered_by(strike.session, row)
    return Skip(UNREACHABLE) if enquiry is None else Say(undelivered(strike, enquiry))


def collect(strike: Strike, item: DueItem) -> Deed:
    """Tell somebody in one message what was kept back because it would have been too many."""
    session, now = strike.session, strike.now
    person = session.get(Person, int(item.recipient.removeprefix("person:")))
    rows = held_for(session, identity(person), Urgency.LOW) if person else []
    if person is None or not rows:
        return Skip("nothing was collected")
    until, reason = good_moment(session, strike.office, person, Urgency.LOW, now)
    if reason is not None:
        for row in rows:
            restrain(session, identity(person), f"outbox:{row.id}", reason, until, now)
        return Later(until, reason)
    together = _together(rows) if preferred_address(session, identity(person)) else []
    alone = [row for row in rows if row not in together and put_in_line(session, strike.office, row, now)]
    return Say([_as_one(strike, person, together)] if together else [], released=alone)


def _together(rows: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    """Choose what can be told as one: choices and files would be lost there, secrets kept, and one needs no cover.

    What goes with a batch is counted, and may be corrected: it stays a message of its own.
    """
    plain = [r for r in rows if not r.choices and r.attachment is None and r.batch_id is None and not r.secret]
    return plain if len(plain) > 1 else []


def _as_one(strike: Strike, person: Person, rows: Sequence[OutboxMessage]) -> Outgoing:
    for row in rows:
        row.state, row.finished_at, row.failure_detail = OutboxState.CANCELLED, strike.now, "told among others"
    wording = strike.office.wording(person.language)
    text = "\n\n".join([wording("collected"), *(row.text for row in rows)])
    why = "\n\n".join([wording("why-collected", most=LOW_PER_WEEK), *dict.fromkeys(row.why for row in rows if row.why)])
    return Outgoing(Message(Markdown(text)), person, lane=Lane.BULK, urgency=Urgency.NORMAL, why=Markdown(why))


RELEASE = Rule(HELD, release)
COLLECT = Rule(COLLECTED, collect)

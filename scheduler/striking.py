"""One stroke of the clock: plan what follows from time, then do what is due, each item once and all of it in the end.

What is due is done in batches, each in one transaction with what it puts into the outbox: a kill at any moment leaves
an item either undone and due, or done with its messages. An item that fails is put off alone; it holds up no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from handlers.courtesy import good_moment
from handlers.sending import post
from handlers.turn import Office, Outgoing
from scheduler.rules import RULES
from scheduler.timetable import Deed, Later, Say, Skip, Strike, is_late, people_told, person_of
from storage.database import UnitsOfWork, is_away, serialize
from storage.due import DueItem, DueState, finish, take_due
from storage.engine import Subject
from storage.invites import forget_old_tries
from storage.leases import FencedError
from storage.outbox import OutboxMessage, OutboxState, Urgency
from storage.persons import Person, persons_by_number
from storage.posting import messages
from storage.restraints import restrain

log = structlog.get_logger(__name__)

BATCH = 500
"""Items of one transaction: enough to share its costs, few enough that a reply need not wait long for its end."""

FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 10
"""Failures after which an item is given up; each wait is twice as long, so that is after eight hours."""


def tick(database: UnitsOfWork, office: Office, now: datetime) -> int:
    """Plan and do what is due at a moment; returns how many messages were put into the outbox."""
    with database.transaction() as session:
        forget_old_tries(session, now)
    with database.transaction() as session:
        serialize(session, Subject.CLOCK)
        plan_ahead(Strike(session, office, now))
    posted = 0
    while (rows := _batch(database, office, now)) is not None:
        posted += rows
    return posted


def plan_ahead(strike: Strike) -> None:
    """Let every rule write down what follows from time alone. One that fails holds up no other."""
    try:
        with strike.session.begin_nested():
            for rule in RULES.values():
                rule.plan(strike)
    except Exception as error:
        if _ends_the_stroke(error):
            raise
        _plan_one_by_one(strike)  # it is found again, and logged


def _ends_the_stroke(error: Exception) -> bool:
    """Say whether the database is away, or the clock another instance's by now: what is due stays due."""
    return isinstance(error, FencedError) or is_away(error)


def _plan_one_by_one(strike: Strike) -> None:
    """Let each rule plan for itself: a savepoint for each would cost every tick more than most rules do."""
    for rule in RULES.values():
        try:
            with strike.session.begin_nested():
                rule.plan(strike)
        except Exception as error:
            if _ends_the_stroke(error):
                raise
            log.exception("planning failed", rule=rule.name)


def strike_once(strike: Strike) -> list[OutboxMessage] | None:
    """Do what is due in one open unit of work; returns the messages that go now, or None if nothing was due."""
    items = take_due(strike.session, strike.now, BATCH)
    return _conclude(strike, items) if items else None


def _batch(database: UnitsOfWork, office: Office, now: datetime) -> int | None:
    try:
        with database.transaction() as session:
            serialize(session, Subject.CLOCK)
            rows = strike_once(Strike(session, office, now))
            return None if rows is None else len(rows)
    except Exception as error:
        if _ends_the_stroke(error):
            raise
        log.exception("batch failed")
        return _one_by_one(database, office, now)


def _one_by_one(database: UnitsOfWork, office: Office, now: datetime) -> int:
    """Do what is due, each item for itself, and put off those that fail; one may have taken another away."""
    with database.transaction() as session:
        numbers = [item.id for item in take_due(session, now, BATCH)]
    posted = 0
    for number in numbers:
        try:
            with database.transaction() as session:
                serialize(session, Subject.CLOCK)
                item = session.get(DueItem, number)
                if item is not None and _is_due(item, now):
                    posted += len(_conclude(Strike(session, office, now), [item]))
        except Exception as error:
            if _ends_the_stroke(error):
                raise
            log.exception("due item failed", due=number)
            with database.transaction() as session:
                _put_off(session.get_one(DueItem, number), now, type(error).__name__)
    return posted


def _is_due(item: DueItem, now: datetime) -> bool:
    return item.state is DueState.PENDING and max(item.due_at, item.retry_at or item.due_at) <= now


def _put_off(item: DueItem, now: datetime, fault: str) -> None:
    item.attempts += 1
    item.retry_at = now + FIRST_WAIT * 2 ** (item.attempts - 1)
    item.reason = f"failed: {fault}"
    if item.attempts >= MOST_ATTEMPTS:
        finish(item, DueState.SKIPPED, now, item.reason)


def _conclude(strike: Strike, items: Sequence[DueItem]) -> list[OutboxMessage]:
    """Do items and write down what became of each; returns the messages that go now.

    All that they say is posted at one go: one by one, each would cost several times as much.
    """
    strike = replace(strike, items=items, read={})
    people = persons_by_number(strike.session, people_told(items))
    deeds = {item.id: _deed(strike, item, people) for item in items}
    if not strike.rehearsed:
        _log(strike, items, deeds)
    for item in items:
        _note(strike, item, deeds[item.id])
    said = {number: deed for number, deed in deeds.items() if isinstance(deed, Say)}
    replies = [_as_said_by(item, reply) for item in items if item.id in said for reply in said[item.id].replies]
    rows = messages(strike.session, post(strike.session, strike.office, replies, strike.now))
    of_item: defaultdict[int | None, list[OutboxMessage]] = defaultdict(list)
    for row in rows:
        of_item[row.due_id].append(row)
    for number, deed in said.items():
        deed.then(of_item[number])
    released = [row for deed in said.values() for row in deed.released]
    return [*released, *(row for row in rows if row.state is not OutboxState.HELD)]


def _as_said_by(item: DueItem, reply: Outgoing) -> Outgoing:
    """Name the item with what it says, which is at least as patient as its rule."""
    urgency = max(RULES[item.rule].urgency, reply.urgency, key=list(Urgency).index)
    return replace(reply, due_id=item.id, urgency=urgency)


def _log(strike: Strike, items: Sequence[DueItem], deeds: Mapping[int | None, Deed]) -> None:
    """Log what becomes of items: a line for all that share their rule and their end."""
    alike: defaultdict[tuple[str, str], list[DueItem]] = defaultdict(list)
    for item in items:
        alike[item.rule, type(deeds[item.id]).__name__].append(item)
    for (rule, deed), found in alike.items():
        late = sum(is_late(strike, item) for item in found)
        log.info("due", rule=rule, deed=deed, late=late, items=[item.id for item in found])


def _note(strike: Strike, item: DueItem, deed: Deed) -> None:
    """Write down what becomes of an item."""
    match deed:
        case Later(until, reason):
            item.due_at, item.retry_at, item.reason = until, None, reason
        case Skip(reason):
            finish(item, DueState.SKIPPED, strike.now, reason)
        case Say():
            item.late = is_late(strike, item)
            finish(item, DueState.DONE, strike.now)


def _deed(strike: Strike, item: DueItem, people: Mapping[int, Person]) -> Deed:
    """Ask an item's rule, unless its person is to be left alone for now."""
    rule, number = RULES.get(item.rule), person_of(item.recipient)
    if rule is None:
        return Skip("this version has no such rule")
    if rule.urgency is Urgency.URGENT or number is None:
        return rule.act(strike, item)
    if number not in people:
        return Skip("the person is gone")
    until, reason = good_moment(strike.session, strike.office, people[number], rule.urgency, strike.now)
    if reason is None:
        return rule.act(strike, item)
    restrain(strike.session, number, f"due:{item.id}", reason, until, strike.now)
    return Later(until, reason)

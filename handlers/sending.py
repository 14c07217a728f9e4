"""From what handlers say to rows of the outbox: one message, one address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session

from handlers.courtesy import Wait, moment_for_one_more
from handlers.messages import Message
from handlers.turn import Office, Outgoing, Replies, identity
from storage.audit import note
from storage.due import DueItem, plan_again
from storage.outbox import FailureKind, Lane, OutboxMessage, OutboxState, Urgency
from storage.persons import Address, Person, preferred_address, preferred_addresses
from storage.posting import messages, put
from storage.restraints import RestraintReason, restrain

HELD, COLLECTED = "held", "collected"
"""The clock's rules that let held messages go: one by one, or a person's low ones together."""

UNREACHABLE = "no address left"


def post(  # noqa: PLR0913 - what is said, and where
    session: Session,
    office: Office,
    replies: Replies,
    now: datetime,
    *,
    answering: tuple[str, str] | None = None,
    of_stranger: bool = False,
) -> Sequence[int]:
    """Put messages into the outbox, in order; returns the numbers of their rows.

    ``answering`` is network and chat of the question, ``of_stranger`` says that this chat belongs to nobody we know.

    What may wait for a good moment of its reader's is held until then. A person without any address left gets nothing;
    the audit log keeps that.
    """
    posted: list[dict[str, object]] = []
    waits: list[Wait] = []
    low: Counter[int] = Counter()
    people = {identity(each.person) for each in replies if each.person and each.address is None}
    addresses = preferred_addresses(session, people, office.networks)
    for outgoing in replies:
        where = _where(outgoing, addresses, answering)
        if where is None:
            _note_unreachable(session, outgoing.person, outgoing.lane, now)
            continue
        wait = _wait(session, office, outgoing, now, low)
        state = OutboxState.HELD if wait[1] else OutboxState.QUEUED
        strange = outgoing.stranger is not None or (of_stranger and where == answering)
        of_chat = {"of_stranger": strange, "state": state}
        posted.append(_row(outgoing, *where, now) | of_chat)
        waits.append(wait)
    numbers = put(session, posted)
    held = {number: wait for number, wait in zip(numbers, waits, strict=True) if wait[1]}
    for row in messages(session, list(held)):
        until, reason = held[row.id or 0]
        if reason is not None:
            keep_back(session, row, until, reason, now)
    return numbers


def put_in_line(session: Session, office: Office, row: OutboxMessage, now: datetime) -> bool:
    """Queue a held message for the address its person has now; without one it has failed. Returns whether it goes."""
    person = session.get_one(Person, row.person_id)
    address = preferred_address(session, identity(person), office.networks)
    if address is None:
        row.state, row.failure, row.failure_detail = OutboxState.FAILED, FailureKind.GONE, UNREACHABLE
        row.finished_at = now
        _note_unreachable(session, person, row.lane, now)
        return False
    if (row.network, row.chat) != (address.network, address.chat):
        row.network, row.chat = address.network, address.chat
        row.replaces = None  # what it replaces stands in the other chat
    row.state, row.created_at = OutboxState.QUEUED, now
    return True


def keep_back(session: Session, row: OutboxMessage, until: datetime, reason: RestraintReason, now: datetime) -> None:
    """Let the clock look at a held message at a moment, and write down why it waits."""
    subject = f"outbox:{row.id}"
    rule, about = (COLLECTED, "low") if reason is RestraintReason.WEEKLY_CAP else (HELD, subject)
    due = DueItem(
        rule=rule,
        subject=about,
        recipient=f"person:{row.person_id}",
        occurrence=until.isoformat(),
        due_at=until,
        reason=reason,
    )
    plan_again(session, due)
    restrain(session, row.person_id or 0, subject, reason, until, now)


def _wait(session: Session, office: Office, outgoing: Outgoing, now: datetime, low: Counter[int]) -> Wait:
    """Say when a message may go; ``low`` counts each person's low ones of this posting that go now."""
    person, urgency = outgoing.person, outgoing.urgency
    if person is None or urgency is Urgency.URGENT:
        return now, None
    wait = moment_for_one_more(session, office, person, urgency, now, beside=low[identity(person)])
    if urgency is Urgency.LOW and wait[1] is None:
        low[identity(person)] += 1
    return wait


def _note_unreachable(session: Session, person: Person | None, lane: Lane, now: datetime) -> None:
    note(session, now, None, "undeliverable", f"person:{person.id if person else 0}", lane=lane.name)


def _where(
    outgoing: Outgoing, addresses: Mapping[int, Address], answering: tuple[str, str] | None
) -> tuple[str, str] | None:
    """Say on which network and in which chat a message goes out; None for a person without an address."""
    to = outgoing.group or outgoing.address
    if outgoing.stranger is not None:
        return outgoing.stranger
    if to is None and outgoing.person is None:
        return answering
    if to is None and outgoing.person is not None:
        to = addresses.get(identity(outgoing.person))
    return (to.network, to.chat) if to else None


def _row(outgoing: Outgoing, network: str, chat: str, now: datetime) -> dict[str, object]:
    message: Message = outgoing.message
    attached, poll = message.attachment, message.poll
    return {
        "lane": outgoing.lane,
        "network": network,
        "chat": chat,
        "person_id": outgoing.person.id if outgoing.person else None,
        "text": message.text,
        "choices": [[choice.label, choice.value] for choice in message.choices],
        "attachment_name": attached.name if attached else None,
        "attachment_type": attached.media_type if attached else None,
        "attachment": attached.content if attached else None,
        "replaces": message.replaces,
        "poll": asdict(poll) if poll else None,
        "ends_poll": message.ends_poll,
        "batch_id": outgoing.batch_id,
        "file_id": message.file_id,
        "thread": message.thread,
        "removes": message.removes,
        "pinned": message.pinned,
        "secret": message.secret,
        "urgency": outgoing.urgency,
        "why": outgoing.why,
        "menu": None if message.menu is None else [list(command) for command in message.menu],
        "key": outgoing.key or uuid4().hex,
        "due_id": outgoing.due_id,
        "created_at": now,
    }

"""From what handlers say to rows of the outbox: one message, one address."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.courtesy import good_moment
from handlers.messages import Message
from handlers.turn import Office, Outgoing, Replies, identity
from storage.audit import note
from storage.due import DueItem, plan
from storage.outbox import OutboxMessage, OutboxState, Urgency
from storage.persons import Person, preferred_address
from storage.restraints import RestraintReason, restrain

HELD, COLLECTED = "held", "collected"
"""The clock's rules that let held messages go: one by one, or a person's low ones together."""


def post(  # noqa: PLR0913 - what is said, and where
    session: Session,
    office: Office,
    replies: Replies,
    now: datetime,
    *,
    answering: tuple[str, str] | None = None,
    of_stranger: bool = False,
) -> list[OutboxMessage]:
    """Put messages into the outbox, in order; returns their rows.

    ``answering`` is network and chat of the question, ``of_stranger`` says that this chat belongs to nobody we know.

    What may wait for a good moment of its reader's is held until then. A person without any address left gets nothing;
    the audit log keeps that.
    """
    posted: list[OutboxMessage] = []
    for outgoing in replies:
        address = _address(session, office, outgoing, answering)
        if address is None:
            person = outgoing.person
            note(session, now, None, "undeliverable", f"person:{person.id if person else 0}", lane=outgoing.lane.name)
            continue
        row = _row(outgoing, *address, now)
        row.of_stranger = of_stranger and address == answering
        posted.append(row)
    session.add_all(posted)
    session.flush()  # rows get their numbers in the order they were said
    for row in posted:
        if row.urgency is not Urgency.URGENT and row.person_id is not None:
            _hold(session, office, row, now)
    return posted


def _hold(session: Session, office: Office, row: OutboxMessage, now: datetime) -> None:
    """Keep a message back until it may go, if that is not now."""
    person = session.get_one(Person, row.person_id)
    until, reason = good_moment(session, office, person, row.urgency, now)
    if reason is None:
        return
    row.state = OutboxState.HELD
    rule, subject = (COLLECTED, "low") if reason is RestraintReason.WEEKLY_CAP else (HELD, f"outbox:{row.id}")
    recipient = f"person:{person.id}"
    plan(
        session,
        DueItem(rule=rule, subject=subject, recipient=recipient, occurrence=until.isoformat(), due_at=until),
    )
    restrain(session, person.id or 0, f"outbox:{row.id}", reason, until, now)


def _address(
    session: Session, office: Office, outgoing: Outgoing, answering: tuple[str, str] | None
) -> tuple[str, str] | None:
    to = outgoing.group or outgoing.address
    if to is None and outgoing.person is None:
        return answering
    if to is None and outgoing.person is not None:
        to = preferred_address(session, identity(outgoing.person), office.networks)
    return (to.network, to.chat) if to else None


def _row(outgoing: Outgoing, network: str, chat: str, now: datetime) -> OutboxMessage:
    message: Message = outgoing.message
    attached = message.attachment
    row = OutboxMessage(
        lane=outgoing.lane,
        network=network,
        chat=chat,
        person_id=outgoing.person.id if outgoing.person else None,
        text=message.text,
        choices=[[choice.label, choice.value] for choice in message.choices],
        attachment_name=attached.name if attached else None,
        attachment_type=attached.media_type if attached else None,
        attachment=attached.content if attached else None,
        replaces=message.replaces,
        secret=message.secret,
        urgency=outgoing.urgency,
        why=outgoing.why,
        menu=None if message.menu is None else [list(command) for command in message.menu],
        created_at=now,
    )
    row.key = outgoing.key or row.key
    return row

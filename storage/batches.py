"""Batches of the outbox: messages that go together, can be stopped together, and are counted together.

A batch that is halted needs no touch of its messages: none of them is claimed. So no message slips through that comes
back to the line meanwhile, because its network was away or its sender died.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import true
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.outbox import WAITING, OutboxMessage, OutboxState, forgetting
from storage.persons import Address, preferred_addresses, roles_by_person
from storage.records import Record, UtcDateTime


class Batch(Record, table=True):
    """Messages that go together. While it is ``halted`` none of them begins; what has begun goes to its end."""

    __tablename__ = "outbox_batch"

    id: int | None = Field(default=None, primary_key=True)
    halted: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


def open_batch(session: Session, now: datetime) -> int:
    """Begin a batch and give its number."""
    batch = Batch(created_at=now)
    session.add(batch)
    session.flush()
    return batch.id or 0


def halt(session: Session, number: int, *, halted: bool = True) -> None:
    """Let no message of a batch begin from now on, or let them go again."""
    session.get_one(Batch, number).halted = halted


def halted_batches() -> SelectOfScalar[Any]:
    """Write the query for the numbers of all halted batches."""
    return select(Batch.id).where(col(Batch.halted) == true())


def cancel_waiting(session: Session, number: int, now: datetime) -> int:
    """Take back all of a batch that has not begun, held back or in line; returns how many messages."""
    result = session.connection().execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.batch_id) == number,
            col(OutboxMessage.state).in_((*WAITING, OutboxState.HELD)),
            col(OutboxMessage.parts) == 0,
        )
        .values(**forgetting({"state": OutboxState.CANCELLED, "finished_at": now}))
    )
    return result.rowcount


def retry_failed(session: Session, number: int, day: date) -> int:
    """Put in line again what of a batch has failed, as if it had never been tried; returns in how many chats.

    Each goes to the address its person has now; who has none left, or no role on this day, is left out.
    """
    failed = select(OutboxMessage).where(
        OutboxMessage.batch_id == number,
        OutboxMessage.state == OutboxState.FAILED,
        col(OutboxMessage.secret).is_(False),
    )
    rows = session.exec(failed.order_by(col(OutboxMessage.id))).all()
    people = {row.person_id for row in rows if row.person_id}
    addresses, roles = preferred_addresses(session, people), roles_by_person(session, people, day)
    again = [row for row in rows if row.person_id is None or (row.person_id in addresses and roles[row.person_id])]
    for row in again:
        _renew(row, addresses.get(row.person_id or 0))
    return len({(row.network, row.chat) for row in again})


def _renew(row: OutboxMessage, address: Address | None) -> None:
    if address is not None and (row.network, row.chat) != (address.network, address.chat):
        row.network, row.chat, row.parts, row.replaces = address.network, address.chat, 0, None
        row.part_names = []
    row.state, row.attempts, row.redirected = OutboxState.QUEUED, 0, False
    row.failure = row.failure_detail = row.finished_at = row.not_before = None


REMOVAL = ":removal"
"""How the key of a message ends that takes another out of its chat, which it begins with."""


def to_remove(session: Session, number: int, most: int, *, edits: bool = True) -> Sequence[OutboxMessage]:
    """List the messages of a batch that have arrived and that nothing takes back yet, in the order they went.

    Without ``edits``, only those that stand in the chat as messages of their own.
    """
    removal = aliased(OutboxMessage)
    taken = select(removal.id).where(col(removal.key) == col(OutboxMessage.key).concat(REMOVAL))
    arrived = (OutboxMessage.batch_id == number, OutboxMessage.state == OutboxState.SENT, ~taken.exists())
    wanted = select(OutboxMessage).where(*arrived)
    if not edits:
        edited = aliased(OutboxMessage)
        same = (col(edited.key) == OutboxMessage.replaces, col(edited.external_id) == OutboxMessage.external_id)
        wanted = wanted.where(~select(edited.id).where(*same).exists())
    return session.exec(wanted.order_by(col(OutboxMessage.id)).limit(most)).all()


def count_states(session: Session, number: int) -> Counter[OutboxState]:
    """Count the messages of a batch by what became of them."""
    counted = select(col(OutboxMessage.state), func.count()).where(OutboxMessage.batch_id == number)
    return Counter(dict(session.exec(counted.group_by(col(OutboxMessage.state))).all()))


def waiting_in_batch(session: Session, number: int) -> int:
    """Count the messages of a batch that have not ended."""
    counted = count_states(session, number)
    return sum(counted[state] for state in (*WAITING, OutboxState.HELD, OutboxState.SENDING))

"""The outbox after a crash and after time: what a dead instance was sending, and what waited too long."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, update

from storage.database import database_now
from storage.outbox import NOBODYS, WAITING, OutboxMessage, OutboxState, forgetting
from storage.pacing import SendSlot


def recover(session: Session, repeatable: Collection[str], others: Collection[str] = (), *, alone: bool = False) -> int:
    """Queue again what an instance that is gone was sending on these networks; returns how many rows.

    On a repeatable network the row's key makes the second send invisible. Elsewhere nobody can tell whether the first
    one arrived: the row becomes ``unknown``, is sent again, and is counted. Who is ``alone`` on a database knows, when
    it starts, that whoever was sending is gone, and need not wait for leases to run out.
    """
    lost = [col(OutboxMessage.state) == OutboxState.SENDING]
    if not alone:
        lost.append(col(OutboxMessage.lease_until) < database_now(session))
    # An attempt is counted: a message that kills its sender each time must be noticed.
    freed = NOBODYS | {"attempts": OutboxMessage.attempts + 1}
    connection = session.connection()
    again = connection.execute(
        update(OutboxMessage)
        .where(*lost, col(OutboxMessage.network).in_(repeatable))
        .values({"state": OutboxState.QUEUED, **freed})
    )
    unknown = connection.execute(
        update(OutboxMessage)
        .where(*lost, col(OutboxMessage.network).in_(others))
        .values({"state": OutboxState.UNKNOWN, "unknown_sends": OutboxMessage.unknown_sends + 1, **freed})
    )
    if alone:  # nobody sends any more, so whatever was on its way has arrived by now, or never will
        moment = database_now(session)
        ours = col(SendSlot.network).in_([*repeatable, *others])
        connection.execute(update(SendSlot).where(ours, col(SendSlot.counts_from) > moment).values(counts_from=moment))
    return again.rowcount + unknown.rowcount


def expire(session: Session, now: datetime) -> int:
    """Close what waited past its time; returns how many rows."""
    result = session.connection().execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.state).in_(WAITING), col(OutboxMessage.expires_at) <= now)
        .values(**forgetting({"state": OutboxState.EXPIRED, "finished_at": now}))
    )
    return result.rowcount

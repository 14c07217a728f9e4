"""Leases: which instance does what only one may do at a time, measured by the database's clock.

Whoever takes a lease gets a fence, a number that only rises. A transaction of the holder confirms its fence within
itself, so an instance that slept through the end of its lease changes nothing any more when it wakes up
(https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlmodel import Field, Session, col, select, update

from storage.database import database_now
from storage.records import Record, UtcDateTime

LENGTH = timedelta(seconds=15)
"""How long a lease holds after it was last renewed: as long as everybody waits when its holder dies."""


FENCE = "fence"
"""Set in a session's ``info`` to the fence that its transaction has confirmed."""


class FencedError(Exception):
    """The lease is somebody else's by now: nothing of this transaction may be kept."""


class Lease(Record, table=True):
    """One thing that only one instance may do, and who does it until when."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    owner: str
    fence: int
    until: datetime = Field(sa_type=UtcDateTime)


ENDED = text(
    "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE application_name = :owner"
    " AND datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)
"""Sessions go by the name of their instance. We wait for their end, a second at most."""


def acquire(session: Session, name: str, owner: str) -> int | None:
    """Take a lease that nobody holds; returns its fence, or None while somebody does.

    Whoever let it run out may be asleep in a transaction that locks what others need; PostgreSQL ends those that rest,
    but none in the midst of many statements at once. So we end its sessions; if it lives, it opens new ones.
    """
    now, connection = database_now(session), session.connection()
    found = session.exec(select(Lease.owner, Lease.until).where(Lease.name == name)).first()
    if found is None:
        row = {"name": name, "owner": "", "fence": 0, "until": now - LENGTH}
        connection.execute(postgresql.insert(Lease).values(row).on_conflict_do_nothing())
    elif found[1] >= now:
        return None
    elif found[0] not in {"", owner}:
        connection.execute(ENDED, {"owner": found[0]})
    # Passed over while a transaction still confirms it: waiting for that one would hold up our own renewals.
    free = select(Lease.name).where(Lease.name == name, col(Lease.until) < now).with_for_update(skip_locked=True)
    taken = (
        update(Lease)
        .where(col(Lease.name).in_(free))
        .values(owner=owner, fence=Lease.fence + 1, until=now + LENGTH)
        .returning(col(Lease.fence))
    )
    return connection.execute(taken).scalar_one_or_none()


def renew(session: Session, name: str, fence: int) -> bool:
    """Hold a lease longer; returns whether it is still ours."""
    longer = update(Lease).where(col(Lease.name) == name, col(Lease.fence) == fence)
    return session.connection().execute(longer.values(until=database_now(session) + LENGTH)).rowcount == 1


def release(session: Session, name: str, fence: int) -> None:
    """Give a lease back, if it is still ours, so that nobody has to wait for its end."""
    ended = update(Lease).where(col(Lease.name) == name, col(Lease.fence) == fence)
    session.connection().execute(ended.values(owner="", until=database_now(session) - LENGTH))


def forget_holders(session: Session, skipped: int) -> None:
    """Let nobody hold anything, and nobody who ever did confirm it again: fences go on so many numbers higher."""
    ended = database_now(session) - LENGTH
    session.connection().execute(update(Lease).values(owner="", fence=Lease.fence + skipped, until=ended))


def confirm(session: Session, name: str, fence: int) -> None:
    """Make sure that a lease is ours until the end of this transaction. Raises :class:`FencedError`."""
    ours = select(Lease.fence).where(Lease.name == name, Lease.fence == fence).with_for_update(read=True)
    if session.exec(ours).first() is None:
        raise FencedError(name)
    session.info[FENCE] = fence


def leases(session: Session) -> Sequence[Lease]:
    """List all leases by name."""
    return session.exec(select(Lease).order_by(Lease.name)).all()

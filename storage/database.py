"""The database: one engine, one kind of transaction, and the clock that leases trust."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session

from storage.engine import Subject, open_engine
from storage.turns import Turns


class Database:
    """One database, SQLite or PostgreSQL; the only place that knows which."""

    def __init__(self, url: str, *, patient: bool = False) -> None:
        self.engine = open_engine(url, patient=patient)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._turns = Turns()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit of work: committed at its end, rolled back on an exception. Records stay readable afterwards.

        On SQLite one thread follows the other: SQLite itself lets those that wait for its one writer look every now and
        then, and somebody who asks something would wait for the end of all that goes out meanwhile.
        """
        turn = self._turns.turn() if self.is_sqlite else nullcontext()
        with turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def database_now(session: Session) -> datetime:
    """Return the moment by the database's clock, the only one all instances share: leases are measured by it."""
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)  # SQLite runs in this process: its clock is ours
    moment: datetime = session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def serialize(session: Session, subject: Subject) -> None:
    """Let transactions on one subject follow each other, so that their row numbers rise in the order of their commits.

    SQLite has one writer anyway. On PostgreSQL this is an advisory lock until the end of the transaction:
    https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:subject)"), {"subject": subject})

"""The database: one engine, one kind of transaction, and the clock that leases trust."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session

from storage.engine import Subject, open_engine


class Database:
    """One database, SQLite or PostgreSQL; the only place that knows which."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit of work: committed at its end, rolled back on an exception. Records stay readable afterwards."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
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

"""The database: one engine, one kind of transaction, and the clock that leases trust."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

# WAL lets readers go on beside the one writer; FULL keeps a commit through a power cut (https://sqlite.org/pragma.html).
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON")


class Subject(IntEnum):
    """What transactions of all instances follow each other on; the numbers are keys of PostgreSQL's advisory locks."""

    LEDGER = 1
    MIGRATION = 2
    CLOCK = 3
    CODE_TRIES = 4
    CLAIMS = 5
    PAUSES = 6


class Database:
    """One database, SQLite or PostgreSQL; the only place that knows which."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.engine: Engine = create_engine(parsed, poolclass=QueuePool, pool_pre_ping=not self.is_sqlite)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_immediate)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit of work: committed at its end, rolled back on an exception. Records stay readable afterwards."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None  # the driver must not open transactions of its own: we say BEGIN
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # SQLite has one writer. Asking for its place first means waiting up to busy_timeout, asking later means failing.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


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

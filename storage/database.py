"""The database: one engine, one kind of transaction, and the clock that leases trust."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from storage.engine import SNAPSHOT, Subject, open_engine
from storage.turns import Turns

SQLITE_AWAY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
POSTGRESQL_AWAY = ("08", "53", "57", "25P03")
"""Classes of errors: connections, resources, operators; and a session that has rested in a transaction for too long."""

ERASED = "erased"
"""Set in a session's ``info`` by whoever erases what somebody must not find afterwards."""


class UnitsOfWork(Protocol):
    """Whatever opens units of work: a database, or the right to do what only one instance may do."""

    def transaction(self) -> AbstractContextManager[Session]:
        """Open a unit of work."""


class Database:
    """One database, SQLite or PostgreSQL; the only place that knows which."""

    def __init__(self, url: str, *, patient: bool = False, name: str = "") -> None:
        self.engine = open_engine(url, patient=patient, name=name)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._turns = Turns()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit of work: committed at its end, rolled back on an exception. Records stay readable afterwards.

        On SQLite one thread follows the other: SQLite itself lets those that wait for its one writer look every now and
        then, and somebody who asks something would wait for the end of all that goes out meanwhile.
        """
        with self._turns.turn() if self.is_sqlite else nullcontext():
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
            if self.is_sqlite and session.info.get(ERASED):
                self._empty_log()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a look at one moment, at which nothing may be changed: on SQLite it waits for no writer."""
        engine = self.engine.execution_options(**{SNAPSHOT: True})
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def _empty_log(self) -> None:
        """Bring all that SQLite's log holds into the file and empty it: what was erased still stands in old pages."""
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            connection.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def is_away(error: Exception) -> bool:
    """Say whether the database was not there, or has ended our session: nothing is wrong then with what we asked for.

    https://www.postgresql.org/docs/current/errcodes-appendix.html, https://sqlite.org/rescode.html
    """
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_AWAY
    state = getattr(error.orig, "sqlstate", None)  # none where the connection is lost
    return isinstance(error, OperationalError) if state is None else state.startswith(POSTGRESQL_AWAY)


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

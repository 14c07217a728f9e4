"""The engine: how a database is opened. Without SQLModel, so that migrations start fast."""

from __future__ import annotations

from enum import IntEnum
from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

# WAL lets readers go on beside the one writer; FULL keeps a commit through a power cut (https://sqlite.org/pragma.html).
# What is deleted is overwritten, else it would stay readable in the file's free pages.
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON", "secure_delete=ON")


# An instance that is cut off or asleep must not keep locks for long, and must not wait for ever itself.
POSTGRESQL_SESSION = "-c idle_in_transaction_session_timeout=10s -c tcp_user_timeout=10s -c tcp_keepalives_idle=5"
POSTGRESQL_CONNECTION = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
}


SNAPSHOT = "snapshot"
"""Option of a connection that only reads: it sees one moment, and on SQLite does not take the writer's place."""


class DriverMissingError(Exception):
    """The database named needs a driver that is not installed."""


class Subject(IntEnum):
    """What transactions of all instances follow each other on; the numbers are keys of PostgreSQL's advisory locks."""

    LEDGER = 1
    MIGRATION = 2
    CLOCK = 3
    CODE_TRIES = 4
    CLAIMS = 5
    PAUSES = 6
    MEETINGS = 7
    PERSON = 8
    """With a second key: one person's number."""


def open_engine(url: str, *, patient: bool = False, name: str = "") -> Engine:
    """Open a database by its address: ``sqlite:///FILE`` or ``postgresql://…``. Raises :class:`DriverMissingError`.

    A ``patient`` one lets transactions rest as long as they like: for migrations, which compute between statements.
    ``name`` is what PostgreSQL's sessions go by, for operators, and for who must end them.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if find_spec("psycopg") is None:
            raise DriverMissingError(
                "PostgreSQL needs its driver: install hafenbote[postgresql] (make install POSTGRESQL=1)."
            )
        address = parsed.set(drivername="postgresql+psycopg")
        told = {} if patient else {"options": POSTGRESQL_SESSION}
        told |= {"application_name": name} if name else {}
        return create_engine(
            address, poolclass=QueuePool, pool_pre_ping=True, connect_args={**POSTGRESQL_CONNECTION, **told}
        )
    engine = create_engine(parsed, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None  # the driver must not open transactions of its own: we say BEGIN
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # SQLite has one writer. Asking for its place first means waiting up to busy_timeout, asking later means failing.
    reads = connection.get_execution_options().get(SNAPSHOT)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

"""A database at which nobody works: what is to be copied whole, or replaced, must not change meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlmodel import Session

from storage.database import Database, database_now
from storage.leases import Lease, leases
from storage.sole_use import InUseError, SoleUse


@contextmanager
def at_rest(database: Database) -> Iterator[None]:
    """Make sure that no service is at work, and on SQLite that none begins. Raises :class:`InUseError`."""
    use = SoleUse(database)
    use.begin()
    try:
        if not database.is_sqlite and (busy := _at_work(database)):
            raise InUseError(f"{' and '.join(busy)} at work on this database: stop the service everywhere first.")
        yield
    finally:
        use.end()


def is_at_work(database: Database) -> bool:
    """Say whether a service is at work."""
    return SoleUse(database).is_taken() if database.is_sqlite else bool(_at_work(database))


def _at_work(database: Database) -> list[str]:
    """Name the instances that hold a lease: every instance that runs alone holds the clock's."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(Lease.__tablename__):
            return []
        with Session(connection) as session:
            now = database_now(session)
            return sorted({lease.owner for lease in leases(session) if lease.until > now})


def exists(database: Database) -> bool:
    """Say whether there is such a database; asking SQLite would make one."""
    name = database.engine.url.database
    return not database.is_sqlite or bool(name and Path(name).is_file())

"""A new database made beside the one in use, and put in its place when it is whole: nothing before is lost or half.

On SQLite it is another file, on PostgreSQL another schema of the same database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from storage import schema
from storage.at_rest import exists
from storage.database import Database
from storage.snapshots import has_rows

NEW = "hafenbote_new"
TABLES = (*schema.METADATA.tables, "alembic_version")
TRIGGER = "refuse_change"
"""The function, made by the first migration, that keeps append-only tables as they are."""
WRITTEN_AHEAD = ("-wal", "-shm")
"""How the names of SQLite's other files end (https://sqlite.org/tempfiles.html)."""


class Beside(Protocol):
    """An empty place for a new database."""

    @property
    def url(self) -> str:
        """The address under which it is filled."""

    def take_over(self, kept: str) -> str:
        """Put it in place of the database; says where under a name like ``kept`` that is now, "" if it was empty."""


def is_empty(database: Database) -> bool:
    """Say whether there is nothing in the database that could be lost; what cannot be read may hold something."""
    if not exists(database):
        return True
    try:
        with database.engine.connect() as connection:
            there = set(inspect(connection).get_table_names())
            return not has_rows(connection, [name for name in schema.METADATA.tables if name in there])
    except DatabaseError:
        if database.is_sqlite:
            return False
        raise


@contextmanager
def beside(database: Database) -> Iterator[Beside]:
    """Make room for a new database; what was not taken over at the end is gone again."""
    place = _File(database) if database.is_sqlite else _Schema(database)
    place.clear()
    place.make()
    try:
        yield place
    finally:
        place.clear()


class _File:
    """Another file in the same folder."""

    def __init__(self, database: Database) -> None:
        self._path = Path(database.engine.url.database or "")
        self._new = self._path.with_name(f"{self._path.name}.new")
        self._database = database
        self.url = f"sqlite:///{self._new}"

    def make(self) -> None:
        os.close(os.open(self._new, os.O_CREAT | os.O_WRONLY, 0o600))

    def clear(self) -> None:
        for end in ("", *WRITTEN_AHEAD):
            self._new.with_name(f"{self._new.name}{end}").unlink(missing_ok=True)

    def take_over(self, kept: str) -> str:
        empty = is_empty(self._database)
        self._database.close()  # whoever closes a database last writes all of it into its one file
        name = self._path.with_name(f"{self._path.name}.{kept}")
        for end in WRITTEN_AHEAD:  # only beside a broken one; another file must never be taken for its continuation
            before = self._path.with_name(f"{self._path.name}{end}")
            if before.exists():
                before.rename(f"{name}{end}")
        if not empty:
            name.hardlink_to(self._path)
        self._new.replace(self._path)
        sync_folder(self._path.parent)
        return "" if empty else str(name)


class _Schema:
    """Another schema of the same database."""

    def __init__(self, database: Database) -> None:
        url = database.engine.url
        self._database, self._engine = database, database.engine
        told = f"{url.query.get('options', '')} -csearch_path={NEW}".strip()
        self.url = url.update_query_dict({"options": told}).render_as_string(hide_password=False)

    def make(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {NEW}"))

    def clear(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {NEW} CASCADE"))

    def take_over(self, kept: str) -> str:
        name = "hafenbote_" + kept.replace("-", "_").lower()
        empty = is_empty(self._database)
        with self._engine.begin() as connection:
            ours = str(connection.scalar(text("SELECT current_schema()")))
            connection.execute(text(f"CREATE SCHEMA {name}"))
            _move(connection, ours, name)
            _move(connection, NEW, ours)
            if empty:
                connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        return "" if empty else f"schema {name}"


def _move(connection: Connection, here: str, there: str) -> None:
    """Move all that is ours, with the indexes, triggers and sequences that belong to it."""
    look = inspect(connection)
    for table in look.get_table_names(schema=here):
        if table in TABLES:
            connection.execute(text(f'ALTER TABLE "{here}"."{table}" SET SCHEMA "{there}"'))
    if connection.scalar(text("SELECT to_regproc(:name)"), {"name": f'"{here}".{TRIGGER}'}):
        connection.execute(text(f'ALTER FUNCTION "{here}".{TRIGGER}() SET SCHEMA "{there}"'))


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk: else a power cut could take one away."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

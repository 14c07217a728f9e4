"""How much room the database takes, and has: as far as that is cheap to know."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database

LARGE = ("due", "inbox", "outbox")
"""The tables that grow with every message."""

OF_SQLITE = text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
OF_POSTGRESQL = text("SELECT pg_database_size(current_database())")
OF_TABLE = text("SELECT pg_total_relation_size(to_regclass(:name))")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of the database, and of its large tables with their indexes where the database tells (PostgreSQL)."""

    database: int
    tables: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that the database lies on."""

    free: int
    total: int


def sizes(session: Session) -> Sizes:
    """Ask how large the database is."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return Sizes(connection.execute(OF_SQLITE).scalar_one(), {})
    tables = {name: connection.execute(OF_TABLE, {"name": name}).scalar_one() for name in LARGE}
    return Sizes(connection.execute(OF_POSTGRESQL).scalar_one(), tables)


def disk_of(database: Database) -> Disk | None:
    """Look at the disk that a SQLite database lies on; None for a server, which may be elsewhere, and for memory."""
    file = database.engine.url.database
    if not database.is_sqlite or not file or not Path(file).exists():
        return None
    found = shutil.disk_usage(file)
    return Disk(found.free, found.total)

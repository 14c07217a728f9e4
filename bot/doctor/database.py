"""What the doctor finds about the database: schema, soundness, room, and the ledger in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from bot.doctor.clock import Told, look_at_clock
from bot.findings import Finding, fault, fine, note
from bot.ledger_report import ledger_sentence
from bot.settings import PREFIX, Settings
from storage import schema
from storage.at_rest import exists
from storage.database import Database
from storage.ledger_check import check_ledger
from storage.revisions import revisions, unfit
from storage.snapshots import snapshot

PART = "database"
OLDEST = 140_000
"""PostgreSQL's oldest release that still gets repairs (https://www.postgresql.org/support/versioning/)."""

EACH_INSTANCE = 18
"""Connections an instance may open: a pool of 5 that stretches to 15, and what leases and waking hold."""

EMPTY = note(PART, "empty: its tables are made at the first start")
"""What is so on PostgreSQL before the first start; a file of SQLite's is rather the wrong one."""

LARGE_WAL = 256 * 2**20
RESTORE = "stop the service and restore a backup (`hafenbote db restore`)"


def look_at_database(database: Database, settings: Settings) -> list[Finding]:
    """Look at the database, as far as it can be read."""
    if not exists(database):
        return [fault(PART, _missing(Path(database.engine.url.database or "")))]
    found = [_schema(database)]
    if not found[0].ok or found[0] == EMPTY:
        return found
    try:
        found += _of_sqlite(database) if database.is_sqlite else _of_postgresql(database)
        report = check_ledger(database, settings.ledger_key.get_secret_value())
    except DatabaseError as error:
        return [*found, fault(PART, f"damaged ({error.orig}): {RESTORE}")]
    sentence = ledger_sentence(report, settings.zone)
    return [*found, fine("ledger", sentence) if report.is_whole else fault("ledger", sentence)]


def _schema(database: Database) -> Finding:
    try:
        at, newest = schema.revision(database)
    except SQLAlchemyError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            return fault(PART, f"damaged ({getattr(error, 'orig', error)}): {RESTORE}")
        return fault(PART, f"cannot be opened ({type(error).__name__}): check {PREFIX}DATABASE_URL")
    if at is None and not database.is_sqlite:
        return EMPTY
    if at == newest:
        return fine(PART, f"schema {at}")
    if wrong := unfit(ours := revisions(), at):
        return fault(PART, wrong)
    hint = "once all instances are of this release, run `hafenbote db upgrade --finish`"
    return fine(PART, f"schema {at}, {hint if at in ours else 'of a newer release'}")


def _missing(file: Path) -> str:
    if not file.parent.is_dir():
        return f"cannot be opened (there is no such folder): check {PREFIX}DATABASE_URL"
    where = f"there is no {file.name} in {file.parent.resolve()}: are you in the folder of your .env?"
    return f"{where} `hafenbote db upgrade` makes it, and so does the first start"


def _of_sqlite(database: Database) -> Iterator[Finding]:
    file = Path(database.engine.url.database or "")
    with snapshot(database) as connection:
        wrong = connection.scalar(text("PRAGMA integrity_check(1)"))
        lost = connection.execute(text("PRAGMA foreign_key_check")).first()
    if wrong != "ok":
        yield fault(PART, f"damaged ({wrong}): {RESTORE}")
    elif lost is not None:
        yield fault(PART, f"a row of {lost[0]} refers to one of {lost[2]} that is not there: {RESTORE}")
    if file.stat().st_mode & 0o007:
        yield fault(PART, f"everybody on this machine can read it: chmod 600 {file}")
    written_ahead = file.with_name(f"{file.name}-wal")
    if written_ahead.exists() and written_ahead.stat().st_size > LARGE_WAL:
        size = written_ahead.stat().st_size // 2**20
        yield note(PART, f"{size} MB wait in {written_ahead.name} for some long reader to end: restart the service")


def _of_postgresql(database: Database) -> Iterator[Finding]:
    with snapshot(database) as connection:
        version = int(_shown(connection, "server_version_num"))
        if version < OLDEST:
            told = _shown(connection, "server_version")
            yield fault(PART, f"PostgreSQL {told} gets no repairs any more: move to a newer one")
        if _shown(connection, "server_encoding") != "UTF8":
            yield fault(PART, "cannot hold every letter: make one with ENCODING 'UTF8' and `hafenbote db copy` to it")
        broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid LIMIT 1"
        if index := connection.scalar(text(broken)):
            yield fault(PART, f"the index {index} is not valid: REINDEX INDEX {index}")
        used = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        free = int(_shown(connection, "max_connections")) - int(connection.scalar(text(used)) or 0)
        if free < EACH_INSTANCE:
            yield note(
                PART, f"{free} connections are left, an instance may need {EACH_INSTANCE}: raise max_connections"
            )
        theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    yield from look_at_clock("the database", Told(theirs.astimezone(UTC), datetime.now(UTC)))


def _shown(connection: Connection, name: str) -> str:
    return str(connection.scalar(text(f"SHOW {name}")))

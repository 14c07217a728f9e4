"""All tables in one place, and the way to them: migrations forward, never by hand."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import (
    audit,
    dialogues,
    digests,
    due,
    groups,
    inbox,
    invites,
    municipalities,
    outbox,
    pacing,
    persons,
    pledges,
)
from storage.database import Database, Subject
from storage.records import Record

SUBJECTS = (audit, dialogues, digests, due, groups, inbox, invites, municipalities, outbox, pacing, persons, pledges)
"""Every module with tables; importing them is what fills the metadata."""

METADATA = Record.metadata


def upgrade(database: Database) -> None:
    """Bring a database, also an empty one, to the newest schema; on the newest it costs two reads."""
    config = _config()
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({Subject.MIGRATION:d})")
        at = MigrationContext.configure(connection).get_current_revision()
        if at != ScriptDirectory.from_config(config).get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def revision(database: Database) -> tuple[str | None, str | None]:
    """Return the revision a database is at, and the newest one."""
    with database.engine.begin() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return at, ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config

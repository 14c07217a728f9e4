"""The tables in a database are those of the records, and migrations are the only way to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text

from storage import migrating, schema
from storage.audit import note
from storage.database import Database
from storage.inbox import cursor_of, move_cursor, trace
from storage.persons import Person


def tables(database: Database) -> set[str]:
    """List the tables there are, without Alembic's own."""
    with database.engine.begin() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def downgrade(database: Database, to: str) -> None:
    """Go back to a revision, as an operator would with Alembic."""
    config = migrating.configuration()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


@pytest.fixture
def empty(database: Database) -> Database:
    """Give a database without tables."""
    downgrade(database, "base")
    return database


def test_every_subject_is_known_to_the_schema() -> None:
    """Each module of storage that has tables is among the schema's subjects: none is forgotten in a migration."""
    storage = Path(schema.__file__).parent
    with_tables = {path.stem for path in storage.glob("*.py") if "table=True" in path.read_text(encoding="utf-8")}
    assert with_tables == {subject.__name__.removeprefix("storage.") for subject in schema.SUBJECTS}


def test_the_tables_are_those_of_the_records(database: Database) -> None:
    """A migrated database has exactly the tables, columns, types, keys and indexes that the records declare."""
    with database.engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, schema.METADATA) == []


def test_check_constraints_are_in_the_database(database: Database) -> None:
    """The rules the records declare for single rows are in the database too, under the same names."""
    declared = {
        (table.name, constraint.name)
        for table in schema.METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    names = tables(database)
    with database.engine.begin() as connection:
        look = inspect(connection)
        found = {(table, each["name"]) for table in names for each in look.get_check_constraints(table)}
    assert found == declared
    assert declared


def test_an_empty_database_is_brought_to_the_newest_schema(empty: Database) -> None:
    """An upgrade makes all tables where there were none, and says so."""
    assert tables(empty) == set()
    before, newest = schema.revision(empty)
    schema.upgrade(empty)
    assert (before, schema.revision(empty)) == (None, (newest, newest))
    assert tables(empty) == set(schema.METADATA.tables)


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    """An upgrade of the newest schema keeps the data and the revision."""
    with database.transaction() as session:
        move_cursor(session, "matrix", "s1")
    before = schema.revision(database)
    schema.upgrade(database)
    with database.transaction() as session:
        assert cursor_of(session, "matrix") == "s1"
    assert schema.revision(database) == before


def test_a_downgrade_to_the_beginning_leaves_nothing(database: Database) -> None:
    """Taking all migrations back, with data in the tables, leaves neither tables nor functions nor triggers."""
    moment = datetime(2021, 7, 1, tzinfo=UTC)
    with database.transaction() as session:
        session.add(Person(id=1, label="Ansprechperson Köln", created_at=moment))
        session.flush()
        note(session, moment, 1, "due.skipped", "due:3")
    downgrade(database, "base")
    assert tables(database) == set()
    left = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if database.is_sqlite
        else "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'"
    )
    with database.transaction() as session:
        assert session.connection().execute(text(left)).all() == []


def test_the_way_down_and_up_again_ends_where_it_began(database: Database) -> None:
    """After every single step down and up again the tables are those of the records."""
    revisions = [each.revision for each in ScriptDirectory.from_config(migrating.configuration()).walk_revisions()]
    for below in [*revisions[1:], "base"]:
        downgrade(database, below)
    schema.upgrade(database)
    test_the_tables_are_those_of_the_records(database)


def test_instances_started_together_migrate_once(
    empty: Database, database_url: str, at_once: Callable[..., list[object]]
) -> None:
    """Several instances may start on an empty database at the same moment: one migrates, the others wait for it."""

    def start() -> object:
        instance = Database(database_url)
        try:
            schema.upgrade(instance)
            return schema.revision(instance)
        finally:
            instance.close()

    newest = schema.revision(empty)[1]
    assert at_once(start, start, start) == [(newest, newest)] * 3


def test_the_newest_revision_is_alembics_head(database: Database) -> None:
    """The newest revision, read from the last file's name and text, is the one head Alembic knows."""
    assert schema.revision(database)[1] == ScriptDirectory.from_config(migrating.configuration()).get_current_head()


def test_a_migration_that_fails_says_why(sqlite_database: Database) -> None:
    """A database of a newer release is left as it is, and the error names what was wrong."""
    with sqlite_database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.MigrationError, match="9999"):
        schema.upgrade(sqlite_database)
    assert schema.revision(sqlite_database)[0] == "9999"


def test_a_serving_process_does_without_alembic() -> None:
    """Alembic is imported by the process that migrates, never by the one that serves: it would cost 10 MB for ever."""
    code = "import sys, bot.cli; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own interpreter


def test_accounts_in_an_old_inbox_are_hidden(database: Database) -> None:
    """What an earlier release kept in clear becomes the trace that floods are counted by."""
    downgrade(database, "0002_pre")
    old = (
        "INSERT INTO inbox (network, event_id, account, kind, received_at) VALUES ('matrix', '$1', '@a:x.org', 'text', "
    )
    with database.transaction() as session:
        session.connection().execute(text(f"{old}'2021-07-01 09:00:00')"))
    schema.upgrade(database)
    with database.transaction() as session:
        kept = session.connection().execute(text("SELECT sender FROM inbox")).all()
    assert kept == [(trace("matrix", "@a:x.org"),)]


OLD_ROWS = (
    "INSERT INTO person (id, label, language, created_at) VALUES (1, 'Köln', 'de', '2021-07-01 09:00:00')",
    """INSERT INTO address (person_id, network, account, chat, position, gone, created_at)
    VALUES (1, 'telegram', '18', '18', 0, FALSE, '2021-07-01 09:00:00')""",
    """INSERT INTO group_chat (network, chat, role, language, gone, created_at)
    VALUES ('telegram', '-19', 'spokesperson', 'de', FALSE, '2021-07-01 09:00:00')""",
)
OLD_MESSAGE = """
    INSERT INTO outbox (key, lane, network, chat, text, choices, secret, created_at, state, attempts, fence,
        unknown_sends, parts, redirected)
    VALUES (:chat, 0, 'telegram', :chat, 'Guten Tag!', '[]', FALSE, '2021-07-01 09:00:00', :state, 0, 0, 0, 0, FALSE)
"""


def test_chats_of_strangers_in_an_old_outbox_are_hidden(database: Database) -> None:
    """Where an earlier release answered somebody, only chats of people and groups we know are still named."""
    downgrade(database, "0003_pre")
    with database.transaction() as session:
        for row in OLD_ROWS:
            session.connection().execute(text(row))
        for chat, state in (("17", "sent"), ("18", "sent"), ("-19", "sent"), ("20", "queued")):
            session.connection().execute(text(OLD_MESSAGE), {"chat": chat, "state": state})
    schema.upgrade(database)
    with database.transaction() as session:
        kept = session.connection().execute(text("SELECT chat FROM outbox ORDER BY id")).scalars().all()
    assert kept == [trace("telegram", "17"), "18", "-19", "20"]

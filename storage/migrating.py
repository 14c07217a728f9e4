"""Alembic, in a process of its own: it would cost a serving process 10 MB for ever, and is needed once a release."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from storage.engine import Subject, open_engine


def configuration() -> Config:
    """Tell Alembic where our migrations are."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def migrate(engine: Engine) -> None:
    """Bring a database to the newest schema. Instances that start together follow each other."""
    config = configuration()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({Subject.MIGRATION:d})")
        at = MigrationContext.configure(connection).get_current_revision()
        if at != ScriptDirectory.from_config(config).get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def main() -> None:
    """Migrate the database whose address comes on standard input, for it may carry a password."""
    engine = open_engine(sys.stdin.read(), patient=True)
    migrate(engine)
    engine.dispose()


if __name__ == "__main__":
    main()

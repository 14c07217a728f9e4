"""Alembic, in a process of its own: it would cost a serving process 10 MB for ever, and is needed once a release."""

from __future__ import annotations

import sys

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from storage import revisions
from storage.engine import Subject, open_engine


def configuration() -> Config:
    """Tell Alembic where our migrations are."""
    config = Config()
    config.set_main_option("script_location", str(revisions.MIGRATIONS))
    return config


def migrate(engine: Engine, to: str) -> None:
    """Bring a database to a revision, unless another instance has brought it there or further meanwhile."""
    config, ours = configuration(), revisions.revisions()
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({Subject.MIGRATION:d})")
        at = MigrationContext.configure(connection).get_current_revision()
        if at is None or at in ours[: ours.index(to)]:
            config.attributes["connection"] = connection
            command.upgrade(config, to)


def main() -> None:
    """Migrate to the revision named; the database's address comes on standard input, for it may carry a password."""
    engine = open_engine(sys.stdin.read(), patient=True)
    migrate(engine, sys.argv[1])
    engine.dispose()


if __name__ == "__main__":
    main()

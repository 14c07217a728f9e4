"""All tables in one place, and the way to them: migrations forward, never by hand."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import inspect, text

from storage import (
    alerts,
    anchors,
    announcement_deliveries,
    announcements,
    attendance,
    audit,
    backup_runs,
    batches,
    calendar_feeds,
    canned_answers,
    consents,
    date_polls,
    dialogues,
    digests,
    due,
    enquiries,
    files,
    group_reminders,
    groups,
    inbox,
    invites,
    lapsing,
    late_events,
    leases,
    ledger_seals,
    links,
    matrix_keys,
    meetings,
    minutes,
    municipalities,
    outbox,
    pacing,
    pauses,
    persons,
    pledge_spans,
    pledges,
    restraints,
    rounds,
    survey_answers,
    survey_ballots,
    survey_files,
    survey_handovers,
    survey_notices,
    survey_participation,
    survey_polls,
    survey_results,
    surveys,
)
from storage.database import Database
from storage.records import Record
from storage.revisions import MigrationError, goal, revisions

SUBJECTS = (
    alerts,
    anchors,
    announcement_deliveries,
    announcements,
    attendance,
    audit,
    backup_runs,
    batches,
    calendar_feeds,
    canned_answers,
    consents,
    date_polls,
    dialogues,
    digests,
    due,
    enquiries,
    files,
    group_reminders,
    groups,
    inbox,
    invites,
    lapsing,
    late_events,
    leases,
    ledger_seals,
    links,
    matrix_keys,
    meetings,
    minutes,
    municipalities,
    outbox,
    pacing,
    pauses,
    persons,
    pledge_spans,
    pledges,
    restraints,
    rounds,
    survey_answers,
    survey_ballots,
    survey_files,
    survey_handovers,
    survey_notices,
    survey_participation,
    survey_polls,
    survey_results,
    surveys,
)
"""Every module with tables; importing them is what fills the metadata."""

METADATA = Record.metadata


def upgrade(database: Database, *, finish: bool = False, only_to: str | None = None) -> None:
    """Bring a database to a schema on which this release works; where it is there already it costs two reads.

    On PostgreSQL instances of the release before may run meanwhile, so what takes away what they need waits until
    somebody says that none does (``finish``). SQLite has one process, and an empty database none. ``only_to`` names
    an earlier schema, for an empty database. Raises :class:`~storage.revisions.MigrationError`.
    """
    at, newest = revision(database)
    to = only_to if at is None else None
    if to is None and at != newest:
        to = goal(revisions(), at, finish=finish or database.is_sqlite or at is None)
    if to is None:
        return
    address = database.engine.url.render_as_string(hide_password=False)
    # -P: a folder "storage" where we were started from must not stand in for ours
    command = [sys.executable, "-P", "-m", "storage.migrating", to]
    done = subprocess.run(command, input=address, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and our own module
    if done.returncode:
        raise MigrationError(f"{at} could not become {to}: {done.stderr.strip()}")


def revision(database: Database) -> tuple[str | None, str]:
    """Return the revision a database is at, and the newest one."""
    return revision_of(database), revisions()[-1]


def revision_of(database: Database) -> str | None:
    """Return the revision a database is at; None where it has no tables."""
    with database.reading() as session:
        connection = session.connection()
        known = inspect(connection).has_table("alembic_version")
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None

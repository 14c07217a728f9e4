"""All tables in one place, and the way to them: migrations forward, never by hand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from sqlalchemy import inspect, text

from storage import (
    anchors,
    announcement_deliveries,
    announcements,
    attendance,
    audit,
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

SUBJECTS = (
    anchors,
    announcement_deliveries,
    announcements,
    attendance,
    audit,
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

REVISION = re.compile(r'^revision = "(.+)"$', re.MULTILINE)


class MigrationError(Exception):
    """The database could not be brought to the newest schema."""


def upgrade(database: Database) -> None:
    """Bring a database, also an empty one, to the newest schema; on the newest it costs two reads.

    Raises :class:`MigrationError`.
    """
    at, newest = revision(database)
    if at == newest:
        return
    address = database.engine.url.render_as_string(hide_password=False)
    # -P: a folder "storage" where we were started from must not stand in for ours
    command = [sys.executable, "-P", "-m", "storage.migrating"]
    done = subprocess.run(command, input=address, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and our own module
    if done.returncode:
        raise MigrationError(f"{at} could not become {newest}: {done.stderr.strip()}")


def revision(database: Database) -> tuple[str | None, str]:
    """Return the revision a database is at, and the newest one."""
    with database.engine.begin() as connection:
        known = inspect(connection).has_table("alembic_version")
        at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    return at, _newest()


def _newest() -> str:
    """Read the newest revision from the last migration: their files are numbered, and there are no branches."""
    last = max((Path(__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))
    found = REVISION.search(last.read_text(encoding="utf-8"))
    if found is None:
        raise MigrationError(f"{last.name} names no revision")
    return found[1]

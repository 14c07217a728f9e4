"""The whole visit: every part is looked at, and of each fault it is said what to do."""

from __future__ import annotations

import asyncio

from bot.doctor.clock import look_at_clock
from bot.doctor.copies import look_at_copies
from bot.doctor.database import EMPTY, look_at_database
from bot.doctor.matrix import look_at_matrix
from bot.doctor.running import look_at_running
from bot.doctor.settings import look_at_settings
from bot.doctor.telegram import look_at_telegram
from bot.findings import Finding
from bot.settings import Settings
from storage.database import Database


async def examine(settings: Settings, *, measures: bool = False) -> list[Finding]:
    """Check settings, database and every network. What could not be understood has ended the command before.

    To measure what the homeserver lets through uses up what a running service could send, so it is done if asked for.
    """
    stored = await asyncio.to_thread(_look_inside, settings)
    matrix, homeserver_said = await look_at_matrix(settings, measures=measures, is_new=EMPTY in stored)
    telegram = await look_at_telegram(settings)
    return [*look_at_settings(settings), *stored, *look_at_clock("the homeserver", homeserver_said), *matrix, *telegram]


def _look_inside(settings: Settings) -> list[Finding]:
    """Look at the database and, where it can be read, at what is in it."""
    database = Database(settings.database_url, patient=True)
    try:
        findings = look_at_database(database, settings)
        if EMPTY not in findings and all(finding.ok for finding in findings if finding.part == "database"):
            findings += [*look_at_running(database, settings), *look_at_copies(database, settings)]
        return findings
    finally:
        database.close()

"""What the doctor finds about backups: whether there is one, where, and who can read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from bot.findings import Finding, fault, fine, note
from bot.settings import PREFIX, Settings
from storage.backup_runs import last_backup
from storage.database import Database
from storage.sizes import sizes

PART = "backup"


def look_at_copies(database: Database, settings: Settings) -> Iterator[Finding]:
    """Look at the newest backup, and at whether there is a place for the next; its age is told with the alarms."""
    with database.transaction() as session:
        last, needed = last_backup(session), sizes(session).database
    folder = settings.backup_directory
    if folder is None:
        yield note(PART, f"set {PREFIX}BACKUP_DIRECTORY and call `hafenbote db backup` every night")
    elif not folder.is_dir() or not os.access(folder, os.W_OK):
        yield fault(PART, f"{folder} is no folder that can be written to: make it, and give it to the service")
    elif shutil.disk_usage(folder).free < needed:
        yield fault(PART, f"{folder} has less room than the database takes ({needed // 2**20} MB): make room")
    elif last is None:
        yield note(PART, "none was made yet: run `hafenbote db backup`")
    if last is not None:
        how = "sealed" if last.sealed else "not sealed"
        yield fine(PART, f"last on {last.made_at.astimezone(settings.zone):%Y-%m-%d %H:%M}, {last.bytes} bytes, {how}")

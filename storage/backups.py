"""Copies of the database: consistent while the service runs, checked before they replace anything."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url


class BackupError(Exception):
    """The copy could not be made or put back."""


def backup(url: str, file: Path) -> None:
    """Write a consistent copy into a file (SQLite's backup API, or ``pg_dump``). Raises :class:`BackupError`."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _run("pg_dump", parsed, "--format=custom", f"--file={file}")
        return
    # https://www.sqlite.org/backup.html: readers and writers go on meanwhile
    with closing(sqlite3.connect(_existing(parsed))) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)


def restore(url: str, file: Path) -> None:
    """Put a copy back in place of the database. Raises :class:`BackupError`, and then nothing has changed."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        _run("pg_restore", parsed, "--clean", "--if-exists", "--single-transaction", str(file))
        return
    if not file.is_file():
        raise BackupError(f"there is no file {file}")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ours = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'pledge_entry'").fetchone() == (1,)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{file} is no SQLite database") from error
        if not (sound and ours):
            raise BackupError(f"{file} is damaged or no database of Hafenbote")
        with closing(sqlite3.connect(str(parsed.database))) as target:
            copy.backup(target)


def _existing(parsed: URL) -> str:
    if not parsed.database or not Path(parsed.database).is_file():
        raise BackupError(f"there is no database {parsed.database}")
    return parsed.database


def _run(tool: str, parsed: URL, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise BackupError(f"{tool} is not installed; it comes with PostgreSQL's client programs")
    plain = parsed.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": parsed.password or ""}  # a password among the arguments could be read by everybody
    command = [program, f"--dbname={plain}", *arguments]
    done = subprocess.run(command, env=secret, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program, arguments of ours
    if done.returncode:
        raise BackupError(done.stderr.strip())

"""SQLite serves one process: whoever works on a file locks it, and a second one is told so."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from storage.database import Database


class InUseError(OSError):
    """Another process is at work on this database."""


class SoleUse:
    """The right to work on a database: of one process on SQLite, of anybody on PostgreSQL.

    The lock is the operating system's, on a file beside the database: it ends with the process, however that ends.
    """

    def __init__(self, database: Database) -> None:
        name = database.engine.url.database if database.is_sqlite else None
        self._path = Path(f"{name}.lock") if name and name != ":memory:" else None
        self._file = -1

    def begin(self) -> None:
        """Lock the database. Raises :class:`InUseError`."""
        if self._path is None:
            return
        file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(file)
            raise InUseError(f"Another process of Hafenbote is at work on {self._path.stem}: end it first.") from error
        self._file = file

    def is_taken(self) -> bool:
        """Say whether somebody has locked it; leaves nothing behind, for whoever asks may not be who serves."""
        if self._path is None or not self._path.exists():
            return False
        file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(file)

    def end(self) -> None:
        """Unlock it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

"""The folder with the keys of the bot's device on Matrix, as files of a copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from storage.beside import sync_folder

DATABASES = {".db"}
OF_DATABASE = ("-wal", "-shm", "-journal")
OF_DEVICE = ("session.json", "keys.db")
"""What belongs to one device and goes on with every message: put back to an earlier state, others refuse it."""


def read_store(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Read all files of the folder, if there is one, while the bot uses them."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.name.endswith((*OF_DATABASE, ".new")):
            yield path.name, _database(path) if path.suffix in DATABASES else path.read_bytes()


def _database(path: Path) -> bytes:
    # https://www.sqlite.org/backup.html: whoever writes goes on meanwhile
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(":memory:")) as copy,
    ):
        source.backup(copy)
        return copy.serialize()


def stage_store(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write files into a new folder beside the store, each on the disk; returns it."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    for name, content in files:
        with os.fdopen(os.open(fresh / Path(name).name, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    return fresh


def swap_store(folder: Path, fresh: Path, kept: str) -> str:
    """Put a new folder in place of the store; says where that is now, "" if there was none."""
    before = folder.with_name(f"{folder.name}.{kept}") if folder.exists() else None
    if before:
        folder.rename(before)
    fresh.rename(folder)
    sync_folder(folder.parent)
    return str(before) if before else ""

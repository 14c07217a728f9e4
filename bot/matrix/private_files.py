"""Small files that only the bot may read: its session and its keys."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

KEY_FILE = "store.key"
"""The key of the keys beside it, where none was set."""


@dataclass(frozen=True, slots=True)
class FolderVault:
    """Keeps secrets as files in a folder of this machine."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    async def read(self, name: str) -> str:
        """Read a secret; empty if there is none."""
        return read_secret(self.folder / name)

    async def write(self, name: str, text: str) -> None:
        """Put a secret in place of the one before, whole or not at all."""
        write_secret(self.folder / name, text)

    async def delete(self, name: str) -> None:
        """Take a secret away, if it is there."""
        (self.folder / name).unlink(missing_ok=True)


def unwritable(folder: Path) -> str:
    """Say that the keys' folder can neither be written nor made, and what to do."""
    return (
        f"the folder HAFENBOTE_MATRIX_STORE={folder} cannot be written: give it to the service (chown), or set another"
    )


def folder_fault(folder: Path) -> str:
    """Look whether the keys' folder could be written or made, changing nothing; empty where it could."""
    whole = folder.absolute()
    there = next((each for each in (whole, *whole.parents) if os.access(each, os.F_OK)), whole)
    return "" if there.is_dir() and os.access(there, os.W_OK | os.X_OK) else unwritable(folder)


def write_secret(path: Path, text: str) -> None:
    """Write a file only we can read, whole or not at all."""
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else a power cut could take the name away
    finally:
        os.close(folder)


def read_secret(path: Path) -> str:
    """Read such a file; empty if there is none."""
    return path.read_text() if path.exists() else ""

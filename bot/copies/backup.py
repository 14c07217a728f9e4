"""Making a copy of everything while the service runs: one file, whole or not at all, read back before it counts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import pyrage
from sqlalchemy import text

from bot.copies import sealing
from bot.copies.archive import STORE, ArchiveError, Head, Reader, Writer, writing
from bot.copies.matrix_store import read_store
from storage import schema
from storage.at_rest import exists
from storage.beside import sync_folder
from storage.database import Database
from storage.revisions import revisions, works_on
from storage.sizes import sizes
from storage.snapshots import Count, count, last_number, lines, shapes, snapshot

SPARE = 64 * 2**20
"""Bytes that stay free on a disk a copy is written to."""


class CopyError(Exception):
    """A copy could not be made or put back."""


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was made: how large it is and what is in it."""

    file: Path
    bytes: int
    rows: int
    store_files: int
    sealed: bool


def make_backup(
    database: Database, store: Path, file: Path, recipients: Sequence[pyrage.x25519.Recipient], now: datetime
) -> Made:
    """Write a copy into a file. Raises :class:`CopyError`; then there is no such file.

    A sealed copy is read back with a key that is made for this and then forgotten.
    """
    _look_first(database, file)
    trial = pyrage.x25519.Identity.generate()
    to = [*recipients, trial.to_public()] if recipients else []
    part = file.with_name(f"{file.name}.part")
    try:
        with (
            _only_ours(part) as onto,
            sealing.sealed(onto, to) if to else nullcontext(onto) as within,
            writing(within, now) as writer,
        ):
            rows = _write(writer, database, store)
        with reading(part, [trial]) as reader:
            examine(reader)
        part.replace(file)
    except (OSError, sealing.SealingError, ArchiveError) as error:
        raise CopyError(f"{file} could not be made: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    sync_folder(file.parent)
    store_files = sum(name.startswith(STORE) for name in writer.members)
    return Made(file, file.stat().st_size, rows, store_files, bool(recipients))


@contextmanager
def reading(file: Path, keys: Sequence[pyrage.x25519.Identity]) -> Iterator[Reader]:
    """Open a copy, sealed or not."""
    with ExitStack() as stack:
        source: BinaryIO = stack.enter_context(file.open("rb"))
        if sealing.is_sealed(file):
            source = stack.enter_context(sealing.unsealed(source, keys))
        yield Reader(source)


def examine(reader: Reader) -> Mapping[str, Count]:
    """Read a copy to its end and compare it with its manifest. Raises :class:`ArchiveError`."""
    counted = {shape.name: count(reader.lines(shape)) for shape in reader.head.shapes}
    for _ in reader.store():
        pass
    differing(counted, reader.end().tables)
    return counted


def differing(counted: Mapping[str, Count], told: Mapping[str, Sequence[int | str]]) -> None:
    """Compare what was counted with what was told. Raises :class:`ArchiveError`, which names the tables."""
    found = {name: (each.rows, each.checksum) for name, each in counted.items()}
    wrong = [name for name in told if found.get(name) != tuple(told[name])]
    if wrong or len(found) != len(told):
        raise ArchiveError(f"these tables are not what was written: {', '.join(wrong) or 'some are missing'}")


def _look_first(database: Database, file: Path) -> None:
    if not exists(database):
        raise CopyError(f"there is no database {database.engine.url.database}")
    check_schema(database)
    if not file.parent.is_dir():
        raise CopyError(f"there is no folder {file.parent}")
    with database.transaction() as session:
        needed = sizes(session).database + SPARE
    free = shutil.disk_usage(file.parent).free
    if free < needed:
        raise CopyError(f"{file.parent} has {free // 2**20} MB left and {needed // 2**20} MB are needed: make room")


def check_schema(database: Database) -> None:
    """Refuse a database whose tables are not those we know. Raises :class:`CopyError`."""
    ours, (at, _) = revisions(), schema.revision(database)
    if at not in ours or not works_on(ours, at):
        raise CopyError(
            f"the schema is at {at}, not {ours[-1]}: do this with the version the service runs with, "
            "or run `hafenbote db upgrade`"
        )


@contextmanager
def _only_ours(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that only we can read, and have it on the disk at the end."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(writer: Writer, database: Database, store: Path) -> int:
    """Write all members; returns how many rows there are. The store comes last: what is newer in it does no harm."""
    counted: dict[str, Count] = {}
    with snapshot(database) as connection:
        tables = shapes()
        numbers = {shape.name: last_number(connection, shape) for shape in tables}
        made_by = version("hafenbote"), revisions()[-1], writer.made_at, database.engine.dialect.name
        writer.add_head(Head(*made_by, tables, numbers))
        for shape in tables:
            counted[shape.name] = writer.add_table(shape.name, lines(connection, shape))
        newest = connection.scalar(text("SELECT digest FROM pledge_entry ORDER BY id DESC LIMIT 1"))
    for name, content in read_store(store):
        writer.add(f"{STORE}{name}", content)
    writer.add_manifest(counted, (counted["pledge_entry"].rows, newest or ""))
    return sum(each.rows for each in counted.values())

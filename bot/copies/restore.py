"""Putting a copy back: beside the database first, whole and looked at, and only then in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from bot.copies.archive import ArchiveError, Head, Reader
from bot.copies.backup import CopyError, differing, examine, reading
from bot.copies.matrix_store import OF_DEVICE, stage_store, swap_store
from bot.copies.putting_in import check_sound, put_in
from bot.copies.rotation import STAMP
from handlers.turn import Office
from scheduler.going_back import LeftOut, leave_out
from storage import schema
from storage.at_rest import at_rest
from storage.beside import Beside, beside, is_empty
from storage.database import Database
from storage.leases import forget_holders
from storage.ledger_check import LedgerReport, check_ledger
from storage.matrix_keys import forget_devices
from storage.revisions import revisions
from storage.snapshots import Count

SKIPPED = 1000
"""Numbers left out behind a copy: those given since stand on buttons in chats, and must not name something else."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to become of the copy.

    ``replace``: the database may have data. ``resend``: nothing ran since the copy was made, so all goes on where it
    stood. ``new_device``: the bot can log in anew on Matrix.
    """

    replace: bool
    resend: bool
    new_device: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, what is left out, and where that is now what was there before."""

    head: Head
    tables: Mapping[str, Count]
    ledger: LedgerReport
    left_out: LeftOut | None
    new_device: bool
    kept: Sequence[str]


def restore(  # noqa: PLR0913 - all that is put back, and how
    database: Database,
    store: Path,
    file: Path,
    keys: Sequence[pyrage.x25519.Identity],
    wanted: Wanted,
    office: Office,
    now: datetime,
) -> Restored:
    """Put a copy in place of the database and of the Matrix store. Raises :class:`CopyError` and others.

    Whatever is raised, database and store are as they were.
    """
    with at_rest(database), reading(file, keys) as reader:
        _check_known(reader.head)
        if not wanted.replace and not is_empty(database):
            raise CopyError("the database has data: name an empty one, or add --replace (what is there is kept beside)")
        with beside(database) as place:
            with closing(Database(place.url, patient=True)) as new:
                tables, store_files = _read_in(new, reader, 0 if wanted.resend else SKIPPED)
                schema.upgrade(new, finish=True)
                check_sound(new)
                ledger = check_ledger(new, office.ledger_key)
                new_device = wanted.new_device and not wanted.resend
                with new.transaction() as session:
                    forget_holders(session, SKIPPED)
                    left_out = None if wanted.resend else leave_out(session, office, now)
                    if new_device:
                        forget_devices(session, OF_DEVICE)
            kept = _take_over(place, store, _of_store(store_files, new_device=new_device), now)
    return Restored(reader.head, tables, ledger, left_out, new_device, kept)


def check(file: Path, keys: Sequence[pyrage.x25519.Identity]) -> tuple[Head, Mapping[str, Count]]:
    """Read a copy over without putting it back: what it is of, and what is in it. Raises as :func:`restore` does."""
    with reading(file, keys) as reader:
        _check_known(reader.head)
        return reader.head, examine(reader)


def _check_known(head: Head) -> None:
    if head.revision not in revisions():
        raise CopyError(
            f"this copy has schema {head.revision} of Hafenbote {head.version}, which is newer than this one: "
            "install that version first"
        )


def _read_in(new: Database, reader: Reader, skipped: int) -> tuple[dict[str, Count], list[tuple[str, bytes]]]:
    """Read all of the copy, its end included, which tells whether what came before is right."""
    head = reader.head
    numbers = {name: last + skipped for name, last in head.numbers.items() if last}
    try:
        tables = put_in(new, head.revision, head.shapes, numbers, reader.lines)
    except ValueError as error:  # no line of ours: its digest would be wrong as well
        raise ArchiveError("this copy is damaged: take another one") from error
    store_files = list(reader.store())
    differing(tables, reader.end().tables)
    return tables, store_files


def _of_store(files: Iterable[tuple[str, bytes]], *, new_device: bool) -> list[tuple[str, bytes]]:
    return [(name, content) for name, content in files if not (new_device and name in OF_DEVICE)]


def _take_over(place: Beside, store: Path, files: list[tuple[str, bytes]], now: datetime) -> list[str]:
    """Put both in place. All that could take long or fail for want of room was done before."""
    kept = f"before-{now.astimezone(UTC):{STAMP}}"
    fresh = stage_store(store, files) if files else None
    of_database = place.take_over(kept)
    of_store = swap_store(store, fresh, kept) if fresh else ""
    return [each for each in (of_database, of_store) if each]

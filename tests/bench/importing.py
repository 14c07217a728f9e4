"""What it costs to take all municipalities of Germany from a table, and the register's inhabitants after it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from time import perf_counter

from sqlmodel import Session

from storage import schema
from storage.database import Database
from storage.member_files import import_members, take_members
from storage.municipalities import LAND_BY_AGS_PREFIX
from storage.municipality_register import read_register
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

PLACES = 10_793
"""Municipalities of Germany in 2021 (Statistisches Bundesamt, Gemeindeverzeichnis)."""


@benchmark("import", f"{PLACES} municipalities from a CSV table, again unchanged, and from a register; SQLite on disk")
async def importing(here: Surroundings) -> Result:
    """Read, check and write them all, committed; the figure is the first import, into an empty network."""
    database = Database(f"sqlite:///{here.directory() / 'import.db'}")
    schema.upgrade(database)
    table, register = _table(), _register()
    deeds: dict[str, Callable[[Session], int]] = {
        "into an empty network": lambda session: import_members(session, table),
        "once more, unchanged": lambda session: import_members(session, table),
        "the register's inhabitants": lambda session: _take(session, register),
    }
    rows = []
    for name, deed in deeds.items():
        began = perf_counter()
        with database.transaction() as session:
            count = deed(session)
        rows.append((name, count, round(perf_counter() - began, 2)))
    database.close()
    if any(row[1] != PLACES for row in rows):
        raise ValueError(f"not all were taken: something else was measured: {rows}")
    figure = {"import_s_10793": rows[0][2]}
    found = Table("From the bytes of the file until all is committed", ("", "municipalities", "seconds"), rows)
    return Result([found], figure, under={"import_s_10793": 20})


def _take(session: Session, register: bytes) -> int:
    changes = read_register(session, register).changes
    take_members(session, changes)
    return len(changes)


def _places() -> Iterator[tuple[str, str]]:
    """Make keys and names, the same every time, spread over all Länder."""
    for number in range(PLACES):
        land = sorted(LAND_BY_AGS_PREFIX)[number % len(LAND_BY_AGS_PREFIX)]
        yield f"{land}{number // len(LAND_BY_AGS_PREFIX):06d}", f"Musterstadt {number} an der Über"


def _table() -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([("ags", "name"), *_places()])
    return written.getvalue().encode()


def _register() -> bytes:
    lines = [
        f"60{20211231}{ags}0000{name + ', Stadt':<50}{'':<56}{100:011d}{number + 1:011d}"
        for number, (ags, name) in enumerate(_places())
    ]
    return "\n".join(lines).encode("iso-8859-1")

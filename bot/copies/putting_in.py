"""Rows put into a new database beside the one in use, compared with what they were, and looked at before it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import text

from bot.copies.archive import ArchiveError
from storage import schema
from storage.database import Database
from storage.shapes import Shape
from storage.snapshots import Count, count, fill, get_acquainted, go_on_counting, lines, snapshot

Lines = Callable[[Shape], Iterable[bytes]]


def put_in(
    database: Database, revision: str, shapes: Sequence[Shape], numbers: Mapping[str, int], source: Lines
) -> dict[str, Count]:
    """Fill an empty database of a schema, in one transaction; returns what was put in, table by table.

    ``numbers`` are the last ones given in each table.

    Raises :class:`ArchiveError` where the database gives back anything else than was put in.
    """
    schema.upgrade(database, only_to=revision)
    given: dict[str, Count] = {}
    with database.engine.begin() as connection:
        for shape in shapes:
            given[shape.name] = Count()
            fill(connection, shape, _counted(source(shape), given[shape.name]))
            go_on_counting(connection, shape, numbers.get(shape.name, 0))
        get_acquainted(connection, shapes)
    with snapshot(database) as connection:
        kept = {shape.name: count(lines(connection, shape)) for shape in shapes}
    differing = [name for name in given if given[name] != kept[name]]
    if differing:
        raise ArchiveError(f"the database does not give back what was put into {', '.join(differing)}")
    return given


def _counted(rows: Iterable[bytes], into: Count) -> Iterator[bytes]:
    for line in rows:
        into.add(line)
        yield line


def check_sound(database: Database) -> None:
    """Let SQLite read its file over. Raises :class:`ArchiveError`."""
    if not database.is_sqlite:
        return  # PostgreSQL has looked at every key and reference when the rows came in
    with snapshot(database) as connection:
        told = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if told != ["ok"] or connection.execute(text("PRAGMA foreign_key_check")).first():
            raise ArchiveError(f"the new database is not sound: {told[0]}")

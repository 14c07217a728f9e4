"""All tables as they were at one moment, row by row, while others go on writing; and such rows put into a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Text, cast, collate, func, insert, select, text
from sqlalchemy.sql.elements import ColumnElement

from storage import schema
from storage.database import Database
from storage.engine import SNAPSHOT
from storage.shapes import Kind, Shape, read_line, shape_of, write_line

ROWS_AT_ONCE = 500


class NotTakenError(Exception):
    """The database does not take a row."""


@dataclass(slots=True)
class Count:
    """How many rows of a table were seen, and what they say, in whatever order they came."""

    rows: int = 0
    _sum: int = field(default=0, repr=False)

    def add(self, line: bytes) -> None:
        """Count a line."""
        self.rows += 1
        self._sum += int.from_bytes(sha256(line).digest())

    @property
    def checksum(self) -> str:
        """The sum of the lines' digests, in hexadecimal digits."""
        return f"{self._sum % 2**256:064x}"


def shapes() -> list[Shape]:
    """List the shapes of all tables, those that are referred to first."""
    return [shape_of(table) for table in schema.METADATA.sorted_tables]


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Read everything as it is at one moment, without holding up whoever writes."""
    with database.engine.connect() as connection:
        told: dict[str, Any] = (
            {SNAPSHOT: True}
            if database.is_sqlite
            else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        yield connection.execution_options(**told)


def lines(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """Read a table row by row in the order of its key, each as a line."""
    table, server = shape.table(), connection.dialect.name == "postgresql"
    written = write_line(list(shape.columns.values()))
    # The order of texts differs from server to server, unless it is that of their bytes.
    key: list[ColumnElement[Any]] = [
        collate(table.c[name], "C") if server and shape.columns[name] is Kind.TEXT else table.c[name]
        for name in shape.key
    ]
    shown = [
        cast(table.c[name], Text) if server and kind is Kind.VALUES else table.c[name]
        for name, kind in shape.columns.items()
    ]
    query = select(*shown).order_by(*key).execution_options(yield_per=ROWS_AT_ONCE)
    with connection.execute(query) as rows:
        for row in rows:
            yield written(row)


def fill(connection: Connection, shape: Shape, rows: Iterable[bytes]) -> None:
    """Put lines into an empty table, within the caller's transaction; numbers do not go on behind them by themselves.

    Raises :class:`NotTakenError` on PostgreSQL, and what SQLAlchemy raises on SQLite.
    """
    if connection.dialect.name == "postgresql":
        _copy_in(connection, shape, rows)
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))  # rows of one table may refer to later ones
    read, names, statement = read_line(list(shape.columns.values())), list(shape.columns), insert(shape.table())
    portions = iter(partial(_next, iter(rows)), [])
    for portion in portions:
        connection.execute(statement, [dict(zip(names, read(line), strict=True)) for line in portion])


def _next(rows: Iterator[bytes]) -> list[bytes]:
    return list(islice(rows, ROWS_AT_ONCE))


def _copy_in(connection: Connection, shape: Shape, rows: Iterable[bytes]) -> None:
    # As one statement: whether what rows refer to is there is looked at when it ends.
    quote = connection.dialect.identifier_preparer.quote
    names, read = ", ".join(map(quote, shape.columns)), read_line(list(shape.columns.values()), bare=True)
    statement = f"COPY {quote(shape.name)} ({names}) FROM STDIN"
    try:
        with closing(connection.connection.cursor()) as cursor, cursor.copy(statement) as copy:
            for line in rows:
                copy.write_row(read(line))
    except connection.dialect.loaded_dbapi.Error as error:
        raise NotTakenError(f"PostgreSQL does not take what is in {shape.name}: {error}") from error


def get_acquainted(connection: Connection, shapes: Iterable[Shape]) -> None:
    """Let PostgreSQL look at what is new in tables: until it has, it plans queries for empty ones."""
    if connection.dialect.name == "postgresql":
        for shape in shapes:
            connection.execute(text(f"ANALYZE {connection.dialect.identifier_preparer.quote(shape.name)}"))


def last_number(connection: Connection, shape: Shape) -> int:
    """Return the last number given to a row, be it gone by now; 0 where rows have none, or nobody keeps it."""
    if connection.dialect.name == "postgresql":
        counter = _counter(connection, shape)
        used = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {counter}")  # noqa: S608 - as PostgreSQL quotes it
        return int(connection.scalar(used) or 0) if counter else 0
    kept = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": shape.name})
    return int(kept or 0)


def go_on_counting(connection: Connection, shape: Shape, last: int) -> None:
    """Let numbers go on behind the last that was given: buttons may still name rows that are gone."""
    table = shape.table()
    if connection.dialect.name == "postgresql":
        if counter := _counter(connection, shape):
            last = max(last, connection.scalar(select(func.max(table.c[shape.key[0]]))) or 0)
            connection.execute(select(func.setval(counter, max(last, 1), last > 0)))
    elif last > last_number(connection, shape) and _is_counted(connection, shape):
        told = {"name": shape.name, "last": last}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), told)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), told)


def _counter(connection: Connection, shape: Shape) -> str | None:
    if len(shape.key) != 1 or shape.columns[shape.key[0]] is not Kind.NUMBER:
        return None
    quoted = connection.dialect.identifier_preparer.quote(shape.name)
    counter: str | None = connection.scalar(select(func.pg_get_serial_sequence(quoted, shape.key[0])))
    return counter


def _is_counted(connection: Connection, shape: Shape) -> bool:
    # https://sqlite.org/autoinc.html: elsewhere SQLite gives the number after the highest there is
    made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": shape.name})
    return "AUTOINCREMENT" in str(made)


def count(rows: Iterable[bytes]) -> Count:
    """Count lines."""
    counted = Count()
    for line in rows:
        counted.add(line)
    return counted


def has_rows(connection: Connection, tables: Sequence[str]) -> bool:
    """Say whether anything is in any of these tables."""
    quote = connection.dialect.identifier_preparer.quote
    return any(
        connection.execute(text(f"SELECT 1 FROM {quote(name)} LIMIT 1")).first() is not None  # noqa: S608 - our tables
        for name in tables
    )

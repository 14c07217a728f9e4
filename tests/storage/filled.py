"""A row in every table, whatever its columns are: rows nobody thought of, so that a new table cannot be forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Table, insert

from storage import schema
from storage.database import Database
from storage.shapes import Kind, shape_of
from storage.snapshots import go_on_counting

MOMENT = datetime(2021, 7, 1, 9, 30, 0, 123456, tzinfo=UTC)
TEXT = "Köln „Ä€𝄞“\n\t\\N\\.'\";--"
VALUES = {"zahl": 1.5, "groß": 10**17, "Ä": [None, True, "x\\u2028"], "a": {"z": 1, "b": 2.0}}
BYTES = bytes(range(256))


def fill_all(database: Database, rows: int = 3) -> None:
    """Put rows into every table; those that are referred to are there, within a table also later ones."""
    with database.engine.begin() as connection:
        ahead = rows if database.is_sqlite else 0  # PostgreSQL looks at once whether what is referred to is there
        if ahead:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in schema.METADATA.sorted_tables:
            connection.execute(insert(table), [_row(table, number, ahead) for number in range(1, rows + 1)])
            go_on_counting(connection, shape_of(table), 7)


def _row(table: Table, number: int, ahead: int) -> dict[str, Any]:
    kinds = shape_of(table).columns
    row = {column.name: _value(column, kinds[column.name], number) for column in table.columns}
    for key in table.foreign_keys:
        other = shape_of(key.column.table).columns[key.column.name]
        own = ahead and key.column.table is table
        row[key.parent.name] = _value(key.column, other, ahead + 1 - number if own else number)
    return row


def _value(column: Column[Any], kind: Kind, number: int) -> Any:  # noqa: ANN401 - whatever it is
    if column.nullable and number == 2:
        return None
    if hasattr(column.type, "enum_class") and column.type.enum_class:
        members = list(column.type.enum_class)
        return members[number % len(members)]
    place = [each.name for each in column.table.columns].index(column.name)
    by_kind = {
        Kind.TEXT: f"{number:08}" if column.name == "ags" else f"{number} {TEXT}",
        Kind.NUMBER: number % 3 if column.name == "lane" else number,
        Kind.FLAG: number % 2 == 0,
        Kind.MOMENT: MOMENT + timedelta(days=number, minutes=place),  # what ends stands behind what begins
        Kind.DAY: date(2021, 7, number),
        Kind.BYTES: BYTES * number,
        Kind.VALUES: [VALUES, [], 5.0][number % 3],
    }
    return by_kind[kind]

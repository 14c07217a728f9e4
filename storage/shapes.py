"""Tables as plain values: a row of any table as a line of JSON that means the same on every database.

A shape is written beside its rows, so rows can be read without the records of the release that wrote them.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UnicodeText,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.records import UtcDateTime


class Kind(StrEnum):
    """What a column holds, whatever its database calls it."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    MOMENT = "moment"
    DAY = "day"
    BYTES = "bytes"
    VALUES = "values"
    """Structured values, kept as JSON."""


OF_TYPE: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Enum, Kind.TEXT),
    (String, Kind.TEXT),
    (Boolean, Kind.FLAG),
    (Integer, Kind.NUMBER),
    (DateTime, Kind.MOMENT),
    (Date, Kind.DAY),
    (LargeBinary, Kind.BYTES),
    (JSON, Kind.VALUES),
)

TYPES: Mapping[Kind, TypeEngine[Any] | type[TypeEngine[Any]]] = {
    Kind.TEXT: UnicodeText,
    Kind.NUMBER: Integer,
    Kind.FLAG: Boolean,
    Kind.MOMENT: UtcDateTime,
    Kind.DAY: Date,
    Kind.BYTES: LargeBinary,
    Kind.VALUES: Text,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's name, its columns with what they hold, and the columns of its key."""

    name: str
    columns: Mapping[str, Kind]
    key: Sequence[str]

    def table(self) -> Table:
        """Describe the table to SQLAlchemy by nothing but this."""
        return Table(self.name, MetaData(), *(Column(name, TYPES[kind]) for name, kind in self.columns.items()))


def shape_of(table: Table) -> Shape:
    """Read a table's shape from its declaration."""
    columns = {column.name: _kind(column) for column in table.columns}
    return Shape(table.name, columns, [column.name for column in table.primary_key])


def _kind(column: Column[Any]) -> Kind:
    kept = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    for sort, kind in OF_TYPE:
        if isinstance(kept, sort):
            return kind
    raise TypeError(f"{column.table.name}.{column.name}: nobody has said how a {kept!r} is written down")


def write_line(kinds: Sequence[Kind]) -> Callable[[Sequence[Any]], bytes]:
    """Build what writes rows with these columns as lines."""
    special = [(place, WRITTEN[kind]) for place, kind in enumerate(kinds) if kind in WRITTEN]

    def write(row: Sequence[Any]) -> bytes:
        values = list(row)
        for place, written in special:
            if values[place] is not None:
                values[place] = written(values[place])
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    return write


def read_line(kinds: Sequence[Kind], *, bare: bool = False) -> Callable[[bytes], list[Any]]:
    """Build what reads such lines; ``bare`` leaves as text what PostgreSQL reads by itself."""
    known = {Kind.BYTES: b64decode} if bare else READ
    special = [(place, known[kind]) for place, kind in enumerate(kinds) if kind in known]

    def read(line: bytes) -> list[Any]:
        values: list[Any] = json.loads(line)
        for place, meant in special:
            if values[place] is not None:
                values[place] = meant(values[place])
        return values

    return read


def _same_everywhere(stored: str | float) -> str:
    """Write JSON in one way: PostgreSQL has its own order of names, and SQLite keeps a number alone as a number."""
    values = json.loads(str(stored), parse_float=_number)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _number(digits: str) -> float:
    number = float(digits)  # 2.0 is 2 on SQLite, and 1e30 has all its digits on PostgreSQL
    return int(number) if number.is_integer() else number


WRITTEN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.MOMENT: datetime.isoformat,
    Kind.DAY: date.isoformat,
    Kind.BYTES: lambda content: b64encode(content).decode(),
    Kind.VALUES: _same_everywhere,
}
READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.MOMENT: datetime.fromisoformat,
    Kind.DAY: date.fromisoformat,
    Kind.BYTES: b64decode,
}

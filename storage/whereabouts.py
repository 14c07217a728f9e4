"""The rows that name a person, in whichever table: read for their export, and changed when they are erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    RowMapping,
    String,
    Table,
    and_,
    cast,
    delete,
    false,
    or_,
    select,
    update,
)
from sqlmodel import Session

from storage.answers import PERSON
from storage.inbox import trace
from storage.links import addresses_of
from storage.personal import PLACES, By, Fate, Place
from storage.schema import METADATA

Row = RowMapping
At = tuple[str, str]
"""A network, and an account or a chat there."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """All by which the database may name a person."""

    number: int
    accounts: Collection[At]
    chats: Collection[At]

    @property
    def traces(self) -> set[str]:
        """The hashes of their accounts and chats."""
        return {trace(*each) for each in (*self.accounts, *self.chats)}


def somebody(session: Session, person_id: int) -> Somebody:
    """Look up by what a person may be named."""
    there = addresses_of(session, person_id)
    accounts = {(each.network, each.account) for each in there}
    return Somebody(person_id, accounts, {(each.network, each.chat) for each in there})


def table_of(place: Place) -> Table:
    """Find the table of a place."""
    return METADATA.tables[place.table]


def names(place: Place, who: Somebody) -> ColumnElement[bool]:
    """Write that a row names somebody at a place; of what is listed in JSON, that it may."""
    table = table_of(place)
    column: Column[Any] = table.c[place.column]
    match place.by:
        case By.NUMBER:
            return column == who.number
        case By.PARTY:
            return column == f"{PERSON}{who.number}"
        case By.LISTED:
            return cast(column, String).like(f"%{who.number}%")
        case By.TRACE:
            return column.in_(who.traces)
    there = who.accounts if place.by is By.ACCOUNT else who.chats
    return or_(false(), *(and_(table.c.network == network, column == name) for network, name in there))


def rows_naming(session: Session, place: Place, who: Somebody) -> Iterator[Row]:
    """Read the rows that name somebody at a place."""
    found = session.connection().execute(select(table_of(place)).where(names(place, who)))
    for row in found.mappings():
        if place.by is not By.LISTED or _lists(row[place.column], who.number):
            yield row


def _lists(value: object, number: int) -> bool:
    """Say whether a number stands somewhere in JSON."""
    if isinstance(value, Mapping):
        return any(_lists(each, number) for each in value.values())
    if isinstance(value, list):
        return any(_lists(each, number) for each in value)
    return value == number


def forget(session: Session, who: Somebody, places: Sequence[Place] = PLACES) -> None:
    """Do to the rows that name somebody what becomes of them on erasure (:class:`storage.personal.Fate`)."""
    for place in places:
        table, theirs = table_of(place), names(place, who)
        if place.fate is Fate.ERASED:
            session.connection().execute(delete(table).where(theirs))
        elif place.fate is Fate.CLEARED:
            session.connection().execute(update(table).where(theirs).values(emptied(table, place.clears)))


def emptied(table: Table, columns: Collection[str]) -> dict[str, object]:
    """Write what stands in columns that say nothing any more."""
    return {name: _nothing(table.c[name]) for name in columns}


def _nothing(column: Column[Any]) -> object:
    if column.primary_key:
        return uuid4().hex
    if column.nullable:
        return None
    return [] if isinstance(column.type, JSON) else ""

"""All that is kept of a person, as plain values: every row that names them, with why and how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Table, select
from sqlmodel import Session

from storage.personal import PLACES
from storage.retention_rules import RULES
from storage.schema import METADATA
from storage.whereabouts import Row, Somebody, rows_naming, somebody

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

UNSAID = {"code_hash", "link_hash", "token_hash", "lease_owner", "lease_until", "fence", "menu"}
"""Columns that say nothing about anybody: hashes of secrets, and how a message was sent."""


def everything_about(session: Session, person_id: int) -> dict[str, Plain]:
    """Give all rows that name somebody, by table; other people's numbers are left out."""
    who = somebody(session, person_id)
    found: dict[str, dict[tuple[object, ...], Row]] = {}
    for place in PLACES:
        _collect(found, place.table, rows_naming(session, place, who))
    _collect(found, "enquiry_message", _answers(session, who))
    return {name: _table(METADATA.tables[name], rows.values(), who) for name, rows in found.items() if rows}


def _collect(found: dict[str, dict[tuple[object, ...], Row]], name: str, rows: Iterable[Row]) -> None:
    key = [column.name for column in METADATA.tables[name].primary_key]
    found.setdefault(name, {}).update({tuple(row[each] for each in key): row for row in rows})


def _answers(session: Session, who: Somebody) -> Iterable[Row]:
    """Read what was said in somebody's own questions, also by the office."""
    enquiry, said = METADATA.tables["enquiry"], METADATA.tables["enquiry_message"]
    own = select(enquiry.c.id).where(enquiry.c.person_id == who.number)
    return session.connection().execute(select(said).where(said.c.enquiry_id.in_(own))).mappings()


def _table(table: Table, rows: Iterable[Row], who: Somebody) -> dict[str, Plain]:
    rules = [rule for rule in RULES if rule.table == table.name]
    others = {key.parent.name for key in table.foreign_keys if key.column.table.name == "person"}
    return {
        "zweck": [f"{rule.reason} ({rule.basis})" for rule in rules],
        "aufbewahrung": [f"{rule.deed}: {rule.period} {rule.after}".strip(": ") for rule in rules],
        "eintraege": [_row(row, others, who.number) for row in rows],
    }


def _row(row: Row, others: set[str], number: int) -> dict[str, Plain]:
    known = {name: value for name, value in row.items() if name not in UNSAID and value not in (None, "")}
    return {name: _plain(value) for name, value in known.items() if name not in others or value == number}


def _plain(value: object) -> Plain:
    """Write a value as JSON has it; of a file its size and SHA-256."""
    match value:
        case bytes():
            return {"bytes": len(value), "sha256": sha256(value).hexdigest()}
        case datetime() | date():
            return value.isoformat()
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case bool() | int() | float() | None:
            return value
    return str(value)

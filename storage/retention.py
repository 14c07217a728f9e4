"""How long what is kept: the work of going by the rules of :mod:`storage.retention_rules`.

The daily job is in :mod:`scheduler.retention`; who is erased as a person, by :mod:`storage.erasure`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, String, Table, and_, cast, delete, false, or_, select, tuple_, update
from sqlmodel import Session

from storage.database import ERASED
from storage.schema import METADATA
from storage.whereabouts import emptied


class Deed(StrEnum):
    """What happens to a row when its time is over, in the concept's words."""

    ERASE = "löschen"
    BLANK = "leeren"
    KEEP = "bleibt"
    WITH_PERSON = "mit der Person"
    """Nothing by the day: it goes when the person is erased."""


Over = Callable[[Table, datetime], ColumnElement[bool]]
"""Writes which rows of a table are over, by the moment from which on what ended is still kept."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a table's rows, how many ``days`` after which moment, why, and what allows or demands it."""

    table: str
    deed: Deed
    reason: str
    basis: str
    days: int | None = None
    after: str = ""
    over: Over | None = None
    columns: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """How long, in words."""
        if self.days is None:
            return "bis zum Löschen der Person" if self.deed is Deed.WITH_PERSON else "ohne Frist"
        return {0: "sofort", 1: "1 Tag"}.get(self.days, f"{self.days} Tage")


def go_by(session: Session, rule: Rule, now: datetime, most: int) -> int:
    """Do to at most so many rows what a rule says of those that are over; returns how many those were."""
    if rule.over is None or rule.days is None:
        return 0
    table = METADATA.tables[rule.table]
    key = tuple_(*table.primary_key)
    over = rule.over(table, now - timedelta(days=rule.days))
    blank = emptied(table, rule.columns)
    if blank:
        over = and_(over, _says_anything(table, blank))
        blank |= {"secret": True} if table.name == "outbox" and "text" in blank else {}  # nobody sends it once more
    found = session.connection().execute(select(*table.primary_key).where(over).limit(most)).all()
    if found:
        these = key.in_([tuple(each) for each in found])
        session.connection().execute(update(table).where(these).values(blank) if blank else delete(table).where(these))
        session.info[ERASED] = True
    return len(found)


def _says_anything(table: Table, empty: dict[str, object]) -> ColumnElement[bool]:
    """Write that something stands in a column that is to be emptied."""
    filled = (
        table.c[name].is_not(None)
        if nothing is None
        else cast(table.c[name], String) != ("[]" if nothing == [] else "")
        for name, nothing in empty.items()
    )
    return or_(false(), *filled)

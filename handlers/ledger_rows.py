"""The rows of a table of pledges: what each says of a line, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from handlers.dates import read_day
from handlers.numbers import read_count
from handlers.pledge_evidence_links import find_links
from handlers.pledge_steps import LONGEST_TEXT
from handlers.problems import Problem
from handlers.spreadsheets import bare
from handlers.synonyms import named
from handlers.table_child import RowProblem, Table
from handlers.typed import clean
from storage.municipalities import BadAgsError, Municipality, fold, full_ags, land_of
from storage.pledge_files import COLUMNS, Wanted
from storage.pledges import MAX_PLACES, ConditionKind, Line, PledgeState, Programme, TargetGroup

NEEDED = ("ags", "programme", "target_group", "places", "valid_from")
OPTIONAL = ("valid_until", "resolution", "resolved_on", "paper", "link", "condition", "condition_kinds")
SERIAL = re.compile(r"\d{5}")
EPOCH = date(1899, 12, 30)
"""Where spreadsheets begin to count days (ECMA-376, part 1, section 18.17.4.1)."""

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
STANDS = {"", PledgeState.CONFIRMED, PledgeState.PROPOSED}
LONGEST_LINK = 500

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What was read: how many rows there are, what they say, and all faults in their order."""

    count: int
    wanted: Sequence[Wanted]
    faults: Sequence[RowProblem]


def read_rows(table: Table, places: Mapping[str, Municipality], today: date) -> ReadTable:
    """Read a table of pledges. Raises :class:`Problem` where its heading names what there is not, or not enough."""
    if not table.rows:
        raise Problem("ledger-empty-table", columns=", ".join(NEEDED))
    (_, heading), *rows = table.rows
    columns = _columns(heading)
    spoilt = {fault.row for fault in table.faults}
    wanted: list[Wanted] = []
    faults = list(table.faults)
    for number, cells in rows:
        if number in spoilt:
            continue
        row = _Row(number, _cells(columns, cells), places, today)
        read = row.read(overlong=any(cells[len(columns) :]))
        faults += row.faults
        if read is not None:
            wanted.append(read)
    return ReadTable(len(rows), wanted, sorted(faults, key=lambda fault: fault.row))


def _columns(heading: Sequence[str]) -> list[str]:
    columns = [" ".join(clean(name).casefold().split()).replace(" ", "_") for name in heading]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise Problem("ledger-columns-missing", columns=", ".join(missing), all=", ".join(COLUMNS))
    strange = [name for name in columns if name and name not in COLUMNS]
    if strange:
        raise Problem("ledger-columns-strange", columns=", ".join(strange), all=", ".join(COLUMNS))
    twice = [name for name in COLUMNS if columns.count(name) > 1]
    if twice:
        raise Problem("ledger-columns-twice", columns=", ".join(twice))
    return columns


def _cells(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * len(columns)]
    return {name: clean(bare(cell)) for name, cell in zip(columns, padded, strict=False) if name}


@dataclass
class _Row:
    """One row that is being read; every cell that cannot be taken leaves a fault."""

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, Municipality]
    today: date
    faults: list[RowProblem] = field(default_factory=list)

    def read(self, *, overlong: bool) -> Wanted | None:
        """Give what the row says of its line; None where anything is wrong with it."""
        if overlong:
            self._fault(Problem("ledger-cells"))
        place = self._place()
        programme, group = self._named(Programme, "programme"), self._named(TargetGroup, "target_group")
        said = {name: self._value(name) for name in ("places", "valid_from", *OPTIONAL) if name in self.cells}
        self._check(said)
        if self.faults or place is None or programme is None or group is None:
            return None
        return Wanted(self.number, Line(place.ags, programme, group), said)

    def _fault(self, problem: Problem) -> None:
        self.faults.append(RowProblem(self.number, problem))

    def _place(self) -> Municipality | None:
        typed, name = self.cells["ags"], self.cells.get("municipality", "")
        ags = full_ags(typed)
        try:
            land_of(ags)
        except BadAgsError:
            self._fault(Problem("ledger-ags", typed=typed))
            return None
        place = self.places.get(ags)
        if place is None:
            self._fault(Problem("ledger-ags-unknown", ags=ags))
        elif name and fold(name.partition(",")[0]) not in {fold(place.name), fold(place.name.partition(",")[0])}:
            self._fault(Problem("ledger-name", ags=ags, municipality=place.name, typed=name))
        return place

    def _named(self, kind: type[Kind], column: str) -> Kind | None:
        found = named(kind, self.cells[column])
        if found is None:
            self._fault(Problem("ledger-value", column=column, typed=self.cells[column], possible=", ".join(kind)))
        return found

    def _value(self, column: str) -> object:
        try:
            return READERS[column](self.cells[column], column)
        except Problem as problem:
            self._fault(problem)
            return None

    def _check(self, said: Mapping[str, object]) -> None:
        """Look at what single cells do not show."""
        start, end, decided = (said.get(name) for name in ("valid_from", "valid_until", "resolved_on"))
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self._fault(Problem("ledger-end-before-start", start=start, end=end))
        if isinstance(decided, date) and decided > self.today + timedelta(days=1):
            self._fault(Problem("ledger-resolved-later", day=decided))
        state = self.cells.get("state", "").casefold()
        if state not in STANDS:
            self._fault(Problem("ledger-value", column="state", typed=state, possible=", ".join(sorted(STANDS - {""}))))


def _places(typed: str, column: str) -> int:
    try:
        return read_count(typed, MAX_PLACES)
    except Problem:
        raise Problem("ledger-places", column=column, typed=typed, most=MAX_PLACES) from None


def _day(typed: str, column: str) -> date:
    """Read a day with its year, or the number that a spreadsheet keeps in its place. Raises :class:`Problem`."""
    if SERIAL.fullmatch(typed):
        day = EPOCH + timedelta(days=int(typed))
    else:
        try:
            found = read_day(typed, date(LATEST.year, 1, 1))
        except Problem as problem:
            raise problem if problem.key == "date-does-not-exist" else _no_day(typed, column) from None
        day = found.day
        if not found.exact:
            raise _no_day(typed, column)
    if not EARLIEST <= day <= LATEST:
        raise Problem("ledger-far", column=column, day=day)
    return day


def _no_day(typed: str, column: str) -> Problem:
    return Problem("ledger-day", column=column, typed=typed)


def _day_or_none(typed: str, column: str) -> date | None:
    return _day(typed, column) if typed else None


def _link(typed: str, _: str) -> str:
    """Read an address that everybody can open; it is never opened here. Raises :class:`Problem`."""
    if not typed:
        return ""
    found = find_links(typed)
    if len(typed) > LONGEST_LINK or [link.typed for link in found] != [typed]:
        raise Problem("ledger-link", typed=typed)
    if found[0].problem is not None:
        raise found[0].problem
    return found[0].address


def _text(typed: str, _: str) -> str:
    if len(typed) > LONGEST_TEXT:
        raise Problem("text-too-long", length=len(typed), longest=LONGEST_TEXT)
    return typed


def _kinds(typed: str, column: str) -> tuple[ConditionKind, ...]:
    words = re.split(r"[\s,;]+", typed.strip(" ,;").casefold()) if typed.strip(" ,;") else []
    if strange := [word for word in words if word not in set(ConditionKind)]:
        raise Problem("ledger-value", column=column, typed=" ".join(strange), possible=", ".join(ConditionKind))
    return tuple(ConditionKind(word) for word in words)


READERS: Mapping[str, Callable[[str, str], object]] = {
    "places": _places,
    "valid_from": _day,
    "valid_until": _day_or_none,
    "resolution": _text,
    "resolved_on": _day_or_none,
    "paper": _text,
    "link": _link,
    "condition": _text,
    "condition_kinds": _kinds,
}

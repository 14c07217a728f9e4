"""Members from a table and back: every row is checked, and either all of them are taken or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from storage.municipalities import BadAgsError, Land, MemberStatus, Municipality, fold, full_ags, land_of
from storage.tables import csv_rows

COLUMNS = ("ags", "name", "land", "status", "named_as")
POPULATION = "population"
REQUIRED = ("ags", "name")
CHANGED = ("name", "status", "named_as", POPULATION)
"""What a table can change of a municipality that is known."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row; rows are counted as a spreadsheet shows them, the heading being row 1."""

    row: int
    sentence: str


class MemberFileError(ValueError):
    """The table has faults; nothing was taken from it."""

    def __init__(self, faults: list[RowFault]) -> None:
        super().__init__("; ".join(f"row {fault.row}: {fault.sentence}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What a row makes of a municipality; ``known`` is as it was, None for a new one."""

    row: int
    wanted: Municipality
    known: Municipality | None

    @property
    def differences(self) -> list[str]:
        """Say what is different, by columns: "name: Halle → Halle (Saale)"."""
        if self.known is None:
            return [f"new: {self.wanted.name}"]
        pairs = ((name, getattr(self.known, name), getattr(self.wanted, name)) for name in CHANGED)
        return [f"{name}: {before} → {after}" for name, before, after in pairs if before != after]


def import_members(session: Session, content: bytes) -> int:
    """Take municipalities from a CSV table, new or changed; returns how many rows. Raises :class:`MemberFileError`."""
    try:
        rows = list(csv_rows(content))
    except csv.Error as error:
        raise MemberFileError([RowFault(1, "this is no CSV table")]) from error
    planned = planned_members(session, rows)
    take_members(session, planned)
    return len(planned)


def planned_members(session: Session, rows: Sequence[tuple[int, Sequence[str]]]) -> list[MemberChange]:
    """Read the numbered rows of a table, the heading first, and say what each makes of its municipality.

    Columns: ``ags`` and ``name``; if present ``land`` (must fit the AGS), ``status`` (``member`` or ``declared``),
    ``named_as`` and ``population`` (inhabitants). Raises :class:`MemberFileError` with every fault.
    """
    (_, heading), *others = rows or [(1, ())]
    missing = [column for column in REQUIRED if column not in heading]
    if missing:
        raise MemberFileError([RowFault(1, f"there is no column {' and no column '.join(missing)}")])
    known = {place.ags: place for place in session.exec(select(Municipality))}
    faults: list[RowFault] = []
    found: dict[str, MemberChange] = {}
    for number, cells in others:
        try:
            change = _read(number, heading, cells, known)
        except ValueError as fault:
            faults.append(RowFault(number, str(fault)))
            continue
        if change.wanted.ags in found:
            faults.append(RowFault(number, f"AGS {change.wanted.ags} stands in the table twice"))
        found[change.wanted.ags] = change
    if faults:
        raise MemberFileError(faults)
    return list(found.values())


def _read(number: int, heading: Sequence[str], cells: Sequence[str], known: Mapping[str, Municipality]) -> MemberChange:
    """Read one row. Raises ValueError with a sentence."""
    if any(cells[len(heading) :]):
        raise ValueError("there are more cells than columns; is there a comma too many?")
    padded = [*cells, *[""] * len(heading)]
    row = {name: padded[place] for place, name in enumerate(heading) if name in (*COLUMNS, POPULATION)}
    row["ags"] = full_ags(row["ags"])
    before = known.get(row["ags"])
    return MemberChange(number, _municipality(row, before), before)


def take_members(session: Session, changes: Iterable[MemberChange]) -> None:
    """Write municipalities, new or changed."""
    for change in changes:
        if change.known is None:
            session.add(change.wanted)
        else:
            for name in (*CHANGED, "folded_name"):
                setattr(change.known, name, getattr(change.wanted, name))
    session.flush()


def _municipality(row: dict[str, str], known: Municipality | None) -> Municipality:
    """Read one row; a column the table lacks stays as it is ``known``. Raises ValueError with a sentence."""
    ags, name = row["ags"], row["name"]
    try:
        land = land_of(ags)
    except BadAgsError as error:
        raise ValueError(
            f"{ags!r} is no AGS: 8 digits (a Kreis 5), the first two from 01 to 16; spreadsheets drop a leading 0"
        ) from error
    if not name:
        raise ValueError("there is no name")
    named = row.get("land", "").removeprefix("DE-")
    if named and f"DE-{named}" != land:
        raise ValueError(f"AGS {ags} lies in {Land(land).value}, not in DE-{named}")
    status = row.get("status") or (known.status if known else MemberStatus.MEMBER)
    if status not in set(MemberStatus):
        raise ValueError(f"status is {status!r}; it must be member or declared")
    inhabitants = row.get(POPULATION, "")
    if inhabitants and not (inhabitants.isascii() and inhabitants.isdigit()):
        raise ValueError(f"population is {inhabitants!r}; it must be a whole number, without dots")
    return Municipality(
        ags=ags,
        name=name,
        folded_name=fold(name),
        land=land,
        status=MemberStatus(status),
        named_as=row.get("named_as", known.named_as if known else ""),
        population=int(inhabitants) if inhabitants else (known.population if known else None),
    )


def export_members(session: Session) -> str:
    """Write all municipalities as a CSV table that :func:`import_members` reads; inhabitants only if any are known."""
    places = session.exec(select(Municipality).order_by(Municipality.ags)).all()
    counted = any(place.population is not None for place in places)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *[POPULATION] * counted])
    for place in places:
        row = [place.ags, place.name, place.land.removeprefix("DE-"), place.status, place.named_as]
        writer.writerow([*row, *[place.population] * counted])
    return out.getvalue()

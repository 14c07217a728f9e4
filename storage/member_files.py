"""Members from a table and back: every row is checked, and either all of them are taken or none."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from sqlmodel import Session, select

from storage.municipalities import BadAgsError, Land, MemberStatus, Municipality, fold, land_of

COLUMNS = ("ags", "name", "land", "status", "named_as")
POPULATION = "population"
REQUIRED = ("ags", "name")


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


def import_members(session: Session, content: bytes) -> int:
    """Take municipalities from a CSV table (UTF-8, comma or semicolon), new or changed; returns how many rows.

    Columns: ``ags`` and ``name``; if present ``land`` (must fit the AGS), ``status`` (``member`` or ``declared``),
    ``named_as`` and ``population`` (inhabitants). Raises :class:`MemberFileError` with every fault; then nothing is
    taken.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MemberFileError([RowFault(1, "the file is not in UTF-8; save it as CSV UTF-8")]) from error
    heading = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ",")
    missing = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
    if missing:
        raise MemberFileError([RowFault(1, f"there is no column {' and no column '.join(missing)}")])
    faults: list[RowFault] = []
    found: dict[str, Municipality] = {}
    for number, row in enumerate(reader, start=2):
        if None in row:
            faults.append(RowFault(number, "there are more cells than columns; is there a comma too many?"))
            continue
        try:
            cells = {key: (value or "").strip() for key, value in row.items() if key in (*COLUMNS, POPULATION)}
            municipality = _municipality(cells, session.get(Municipality, cells["ags"]))
        except ValueError as fault:
            faults.append(RowFault(number, str(fault)))
            continue
        if municipality.ags in found:
            faults.append(RowFault(number, f"AGS {municipality.ags} stands in the table twice"))
        found[municipality.ags] = municipality
    if faults:
        raise MemberFileError(faults)
    for municipality in found.values():
        session.merge(municipality)
    return len(found)


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

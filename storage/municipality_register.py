"""The register of municipalities of the statistical offices, GV-ISys: names and inhabitants of those we know.

Source of the format: Statistisches Bundesamt, Datensatzbeschreibung GV100AD. Lines of fixed columns; the first two say
what a line is about (40 a Kreis, 60 a municipality), then come the day (YYYYMMDD), the key and the name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session, select

from storage.member_files import MemberChange, MemberFileError, RowFault
from storage.municipalities import AGS_OF_KREIS, LAND_BY_AGS_PREFIX, Municipality, fold

KREIS, MUNICIPALITY = "40", "60"
AGS, NAME, INHABITANTS = slice(10, 18), slice(22, 72), slice(139, 150)
LINE = re.compile(r"[1-6]0\d{8}")
"""How every line of the register begins."""

BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?[1-6]0(?:19|20)\d{6}(?:0[1-9]|1[0-6])")


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register makes of the municipalities here, and how many others it has."""

    changes: list[MemberChange]
    others: int


def is_register(content: bytes) -> bool:
    """Say whether a file is such a register, by how it begins."""
    return BEGINS.match(content) is not None


def read_register(session: Session, content: bytes) -> Registered:
    """Read names and inhabitants, in UTF-8 or ISO 8859-1, of the municipalities that are known here.

    A Kreis has the inhabitants of all its municipalities. The designation behind an official name ("Köln, Stadt") is
    left out, and a name that says the same stays as it is. Raises :class:`MemberFileError` with every fault.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("iso-8859-1")
    known = {place.ags: place for place in session.exec(select(Municipality))}
    faults: list[RowFault] = []
    found: dict[str, tuple[int, str, int | None]] = {}
    within: Counter[str] = Counter()
    others = 0
    for number, line in enumerate(text.splitlines(), start=1):
        kind, ags = line[:2], line[AGS].strip()
        if not line.strip():
            continue
        if not LINE.match(line) or (kind in {KREIS, MUNICIPALITY} and ags[:2] not in LAND_BY_AGS_PREFIX):
            faults.append(RowFault(number, "this is no line of the register GV100AD"))
        elif kind == MUNICIPALITY:
            inhabitants = line[INHABITANTS].strip()
            if len(ags) != len("05315000") or not (inhabitants.isascii() and inhabitants.isdigit()):
                faults.append(RowFault(number, f"{line[NAME].strip()} has no key of 8 digits or no inhabitants"))
                continue
            within[ags[:AGS_OF_KREIS]] += int(inhabitants)
            others += ags not in known
            found[ags] = (number, line[NAME], int(inhabitants))
        elif kind == KREIS:
            found[ags] = (number, line[NAME], None)
    if faults:
        raise MemberFileError(faults)
    changes = [
        _change(known[ags], row, name, within[ags] if inhabitants is None else inhabitants)
        for ags, (row, name, inhabitants) in found.items()
        if ags in known
    ]
    return Registered([change for change in changes if change.differences], others)


def _change(known: Municipality, row: int, name: str, inhabitants: int) -> MemberChange:
    plain = name.partition(",")[0].strip()
    is_same = not plain or fold(plain) == known.folded_name
    name = known.name if is_same else plain
    kept = known.model_dump(exclude={"name", "folded_name", "population"})
    population = inhabitants or known.population
    return MemberChange(row, Municipality(**kept, name=name, folded_name=fold(name), population=population), known)

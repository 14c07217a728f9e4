"""Reading a table that somebody made: CSV here, a workbook in a process of its own, which loads much.

No formula is ever computed, nor what a spreadsheet had computed taken for what somebody wrote: it is a fault.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module

from handlers.children import ChildError, run_child
from handlers.problems import Problem
from handlers.xlsform_files import LARGEST, BadForm, examined, opening
from storage.tables import csv_rows

READS_WITHIN = 60.0
"""Seconds; 10,000 rows take some five."""

Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row; rows are counted as a spreadsheet shows them, the heading being row 1."""

    row: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that have any words, by their numbers, and what is wrong with single cells."""

    rows: Rows
    faults: Sequence[RowProblem] = ()


def read_table(content: bytes) -> Table:
    """Read the first sheet of an XLSX file, or a CSV file. Raises :class:`Problem` for what is no table."""
    if len(content) > LARGEST:
        raise Problem("xlsform-too-large", most=LARGEST // 1024**2)
    if not content.startswith(b"PK"):
        return _of_csv(content)
    try:
        said = json.loads(run_child(__name__, "main", content, READS_WITHIN))
    except ChildError:
        raise Problem("ledger-not-read") from None
    if "problem" in said:
        raise Problem(said["problem"][0], **said["problem"][1])
    faults = [RowProblem(row, Problem(key, **values)) for row, key, values in said["faults"]]
    return Table([(number, cells) for number, cells in said["rows"]], faults)


def _of_csv(content: bytes) -> Table:
    if content.startswith((b"%PDF", b"<", b"{", b"\x89PNG", b"\xd0\xcf\x11\xe0")):
        raise Problem("ledger-no-table")
    try:
        rows = list(csv_rows(content))
    except csv.Error:
        raise Problem("ledger-no-table") from None
    faults = [
        RowProblem(number, Problem("ledger-formula", cell=cell))
        for number, cells in rows
        for cell in cells
        if cell.startswith("=")
    ]
    return Table(rows, faults)


def main() -> None:
    """Read the workbook that comes in on standard input; its rows, or what is wrong with it, go out as JSON."""
    try:
        said = _of_xlsx(sys.stdin.buffer.read())
    except BadForm as bad:
        said = {"problem": (bad.problems[0].key, bad.problems[0].values)}
    sys.stdout.write(json.dumps(said))


def _of_xlsx(content: bytes) -> dict[str, object]:
    merged = examined(content)
    with opening():
        book = import_module("openpyxl").load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        faults = [
            (int(str(each.values["row"])), "ledger-merged", {"cells": each.values["cells"]})
            for each in merged
            if each.values["sheet"] == sheet.title
        ]
        rows = [(number, cells) for number, cells in enumerate(sheet.iter_rows(), start=1) if cells]
        for number, cells in rows:
            faults += [(number, *fault) for cell in cells for fault in _fault(cell)]
        return {
            "rows": _plain((number, [_said(cell.value) for cell in cells]) for number, cells in rows),
            "faults": faults,
        }


def _fault(cell: object) -> Iterable[tuple[str, dict[str, object]]]:
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        yield "ledger-formula", {"cell": str(getattr(cell, "value", ""))}
    elif kind == "e":
        yield "ledger-error", {"cell": str(getattr(cell, "value", ""))}


def _plain(rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    return [(number, cells) for number, cells in rows if any(cells)]


def _said(value: object) -> str:
    """Write a value as somebody would: days as such, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value == datetime(value.year, value.month, value.day) else value.isoformat()  # noqa: DTZ001 - spreadsheets know no time zones
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()

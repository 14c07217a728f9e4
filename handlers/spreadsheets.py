"""Tables as files that a spreadsheet opens: CSV and XLSX, and no text in them is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

from handlers.children import run_child

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that some spreadsheet takes for a formula (OWASP, CSV injection)."""

SHIELD = "'"
DIGITS = 15
"""A spreadsheet reckons with so many; a number that has more is written as a text, so that none is lost."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that XML cannot have."""

WRITES_WITHIN = 600.0
"""Seconds; a million cells, which the chat refuses, take half a minute."""


def harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"{SHIELD}{text}" if text.startswith(FORMULA) else text


def shielded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula, so that :func:`bare` gives it back."""
    return f"{SHIELD}{text}" if text.startswith(SHIELD) else harmless(text)


def bare(text: str) -> str:
    """Give a shielded text back as it was."""
    return text[1:] if text.startswith(SHIELD) and shielded(text[1:]) == text else text


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as a German spreadsheet opens it: a byte order mark, semicolons, and commas in numbers."""
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(
        [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row] for row in rows
    )
    return ("\ufeff" + written.getvalue()).encode()


def xlsx_file(sheets: Mapping[str, Rows]) -> bytes:
    """Write sheets as a workbook. A process of its own does it: openpyxl would keep 15 MB of this one for good."""
    return run_child(__name__, "write_workbook", json.dumps(sheets).encode(), WRITES_WITHIN)


def write_workbook() -> None:
    """Write the sheets that come as JSON on standard input as XLSX onto standard output."""
    book = import_module("openpyxl").Workbook(write_only=True)
    cell_of = import_module("openpyxl.cell").WriteOnlyCell
    for name, rows in json.load(sys.stdin.buffer).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_plain(cell_of, sheet, value) for value in row])
    book.save(sys.stdout.buffer)


def _plain(cell_of: Callable[..., Any], sheet: object, value: Cell) -> object:
    """Make a cell that is what it says: openpyxl would take "=" for a formula and "#N/A" for an error."""
    if not isinstance(value, str):
        return value if value is None or float(f"{value:.{DIGITS}g}") == value else str(value)
    cell = cell_of(sheet, UNPRINTABLE.sub("\ufffd", value))
    cell.data_type = "s"
    return cell

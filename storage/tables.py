"""Tables that people save out of spreadsheets as CSV: whatever encoding and separator theirs has chosen."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

DELIMITERS = ";,\t"


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV file that have any words, with the numbers a spreadsheet shows them by.

    UTF-8, UTF-16 with a byte order mark, or Windows-1252; separated by what the first row has most of, a semicolon, a
    comma or a tab. Raises :class:`csv.Error` for what is no table.
    """
    text = _decoded(content)
    if "\0" in text:
        raise csv.Error("no text has such a sign")
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield number, stripped


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")

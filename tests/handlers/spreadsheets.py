"""Makes workbooks as authors of surveys do, for the tests of surveys."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

Cell = str | float | None
Lines = Sequence[Sequence[Cell]]


def workbook(survey: Lines, choices: Lines = (), settings: Lines = (), **others: Lines) -> Workbook:
    """Put lines of cells into the sheets of a workbook."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in {"survey": survey, "choices": choices, "settings": settings, **others}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    return book


def xlsx(survey: Lines, choices: Lines = (), settings: Lines = (), **others: Lines) -> bytes:
    """Give the bytes of a workbook."""
    return saved(workbook(survey, choices, settings, **others))


def saved(book: Workbook) -> bytes:
    """Give the bytes of a workbook somebody has changed."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

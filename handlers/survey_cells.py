"""Answers as cells of a table, and back: what was not asked is empty, what was skipped is a dash.

Several options are the names of the options with spaces between, as in ODK, and a column for each option besides: 1 or
0, and of a ranking the place. A text that a spreadsheet might take for a formula, or that looks like one of our signs,
has an apostrophe before it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime

from handlers.spreadsheets import SHIELD, Cell, harmless
from storage.survey_forms import SEVERAL, UNANSWERED, Answer, Form, Question, QuestionType
from storage.survey_participation import Sheet
from storage.survey_tallies import NUMBERS

SKIPPED = "-"
WHOLE = re.compile(r"-?\d{1,300}", re.ASCII)
GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


class CellError(ValueError):
    """The cell holds no answer to its question; says why."""


def asked(form: Form) -> list[Question]:
    """List the questions that have columns: those that somebody answers."""
    return [question for question in form.questions if question.type not in UNANSWERED]


def columns_of(question: Question) -> list[str]:
    """Name the columns of a question."""
    split = question.options if question.type in SEVERAL else ()
    return [question.name, *(f"{question.name}/{option.name}" for option in split)]


def cells_of(question: Question, sheet: Mapping[str, Answer]) -> list[Cell]:
    """Write what counts of a question, in its columns."""
    width = 1 + len(question.options) * (question.type in SEVERAL)
    if question.name not in sheet:
        return [None] * width
    value = sheet[question.name]
    if value is None:
        return [SKIPPED, *[None] * (width - 1)]
    if not isinstance(value, list):
        return [shielded(value) if isinstance(value, str) else value, *[None] * (width - 1)]
    places = {name: place for place, name in enumerate(value, start=1)}
    ranked = question.type is QuestionType.RANK
    split = [places.get(option.name, 0) for option in question.options]
    return [shielded(" ".join(value)) if value else None, *(place if ranked else min(place, 1) for place in split)]


def read_cells(question: Question, cells: Mapping[str, Cell]) -> Sheet:
    """Read what counts of a question from its columns; nothing where it was not asked.

    Raises :class:`CellError` for what is no answer to it. Conditions are not looked at.
    """
    cell, *split = (cells.get(column) for column in columns_of(question))
    written = cell.strip() if isinstance(cell, str) else cell
    if written is None or written == "":
        chose_none = any(each not in {None, ""} for each in split)
        return {question.name: []} if chose_none else {}
    if written == SKIPPED:
        return {question.name: None}
    return {question.name: _value(question, cell)}


def shielded(text: str) -> str:
    """Write a text so that it is neither a formula nor one of our signs; :func:`bare` gives it back."""
    ours = text.startswith(SHIELD) or text.strip() in {"", SKIPPED}
    return f"{SHIELD}{text}" if ours else harmless(text)


def bare(text: str) -> str:
    """Give a text back as it was."""
    return text.removeprefix(SHIELD)


def _value(question: Question, cell: Cell) -> Answer:
    if question.type in NUMBERS:
        return _number(cell)
    text = bare(cell) if isinstance(cell, str) else str(cell)
    if question.type is QuestionType.DATE:
        return _day(text)
    if not question.options:
        return text
    chosen = text.split() if question.type in SEVERAL else [text]
    unknown = [name for name in chosen if name not in {option.name for option in question.options}]
    if unknown:
        raise CellError(f"{', '.join(unknown)} is none of its options")
    return chosen if question.type in SEVERAL else text


def _number(cell: Cell) -> int | float:
    if not isinstance(cell, str):
        return cell or 0
    written = bare(cell).strip()
    if WHOLE.fullmatch(written):
        return int(written)
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CellError(f"{cell!r} is no number")
    return number


def _day(text: str) -> str:
    german = GERMAN_DAY.fullmatch(text)
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1])).isoformat()
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise CellError(f"{text!r} is no day; write it like 2021-09-01") from None

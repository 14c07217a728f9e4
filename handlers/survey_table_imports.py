"""Answers from a table that was exported: the coordination enters them for the municipalities, all rows or none.

The table is one of answers, CSV or XLSX, of a survey that takes answers. A cell that says something else than what
counts is the coordination's word, and goes before a contradiction; an empty cell changes nothing. Where ``sent_at``
is filled in, the answers are sent if they were not yet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from zipfile import BadZipFile

from sqlmodel import Session

from handlers.spreadsheets import Cell, Rows
from handlers.survey_cells import CellError, asked, columns_of, read_cells
from handlers.survey_logic import Logic
from handlers.survey_tables import ABOUT
from storage.member_files import RowFault
from storage.municipalities import full_ags
from storage.survey_answers import Word, answer, current, set_relevant
from storage.survey_corrections import fits
from storage.survey_documents import SurveyFileError
from storage.survey_participation import Participation, Sheet, parts
from storage.survey_sending import ContradictionError, send
from storage.surveys import Anonymity, Survey, form_of

SHEET = "answers"
SENT_AT = ABOUT.index("sent_at")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: how many answers are new or different, and how many municipalities were sent."""

    answers: int
    sent: int


def read_table(content: bytes) -> Rows:
    """Read a table of answers, CSV or XLSX. Raises :class:`storage.survey_documents.SurveyFileError`."""
    if not content.startswith(b"PK"):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        delimiter = ";" if text.startswith(f"{ABOUT[0]};") else ","
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    try:
        book = import_module("openpyxl").load_workbook(io.BytesIO(content), read_only=True)
        rows: Rows = list(book[SHEET].iter_rows(values_only=True))
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise SurveyFileError(RowFault(1, f"there is no sheet {SHEET} that can be read")) from error
    return rows


def import_answers(session: Session, survey: Survey, rows: Rows, by: int, today: date, now: datetime) -> Taken:  # noqa: PLR0913 - what goes where, by whom, when
    """Take the answers of a table. Raises :class:`storage.survey_documents.SurveyFileError` with every fault."""
    if survey.anonymity is Anonymity.ANONYMOUS or not survey.is_open(now):
        raise SurveyFileError(RowFault(1, f"survey {survey.id} takes no answers: it is anonymous or not open"))
    logic = Logic(form_of(session, survey))
    columns = _columns(logic, rows)
    known = {part.ags: part for part in parts(session, survey.id or 0)}
    faults: list[RowFault] = []
    taken = sent = 0
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell not in {None, ""} for cell in row):
            continue
        ags = str(row[0] or "").strip()
        part = known.pop(full_ags(ags), None)
        try:
            if part is None:
                raise CellError(f"AGS {ags} is not asked in this survey, or stands in the table twice")  # noqa: TRY301
            told = _Telling(session, survey, logic, part, by, today, now)
            taken += told.tell(_sheet(logic, dict(zip(columns, row, strict=False))))
            sent += told.send() if any(row[SENT_AT : SENT_AT + 1]) else 0
        except CellError as fault:
            faults.append(RowFault(number, str(fault)))
    if faults:
        raise SurveyFileError(*faults)
    return Taken(taken, sent)


def _columns(logic: Logic, rows: Rows) -> Sequence[str]:
    """Check the heading; the first columns are known by their place, for questions may have the same names."""
    heading = [str(cell or "").strip() for cell in rows[0]] if rows else []
    if tuple(heading[: len(ABOUT)]) != ABOUT:
        raise SurveyFileError(RowFault(1, f"the first columns must be {', '.join(ABOUT)}"))
    known = {column for question in asked(logic.form) for column in columns_of(question)}
    unknown = [column for column in heading[len(ABOUT) :] if column not in known]
    if unknown:
        raise SurveyFileError(RowFault(1, f"the newest version of the survey does not ask {', '.join(unknown)}"))
    return [*[""] * len(ABOUT), *heading[len(ABOUT) :]]


def _sheet(logic: Logic, cells: Mapping[str, Cell]) -> Sheet:
    """Read a row. Raises :class:`handlers.survey_cells.CellError` with the question's name."""
    sheet: Sheet = {}
    for question in asked(logic.form):
        try:
            sheet |= read_cells(question, cells)
        except CellError as fault:
            raise CellError(f"{question.name}: {fault}") from None
        if question.name in sheet and not fits(logic.form, logic.form, question.name, sheet[question.name]):
            raise CellError(f"{question.name}: {sheet[question.name]} is not possible")
    return sheet


@dataclass(frozen=True, slots=True)
class _Telling:
    """The coordination speaks for a municipality."""

    session: Session
    survey: Survey
    logic: Logic
    part: Participation
    by: int
    today: date
    now: datetime

    def tell(self, sheet: Sheet) -> int:
        """Say what is different; gives how many answers that were."""
        survey_id, ags = self.survey.id or 0, self.part.ags
        values = self.logic.standing(dict(self.part.sheet) | sheet, self.today).values
        said = 0
        for name, value in sheet.items():
            if name in self.part.sheet and self.part.sheet[name] == value:
                continue
            if not self.logic.allows(self.logic.questions[name], value, values, self.today):
                raise CellError(f"{name}: {value} breaks the constraint of the question")
            word = Word(name, value, self.survey.published, self.by, by_proxy=True, takes_over=True)
            answer(self.session, survey_id, ags, word, self.now)
            said += 1
        if said:
            given = {name: each.value for name, each in current(self.session, survey_id, ags).items()}
            relevant = self.logic.standing(given, self.today).relevant
            set_relevant(self.session, survey_id, ags, relevant, self.now)
        return said

    def send(self) -> bool:
        """Send, unless it is sent."""
        if self.part.sent_at:
            return False
        try:
            return send(self.session, self.survey.id or 0, self.part.ags, self.by, self.now, by_proxy=True)[1]
        except ContradictionError as error:
            raise CellError(f"colleagues contradict each other about {', '.join(error.questions)}") from error

"""A survey as a file: CSV, XLSX or JSON. Who may see what is decided by who calls."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from handlers.spreadsheets import CSV, XLSX, Rows, csv_file, xlsx_file
from handlers.survey_codebook import codebook
from handlers.survey_tables import answers_table, results_table
from handlers.xlsform_writing import xlsform_sheets
from storage.survey_documents import written
from storage.survey_exports import answer_rows, document_of, protected_document
from storage.survey_lists import versions
from storage.survey_participation import rates
from storage.survey_results import results
from storage.surveys import Survey, form_of


class Format(StrEnum):
    """What a survey can be exported as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What such a file is called on networks."""
        return {Format.XLSX: XLSX, Format.CSV: CSV, Format.JSON: "application/json"}[self]


def survey_file(  # noqa: PLR0913 - what of which survey, as what, when
    session: Session, survey: Survey, kind: Format, now: datetime, *, named: bool, drafts: bool = False
) -> bytes:
    """Write a published survey: ``named``, what each municipality has sent; else results with nothing under five.

    With ``drafts`` a JSON also holds what is not sent yet. XLSX has the codebook and the form as sheets.
    """
    if kind is Format.JSON:
        document = document_of(session, survey, drafts=drafts) if named else protected_document(session, survey, now)
        return written(document).encode()
    table = _table(session, survey, now, named=named)
    if kind is Format.CSV:
        return csv_file(table)
    sheets = {"answers" if named else "results": table, "codebook": _codebook(session, survey)}
    return xlsx_file(sheets | xlsform_sheets(form_of(session, survey)))


def codebook_file(session: Session, survey: Survey) -> bytes:
    """Write the codebook as CSV, to go with the answers."""
    return csv_file(_codebook(session, survey))


def _table(session: Session, survey: Survey, now: datetime, *, named: bool) -> Rows:
    survey_id = survey.id or 0
    if named:
        return answers_table(form_of(session, survey), answer_rows(session, survey_id))
    return results_table(results(session, survey_id, now))


def _codebook(session: Session, survey: Survey) -> Rows:
    survey_id = survey.id or 0
    return codebook(survey, form_of(session, survey), versions(session, survey_id), rates(session, survey_id))

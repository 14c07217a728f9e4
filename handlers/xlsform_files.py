"""Files that should hold an XLSForm: what is no spreadsheet, or dangerous, is refused; the rest becomes sheets."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from handlers.problems import Problem

LARGEST = 20 * 1024 * 1024
"""Bytes of a file: as many as a network brings us."""

LARGEST_UNPACKED = 50 * 1024 * 1024
"""Bytes of all a workbook holds; a survey of 300 questions needs one."""

MOST_CELLS = 200_000
"""Cells of a workbook, styled empty ones too: what is read at all, is read in a few seconds."""

SHEETS = ("survey", "choices", "settings")
REFUSED_SHEETS = ("external_choices", "entities", "osm")
LANGUAGES = {"default": "de", "de": "de", "deutsch": "de", "german": "de"}
LANGUAGES |= {"en": "en", "english": "en", "englisch": "en"}

Column = tuple[str, ...]
"""A column as XLSForm knows it: ("label", "de"), ("bind", "relevant"), ("type",)."""


class BadForm(Exception):  # noqa: N818 - it says what the file is, as Problem does
    """A form cannot be used; ``problems`` are all its faults, in the order of the sheets."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.key for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet, by its number as the spreadsheet shows it."""

    number: int
    cells: Mapping[Column, str]

    def __getitem__(self, column: str | Column) -> str:
        """Give what a cell says, empty where there is none."""
        return self.cells.get((column,) if isinstance(column, str) else column, "")

    def labels(self, *column: str) -> dict[str, str]:
        """Give a text in the languages it has."""
        said = {cell[-1]: words for cell, words in self.cells.items() if cell[:-1] == column}
        return {language: said[language] for language in ("de", "en") if language in said}


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of an XLSForm, and what was found wrong with them as sheets."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@cache
def pyxform(module: str) -> ModuleType:
    """Load a module of pyxform by its name when a form is read: it takes 28 MB that nobody else needs to pay."""
    return import_module(f"pyxform.{module}")


def read_workbook(content: bytes) -> Workbook:
    """Read the sheets of an XLSX or CSV file.

    Raises :class:`BadForm` for what is no spreadsheet, has macros, is too large, packed to burst, or attacks by XML.
    """
    if len(content) > LARGEST:
        raise BadForm(Problem("xlsform-too-large", most=LARGEST // 1024**2))
    if content.startswith(b"PK"):
        problems = examined(content, SHEETS)
        return _workbook(_of_xlsx(content), problems)
    if b"\0" in content or content.startswith((b"%PDF", b"<", b"{")):
        raise BadForm(Problem("xlsform-no-spreadsheet"))
    return _workbook(_of_csv(content), [])


def examined(content: bytes, sheets: Container[str] | None = None) -> list[Problem]:
    """Look into a workbook before anything is unpacked whole: its size, macros, merged cells of some sheets, or of all.

    Raises :class:`BadForm`.
    """
    with opening(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise BadForm(Problem("xlsform-too-large-unpacked", most=LARGEST_UNPACKED // 1024**2))
        if any("vbaproject" in part.filename.lower() for part in parts):
            raise BadForm(Problem("xlsform-macros"))
        if "xl/workbook.xml" not in archive.namelist():
            raise BadForm(Problem("xlsform-no-spreadsheet"))
        return list(_merged(content, sheets))


@contextmanager
def opening() -> Iterator[None]:
    """Refuse what a workbook's readers stumble over, and leave out their remarks on features we do not need."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BadForm:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl checks little: a wrong attribute may be any error
        unsafe = any(isinstance(each, DefusedXmlException) for each in (error, error.__cause__))
        raise BadForm(Problem("xlsform-unsafe" if unsafe else "xlsform-damaged")) from None


def _merged(content: bytes, sheets: Container[str] | None) -> Iterator[Problem]:
    """Find merged cells: only the first of them has a value, and people see it in all."""
    reader = import_module("openpyxl.reader.excel").ExcelReader(io.BytesIO(content), read_only=True)
    reader.read_manifest()
    reader.read_workbook()
    cells = 0
    for sheet, relation in reader.parser.find_sheets():
        with reader.archive.open(relation.target) as part:
            for _, element in iterparse(part, forbid_dtd=True):
                kind = element.tag.rpartition("}")[2]
                cells += kind == "c"
                if cells > MOST_CELLS:
                    raise BadForm(Problem("xlsform-too-many-cells", most=MOST_CELLS))
                if kind == "mergeCell" and (sheets is None or sheet.name.lower() in sheets):
                    row = "".join(filter(str.isdigit, element.attrib["ref"].partition(":")[0]))
                    yield Problem("xlsform-merged", sheet=sheet.name, row=row, cells=element.attrib["ref"])
                if kind == "row":
                    element.clear()


def _of_xlsx(content: bytes) -> dict[str, list[list[str]]]:
    """Read the sheets by pyxform, and put each back into rows of cells, the headings first."""
    with opening():
        try:
            book = pyxform("xls2json_backends").xlsx_to_dict(io.BytesIO(content))
        except pyxform("errors").PyXFormError as error:
            if twice := re.fullmatch("Duplicate column header: (.*)", str(error), re.DOTALL):
                raise BadForm(Problem("xlsform-column-twice", column=twice[1])) from None
            raise
    sheets = {}
    for name in [*SHEETS, *REFUSED_SHEETS]:
        if name in book:
            headings = list(next(iter(book[f"{name}_header"]), {}))
            sheets[name] = [headings, *([row.get(heading, "") for heading in headings] for row in book[name])]
    return sheets


def _of_csv(content: bytes) -> dict[str, list[list[str]]]:
    """Read a CSV file as pyxform does, sheet names in the first column, or one that is the survey sheet alone.

    German spreadsheets write semicolons and Windows-1252. Unlike in pyxform's own reader empty lines count as rows, so
    that a fault is named where it stands.
    """
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", errors="replace")
    first = words.partition("\n")[0]
    delimiter = max(",;\t", key=words[:5000].count if "type" not in first else first.count)
    try:
        read = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
        lines = [[cell.strip() for cell in line] for line in read]
    except csv.Error:
        raise BadForm(Problem("xlsform-no-spreadsheet")) from None
    if any("type" in (cell.lower() for cell in line) for line in lines[:1]):
        return {"survey": lines}
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for line in lines:
        if line and line[0]:
            name = line[0].lower()
        if name and (any(line[1:]) or name in sheets):
            sheets.setdefault(name, []).append(line[1:])
    return {name: rows for name, rows in sheets.items() if name in {*SHEETS, *REFUSED_SHEETS}}


def _workbook(sheets: dict[str, list[list[str]]], problems: list[Problem]) -> Workbook:
    if "survey" not in sheets or not sheets["survey"]:
        raise BadForm(Problem("xlsform-no-survey"))
    book = Workbook(problems=problems)
    for name in REFUSED_SHEETS:
        if sheets.get(name):
            book.problems.append(Problem("xlsform-sheet-unsupported", sheet=name))
    for name in SHEETS:
        book.sheets[name] = list(_rows(name, sheets.get(name, []), book.problems))
    return book


def _rows(sheet: str, lines: list[list[str]], problems: list[Problem]) -> Iterable[Row]:
    if not lines:
        return
    columns = _columns(sheet, lines[0], problems)
    for number, line in enumerate(lines[1:], start=2):
        cells = {
            column: unicodedata.normalize("NFC", words).strip()
            for column, words in zip(columns, line, strict=False)
            if column and words.strip()
        }
        yield Row(number, cells)


def _columns(sheet: str, headings: list[str], problems: list[Problem]) -> list[Column]:
    """Give each heading its column by pyxform's rules: "relevance", "label::Deutsch (de)", "Constraint Message"."""
    aliases, known = pyxform("aliases"), KNOWN[sheet]
    renamed = {"survey": aliases.survey_header, "choices": aliases.list_header, "settings": aliases.settings_header}
    double = any("::" in heading for heading in headings)
    columns: list[Column] = []
    for heading in headings:
        if not heading.strip():  # a spreadsheet pads every sheet of a CSV file to the width of the widest
            columns.append(())
            continue
        tokens = pyxform("parsing.sheet_headers").process_header(heading, double, renamed[sheet], known)[1]
        column = _spoken(tokens) if tokens[:2] in TEXTS or tokens[:1] in TEXTS else tuple(tokens)
        if column and column[-1] == "":
            problems.append(Problem("xlsform-language", sheet=sheet, row="1", column=heading))
            column = ()
        if column and heading and column in columns:
            problems.append(Problem("xlsform-column-repeated", sheet=sheet, row="1", column=heading))
        columns.append(column if heading else ())
    return columns


KNOWN = {
    "survey": {"type", "name", "label", "hint", "default", "parameters", "choice_filter", "trigger", "disabled"},
    "choices": {"list name", "name", "label"},
    "settings": {"title", "id_string", "default_language", "version"},
}
TEXTS = {("label",), ("hint",), ("title",), ("bind", "jr:constraintMsg"), ("bind", "jr:requiredMsg")}
"""Columns that can be in several languages."""


def _spoken(tokens: Column) -> Column:
    """Put our name of the language last; a text without one is German, and a language that we do not speak is ""."""
    base = 2 if tokens[0] == "bind" else 1
    language = " ".join(tokens[base:]) or "default"
    short = language.rpartition("(")[2].rstrip(")").strip().lower().partition("-")[0]
    return (*tokens[:base], LANGUAGES.get(short, ""))

"""Exports of surveys as spreadsheets: what goes out comes in again, whatever people wrote."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handlers.spreadsheets import FORMULA, UNPRINTABLE, Cell, csv_file, xlsx_file
from handlers.survey_cells import CellError, bare, cells_of, columns_of, read_cells, shielded
from handlers.survey_codebook import CODEBOOK, codebook
from handlers.survey_table_imports import read_table
from handlers.xlsform_writing import xlsform_sheets
from handlers.xlsforms import read_xlsform
from storage.survey_forms import Answer, Form, Option, Question, QuestionType
from storage.surveys import Anonymity, Survey
from tests.handlers.spreadsheets import xlsx
from tests.handlers.test_xlsforms import LIST, SUPPORTED
from tests.storage.survey_stage import CLOSES, NOW, options

NASTY = """ |-| - |'|''|'-|=1+1|+49 30|-5|@SUM(A1)|\t=1|#N/A|TRUE|01234|12345678901234567890|2021-09-01|1.9.2021|1,5|\
Er sagte: "Ja"; nein|Zeile\nzwei|Übermäßig|"""
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)
TEXTS = ANY | st.sampled_from(NASTY.split("|"))
NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 9))
NEGATIVE = re.compile(r"-\d+(,\d+)?(e-?\d+)?")
SIX = options("a", "b", "-1", "=c", "2021", "yes")
NAMES = [option.name for option in SIX]

ASKED = [
    (Question(name="text", type=QuestionType.TEXT), TEXTS),
    (Question(name="number", type=QuestionType.INTEGER), st.integers(-(10**12), 10**12)),
    (Question(name="fraction", type=QuestionType.DECIMAL), NUMBERS),
    (Question(name="day", type=QuestionType.DATE), st.dates().map(str)),
    (Question(name="one", type=QuestionType.SELECT_ONE, options=SIX), st.sampled_from(NAMES)),
    (
        Question(name="several", type=QuestionType.SELECT_MULTIPLE, options=SIX),
        st.lists(st.sampled_from(NAMES), unique=True),
    ),
    (Question(name="order", type=QuestionType.RANK, options=SIX), st.permutations(NAMES) | st.just([])),
    (Question(name="read", type=QuestionType.ACKNOWLEDGE), st.just("OK")),
    (Question(name="ags", type=QuestionType.FILE), st.just("Beschluss.pdf")),
]
"""A question of every type, and what can be answered."""

SHEETS = st.fixed_dictionaries({}, optional={each.name: st.none() | answers for each, answers in ASKED})


def table_of(sheets: list[dict[str, Answer]]) -> list[list[Cell]]:
    """Write sheets as a table."""
    heading: list[Cell] = ["", *(column for each, _ in ASKED for column in columns_of(each))]
    cells = ((cell for each, _ in ASKED for cell in cells_of(each, sheet)) for sheet in sheets)
    return [heading, *(["05711000", *row] for row in cells)]


def read_back(rows: list[list[Cell]]) -> list[dict[str, Answer]]:
    """Read the sheets of a table."""
    heading = [str(column) for column in rows[0]]
    named = [dict(zip(heading, row, strict=False)) for row in rows[1:]]
    return [{name: value for each, _ in ASKED for name, value in read_cells(each, row).items()} for row in named]


@given(st.lists(SHEETS, max_size=4))
@settings(max_examples=100)
def test_answers_come_back_from_csv(sheets: list[dict[str, Answer]]) -> None:
    """Whatever was answered, skipped or not asked is so again; and no cell is a formula."""
    content = csv_file(table_of(sheets))
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read_back(rows) == sheets
    doubtful = [cell for row in rows[1:] for cell in row if cell.startswith(FORMULA) and cell != "-"]
    assert all(NEGATIVE.fullmatch(cell) for cell in doubtful)


@given(st.lists(SHEETS, min_size=40, max_size=80))
@settings(max_examples=8, phases=[Phase.generate])  # a process for each: shrinking would take minutes
def test_answers_come_back_from_xlsx(sheets: list[dict[str, Answer]]) -> None:
    """The same through a workbook, where numbers are numbers; only what XML cannot have is replaced."""
    content = xlsx_file({"answers": table_of(sheets)})
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(content))["answers"].values]
    assert read_back(rows) == [
        {name: UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value for name, value in each.items()}
        for each in sheets
    ]
    numbers = [row[rows[0].index("number")] for row in rows[1:]]
    assert {type(cell) for cell in numbers if cell not in {None, "-"}} <= {int}


@given(TEXTS)
def test_a_shielded_text_is_no_formula_and_no_sign(text: str) -> None:
    """And it comes back as it was."""
    assert bare(shielded(text)) == text
    assert not shielded(text).startswith(FORMULA)
    assert shielded(text).strip() not in {"", "-"}


@pytest.mark.parametrize(
    ("name", "cell", "why"),
    [
        ("number", "zwölf", "no number"),
        ("fraction", "inf", "no number"),
        ("fraction", "9" * 400, "no number"),
        ("day", "bald", "no day"),
        ("day", "31.2.2021", "no day"),
        ("one", "z", "none of its options"),
        ("several", "a z", "none of its options"),
    ],
)
def test_what_is_no_answer_is_refused(name: str, cell: str, why: str) -> None:
    """With the reason."""
    question = next(each for each, _ in ASKED if each.name == name)
    with pytest.raises(CellError, match=why):
        read_cells(question, {name: cell})


@pytest.mark.parametrize(("cell", "day"), [("01.09.2021", "2021-09-01"), ("2021-09-01 00:00:00", "2021-09-01")])
def test_days_are_read_as_spreadsheets_write_them(cell: str, day: str) -> None:
    """German ones show days in their own way, and workbooks keep them with a time."""
    assert read_cells(Question(name="day", type=QuestionType.DATE), {"day": cell}) == {"day": day}


def form_of(content: bytes) -> Form:
    """Read a form."""
    return read_xlsform(content, "Umfrage")


@pytest.mark.parametrize("name", SUPPORTED)
def test_a_form_comes_back_from_its_export(name: str) -> None:
    """Everything we support is written so that the same form is read again."""
    form = form_of(xlsx(SUPPORTED[name][0], LIST, [["form_title", "form_title::English (en)"], ["Umfrage", "Survey"]]))
    assert form_of(xlsx_file({"answers": [["ags"]], "codebook": [["part"]]} | xlsform_sheets(form))) == form


def test_groups_come_back() -> None:
    """Groups within groups, side by side, of the same name, and none."""
    outer, inner, other = {"de": "Außen"}, {"de": "Innen", "en": "Inside"}, {"de": "Andere"}
    groups = [(), (outer,), (outer, inner), (outer, other), (other,), (other, outer, inner), ()]
    questions = tuple(
        Question(name=f"q{number}", type=QuestionType.TEXT, label={"de": "=1+1", "en": "#N/A"}, group=group)
        for number, group in enumerate(groups)
    )
    form = Form(title={"de": "'Umfrage'", "en": "-"}, questions=questions)
    assert form_of(xlsx_file(xlsform_sheets(form))) == form


def test_the_codebook_says_everything_of_a_question() -> None:
    """Each row has all columns; options and versions stand in rows of their own, and nothing is a formula."""
    two = (Option(name="a", label={"de": "=A", "en": "A"}), Option(name="-b", label={"de": "B"}))
    question = Question(
        name="one",
        type=QuestionType.SELECT_ONE,
        label={"de": "Was?", "en": "What?"},
        hint={"de": "Hinweis"},
        options=two,
        relevant="${other} > 3",
        constraint="-1 < .",
        group=({"de": "Gruppe"}, {"de": "Innen", "en": "Inside"}),
        required=True,
    )
    survey = Survey(title="=x", anonymity=Anonymity.COORDINATORS, opens_at=NOW, closes_at=CLOSES, published=2)
    rows = codebook(survey, Form(title={"de": "x"}, questions=(question,)), [], {})
    assert {len(row) for row in rows} == {len(CODEBOOK)}
    described = dict(zip(CODEBOOK, next(row for row in rows if row[0] == "question"), strict=True))
    assert described["label::English (en)"] == "What?"
    assert described["group::Deutsch (de)"] == "Gruppe / Innen"
    assert described["constraint"] == "'-1 < ."
    assert [row[1:5] for row in rows if row[0] == "option"] == [
        ["one/a", "a", "'=A", "A"],
        ["one/-b", "'-b", "B", None],
    ]
    said = {row[1]: row[2:4] for row in rows if row[0] == "survey"}
    assert said["title"] == ["'=x", "Titel der Umfrage"]
    assert said["anonymity"] == ["coordinators", "Nur die Koordination sieht, was jede Kommune geantwortet hat."]
    assert said["opens_at"][0] == "2021-07-01T08:00:00+00:00"


def test_tables_are_read_as_they_are_saved() -> None:
    """With semicolons or commas, in UTF-8 or as Windows writes it, or as a workbook."""
    rows = [["ags", "name"], ["05515000", "Münster"]]
    assert read_table(csv_file(rows)) == rows
    assert read_table("ags,name\n05515000,Münster\n".encode()) == rows
    assert read_table("ags;name\r\n05515000;Münster\r\n".encode("cp1252")) == rows
    assert [list(row) for row in read_table(xlsx_file({"answers": rows}))] == rows

"""XLSForms from the field: what is read, what is refused, each fault named by its sheet and row."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from handlers.problems import Problem
from handlers.survey_logic import Logic
from handlers.wording import Wording
from handlers.xlsform_files import LARGEST, BadForm
from handlers.xlsforms import read_xlsform
from storage.persons import Language
from storage.survey_forms import Question, QuestionType
from tests.handlers.spreadsheets import Lines, saved, workbook, xlsx

ROOT = Path(__file__).parents[2]
GERMAN = Wording(Language.GERMAN, ZoneInfo("Europe/Berlin"))
LIST: Lines = [
    ["list_name", "name", "label", "label::English (en)", "land"],
    ["orte", "koeln", "Köln", "Cologne", "NW"],
    ["orte", "potsdam", "Potsdam", "Potsdam", "BB"],
]
AGE: Lines = [["type", "name", "label"], ["integer", "alter", "Wie alt?"]]


def sheet(columns: str, *rows: str) -> Lines:
    """Write a survey sheet: cells apart by ``|``, after a question that others can look at."""
    plain = [line.split("|") for line in (columns, "text|frage|Erste Frage?", *rows)]
    return [[cell.strip() or None for cell in line] for line in plain]


def faults(content: bytes) -> list[tuple[str, str]]:
    """Give what is wrong with a file: each fault's key and row. All of them can be said."""
    with pytest.raises(BadForm) as raised:
        read_xlsform(content, "Umfrage")
    for problem in raised.value.problems:
        assert GERMAN.problem(problem)
    return [(problem.key, str(problem.values.get("row", ""))) for problem in raised.value.problems]


def fault(content: bytes) -> Problem:
    """Give the only thing that is wrong with a file."""
    with pytest.raises(BadForm) as raised:
        read_xlsform(content, "Umfrage")
    (only,) = raised.value.problems
    assert GERMAN.problem(only)
    return only


Feature = tuple[Lines, Callable[[Question], object]]
BASE = "type|name|label"


def of_type(written: str, kind: QuestionType) -> Feature:
    """Make a form with one question of a type."""
    return sheet(BASE, f"{written}|q|Frage?"), lambda question: question.type is kind


def with_column(column: str, cell: str, check: Callable[[Question], object], kind: str = "integer") -> Feature:
    """Make a form whose question has something in a further column."""
    return sheet(f"{BASE}|{column}", f"{kind}|q|Frage?|{cell}"), check


SUPPORTED: dict[str, Feature] = {
    **{kind: of_type(kind, QuestionType(kind)) for kind in ("text", "integer", "decimal", "date", "file", "image")},
    **{kind: of_type(kind, QuestionType(kind)) for kind in ("acknowledge", "note")},
    **{kind: of_type(f"{kind} orte", QuestionType(kind)) for kind in ("select_one", "select_multiple", "rank")},
    "range": with_column(
        "parameters", "start=1 end=5 step=2", lambda q: (q.start, q.end, q.step) == (1, 5, 2), "range"
    ),
    "calculate": with_column("calculation", "1 + 1", lambda q: q.calculation == "1 + 1", "calculate"),
    "begin group": (
        sheet(
            f"{BASE}|relevant",
            "begin group|a|Außen|${frage} = 'x'",
            "begin_group|b|Innen|${frage} != 'y' or false()",
            "integer|q|Frage?|true()",
            "end group",
            "end_group",
        ),
        lambda q: (
            q.group == ({"de": "Außen"}, {"de": "Innen"})
            and q.relevant == "(${frage} = 'x') and (${frage} != 'y' or false()) and (true())"
        ),
    ),
    "relevant": with_column("relevant", "${frage} = 'x'", lambda q: q.relevant == "${frage} = 'x'"),
    "constraint": with_column("constraint", ". > 0", lambda q: q.constraint == ". > 0"),
    "constraint_message": (
        sheet(f"{BASE}|constraint|constraint_message::Deutsch (de)", "integer|q|Frage?|. > 0|Mehr!"),
        lambda q: q.constraint_message == {"de": "Mehr!"},
    ),
    "required": with_column("required", "yes", lambda q: q.required),
    "required_message": (
        sheet(f"{BASE}|required|required_message", "integer|q|Frage?|TRUE|Bitte!"),
        lambda q: q.required and q.required_message == {"de": "Bitte!"},
    ),
    "default": with_column("default", "12", lambda q: q.default == "12"),
    "choice_filter": with_column("choice_filter", "land = 'NW'", lambda q: q.choice_filter != "", "select_one orte"),
    "hint": with_column("hint", "Ungefähr.", lambda q: q.hint == {"de": "Ungefähr."}),
    "label::Deutsch (de)": (
        sheet("type|name|label::Deutsch (de)|label::English (en)", "text|q|Wozu?|Why?"),
        lambda q: q.label == {"de": "Wozu?", "en": "Why?"},
    ),
    "label::English (en)": (
        sheet(f"{BASE}|label::English (en)", "text|q|Wozu?|Why?"),
        lambda q: q.label == {"de": "Wozu?", "en": "Why?"},
    ),
    "${name}": (sheet(BASE, "text|q|Warum ${frage}?"), lambda q: q.label["de"] == "Warum ${frage}?"),
    "form_title": of_type("text", QuestionType.TEXT),
    "disabled": with_column("disabled", "no", lambda q: q.name == "q"),
}
"""A form for each feature, and what must be true of its question ``q``."""

IGNORED: dict[str, Feature] = {
    "appearance": with_column("appearance", "minimal", bool, "select_one orte"),
    "guidance_hint": with_column("guidance_hint", "Für Fachleute.", bool),
}

REFUSED: dict[str, Lines] = {
    "begin repeat": sheet(BASE, "begin repeat|r|Wieder", "text|q|Frage?", "end repeat"),
    **{
        kind: sheet(BASE, f"{kind}|q|Frage?")
        for kind in ("geopoint", "geotrace", "geoshape", "barcode", "audio", "video", "time", "dateTime")
    },
    **{kind: sheet(BASE, f"{kind}|q|Frage?") for kind in ("start", "end", "today", "deviceid", "username", "audit")},
    "select_one_from_file": sheet(BASE, "select_one_from_file orte.csv|q|Frage?"),
    "or_other": sheet(BASE, "select_one orte or_other|q|Frage?"),
    "trigger": sheet(f"{BASE}|trigger|calculation", "calculate|q||${frage}|1"),
    "read_only": sheet(f"{BASE}|read_only", "text|q|Frage?|yes"),
    "media::image": sheet(f"{BASE}|media::image", "text|q|Frage?|bild.png"),
    "randomize": sheet(f"{BASE}|parameters", "select_one orte|q|Frage?|randomize=true"),
    "label::Français (fr)": sheet(f"{BASE}|label::Français (fr)", "text|q|Frage?|Pourquoi?"),
    **{
        call: sheet(f"{BASE}|relevant", f"text|q|Frage?|{written}")
        for call, written in {
            "pulldata()": "pulldata('a', 'b', 'c', 'd') = 1",
            "instance()": "instance('orte')/root/item[name = 'koeln']/label = 'Köln'",
            "position()": "position(..) = 1",
            "jr:choice-name()": "jr:choice-name(${frage}, '${frage}') = 'x'",
            "now()": "now() > 1",
        }.items()
    },
}
"""A form for each feature that is named in row 3, and nothing else."""


def listed(column: int) -> set[str]:
    """Give what stands in backticks in the README's table, in the rows whose answer begins so."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("| XLSForm | read |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "`" in line]
    answers = ["yes", "ignored", "refused"]
    return {name for row in rows if row[1].startswith(answers[column]) for name in re.findall("`(.+?)`", row[0])}


def test_the_readme_says_what_is_supported() -> None:
    """The table of conformance names exactly what has a form here, and in the right row."""
    assert listed(0) == set(SUPPORTED)
    assert listed(1) == set(IGNORED)
    assert listed(2) == {*REFUSED, "external_choices"}


@pytest.mark.parametrize("name", [*SUPPORTED, *IGNORED])
def test_a_supported_feature_is_read(name: str) -> None:
    """The form that shows a feature is read, and other tools would read the same file."""
    survey, check = (SUPPORTED | IGNORED)[name]
    content = xlsx(survey, LIST, [["form_title"], ["Jahresumfrage"]])
    form = read_xlsform(content, "Umfrage")
    question = form.question("q")
    assert question
    assert check(question)
    assert form.title == {"de": "Jahresumfrage"}
    assert convert(io.BytesIO(content)).xform


@pytest.mark.parametrize("name", REFUSED)
def test_an_unsupported_feature_is_named_by_its_row(name: str) -> None:
    """Nothing is left out silently: what the chat cannot do is said, with the row, and nothing else is."""
    found = fault(xlsx(REFUSED[name], LIST))
    assert found.values["sheet"] == "survey"
    assert found.values["row"] == ("1" if name.startswith("label") else "3")


def test_sheets_that_only_other_tools_understand_are_refused() -> None:
    """Choices from outside cannot be offered."""
    assert faults(xlsx(AGE, external_choices=LIST)) == [("xlsform-sheet-unsupported", "")]


BROKEN: dict[str, tuple[Lines, Lines, list[tuple[str, str]]]] = {
    "circular relevant": (
        sheet(f"{BASE}|relevant", "text|a|A?|${c} = '1'", "text|b|B?|${a} = '1'", "text|c|C?|${b} = '1'"),
        (),
        [("xlsform-circular", "3")],
    ),
    "two circles": (
        sheet(f"{BASE}|relevant", "text|a|A?|${a} = '1'", "text|b|B?|${c} = '1'", "text|c|C?|${b} = '1'"),
        (),
        [("xlsform-circular", "3"), ("xlsform-circular", "4")],
    ),
    "circular calculation": (
        sheet(f"{BASE}|calculation", "calculate|a||${b} + 1", "calculate|b||${a} + 1"),
        (),
        [("xlsform-circular", "3")],
    ),
    "unknown types": (
        sheet(BASE, "intger|a|A?", "quatsch|b|B?", "|c|C?"),
        (),
        [("xlsform-type-unknown-meant", "3"), ("xlsform-type-unknown", "4"), ("xlsform-type-missing", "5")],
    ),
    "duplicate names": (
        sheet(BASE, "text|frage|Noch einmal?", "begin group|g|G", "text|frage|Und noch einmal?", "end group"),
        (),
        [("xlsform-name-twice", "3"), ("xlsform-name-twice", "5")],
    ),
    "missing choice lists": (
        sheet(BASE, "select_one ort|a|A?", "select_multiple ja_nein|b|B?", "select_one|c|C?"),
        LIST,
        [("xlsform-list-unknown-meant", "3"), ("xlsform-list-unknown", "4"), ("xlsform-list-missing", "5")],
    ),
    "constraints with errors": (
        sheet(
            f"{BASE}|constraint",
            "integer|a|A?|. >",
            "integer|b|B?|. > ${nichts}",
            "text|c|C?|regex(., '[a-')",
            "integer|d|D?|foo(.)",
            "integer|e|E?|if(. > 1)",
            "integer|f|F?|. > zehn",
            f"integer|g|G?|{'(' * 60}1{')' * 60}",
        ),
        (),
        [
            ("expression-unreadable", "3"),
            ("xlsform-reference-unknown", "4"),
            ("expression-regex", "5"),
            ("expression-function-unknown", "6"),
            ("expression-arguments", "7"),
            ("xlsform-bare-name", "8"),
            ("expression-too-deep", "9"),
        ],
    ),
    "names and labels": (
        sheet(BASE, "text|1a|A?", "text||B?", "text|mit leer|C?", "text|d|", "text|e|Zu ${nix}?"),
        (),
        [
            ("xlsform-name", "3"),
            ("xlsform-name-missing", "4"),
            ("xlsform-name", "5"),
            ("xlsform-label-missing", "6"),
            ("xlsform-reference-unknown", "7"),
        ],
    ),
    "groups that do not close": (
        sheet(BASE, "end group", "begin group|g|G", "text|a|A?"),
        (),
        [("xlsform-group-end", "3"), ("xlsform-group-open", "4")],
    ),
    "choices": (
        sheet(BASE, "select_one l|a|A?"),
        [
            ["list_name", "name", "label"],
            ["l", "a", "A"],
            ["l", "a", "Noch einmal A"],
            ["l", "b b", "B"],
            [None, "c", "C"],
            ["l", "d", None],
        ],
        [
            ("xlsform-choice-twice", "3"),
            ("xlsform-choice-name", "4"),
            ("xlsform-choice-incomplete", "5"),
            ("xlsform-label-missing", "6"),
        ],
    ),
    "values": (
        sheet(
            f"{BASE}|required|default|parameters|calculation|choice_filter",
            "integer|a|A?|vielleicht",
            "integer|b|B?||zwölf",
            "date|c|C?||gestern",
            "select_one orte|d|D?||bonn",
            "range|e|E?|||start=5 end=1",
            "text|f|F?||||1 + 1",
            "calculate|g|",
            "select_one orte|h|H?|||||bundesland = 'NW'",
        ),
        LIST,
        [
            ("xlsform-required", "3"),
            ("xlsform-default", "4"),
            ("xlsform-default", "5"),
            ("xlsform-default", "6"),
            ("xlsform-range", "7"),
            ("xlsform-calculation-elsewhere", "8"),
            ("xlsform-calculation-missing", "9"),
            ("xlsform-bare-name", "10"),
        ],
    ),
    "columns twice": (
        sheet(f"{BASE}|relevant|relevance", "text|q|Frage?"),
        (),
        [("xlsform-column-repeated", "1")],
    ),
    "no question": ([["type", "name", "label"], ["note", "n", "Guten Tag"]], (), [("xlsform-empty", "")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_all_faults_are_named_at_once(name: str) -> None:
    """The author gets one list of everything, by rows, and does not have to send the file again and again."""
    survey, choices, expected = BROKEN[name]
    found = faults(xlsx(survey, choices))
    assert sorted(found, key=lambda one: (one[1].zfill(3), one[0])) == sorted(
        expected, key=lambda one: (one[1].zfill(3), one[0])
    )


def test_a_circle_says_its_way() -> None:
    """The names stand in the order in which they depend on each other, from the first row."""
    survey = sheet(f"{BASE}|relevant", "text|a|A?|${c} = '1'", "text|b|B?|${a} = '1'", "text|c|C?|${b} = '1'")
    assert fault(xlsx(survey)).values["names"] == "a → c → b → a"


def test_merged_cells_are_named() -> None:
    """A merged cell looks as if it stood in all rows; only the first has it."""
    book = workbook(sheet(BASE, "text|a|A?", "text|b|B?"))
    book["survey"].merge_cells("C3:C4")
    assert faults(saved(book)) == [("xlsform-merged", "3"), ("xlsform-label-missing", "4")]


def test_a_column_that_stands_twice_is_named() -> None:
    """Which of the two would count is not for us to guess."""
    assert faults(xlsx(sheet("type|name|label|label", "text|a|A?|B?"))) == [("xlsform-column-twice", "")]


def test_umlauts_in_names_are_names() -> None:
    """German authors write German names; composed of two signs or one they are the same."""
    decomposed = "gro\u0308ße"
    survey = sheet(f"{BASE}|relevant", f"integer|{decomposed}|Wie groß?", "text|warum|Warum?|${größe} > 3")
    form = read_xlsform(xlsx(survey), "Umfrage")
    assert [question.name for question in form.questions] == ["frage", "größe", "warum"]
    assert Logic(form).standing({"größe": 4}, date(2021, 7, 5)).relevant[-1] == "warum"


def test_typographic_quotation_marks_are_quotation_marks() -> None:
    """Spreadsheets put them in while one types; in labels they stay."""
    form = read_xlsform(xlsx(sheet(f"{BASE}|relevant", "text|a|Was heißt „offen“?|${frage} = „x“")), "Umfrage")
    assert Logic(form).standing({"frage": "x"}, date(2021, 7, 5)).relevant == ("frage", "a")
    assert form.questions[1].label == {"de": "Was heißt „offen“?"}


def test_disabled_and_empty_rows_are_passed_over() -> None:
    """Rows keep their numbers."""
    form = read_xlsform(xlsx(sheet(f"{BASE}|disabled", "text|a|A?|yes", "", "text|b|B?")), "Umfrage")
    assert [question.name for question in form.questions] == ["frage", "b"]
    assert faults(xlsx(sheet(BASE, "", "", "foo|b|B?"))) == [("xlsform-type-unknown", "5")]


def test_a_day_in_a_cell_of_days_is_a_default() -> None:
    """Whoever types 01.09.2021 into a spreadsheet makes a day of it."""
    book = workbook(sheet(f"{BASE}|default", "date|a|A?"))
    book["survey"]["D3"] = date(2021, 9, 1)
    assert read_xlsform(saved(book), "Umfrage").questions[1].default == "2021-09-01"


def many(count: int) -> Lines:
    """Write a survey of many questions, each depending on the one before."""
    rows = [
        f"select_one orte|f{n}|Frage {n}?|{f'${{f{n - 1}}} = {chr(39)}koeln{chr(39)}' if n else ''}"
        for n in range(count)
    ]
    return sheet(f"{BASE}|relevant", *rows)


def test_300_questions_are_read_quickly_and_301_refused() -> None:
    """The largest survey takes a moment, and one that is larger is refused with a sentence."""
    content = xlsx(many(299), LIST)
    before = process_time()
    form = read_xlsform(content, "Umfrage")
    assert len(form.questions) == 300
    assert process_time() - before < 5
    assert faults(xlsx(many(300), LIST)) == [("xlsform-too-many", "302")]


CSV = (
    'survey\n,type,name,label\n,integer,alter,"Wie alt, ungefähr?"\n,select_one orte,ort,Wo?\n'
    "choices\n,list_name,name,label\n,orte,koeln,Köln\n"
)


def test_a_csv_file_holds_the_same_sheets() -> None:
    """The names of the sheets stand in the first column, as pyxform has it."""
    form = read_xlsform(CSV.encode(), "Umfrage")
    assert [question.type for question in form.questions] == [QuestionType.INTEGER, QuestionType.SELECT_ONE]
    assert form.questions[0].label == {"de": "Wie alt, ungefähr?"}
    assert convert(CSV).xform


def test_a_csv_file_whose_sheets_are_padded_to_one_width_is_read() -> None:
    """As spreadsheets write it: every line as long as the longest."""
    lines = [line.split(",") for line in CSV.replace(", ungefähr", "").splitlines()]
    padded = "\n".join(",".join(line + [""] * (9 - len(line))) for line in lines)
    assert read_xlsform(padded.encode(), "Umfrage") == read_xlsform(CSV.replace(", ungefähr", "").encode(), "Umfrage")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_from_a_german_spreadsheet_is_read(encoding: str) -> None:
    """Semicolons, Windows-1252, the survey sheet alone: rows are those of the file."""
    content = 'type;name;label\r\ntext;größe;"Wie groß; wie breit?"\r\n\r\nfoo;b;B?\r\n'.encode(encoding)
    assert faults(content) == [("xlsform-type-unknown", "4")]
    form = read_xlsform(content.replace(b"foo", b"text"), "Umfrage")
    assert form.questions[0].label == {"de": "Wie groß; wie breit?"}


def packed(parts: dict[str, bytes]) -> bytes:
    """Give a good workbook with some parts put into it or instead."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(AGE))) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            if name not in parts:
                bad.writestr(name, good.read(name))
        for name, content in parts.items():
            bad.writestr(name, content)
    return file.getvalue()


def part(name: str) -> bytes:
    """Give a part of a good workbook."""
    with zipfile.ZipFile(io.BytesIO(xlsx(AGE))) as good:
        return good.read(name)


def renamed(old: bytes, new: bytes) -> bytes:
    """Give the workbook's own part with another name in it."""
    return part("xl/workbook.xml").replace(old, new)


def shared(strings: bytes) -> dict[str, bytes]:
    """Give what makes a workbook keep its strings apart, as Excel does; openpyxl does not."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    types = part("[Content_Types].xml").replace(b"</Types>", entry)
    return {"[Content_Types].xml": types, "xl/sharedStrings.xml": strings}


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>'
)
EXTERNAL = ENTITIES.replace(b'<!ENTITY a "ha">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')
SHEET = "xl/worksheets/sheet1.xml"
FILES = {
    "a zip bomb": (packed({"xl/media/image1.png": b"\0" * (60 * 1024**2)}), "xlsform-too-large-unpacked"),
    "a file with macros": (packed({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "xlsform-macros"),
    "entities within entities": (packed({SHEET: ENTITIES}), "xlsform-unsafe"),
    "an entity that is a file": (packed({SHEET: EXTERNAL}), "xlsform-unsafe"),
    "entities in the shared strings": (packed(shared(ENTITIES)), "xlsform-unsafe"),
    "shared strings that are none": (packed(shared(b"<sst><si>")), "xlsform-damaged"),
    "entities in the workbook": (packed({"xl/workbook.xml": ENTITIES}), "xlsform-unsafe"),
    "half a sheet": (packed({SHEET: b"<worksheet><sheetData>"}), "xlsform-damaged"),
    "half a file": (xlsx(AGE)[:2000], "xlsform-damaged"),
    "a Word document": (packed({"word/document.xml": b"<x/>"}).replace(b"xl/workbook.xml", b"xl/workboom.xml"), ""),
    "an old Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xlsform-no-spreadsheet"),
    "a PDF": (b"%PDF-1.7\n...", "xlsform-no-spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "xlsform-no-spreadsheet"),
    "a letter": (b"Sehr geehrte Damen und Herren,\nanbei die Umfrage.", "xlsform-no-survey"),
    "nothing": (b"", "xlsform-no-survey"),
    "too many bytes": (b"PK" + bytes(LARGEST), "xlsform-too-large"),
    "an empty sheet": (xlsx([]), "xlsform-empty"),
    "another workbook": (packed({"xl/workbook.xml": renamed(b"survey", b"zahlen")}), "xlsform-no-survey"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_survey_is_refused_with_a_sentence(name: str) -> None:
    """Whatever is sent, its sender learns what to do, and nothing is unpacked or run."""
    content, key = FILES[name]
    assert fault(content).key == (key or "xlsform-no-spreadsheet")


def test_a_sheet_of_very_many_cells_is_refused() -> None:
    """A formatted column of a million rows is small when packed."""
    row = b'<row><c r="A1" s="1"/><c/><c/><c/><c/><c/><c/><c/><c/><c/></row>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    content = packed({SHEET: head + row * 30_000 + b"</sheetData></worksheet>"})
    assert fault(content).key == "xlsform-too-many-cells"


def test_openpyxl_guards_against_xml_attacks() -> None:
    """It does so where defusedxml is installed, which we depend on."""
    assert openpyxl.DEFUSEDXML


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_form_or_a_sentence(content: bytes) -> None:
    """No file makes the reader fail in another way, and each fault can be said."""
    for start in (b"", b"PK\x03\x04", b"survey\n,type,name,label\n,", b"type,name,label\n"):
        assert all(GERMAN.problem(problem) for problem in problems(start + content))


def problems(content: bytes) -> tuple[Problem, ...]:
    """Give what is wrong with a file, nothing if it is a form."""
    try:
        read_xlsform(content, "Umfrage")
    except BadForm as bad:
        return bad.problems
    return ()


@given(part_name=st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]), data=st.data())
@settings(max_examples=60)
def test_a_workbook_with_a_wrong_part_is_a_form_or_a_sentence(part_name: str, data: st.DataObject) -> None:
    """However a part is damaged inside an intact package, its sender reads a sentence."""
    whole = part(part_name)
    at = data.draw(st.integers(0, len(whole) - 1))
    put = data.draw(st.binary(max_size=6))
    found = problems(packed({part_name: whole[:at] + put + whole[at + data.draw(st.integers(0, 9)) :]}))
    assert all(GERMAN.problem(problem) for problem in found)


def test_nobody_pays_for_pyxform_who_reads_no_form() -> None:
    """Its 28 MB are loaded when a form is read."""
    code = "import sys, handlers.xlsforms; print('pyxform' in sys.modules, 'openpyxl' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603
    assert ran.stdout.split() == ["False", "False"]

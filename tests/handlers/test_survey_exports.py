"""``umfrage 3 export``: who gets what, and that protected files tell nothing under five, not even two of them."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.messages import Incoming
from handlers.survey_exports import export
from handlers.survey_files import Format, survey_file
from handlers.turn import Office, Outgoing, Turn
from handlers.xlsforms import read_xlsform
from storage.audit import AuditEntry
from storage.database import Database
from storage.persons import Person, Role, RoleAssignment
from storage.survey_forms import Form
from storage.survey_hiding import FEWEST
from storage.surveys import Anonymity, Survey, form_of
from tests.storage.survey_stage import FIRST, NOW, OFFICE, Stage, places, populate

OPEN, COORDINATORS, ANONYMOUS = Anonymity
MANY = places(16)
DAY = NOW.date()


@pytest.fixture
def stage(sqlite_database: Database) -> Stage:
    """Give sixteen municipalities."""
    return populate(sqlite_database, *MANY)


def exports(stage: Stage, rest: str = "", role: Role = Role.COORDINATOR, person: int = FIRST) -> list[Outgoing]:
    """Let somebody ask for an export."""
    with stage.database.transaction() as session:
        roles = (RoleAssignment(person_id=person, role=role, valid_from=DAY),)
        said = Incoming("matrix", "$1", "@jemand", "!chat", direct=True)
        office = Office(ZoneInfo("Europe/Berlin"))
        turn = Turn(session, said, "", NOW, office, person=session.get_one(Person, person), roles=roles)
        return list(export(turn, session.get_one(Survey, stage.survey_id), rest))


def files(replies: list[Outgoing]) -> dict[str, bytes]:
    """Give what is attached."""
    attached = [reply.message.attachment for reply in replies]
    return {each.name: each.content for each in attached if each}


def table(content: bytes) -> list[dict[str, str]]:
    """Read a CSV file as a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_an_open_survey_is_exported_with_names(stage: Stage) -> None:
    """A row for each municipality that is asked; what is skipped, not asked and not sent can be told apart."""
    first, second, third = MANY[:3]
    stage.open(*MANY[:3])
    stage.fills(first, ready="yes", groups=["ill"], places=3, wishes="=1+1", order=["staff", "money", "flats"])
    stage.fills(second, ready=None, groups=[])
    stage.says(third, "ready", "no")
    found = files(exports(stage, "CSV", Role.LAND_COORDINATOR))
    assert list(found) == ["umfrage-1.csv", "umfrage-1-codebook.csv"]
    rows = table(found["umfrage-1.csv"])
    assert [row["ags"] for row in rows] == [first, second, third]
    assert [row["ready"] for row in rows] == ["yes", "-", ""]
    assert [row["groups/ill"] for row in rows] == ["1", "0", ""]
    assert [row["groups/minors"] for row in rows] == ["0", "0", ""]
    assert [row["order/staff"] for row in rows] == ["1", "", ""]
    assert [row["order"] for row in rows] == ["staff money flats", "", ""]
    assert [row["places"] for row in rows] == ["3", "", ""]
    assert rows[0]["wishes"] == "'=1+1"
    assert rows[0] | {"name": f"Kommune {first}", "land": "NW", "size": "town", "by_proxy": "0"} == rows[0]
    assert rows[0]["sent_at"] == "2021-07-01T08:00:00+00:00"
    assert {row["part"] for row in table(found["umfrage-1-codebook.csv"])} >= {
        "survey",
        "version",
        "question",
        "option",
    }


def test_a_workbook_has_answers_codebook_and_form(stage: Stage) -> None:
    """It is the format unless another one is named; the form is read from it again."""
    stage.open(*MANY[:3])
    stage.fills(MANY[0], ready="yes", wishes="=1+1")
    content = files(exports(stage))["umfrage-1.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["answers", "codebook", "survey", "choices", "settings"]
    cells = [cell for row in book["answers"].iter_rows() for cell in row]
    assert "'=1+1" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]
    labelled = _labelled(stage)
    with stage.database.transaction() as session:
        survey = session.get_one(Survey, labelled)
        form = form_of(session, survey)
        assert read_xlsform(survey_file(session, survey, Format.XLSX, NOW, named=True), "x") == form


def _labelled(stage: Stage) -> int:
    """Publish a survey whose questions have labels."""
    with stage.database.transaction() as session:
        form = form_of(session, session.get_one(Survey, 1))
    labelled = tuple(each.model_copy(update={"label": {"de": f"{each.name}?"}}) for each in form.questions)
    return stage.open(*MANY[:3], form=Form(title=form.title, questions=labelled)).survey_id


@pytest.mark.parametrize(
    ("anonymity", "role", "person", "named"),
    [
        (OPEN, Role.LAND_COORDINATOR, FIRST, True),
        (COORDINATORS, Role.COORDINATOR, FIRST, True),
        (COORDINATORS, Role.LAND_COORDINATOR, OFFICE, True),  # who has made it
        (COORDINATORS, Role.LAND_COORDINATOR, FIRST, False),
        (ANONYMOUS, Role.COORDINATOR, OFFICE, False),
        (ANONYMOUS, Role.LAND_COORDINATOR, FIRST, False),
    ],
)
def test_names_are_for_who_may_see_them(
    stage: Stage, anonymity: Anonymity, role: Role, person: int, *, named: bool
) -> None:
    """In every format; each export is in the audit log."""
    stage.open(*MANY, anonymity=anonymity)
    for ags in MANY[:11]:
        stage.fills(ags, ready="yes")
    stage.closes()
    for kind in ("csv", "json", "xlsx"):
        content = next(iter(files(exports(stage, kind, role, person)).values()))
        if kind == "xlsx":
            content = str([list(sheet.values) for sheet in openpyxl.load_workbook(io.BytesIO(content))]).encode()
        assert (MANY[0].encode() in content) is named, kind
    with stage.database.transaction() as session:
        entries = [session.get_one(AuditEntry, number) for number in (1, 2, 3)]
    assert [entry.action for entry in entries] == ["survey-exported"] * 3


@pytest.mark.parametrize(
    ("rest", "sent", "anonymity", "words"),
    [
        ("pdf", 6, OPEN, "kenne ich nicht"),
        ("", 0, OPEN, "noch keine Kommune gesendet"),
        ("json", 11, COORDINATORS, "sobald die Umfrage geschlossen ist"),
        ("csv", 11, ANONYMOUS, "sobald die Umfrage geschlossen ist"),
    ],
)
def test_what_cannot_be_had_is_said(stage: Stage, rest: str, sent: int, anonymity: Anonymity, words: str) -> None:
    """With what to do; here to a coordinator of a Land, who does not look after the survey."""
    stage.open(*MANY, anonymity=anonymity)
    for ags in MANY[:sent]:
        stage.fills(ags, ready="yes")
    (reply,) = exports(stage, rest, Role.LAND_COORDINATOR)
    assert words in reply.message.text
    assert reply.message.attachment is None


def test_too_few_are_not_shown(stage: Stage) -> None:
    """Also not to the office, where a survey is anonymous."""
    stage.open(*MANY, anonymity=ANONYMOUS)
    for ags in MANY[:9]:
        stage.fills(ags, ready="yes")
    (reply,) = exports(stage, "csv")
    assert "erst nach dem Ende und ab fünf Kommunen" in reply.message.text


def test_what_is_too_large_is_for_the_command_line(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what it would hold, and by what it weighs."""
    stage.open(*MANY)
    stage.fills(MANY[0], ready="yes")
    for limit in ("MOST_CELLS", "LARGEST"):
        with monkeypatch.context() as patched:
            patched.setattr(f"handlers.survey_exports.{limit}", 10)
            (reply,) = exports(stage)
        assert "hafenbote surveys export 1" in reply.message.text


@given(
    st.sampled_from([COORDINATORS, ANONYMOUS]),
    st.lists(st.sampled_from(["yes", "no", "later", None]), min_size=12, max_size=16),
    st.integers(1, 6),
)
@settings(max_examples=12)
def test_two_protected_exports_differ_by_five_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    anonymity: Anonymity,
    said: list[str | None],
    step: int,
) -> None:
    """After however many more have sent; and no number in one is under five."""
    path = tmp_path_factory.mktemp("exports") / "hafenbote.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    stage = populate(database, *MANY).open(*MANY, anonymity=anonymity)
    shown = [0]
    for number, (ags, answer) in enumerate(zip(MANY, said, strict=False)):
        stage.fills(ags, ready=answer)
        if number % step == 0:
            shown.append(_about(stage))
    stage.closes()
    shown.append(_about(stage))
    database.close()
    steps = [after - before for before, after in pairwise(shown)]
    assert all(each == 0 or each >= FEWEST for each in steps), shown


def _about(stage: Stage) -> int:
    """Say how many municipalities an export is about, and check the numbers in it."""
    with stage.database.transaction() as session:
        survey = session.get_one(Survey, stage.survey_id)
        rows = table(survey_file(session, survey, Format.CSV, NOW, named=False))
        document = json.loads(survey_file(session, survey, Format.JSON, NOW, named=False))
    assert all(int(row["value"]) >= FEWEST for row in rows if row["value"] and row["measure"] in {"answered", "count"})
    assert not document["places"]
    return int(document["step"]["results"]["sent"]) if document["step"] else 0

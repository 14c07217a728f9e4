"""``hafenbote surveys`` as people run it: real processes, files, and how they end."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from storage.database import Database
from storage.persons import Role, RoleAssignment
from storage.survey_answers import current
from storage.survey_forms import Form, Labels
from storage.survey_participation import invite, part_of
from storage.surveys import Anonymity, Survey, SurveyState, publish
from tests.bot.test_cli import Shell, refused
from tests.storage.survey_stage import FORM, NOW, OFFICE, SECOND, Stage, places, populate

ASKED = places(6)
FORM_FILE = "type,name,label,constraint\ninteger,plaetze,Wie viele Plätze?,. >= 0\ntext,wunsch,Was fehlt?,\n"


@pytest.fixture
def shell(tmp_path: Path, sqlite_template: Path) -> Shell:
    """Give a folder with a database that has members, somebody in the office, and room for another one."""
    made = Shell(tmp_path)
    shutil.copy(sqlite_template, made.file)
    _populated(made.file)
    shutil.copy(sqlite_template, tmp_path / "other.db")
    _populated(tmp_path / "other.db")
    return made


def _populated(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    populate(database, *ASKED)
    with database.transaction() as session:
        session.add(RoleAssignment(person_id=OFFICE, role=Role.COORDINATOR, valid_from=NOW.date()))
    database.close()


def stage(shell: Shell, anonymity: Anonymity = Anonymity.OPEN) -> Stage:
    """Publish a survey, with a contradiction and something skipped."""
    database = Database(f"sqlite:///{shell.file}")
    questions = tuple(each.model_copy(update={"label": Labels(de=f"{each.name}?")}) for each in FORM.questions)
    made = Stage(database).open(*ASKED, anonymity=anonymity, form=Form(title=FORM.title, questions=questions))
    made.fills(ASKED[0], ready="yes", places=3, wishes="=Ümläute;\n2")
    if anonymity is Anonymity.OPEN:
        made.says(ASKED[0], "ready", "no", SECOND)
    made.says(ASKED[1], "ready", None)
    database.close()
    return made


def reopened(shell: Shell) -> Database:
    """Let a survey of 2021 still be open today."""
    database = Database(f"sqlite:///{shell.file}")
    with database.transaction() as session:
        survey = session.get_one(Survey, 1)
        survey.closes_at = survey.closes_at.replace(year=2999)
    return database


def test_a_survey_goes_out_and_comes_back(shell: Shell) -> None:
    """As JSON into another database with the same members; exported there it is the same to the byte."""
    stage(shell)
    assert shell.run("surveys", "export", 1, "out.json").returncode == 0
    other = {"database_url": "sqlite:///other.db"}
    done = shell.run("surveys", "import", "out.json", **other)
    assert done.stdout == "survey 1 of Koordinierungsstelle: Jahresumfrage, published\n"
    assert shell.run("surveys", "export", 1, "back.json", **other).returncode == 0
    assert (shell.directory / "back.json").read_bytes() == (shell.directory / "out.json").read_bytes()
    refused(shell.run("surveys", "import", "out.json", **other), "here already: it is number 1")


def test_faults_of_a_form_are_plain_text(shell: Shell) -> None:
    """A terminal shows no Markdown: names with underscores stand there as they are written."""
    shell.write("form.csv", "type,name,label\nselct_one a,q,Was?\n")
    said = shell.run("surveys", "import", "form.csv", "--closes", "2999-01-31")
    refused(said, "„selct_one a“", "„select_one“")
    assert "\\" not in said.stderr
    assert "*" not in said.stderr


def test_a_form_becomes_a_draft(shell: Shell) -> None:
    """Open to all until the end of the day that is named, and made by the office; an export is a form, too."""
    shell.write("plaetze.csv", FORM_FILE)
    done = shell.run("surveys", "import", "plaetze.csv", "--closes", "2999-08-31", "--anonymity", "anonymous")
    assert done.stdout == (
        "survey 1 of Koordinierungsstelle: plaetze, a draft; look at it in the chat: umfrage 1 vorschau\n"
    )
    database = Database(f"sqlite:///{shell.file}")
    with database.transaction() as session:
        survey = session.get_one(Survey, 1)
        assert survey.state is SurveyState.DRAFT
        assert survey.anonymity is Anonymity.ANONYMOUS
        assert survey.closes_at.isoformat() == "2999-08-31T22:00:00+00:00"
        publish(session, 1, 1, OFFICE, NOW)
    database.close()
    assert shell.run("surveys", "export", 1, "out.xlsx").returncode == 0
    done = shell.run("surveys", "import", "out.xlsx", "--closes", "2999-08-31")
    assert done.stdout.startswith("survey 2 of Koordinierungsstelle: plaetze, a draft")
    with Database(f"sqlite:///{shell.file}").transaction() as session:
        assert session.get_one(Survey, 1).draft == session.get_one(Survey, 2).draft


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_comes_back_as_it_was_and_as_it_was_changed(shell: Shell, suffix: str) -> None:
    """Unchanged it changes nothing; what was written into it is the coordination's word."""
    stage(shell)
    database = reopened(shell)
    assert shell.run("surveys", "export", 1, f"out.{suffix}", "--codebook", "book.csv").returncode == 0
    done = shell.run("surveys", "import", f"out.{suffix}", "--into", 1)
    assert done.stdout == "survey 1: 0 answers new or different, 0 municipalities sent\n", done.stderr
    assert (shell.directory / "book.csv").read_bytes().startswith("\ufeffpart;name".encode())
    if suffix == "xlsx":
        return
    text = (shell.directory / "out.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    at = {name: number for number, name in enumerate(rows[0])}
    rows[1][at["places"]] = "12"
    rows[3][0] = rows[3][0].removeprefix("0")  # a spreadsheet did
    rows[3][at["ready"]], rows[3][at["groups"]], rows[3][at["sent_at"]] = "later", "ill minors", "1.9.2021"
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    shell.write("changed.csv", written.getvalue())
    done = shell.run("surveys", "import", "changed.csv", "--into", 1)
    assert done.stdout == "survey 1: 3 answers new or different, 1 municipalities sent\n", done.stderr
    with database.transaction() as session:
        part = part_of(session, 1, ASKED[2])
        assert part is not None
        assert part.sheet == {"ready": "later", "groups": ["minors", "ill"]}
        assert (part.by_proxy, part.sent_by) == (True, OFFICE)
        assert current(session, 1, ASKED[0])["places"].by_proxy
    database.close()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("05000000;;;;;;;zwölf", ["row 2: places: 'zwölf' is no number"]),
        ("12345678;;;;;;;1", ["row 2: AGS 12345678 is not asked"]),
        ("05000000;;;;;;;1\n05000000;;;;;;;2\n05000001;;;;;;;x", ["row 3: AGS", "row 4: places"]),
    ],
)
def test_faults_of_a_table_are_named_by_their_rows(shell: Shell, line: str, words: list[str]) -> None:
    """All of them, and nothing is taken."""
    stage(shell)
    database = reopened(shell)
    shell.write("table.csv", f"ags;name;land;size;sent_at;by_proxy;contradicted;places\n{line}\n")
    refused(shell.run("surveys", "import", "table.csv", "--into", 1), *words)
    with database.transaction() as session:
        assert current(session, 1, ASKED[0])["places"].value == 3
    database.close()


def test_constraints_hold_in_tables_too(shell: Shell) -> None:
    """What the chat would not take is not taken from a table."""
    shell.write("plaetze.csv", FORM_FILE)
    shell.run("surveys", "import", "plaetze.csv", "--closes", "2999-08-31")
    database = Database(f"sqlite:///{shell.file}")
    with database.transaction() as session:
        publish(session, 1, 1, OFFICE, NOW)
        invite(session, 1, ASKED, NOW)
    shell.write("table.csv", "ags;name;land;size;sent_at;by_proxy;contradicted;plaetze\n05000000;;;;;;;-3\n")
    refused(shell.run("surveys", "import", "table.csv", "--into", 1), "row 2: plaetze: -3 breaks the constraint")
    assert not Stage(database, 1).sheet(ASKED[0])
    database.close()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", 1, "out.pdf"), ["out.pdf: a survey is written as .csv, .xlsx or .json"]),
        (("export", 7, "out.csv"), ["There is no survey 7."]),
        (("import", "none.json"), ["none.json"]),
        (("import", "form.csv"), ["--closes needs the last day"]),
        (("import", "form.csv", "--closes", "31.8.2999"), ["--closes needs the last day"]),
        (("import", "form.csv", "--closes", "2021-08-31"), ["--closes: 2021-08-31 is over."]),
        (("import", "form.csv", "--closes", "2999-08-31", "--by", "Niemand"), ["'Niemand' is not in the office"]),
        (("import", "bad.csv", "--closes", "2999-08-31"), ["Zeile 2", "quatsch"]),
        (("import", "form.csv", "--into", 1), ["row 1: the first columns must be ags, name"]),
        (("import", "junk.xlsx", "--into", 1), ["there is no sheet answers"]),
        (("import", "form.csv", "--into", 9), ["There is no survey 9."]),
        (("import", "members.json"), ["row 1: this is no survey that Hafenbote has exported"]),
    ],
)
def test_what_cannot_be_done_is_said(shell: Shell, arguments: tuple[object, ...], words: list[str]) -> None:
    """In a sentence, with exit code 1."""
    stage(shell)
    reopened(shell).close()
    shell.write("form.csv", FORM_FILE)
    shell.write("bad.csv", "type,name,label\nquatsch,a,A?\n")
    shell.write("junk.xlsx", b"PK\x03\x04nothing")
    shell.write("members.json", "[]")
    refused(shell.run("surveys", *arguments), *words)
    assert not (shell.directory / "out.csv").exists()
    assert not (shell.directory / "out.pdf").exists()


def test_an_anonymous_survey_is_exported_without_names(shell: Shell) -> None:
    """Also here; and its table takes no answers."""
    stage(shell, Anonymity.ANONYMOUS)
    reopened(shell).close()
    for name in ("out.csv", "out.json"):
        assert shell.run("surveys", "export", 1, name).returncode == 0
        assert ASKED[0] not in (shell.directory / name).read_text(encoding="utf-8-sig")
    shell.write("table.csv", "ags;name;land;size;sent_at;by_proxy;contradicted;places\n")
    refused(shell.run("surveys", "import", "table.csv", "--into", 1), "it is anonymous or not open")

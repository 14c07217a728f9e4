"""Surveys leave as a document and come back: whole, once, and nothing that is not theirs to know."""

from __future__ import annotations

import json

import pytest

from storage.database import Database
from storage.survey_answers import Standing, history
from storage.survey_documents import SurveyFileError, written
from storage.survey_exports import answer_rows, document_of, protected_document
from storage.survey_handovers import hand
from storage.survey_imports import import_survey
from storage.surveys import Anonymity, Survey, SurveyState
from tests.storage.survey_stage import (
    DAY,
    FORM,
    HOUR,
    NOW,
    OFFICE,
    READY,
    SECOND,
    Stage,
    form,
    options,
    places,
    populate,
)

OPEN, COORDINATORS, ANONYMOUS = Anonymity
FOUR = places(4)
MANY = places(23)


@pytest.fixture(params=["sqlite to postgresql", "postgresql to sqlite"])
def two(request: pytest.FixtureRequest) -> tuple[Database, Database]:
    """Give two databases, of one kind and the other."""
    found = request.getfixturevalue("sqlite_database"), request.getfixturevalue("postgres_database")
    return found if request.param.startswith("sqlite") else found[::-1]


def exported(database: Database, number: int = 1, *, drafts: bool = True, protected: bool = False) -> str:
    """Write a survey down."""
    with database.transaction() as session:
        survey = session.get_one(Survey, number)
        if protected:
            return written(protected_document(session, survey, NOW + DAY))
        return written(document_of(session, survey, drafts=drafts))


def imported(database: Database, text: str) -> Survey:
    """Take a survey in."""
    with database.transaction() as session:
        return import_survey(session, text, OFFICE, NOW + DAY)


def eventful(stage: Stage, anonymity: Anonymity = OPEN) -> Stage:
    """Let nearly everything happen in a survey: skipping, contradicting, handing over, putting aside, correcting."""
    first, second, third, _ = FOUR
    stage.open(*FOUR, anonymity=anonymity)
    stage.fills(first, ready="yes", groups=["minors", "ill"], places=12, wishes='=1+1; "Ümläute"\nzweite Zeile')
    stage.says(first, "ready", "no", SECOND, now=NOW + HOUR)
    stage.says(second, "ready", None)
    stage.says(second, "places", 3.5)
    stage.sends(second)
    stage.says(third, "wishes", "noch nicht gesendet")
    with stage.database.transaction() as session:
        hand(session, stage.survey_id, third, ["places"], SECOND, OFFICE, NOW)
    stage.corrects(form(READY.model_copy(update={"options": options("yes", "no")}), *FORM.questions[1:]))
    return stage


@pytest.mark.parametrize("anonymity", [OPEN, COORDINATORS])
def test_a_survey_comes_back_as_it_was(two: tuple[Database, Database], anonymity: Anonymity) -> None:
    """Exported, imported where only the members are known, and exported again, it is the same to the byte."""
    here, there = two
    eventful(populate(here, *FOUR), anonymity)
    text = exported(here)
    populate(there, *FOUR)
    survey = imported(there, text)
    assert exported(there) == text
    assert survey.created_by == OFFICE
    with there.transaction() as session:
        said = {each.value if not isinstance(each.value, list) else "": each for each in history(session, 1, FOUR[0])}
        assert said["no"].standing is Standing.CONTRADICTS
        assert said["no"].person_id == SECOND
    assert Stage(there, 1).sheet(FOUR[1]) == {"ready": None, "places": 3.5}


def test_the_steps_of_protected_results_go_along(two: tuple[Database, Database]) -> None:
    """A result shown here and the next one there still differ by five municipalities or more."""
    here, there = two
    stage = populate(here, *MANY).open(*MANY, anonymity=COORDINATORS)
    for ags in MANY[:12]:
        stage.fills(ags, ready="yes")
    shown = stage.results()
    for ags in MANY[12:16]:
        stage.fills(ags, ready="no")
    assert shown == stage.results()
    populate(there, *MANY)
    imported(there, exported(here))
    assert Stage(there, 1).results() == shown


@pytest.mark.parametrize("anonymity", [COORDINATORS, ANONYMOUS])
def test_what_is_protected_comes_back_closed_with_its_results(
    two: tuple[Database, Database], anonymity: Anonymity
) -> None:
    """No municipality is in it, so nobody can be asked any more; the results are those that were shown."""
    here, there = two
    stage = populate(here, *MANY).open(*MANY, anonymity=anonymity)
    for ags in MANY[:12]:
        stage.fills(ags, ready="yes", wishes="Mehr Plätze")
    stage.closes()
    text = exported(here, protected=True)
    assert not any(ags in text for ags in MANY)
    populate(there, *MANY)
    survey = imported(there, text)
    assert survey.state is SurveyState.CLOSED
    shown = stage.results()
    assert shown is not None
    assert Stage(there, 1).results() == shown


def test_of_an_anonymous_survey_there_is_nothing_with_names(database: Database) -> None:
    """Asking for it is a mistake of ours, also while drafts are there."""
    stage = populate(database, *FOUR).open(*FOUR, anonymity=ANONYMOUS)
    stage.says(FOUR[0], "ready", "yes")
    with pytest.raises(ValueError, match="anonymous"):
        exported(database)


def test_drafts_stay_at_home(database: Database) -> None:
    """What a municipality has not sent is neither in its row nor in a document without drafts; that it was asked is."""
    stage = eventful(populate(database, *FOUR))
    assert "noch nicht gesendet" in exported(database)
    assert "noch nicht gesendet" not in exported(database, drafts=False)
    with database.transaction() as session:
        rows = {row.ags: row for row in answer_rows(session, stage.survey_id)}
    assert list(rows) == FOUR
    assert rows[FOUR[2]].sheet == {}
    assert rows[FOUR[1]].sheet == {"ready": None, "places": 3.5}
    assert rows[FOUR[0]].contradicted == ["ready"]


def test_nothing_is_taken_twice(database: Database) -> None:
    """A survey that is here is named by its number, also under another one."""
    eventful(populate(database, *FOUR))
    with pytest.raises(SurveyFileError, match="it is number 1"):
        imported(database, exported(database))


def test_unknown_municipalities_are_named_by_their_lines(two: tuple[Database, Database]) -> None:
    """All of them, and nothing is taken."""
    here, there = two
    eventful(populate(here, *FOUR))
    text = exported(here)
    populate(there, *FOUR[:2])
    with pytest.raises(SurveyFileError) as refused:
        imported(there, text)
    lines = text.splitlines()
    assert [lines[fault.row - 1].strip() for fault in refused.value.faults] == [f'"ags": "{ags}",' for ags in FOUR[2:]]
    with there.transaction() as session:
        assert session.get(Survey, 1) is None


def test_waves_keep_their_order(two: tuple[Database, Database]) -> None:
    """A survey that follows another one is taken after it."""
    here, there = two
    stage = populate(here, *FOUR).open(*FOUR)
    with here.transaction() as session:
        session.get_one(Survey, 1).title = "Vorjahr"
    stage.open(*FOUR, follows=1)
    populate(there, *FOUR)
    with pytest.raises(SurveyFileError, match="earlier wave first: Vorjahr"):
        imported(there, exported(here, 2))
    imported(there, exported(here, 1))
    assert imported(there, exported(here, 2)).follows == 1


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", "{" * 5000, '{"format": "hafenbote-survey"}', "PK\x03\x04"])
def test_what_is_no_export_is_refused(sqlite_database: Database, text: str) -> None:
    """With a sentence, whatever it is."""
    with pytest.raises(SurveyFileError, match=r"JSON|no survey|version"):
        imported(sqlite_database, text)


def test_what_was_changed_is_refused(sqlite_database: Database) -> None:
    """An answer put in by hand, a checksum that is gone, and a format of tomorrow."""
    eventful(populate(sqlite_database, *FOUR))
    text = exported(sqlite_database)
    content = json.loads(text)
    for changed in (
        text.replace("Ümläute", "Umlaute"),
        json.dumps({name: value for name, value in content.items() if name != "checksum"}),
        json.dumps(content | {"format_version": 2}),
    ):
        with pytest.raises(SurveyFileError, match=r"changed since|version 2"):
            imported(sqlite_database, changed)
    assert json.dumps(json.loads(text)) != text
    with pytest.raises(SurveyFileError, match="number 1"):  # laid out otherwise it is still the same
        imported(sqlite_database, json.dumps(content))

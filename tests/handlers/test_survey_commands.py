"""``umfrage`` with files that are none, for whom one may answer, and two who change one survey."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.messages import IncomingFile, Kind
from handlers.quick_questions import quick_form
from handlers.survey_commands import survey_command
from handlers.survey_publishing import PUBLISHING
from handlers.turn import Turn
from storage.audience_criteria import Audience
from storage.municipalities import Land
from storage.persons import Role
from storage.survey_participation import invite
from storage.surveys import Survey, create, note_preview, publish
from tests.handlers.conftest import MONDAY, TurnOf
from tests.handlers.spreadsheets import xlsx

KOELN = "05315000"
FORM = quick_form({"de": "Jahresumfrage"}, [{"line": "Wie viele Plätze? Zahl", "name": "plaetze"}])
MANY = [["type", "name", "label"], *(["text", f"f{number}", f"Frage {number}"] for number in range(301))]


def archive(**parts: bytes) -> bytes:
    """Pack parts as an office program does."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def sending(turn: Turn, content: bytes, name: str) -> Turn:
    """Let a file come with what is written."""
    file = IncomingFile(name, "", len(content), "x")
    return replace(turn, incoming=replace(turn.incoming, kind=Kind.FILE, file=file, content=content))


def text(turn: Turn, typed: str) -> str:
    """Give what is answered."""
    return "\n".join(said.message.text for said in survey_command(turn, typed))


def drafted(turn: Turn) -> int:
    """Keep a draft that somebody has walked through; gives its number."""
    audience = Audience().model_dump(mode="json")
    made = Survey(
        title="Jahresumfrage",
        audience=audience,
        draft=FORM.model_dump(mode="json"),
        opens_at=MONDAY,
        closes_at=MONDAY + timedelta(days=14),
        created_by=turn.sender_id,
        created_at=MONDAY,
        changed_at=MONDAY,
    )
    number = create(turn.session, made).id or 0
    note_preview(turn.session, number)
    return number


def published(turn: Turn, *places: str) -> str:
    """Publish a survey that asks some municipalities; gives its number."""
    number = drafted(turn)
    publish(turn.session, number, 1, turn.sender_id, MONDAY)
    invite(turn.session, number, places, MONDAY)
    return str(number)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("umfrage.pdf", b"%PDF-1.7", "keine Tabelle, die ich lesen kann"),
        ("umfrage.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "keine Tabelle, die ich lesen kann"),
        ("umfrage.docm", archive(word__document=b"<x/>", word__vbaProject=b"x"), "enthält Makros"),
        ("bombe.xlsx", archive(xl__bombe=bytes(60 * 1024 * 1024)), "entpackt mehr als 50 MB"),
        ("umfrage.xlsx", b"", "Es fehlt das Blatt"),
        ("viele.xlsx", xlsx(MANY), "Das sind 301 Fragen; höchstens 300 sind möglich"),
    ],
)
def test_a_file_that_is_no_survey_is_said_in_a_sentence(
    turn_of: TurnOf, name: str, content: bytes, sentence: str
) -> None:
    """And the question for the file stands open."""
    said = text(sending(turn_of(), content, name), "")
    assert sentence in said
    assert "Was möchten Sie fragen?" in said


def test_questions_are_named_after_the_file_where_the_sheet_has_no_title(turn_of: TurnOf) -> None:
    """Nobody has to fill in the settings sheet."""
    content = xlsx([["type", "name", "label"], ["text", "a", "Was noch?"]])
    assert "„Umfrage im Herbst“, 1 Frage" in text(sending(turn_of(), content, "Umfrage_im_Herbst.xlsx"), "")


@pytest.mark.parametrize(
    ("role", "land", "place", "sentence"),
    [
        (Role.COORDINATOR, None, "Köln", "antworten stellvertretend für Köln"),
        (Role.LAND_COORDINATOR, Land.NW, "Köln", "antworten stellvertretend für Köln"),
        (Role.LAND_COORDINATOR, Land.HE, "Köln", "in keinem Land, für das Sie zuständig sind"),
        (Role.COORDINATOR, None, "Marburg", "ist in Jahresumfrage (Umfrage Nr. 1) nicht gefragt"),
        (Role.COORDINATOR, None, "Atlantis", "kenne ich nicht"),
        (Role.COORDINATOR, None, "Münster", "Münster"),
        (Role.COORDINATOR, None, "", "Für welche Kommune"),
    ],
)
def test_the_office_answers_for_all_and_a_land_for_its_own(
    turn_of: TurnOf, role: Role, land: Land | None, place: str, sentence: str
) -> None:
    """Also in a survey of somebody else; never for a municipality that is not asked."""
    number = published(turn_of(), KOELN)
    assert sentence in text(turn_of(role, land=land), f"{number} für {place}".strip())


def test_a_survey_of_somebody_else_is_the_offices_alone(turn_of: TurnOf) -> None:
    """Another Land's coordination does not even learn its title."""
    number = published(turn_of(Role.LAND_COORDINATOR, land=Land.NW), KOELN)
    assert "Jahresumfrage" in text(turn_of(), number)
    assert "Jahresumfrage" not in text(turn_of(Role.LAND_COORDINATOR, land=Land.HE), number)


def test_at_once_is_the_moment_of_publishing(turn_of: TurnOf) -> None:
    """A draft may lie for days; until then nobody could answer."""
    made = turn_of()
    number = drafted(made)
    later = replace(made, now=MONDAY + timedelta(days=3))
    answers = {"survey": number, "version": 1}
    assert "Veröffentlicht" in PUBLISHING.finish(later, answers)[0].message.text
    assert made.session.get_one(Survey, number).opens_at == later.now

"""What coordinators write below an enquiry: every word that our sentences name works, and moments are read."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from handlers.enquiry_orders import order
from handlers.enquiry_times import read_planned
from handlers.turn import identity
from storage.canned_answers import keep
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState, messages, open_one
from storage.municipalities import Land
from storage.persons import Address, Language, Person, Role
from tests.handlers.conftest import MONDAY, TurnOf

NAMED_IN = ("how-room", "planned", "planned-past", "moment-unclear", "claimed-already", "not-open", "order-unknown")
"""Sentences that name what can be written below an enquiry."""


def words_in(text: str) -> set[str]:
    """List the words that stand in italics, without talk among coordinators, with text behind a moment."""
    found = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    return {word.replace("…", "Ja.").replace("NAME", "frist!") for word in found if word != "//"}


def enquiry_of(session: Session, language: Language = Language.GERMAN) -> Enquiry:
    """Give an open enquiry of somebody who can be reached."""
    person = Person(label="Ansprechperson Köln", language=language, created_at=MONDAY)
    session.add(person)
    session.flush()
    number = identity(person)
    session.add(Address(person_id=number, network="matrix", account=f"@{number}", chat=f"!{number}", created_at=MONDAY))
    enquiry = open_one(session, Enquiry(person_id=number, opened_at=MONDAY, updated_at=MONDAY))
    session.add(
        EnquiryMessage(enquiry_id=enquiry.id or 0, person_id=number, text="?", written_at=MONDAY, said_at=MONDAY)
    )
    session.flush()
    return enquiry


@pytest.mark.parametrize("language", Language)
def test_every_word_that_is_named_works(session: Session, turn_of: TurnOf, language: Language) -> None:
    """Whoever writes what a sentence names does something by it; nothing of it goes out as an answer."""
    turn_of(Role.LAND_COORDINATOR, land=Land.NW)
    turn = turn_of()
    turn.sender.language = language
    keep(session, "frist", "Ende Juli.", turn.sender_id, MONDAY)
    values = {"number": 1, "label": "x", "at": MONDAY, "typed": "x", "word": "x", "line": "x"}
    named = {word for key in NAMED_IN for word in words_in(turn.wording(f"enquiry-{key}", **values))}
    assert len(named) > 6
    for word in named:
        assert order(turn, enquiry_of(session, language), word) is not None, word


@pytest.mark.parametrize(
    "typed",
    [
        "An alle Städte in NRW ging das Schreiben gestern.",
        "An sich ja.",
        "Vorlagepflichtig ist es nicht.",
        "Vorlagen finden Sie auf unserer Seite.",
        "Schließen Sie bitte das Fenster.",
        "Um 14 Uhr ist der Termin.",
        "Am Montag: da sind wir im Haus.",
        "Morgen: gern.",
        "Der Plan ist 9:30 Uhr: Treffen am Rathaus.",
        "Ja, übernehmen wir so.",
    ],
)
def test_a_sentence_that_only_looks_like_a_word_is_an_answer(session: Session, turn_of: TurnOf, typed: str) -> None:
    """What coordinators tell people in whole sentences is never taken for an order."""
    assert order(turn_of(), enquiry_of(session), typed) is None


WHEN = {
    "morgen 9 Uhr: Text": (6, 7),
    "morgen um 9:30 Uhr: Text": (6, 7.5),
    "um 14 Uhr: Text": (5, 12),
    "Um 8 Uhr: Text": (6, 6),
    "am 12.07.2021 14:00: Text": (12, 12),
    "Donnerstag 10 Uhr: Text": (8, 8),
    "heute 16:15: Text": (5, 14.25),
    "tomorrow 9:00: Text": (6, 7),
    "gestern 9 Uhr: Text": (4, 7),
    "yesterday 9:00: Text": (4, 7),
    "nächsten Montag 9 Uhr: Text": (12, 7),
}


@pytest.mark.parametrize(("typed", "when"), WHEN.items())
def test_a_moment_before_an_answer_is_read(turn_of: TurnOf, typed: str, when: tuple[int, float]) -> None:
    """It is Monday, 5 July 2021, nine o'clock; a time that has passed today is tomorrow's."""
    day, hours = when
    moment = datetime(2021, 7, day, int(hours), round(hours % 1 * 60), tzinfo=UTC)
    assert read_planned(turn_of(), typed) == ("Text", moment)


@pytest.mark.parametrize(
    "typed",
    [
        "gestern 9 Uhr: zu spät",
        "am 31.6. 9 Uhr: Text",
        "heute 25 Uhr: Text",
        "morgn 9 Uhr: Text",
        "irgend wann 9 Uhr: Text",
    ],
)
def test_a_moment_that_is_over_or_cannot_be_read_is_never_part_of_an_answer(
    session: Session, turn_of: TurnOf, typed: str
) -> None:
    """Nothing of it goes to the person; whoever wrote it is told why."""
    turn, enquiry = turn_of(), enquiry_of(session)
    replies = order(turn, enquiry, typed)
    assert replies is not None
    assert all(reply.person is None for reply in replies)
    assert [each.from_office for each in messages(session, enquiry.id or 0)] == [False]


def test_handing_back_and_forth(session: Session, turn_of: TurnOf) -> None:
    """By the Land's names, with or without words around it, and back to the office by any of its own."""
    turn_of(Role.LAND_COORDINATOR, land=Land.NW)
    turn, enquiry = turn_of(), enquiry_of(session)
    for there, back in (("an NRW", "an Büro"), ("an die Länderkoordination NRW", "zurück an die Koordinierungsstelle")):
        order(turn, enquiry, there)
        assert enquiry.land is Land.NW
        order(turn, enquiry, back)
        assert enquiry.land is None
    assert enquiry.state is EnquiryState.OPEN

"""Lists of an audience: everybody in it with where they are reached, or why not, and how long it all takes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.audience_lists import reach_file, time_words
from handlers.numbers import confirms_count
from handlers.turn import Turn
from storage.audience_criteria import Audience, Criteria
from storage.outbox import OutboxMessage, OutboxState
from storage.pacing import Window
from storage.persons import Address, Person, Role, RoleAssignment
from tests.handlers.conftest import MONDAY, SINCE, TurnOf

KOELN, BONN, BIELEFELD, KREFELD, DETMOLD = "05315000", "05314000", "05711000", "05114000", "05766020"
SECOND = timedelta(seconds=1)


@pytest.fixture
def turn(turn_of: TurnOf) -> Turn:
    """Give a turn where Matrix is on and Telegram is off."""
    turn = turn_of()
    windows = {"telegram": Window(30, SECOND)}
    return replace(turn, office=replace(turn.office, networks=frozenset({"matrix"}), windows=windows))


def contact(  # noqa: PLR0913 - who, where, and how they are
    turn: Turn, label: str, ags: str, network: str = "matrix", *, gone: bool = False, paused: date | None = None
) -> int:
    """Let somebody speak for a municipality."""
    person = Person(label=label, created_at=MONDAY, paused_until=paused)
    turn.session.add(person)
    turn.session.flush()
    number = person.id or 0
    if network:
        where = {"network": network, "account": f"{network}-{number}", "chat": f"{network}-{number}"}
        turn.session.add(Address(person_id=number, gone=gone, created_at=MONDAY, **where))
    turn.session.add(RoleAssignment(person_id=number, role=Role.CONTACT, ags=ags, valid_from=SINCE))
    turn.session.flush()
    return number


def table(turn: Turn, *places: str) -> list[list[str]]:
    """Read the file of an audience as a spreadsheet does."""
    content = reach_file(turn, Audience(anyone_of=(Criteria(places=places),))).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def test_everybody_is_listed_with_why_they_are_not_reached(turn: Turn) -> None:
    """Whoever prepares an announcement sees whom to call instead."""
    contact(turn, "Ansprechperson Köln", KOELN)
    contact(turn, "Ansprechperson Bonn", BONN, gone=True)
    contact(turn, "Ansprechperson Bielefeld", BIELEFELD, network="")
    contact(turn, "Zweite Ansprechperson Bielefeld", BIELEFELD, network="telegram")
    contact(turn, "Ansprechperson Krefeld", KREFELD, paused=date(2021, 8, 1))
    nrw = "Nordrhein-Westfalen"
    assert table(turn, KOELN, BONN, BIELEFELD, KREFELD, DETMOLD) == [
        ["Person", "Kommune", "AGS", "Land", "Netz", "Nicht erreichbar, weil"],
        [
            "Ansprechperson Krefeld",
            "Krefeld",
            KREFELD,
            nrw,
            "Matrix",
            "möchte bis 01.08.2021 keine Nachrichten; Dringendes kommt trotzdem",
        ],
        ["Ansprechperson Bonn", "Bonn", BONN, nrw, "", "kein Konto mehr: blockiert oder verlassen"],
        ["Ansprechperson Köln", "Köln", KOELN, nrw, "Matrix", ""],
        ["Ansprechperson Bielefeld", "Bielefeld", BIELEFELD, nrw, "", "noch kein Konto verbunden"],
        ["Zweite Ansprechperson Bielefeld", "Bielefeld", BIELEFELD, nrw, "Telegram", "Netz ist abgeschaltet"],
        ["", "Detmold", DETMOLD, nrw, "", "niemand spricht für die Kommune"],
    ]


def test_who_is_there_for_themselves_has_no_municipality(turn: Turn) -> None:
    """An office is in no place."""
    content = reach_file(turn, Audience(anyone_of=(Criteria(roles=(Role.COORDINATOR,)),))).content.decode("utf-8-sig")
    assert content.splitlines()[1] == "jemand;;;;;noch kein Konto verbunden"


def test_no_cell_is_a_formula(turn: Turn) -> None:
    """A label that begins like one stays a text."""
    contact(turn, "=HYPERLINK(1)", KOELN)
    assert table(turn, KOELN)[1][0] == "'=HYPERLINK(1)"


def test_the_time_is_told_for_each_network(turn: Turn) -> None:
    """Telegram by its limit, Matrix as a stock homeserver takes it."""
    people = [contact(turn, "x", KOELN, network="matrix" if each % 2 else "telegram") for each in range(80)]
    both = replace(turn.office, networks=frozenset({"matrix", "telegram"}))
    words = time_words(turn.session, turn.wording, people, both)
    assert words == "Matrix: etwa 3 Minuten, Telegram: etwa eine Minute"
    assert time_words(turn.session, turn.wording, [], both) == ""


def test_many_letters_on_a_stock_homeserver_take_more_than_an_hour(turn: Turn) -> None:
    """Ten go at once, and then one in five seconds."""
    people = [contact(turn, "x", KOELN) for _ in range(900)]
    assert time_words(turn.session, turn.wording, people, turn.office) == "Matrix: etwa 74 Minuten"


def test_the_time_follows_what_was_let_through(turn: Turn) -> None:
    """A homeserver that has let through 70 in a minute needs a minute for 60 more."""
    people = [contact(turn, "x", KOELN) for _ in range(190)]
    assert time_words(turn.session, turn.wording, people, turn.office) == "Matrix: etwa 15 Minuten"
    for _ in range(70):
        sent = {"state": OutboxState.SENT, "finished_at": turn.now - timedelta(hours=1)}
        turn.session.add(OutboxMessage(network="matrix", chat="x", text="x", created_at=MONDAY, **sent))
    turn.session.flush()
    assert time_words(turn.session, turn.wording, people, turn.office) == "Matrix: etwa 3 Minuten"


def test_many_hours_are_told_as_hours(turn: Turn) -> None:
    """Nobody reckons with 250 minutes."""
    people = [contact(turn, "x", KOELN) for _ in range(3000)]
    assert time_words(turn.session, turn.wording, people, turn.office) == "Matrix: etwa 5 Stunden"


COUNTS = [
    ("hundertzwanzig", 120),
    ("einhundertzwanzig", 120),
    ("Einhundertundzwanzig", 120),
    ("Hundertzwanzig Personen.", 120),
    ("tausendzweihundertvierunddreißig", 1234),
    ("eintausendzweihundertvierunddreissig", 1234),
    ("zwoelf", 12),
    ("eins", 1),
    ("eine", 1),
    ("one hundred and twenty", 120),
    ("one hundred twenty", 120),
    ("one thousand, two hundred and thirty-four", 1234),
]


@pytest.mark.parametrize(("typed", "number"), COUNTS)
def test_a_count_is_confirmed_in_words(typed: str, number: int) -> None:
    """As people write numbers."""
    assert confirms_count(typed, number)
    assert not confirms_count(typed, number + 1)


@pytest.mark.parametrize(
    "typed", ["120", "120 Personen", "ja", "", "zwölf", "hundertzwanzig oder so", "hundert zwanzig 0"]
)
def test_nothing_else_confirms_a_count(typed: str) -> None:
    """Digits are copied without thinking."""
    assert not confirms_count(typed, 120)

"""The table of commands: who is told of which, and which there are at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from handlers.messages import Incoming
from handlers.table import find_command, offered
from handlers.turn import Office, Turn
from storage.persons import Role, RoleAssignment

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
MATRIX_ALONE = Office(ZoneInfo("Europe/Berlin"))
WITH_TELEGRAM = Office(ZoneInfo("Europe/Berlin"), networks_by_consent=frozenset({"telegram"}))
EVERYBODYS = [
    *("termine", "aufgaben", "frage", "fragen", "status", "pause", "warum", "sprache", "zeitzone", "kalender"),
    *("verbinden", "uebergabe", "meinedaten", "loeschen", "echt", "hilfe", "abbrechen", "zurueck", "start"),
]
MEETINGS = ["termin", "terminfindung", "aufgabe"]
SURVEYS = ["umfragen", "umfrage"]
WRITING = ["rundschreiben"]
REMINDING = ["digest", "erinnerung", "erinnerungen"]
REPORTING = ["zusage", "zusagen", "zurueckziehen", "beleg", "unveraendert", "verlaengern"]


def turn(office: Office, *roles: Role) -> Turn:
    """Give the turn of somebody with these roles."""
    said = Incoming(network="matrix", event_id="1", account="a", chat="a", direct=True)
    held = tuple(RoleAssignment(person_id=1, role=role, valid_from=date(2021, 1, 1)) for role in roles)
    return Turn(session=Session(), incoming=said, text="", now=NOW, office=office, roles=held)


@pytest.mark.parametrize(
    ("roles", "own"),
    [
        ((), []),
        ((Role.CONTACT,), [*REPORTING, "umfragen"]),
        ((Role.DEPUTY,), [*REPORTING, "umfragen"]),
        (
            (Role.LAND_COORDINATOR,),
            [
                "zusagen",
                "beleg",
                "freigaben",
                "runde",
                "zahlen",
                *MEETINGS,
                *SURVEYS,
                *WRITING,
                "mitglieder",
                "vorschau",
            ],
        ),
        ((Role.SPOKESPERSON,), ["zahlen", *REMINDING, "umfrage"]),
        ((Role.CONTACT, Role.SPOKESPERSON), [*REPORTING, "zahlen", *REMINDING, *SURVEYS]),
        (
            (Role.COORDINATOR,),
            [
                *("zusagen", "beleg", "freigaben", "runde", "zahlen", *REMINDING, "wahltag", *MEETINGS),
                *(*SURVEYS, *WRITING, "mitglieder", "einladen", "netze", "vorschau", "vorlagen"),
            ],
        ),
    ],
)
def test_people_are_told_of_what_their_roles_can_do(roles: tuple[Role, ...], own: list[str]) -> None:
    """The commands of all one's roles and those for everybody, each in one order."""
    told = offered(turn(WITH_TELEGRAM, *roles))
    assert [command.words[0] for command in told if command.roles] == own
    assert [command.words[0] for command in told if not command.roles] == EVERYBODYS


def test_where_no_network_needs_consent_none_can_be_allowed() -> None:
    """In an installation with Matrix alone the office does not read of "netze", and is told why if it writes that."""
    for office, there in ((MATRIX_ALONE, False), (WITH_TELEGRAM, True)):
        of_office = turn(office, Role.COORDINATOR)
        found, rest = find_command("netze erlauben Telegram Köln")
        assert found is not None
        assert rest == "erlauben Telegram Köln"
        if not there:
            assert [said.message.text for said in found.run(of_office, rest)] == [of_office.wording("networks-none")]
        assert ("netze" in [command.words[0] for command in offered(of_office)]) == there

"""What the tests of handlers share: a turn of somebody in the network, to read with what they may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from handlers.messages import Incoming
from handlers.turn import Office, Turn
from storage.database import Database
from storage.member_files import import_members
from storage.municipalities import Land, Municipality, fold, land_of
from storage.persons import Person, Role, RoleAssignment, municipalities_of, roles_of

MONDAY = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
SINCE = date(2021, 1, 1)

TurnOf = Callable[..., Turn]


@pytest.fixture
def session(sqlite_database: Database) -> Iterator[Session]:
    """Give an open unit of work in a network of the demo's members, and two more places called like one of them."""
    with sqlite_database.transaction() as session:
        import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())
        for ags, name in (("15002000", "Halle (Saale)"), ("06432015", "Münster (Hessen)")):
            session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
        yield session


@pytest.fixture
def turn_of(session: Session) -> TurnOf:
    """Give a function that lets somebody with a role take a turn, on Monday 5 July 2021 at nine."""
    office = Office(ZoneInfo("Europe/Berlin"))

    def take(
        role: Role = Role.COORDINATOR, *, ags: str | None = None, land: Land | None = None, label: str = "jemand"
    ) -> Turn:
        person = Person(label=label, created_at=MONDAY)
        session.add(person)
        session.flush()
        number = person.id or 0
        session.add(RoleAssignment(person_id=number, role=role, ags=ags, land=land, valid_from=SINCE))
        session.flush()
        roles = tuple(roles_of(session, number, office.day(MONDAY)))
        incoming = Incoming("matrix", "$1", "@jemand", "!chat", direct=True)
        places = tuple(municipalities_of(session, roles))
        return Turn(session, incoming, "", MONDAY, office, person=person, roles=roles, places=places)

    return take

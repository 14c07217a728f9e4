"""Column types mean the same on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from sqlmodel import Session, select

from storage.audit import AuditEntry
from storage.database import Database
from storage.inbox import InboxEvent
from storage.municipalities import Land
from storage.outbox import Lane, OutboxMessage
from storage.persons import Person, Role, RoleAssignment
from storage.records import Record

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def store(database: Database, record: Record) -> None:
    """Write one record in a transaction of its own."""
    with database.transaction() as session:
        session.add(record)


def seen_at(session: Session) -> datetime:
    """Read the moment of the only inbox event."""
    event = session.get(InboxEvent, ("matrix", "$1"))
    assert event is not None
    return event.received_at


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2021, 7, 1, 11, 0, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2021, 7, 1, 4, 30, tzinfo=timezone(timedelta(hours=-4, minutes=-30))),
    ],
)
def test_a_moment_comes_back_as_utc(database: Database, moment: datetime) -> None:
    """A moment given in any time zone is the same moment afterwards, in UTC."""
    store(database, InboxEvent(network="matrix", event_id="$1", sender="a", kind="text", received_at=moment))
    with database.transaction() as session:
        assert seen_at(session) == NOW
        assert seen_at(session).tzinfo is UTC


def test_a_moment_keeps_its_microseconds(database: Database) -> None:
    """A moment is kept as exactly as Python has it."""
    exact = NOW.replace(microsecond=123456)
    store(database, InboxEvent(network="matrix", event_id="$1", sender="a", kind="text", received_at=exact))
    with database.transaction() as session:
        assert seen_at(session) == exact


def test_both_hours_of_the_change_to_winter_time_are_told_apart(database: Database) -> None:
    """2:30 happens twice in the night of 31 October 2021; each of the two stays the one it was."""
    berlin = ZoneInfo("Europe/Berlin")
    twice = [datetime(2021, 10, 31, 2, 30, fold=fold, tzinfo=berlin) for fold in (0, 1)]
    with database.transaction() as session:
        session.add_all([Person(label=f"Ansprechperson {n}", created_at=moment) for n, moment in enumerate(twice)])
    with database.transaction() as session:
        kept = sorted(person.created_at for person in session.exec(select(Person)))
    assert kept == [datetime(2021, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1)]


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    """A naive moment is refused, for nobody could say when it is."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="a moment needs its time zone"):
        store(database, InboxEvent(network="matrix", event_id="$1", sender="a", kind="text", received_at=naive))


def test_enumerations_are_stored_by_their_values(database: Database) -> None:
    """In the table stands what the documents call it, so that a new member needs no migration."""
    store(database, Person(label="Länderkoordination", created_at=NOW))
    role = RoleAssignment(person_id=1, role=Role.LAND_COORDINATOR, land=Land.NW, valid_from=date(2021, 1, 1))
    store(database, role)
    with database.transaction() as session:
        row = session.connection().execute(text("SELECT role, land FROM role_assignment")).one()
        found = session.get_one(RoleAssignment, 1)
    assert tuple(row) == ("land_coordinator", "DE-NW")
    assert (found.role, found.land) == (Role.LAND_COORDINATOR, Land.NW)


def test_an_ordered_enumeration_is_stored_as_its_number(database: Database) -> None:
    """A lane is a number in the table, so that the database can sort by it, and a lane again when read."""
    store(database, OutboxMessage(network="matrix", chat="!c:x.org", text="Hallo", lane=Lane.BULK, created_at=NOW))
    with database.transaction() as session:
        assert session.connection().execute(text("SELECT lane FROM outbox")).scalar_one() == 2
        assert session.get_one(OutboxMessage, 1).lane is Lane.BULK


def test_structured_values_come_back_as_they_were(database: Database) -> None:
    """Nested values, umlauts and numbers survive being stored as JSON."""
    detail = {"von": "Münster", "plätze": 20, "liste": [["Ja", "yes"], ["Nein", None]]}
    store(database, AuditEntry(at=NOW, action="pledge.confirmed", subject="pledge:17", detail=detail))
    with database.transaction() as session:
        assert session.get_one(AuditEntry, 1).detail == detail


def test_every_constraint_has_a_name() -> None:
    """A migration can find every constraint and index again by its name."""
    for table in Record.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table
        assert all(index.name for index in table.indexes), table

"""What is over is forgotten at night, in portions; what is not stays, and nobody is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlmodel
from sqlalchemy import func, select
from sqlmodel import Session

from scheduler import retention
from scheduler.striking import tick
from storage.consents import agree
from storage.database import Database
from storage.dialogues import DialoguePosition
from storage.enquiries import Enquiry, EnquiryMessage, EnquiryState
from storage.files import StoredFile
from storage.inbox import InboxEvent
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person
from storage.retention import go_by
from storage.retention_rules import BY_THE_DAY
from storage.schema import METADATA
from tests.scheduler.town import Town, at

NOW = at("2026-03-02 12:00")
NIGHT = at("2026-03-03 03:00")


def ago(days: float) -> datetime:
    """Name a moment some days before the night in which the job comes."""
    return NIGHT - timedelta(days=days)


def count(database: Database, table: str) -> int:
    """Count the rows of a table."""
    with database.transaction() as session:
        return session.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one()


def event(number: int, received_at: datetime) -> InboxEvent:
    """Make an event that has come in."""
    return InboxEvent(network="core", event_id=str(number), sender="", kind="text", received_at=received_at)


def sent(chat: str, moment: datetime, **told: object) -> OutboxMessage:
    """Make a message that has arrived."""
    over = {"state": OutboxState.SENT, "created_at": moment, "finished_at": moment}
    return OutboxMessage(network="core", chat=chat, text=f"an {chat}", why="darum", **(over | told))  # type: ignore[arg-type]


def file(content: bytes, came: datetime) -> StoredFile:
    """Make a file that was sent."""
    return StoredFile(name="a.pdf", media_type="application/pdf", content=content, digest="", created_at=came)


def test_every_rule_can_be_gone_by(database: Database) -> None:
    """On both databases, also where there is nothing."""
    with database.transaction() as session:
        assert {go_by(session, rule, NOW, 10) for rule in BY_THE_DAY} == {0}


def test_whmomentis_over_goes_and_whmomentis_not_stays(database: Database) -> None:
    """One row on each side of its limit, of the tables in which people leave most."""
    town = Town(database)
    with database.transaction() as session:
        session.add_all([event(1, ago(31)), event(2, ago(29))])
        session.add_all([sent("alt", ago(91)), sent("neu", ago(89), attachment=b"x"), sent("fort", ago(366))])
        session.add_all([sent("wartet", ago(0), state=OutboxState.QUEUED, finished_at=None, created_at=ago(400))])
        session.add(_dialogue(town.potsdam, ago(91)))
        session.add(_dialogue(town.koeln, ago(89)))
        session.add_all([file(b"1", ago(31)), file(b"2", ago(29))])
        agree(session, "telegram", "fremd", ago(31))
        agree(session, "telegram", "Köln", ago(400))
        session.add(Address(person_id=town.koeln, network="telegram", account="Köln", chat="K", created_at=ago(400)))
        closed = _enquiry(session, town.koeln, EnquiryState.CLOSED, ago(366))
        again = _enquiry(session, town.koeln, EnquiryState.OPEN, ago(366))
    tick(database, town.office, NOW)
    assert count(database, "inbox") == 2
    assert tick(database, town.office, NIGHT) == 0
    with database.transaction() as session:
        texts = {row.chat: (row.text, row.why, row.attachment) for row in _outbox(session)}
        said = {each.enquiry_id: each.text for each in session.exec(sqlmodel.select(EnquiryMessage))}
    assert texts == {"alt": ("", "", None), "neu": ("an neu", "darum", None), "wartet": ("an wartet", "darum", None)}
    assert said == {closed: "", again: "Wann?"}
    assert [count(database, name) for name in ("inbox", "dialogue_position", "stored_file", "consent")] == [1, 1, 1, 1]


def _dialogue(person_id: int, updated_at: datetime) -> DialoguePosition:
    return DialoguePosition(
        person_id=person_id, dialogue="pledge", step="places", started_at=updated_at, updated_at=updated_at
    )


def _enquiry(session: Session, person_id: int, state: EnquiryState, closed_at: datetime) -> int:
    enquiry = Enquiry(person_id=person_id, state=state, opened_at=ago(500), updated_at=ago(1), closed_at=closed_at)
    session.add(enquiry)
    session.flush()
    session.add(EnquiryMessage(enquiry_id=enquiry.id or 0, person_id=person_id, text="Wann?", written_at=ago(500)))
    return enquiry.id or 0


def _outbox(session: Session) -> list[OutboxMessage]:
    return list(session.exec(sqlmodel.select(OutboxMessage)))


def test_who_has_held_no_role_for_long_is_erased(sqlite_database: Database) -> None:
    """Half a year after the last role has ended nobody is known any more who is not; others are."""
    town = Town(sqlite_database)
    town.end_roles(town.koeln, ago(181).date())
    town.end_roles(town.potsdam, ago(179).date())
    tick(sqlite_database, town.office, NOW)
    tick(sqlite_database, town.office, NIGHT)
    with sqlite_database.transaction() as session:
        gone, known = (session.get_one(Person, number) for number in (town.koeln, town.potsdam))
        assert (gone.label, gone.erased_at is None, known.label) == ("N. N. (gelöscht)", False, "Potsdam")
        assert [address.person_id for address in session.exec(sqlmodel.select(Address))] == [town.potsdam]


def test_much_is_forgotten_in_portions(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each portion is a transaction of its own, so that others get their turn; in one night all of it goes."""
    monkeypatch.setattr(retention, "PORTION", 2)
    town = Town(sqlite_database)
    with sqlite_database.transaction() as session:
        session.add_all([event(number, ago(40)) for number in range(5)])
    tick(sqlite_database, town.office, NOW)
    tick(sqlite_database, town.office, NIGHT)
    assert count(sqlite_database, "inbox") == 0
    tick(sqlite_database, town.office, NIGHT + timedelta(days=1))
    assert count(sqlite_database, "due") == 3  # two nights that were, and the one to come

"""A chat that goes on under another address."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import col, select

from storage.database import Database
from storage.groups import Group
from storage.moving import move_chat
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person, Role

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def _row(text: str, chat: str = "old", **more: object) -> OutboxMessage:
    return OutboxMessage(network="matrix", chat=chat, text=text, created_at=NOW, **more)  # type: ignore[arg-type]


def test_all_that_is_reached_in_a_chat_moves_along(database: Database) -> None:
    """The person, the group, and what waits; not what is under way, what removes something there, and others'."""
    with database.transaction() as session:
        person = Person(label="Ansprechperson Bielefeld", created_at=NOW)
        session.add(person)
        session.flush()
        assert person.id
        for account, chat in (("anna", "old"), ("bea", "other")):
            address = Address(person_id=person.id, network="matrix", account=account, chat=chat, created_at=NOW)
            session.add(address)
        session.add(Group(network="matrix", chat="old", role=Role.SPOKESPERSON, created_at=NOW))
        sending = {"state": OutboxState.SENDING}
        rows = (_row("waits"), _row("is gone", removes="x"), _row("flies", **sending), _row("theirs", "other"))
        session.add_all(rows)
    with database.transaction() as session:
        move_chat(session, "matrix", "old", "new")
    with database.transaction() as session:
        assert {one.account: one.chat for one in session.exec(select(Address))} == {"anna": "new", "bea": "other"}
        assert session.exec(select(Group)).one().chat == "new"
        moved = session.exec(select(OutboxMessage.text).where(col(OutboxMessage.chat) == "new")).all()
        assert moved == ["waits"]

"""One person, several accounts: only after a yes, in an order, never without a last address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from storage.database import Database
from storage.links import (
    LINK_VALIDITY,
    LinkRequest,
    account_is_free,
    add_address,
    addresses_of,
    open_request,
    prefer,
    unlink,
)
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person, next_address, preferred_address

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)


@pytest.fixture
def person_id(database: Database) -> int:
    """Store somebody with one address on Matrix."""
    with database.transaction() as session:
        known = Person(label="Ansprechperson Köln", created_at=NOW)
        session.add(known)
        session.flush()
        assert known.id
        where = {"network": "matrix", "account": "@koeln:x.org", "chat": "!koeln"}
        session.add(Address(person_id=known.id, **where, created_at=NOW))
        return known.id


def ask(database: Database, person_id: int, account: str = "42") -> int:
    """Let an account ask to be linked."""
    with database.transaction() as session:
        where = {"network": "telegram", "account": account, "chat": account}
        request = LinkRequest(person_id=person_id, **where, expires_at=NOW + LINK_VALIDITY)
        session.add(request)
        session.flush()
        assert request.id
        return request.id


def linked(database: Database, person_id: int) -> None:
    """Link a second account."""
    number = ask(database, person_id)
    with database.transaction() as session:
        add_address(session, session.get_one(LinkRequest, number), NOW)


def order(database: Database, person_id: int) -> list[str]:
    """List the networks in the order of preference."""
    with database.transaction() as session:
        return [address.network for address in addresses_of(session, person_id)]


def test_a_request_is_the_persons_alone_and_has_an_end(database: Database, person_id: int) -> None:
    """Nobody else decides on it, nor anybody after a quarter of an hour, nor twice."""
    number = ask(database, person_id)
    with database.transaction() as session:
        assert open_request(session, number, person_id + 1, NOW) is None
        assert open_request(session, number, person_id, NOW + LINK_VALIDITY) is None
        assert open_request(session, number + 1, person_id, NOW) is None
        request = open_request(session, number, person_id, NOW + LINK_VALIDITY - timedelta(seconds=1))
        assert request is not None
        request.decided_at = NOW
    with database.transaction() as session:
        assert open_request(session, number, person_id, NOW) is None


def test_a_linked_account_comes_last_and_is_taken(database: Database, person_id: int) -> None:
    """The new address is the last in the order; its account belongs to nobody else from then on."""
    with database.transaction() as session:
        assert account_is_free(session, "telegram", "42")
    linked(database, person_id)
    assert order(database, person_id) == ["matrix", "telegram"]
    with database.transaction() as session:
        assert not account_is_free(session, "telegram", "42")
        following = next_address(session, person_id, "matrix", "!koeln", {"matrix", "telegram"})
        assert following is not None
        assert following.network == "telegram"


def test_the_order_is_the_persons(database: Database, person_id: int) -> None:
    """A network is put first; one without an address changes nothing."""
    linked(database, person_id)
    with database.transaction() as session:
        assert prefer(session, person_id, "telegram")
        assert not prefer(session, person_id, "pigeon")
    assert order(database, person_id) == ["telegram", "matrix"]
    with database.transaction() as session:
        preferred = preferred_address(session, person_id)
        assert preferred is not None
        assert preferred.network == "telegram"


def test_the_last_address_stays(database: Database, person_id: int) -> None:
    """An address may be unlinked while another is left; what waits for it goes to the one that stays."""
    linked(database, person_id)
    with database.transaction() as session:
        for state in (OutboxState.QUEUED, OutboxState.SENT):
            row = {"network": "telegram", "chat": "42", "person_id": person_id, "state": state}
            session.add(OutboxMessage(text=state.value, created_at=NOW, **row))
    with database.transaction() as session:
        assert unlink(session, person_id, "telegram")
        assert not unlink(session, person_id, "telegram")
        assert not unlink(session, person_id, "matrix")
    assert order(database, person_id) == ["matrix"]
    with database.transaction() as session:
        chats = {message.text: message.chat for message in session.exec(select(OutboxMessage))}
    assert chats == {"queued": "!koeln", "sent": "42"}

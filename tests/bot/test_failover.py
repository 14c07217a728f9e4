"""Who is reached no longer at one address is written to at the next, once, and the office is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot import delivery, outcomes
from bot.clock import Clock
from bot.delivery import Delivery
from bot.networks import Failure
from bot.outcomes import PATIENCE
from handlers.enquiry_failures import tell_undelivered
from handlers.failover import tell_office
from handlers.turn import Office
from storage.database import Database
from storage.enquiries import Enquiry, new_key, open_one
from storage.outbox import FailureKind, Lane, OutboxMessage, OutboxState
from storage.persons import Address, Person, Role, RoleAssignment
from tests.bot.doubles import ScriptedNetwork, eventually

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
GONE = Failure(FailureKind.GONE, "blocked")
SILENT = Failure(FailureKind.UNREACHABLE, "timed out")
OFFICE = Office(ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again after a moment, and try again after less."""
    monkeypatch.setattr(delivery, "IDLE", 0.03)
    monkeypatch.setattr(outcomes, "LONGEST_WAIT", outcomes.LONGEST_WAIT / 30_000)


def person(database: Database, label: str, *networks: str, role: Role | None = None) -> int:
    """Store somebody with an address on each network, in this order."""
    with database.transaction() as session:
        known = Person(label=label, created_at=NOW)
        session.add(known)
        session.flush()
        for position, network in enumerate(networks):
            where = {"network": network, "account": label, "chat": f"{label} on {network}"}
            session.add(Address(person_id=known.id or 0, **where, position=position, created_at=NOW))
        if role:
            session.add(RoleAssignment(person_id=known.id or 0, role=role, valid_from=date(2021, 1, 1)))
        assert known.id
        return known.id


def say(database: Database, said: str, network: str, chat: str, person_id: int | None) -> None:
    """Queue a message to a person."""
    with database.transaction() as session:
        where = {"network": network, "chat": chat, "person_id": person_id, "replaces": "an earlier one", "parts": 1}
        session.add(OutboxMessage(text=said, lane=Lane.NOTICE, created_at=NOW, **where))


def read(database: Database, state: OutboxState) -> dict[str, str]:
    """List what is in a state, each with its chat."""
    with database.transaction() as session:
        found = session.exec(select(OutboxMessage).where(OutboxMessage.state == state)).all()
        return {message.text: message.chat for message in found}


@asynccontextmanager
async def delivering(database: Database, *networks: ScriptedNetwork) -> AsyncIterator[None]:
    """Deliver as the service does."""
    with ThreadPoolExecutor(2) as threads:
        known = {network.name: network for network in networks}
        told = partial(tell_office, OFFICE), partial(tell_undelivered, OFFICE)
        task = asyncio.create_task(Delivery(database, known, Clock(NOW), threads, "this instance", *told).run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_who_blocked_us_is_reached_on_the_next_network_and_the_office_hears_of_it(database: Database) -> None:
    """The message goes whole to the next address, and each coordinator is told where it went."""
    contact = person(database, "Köln", "telegram", "matrix")
    person(database, "Potsdam", "matrix", role=Role.COORDINATOR)
    say(database, "Termin", "telegram", "Köln on telegram", contact)
    telegram, matrix = ScriptedNetwork(GONE, name="telegram", repeatable=False), ScriptedNetwork(name="matrix")
    async with delivering(database, telegram, matrix):
        await eventually(lambda: len(read(database, OutboxState.SENT)) == 2)
    told = "Köln ist auf Telegram nicht mehr erreichbar. Nachrichten gehen jetzt an Matrix."
    assert read(database, OutboxState.SENT) == {"Termin": "Köln on matrix", told: "Potsdam on matrix"}
    arrived = next(message for message in matrix.sends if message.text == "Termin")
    assert (arrived.parts, arrived.replaces, arrived.attempts, arrived.redirected) == (0, None, 0, True)


async def test_who_keeps_being_out_of_reach_is_written_to_elsewhere(database: Database) -> None:
    """After five attempts without an answer the next address gets the message, and the first is not tried again."""
    contact = person(database, "Köln", "telegram", "matrix")
    say(database, "Termin", "telegram", "Köln on telegram", contact)
    telegram, matrix = ScriptedNetwork(*[SILENT] * PATIENCE, name="telegram"), ScriptedNetwork(name="matrix")
    async with delivering(database, telegram, matrix):
        await eventually(lambda: read(database, OutboxState.SENT))
    assert (len(telegram.sends), len(matrix.sends)) == (PATIENCE, 1)


async def test_a_message_goes_elsewhere_once(database: Database) -> None:
    """Where the next address is gone too, the message has failed, even if a third address is left."""
    contact = person(database, "Köln", "telegram", "matrix", "scripted")
    say(database, "Termin", "telegram", "Köln on telegram", contact)
    networks = [ScriptedNetwork(GONE, name=name) for name in ("telegram", "matrix", "scripted")]
    async with delivering(database, *networks):
        await eventually(lambda: read(database, OutboxState.FAILED))
    assert read(database, OutboxState.FAILED) == {"Termin": "Köln on matrix"}
    assert [len(network.sends) for network in networks] == [1, 1, 0]


async def test_the_office_hears_of_it_once_a_day(database: Database) -> None:
    """Three messages to the same person go elsewhere; the coordinator is told once."""
    contact = person(database, "Köln", "telegram", "matrix")
    person(database, "Potsdam", "matrix", role=Role.COORDINATOR)
    for number in range(3):
        say(database, f"Termin {number}", "telegram", "Köln on telegram", contact)
    telegram, matrix = ScriptedNetwork(*[GONE] * 3, name="telegram"), ScriptedNetwork(name="matrix")
    async with delivering(database, telegram, matrix):
        await eventually(lambda: len(read(database, OutboxState.SENT)) == 4)
    assert sorted(message.chat for message in matrix.sends) == [*["Köln on matrix"] * 3, "Potsdam on matrix"]


async def test_a_network_that_is_switched_off_is_no_next_address(database: Database) -> None:
    """Where the next address is on a network that does not run, the one after it gets the message."""
    contact = person(database, "Köln", "telegram", "matrix", "scripted")
    say(database, "Termin", "telegram", "Köln on telegram", contact)
    telegram, scripted = ScriptedNetwork(GONE, name="telegram"), ScriptedNetwork(name="scripted")
    async with delivering(database, telegram, scripted):
        await eventually(lambda: read(database, OutboxState.SENT))
    assert read(database, OutboxState.SENT) == {"Termin": "Köln on scripted"}


@pytest.mark.parametrize("known", [True, False], ids=["one address only", "an answer in a chat"])
async def test_without_a_next_address_the_message_has_failed(database: Database, *, known: bool) -> None:
    """Somebody with one address, or an answer that belongs to its chat, is not redirected."""
    contact = person(database, "Köln", "telegram", *([] if known else ["matrix"]))
    say(database, "Termin", "telegram", "Köln on telegram", contact if known else None)
    async with delivering(database, ScriptedNetwork(GONE, name="telegram"), ScriptedNetwork(name="matrix")):
        await eventually(lambda: read(database, OutboxState.FAILED))
    assert read(database, OutboxState.SENT) == {}


@pytest.mark.parametrize("failure", [GONE, Failure(FailureKind.MOVED, "upgraded", chat="new")])
async def test_a_removal_goes_nowhere_else(database: Database, failure: Failure) -> None:
    """What it removes stands in one chat alone: where that is closed, or has become another, it has failed."""
    contact = person(database, "Köln", "telegram", "matrix")
    with database.transaction() as session:
        where = {"network": "telegram", "chat": "Köln on telegram", "person_id": contact, "created_at": NOW}
        session.add(OutboxMessage(text="Rundschreiben", key="1", state=OutboxState.SENT, external_id="17", **where))
        session.add(OutboxMessage(text="Zurückgezogen", removes="1", **where))
    telegram, matrix = ScriptedNetwork(failure, name="telegram"), ScriptedNetwork(name="matrix")
    async with delivering(database, telegram, matrix):
        await eventually(lambda: read(database, OutboxState.FAILED))
    assert [message.removes for message in telegram.sends] == ["text:17"]
    assert read(database, OutboxState.FAILED) == {"Zurückgezogen": "Köln on telegram"}
    assert matrix.sends == []


@pytest.mark.parametrize("outcome", [GONE, Failure(FailureKind.REFUSED, "forbidden")], ids=["gone", "refused"])
async def test_the_office_hears_of_an_answer_that_failed(database: Database, outcome: Failure) -> None:
    """Whoever looks after the question reads that its answer did not arrive; of other messages nothing."""
    contact = person(database, "Köln", "telegram")
    person(database, "Potsdam", "matrix", role=Role.COORDINATOR)
    with database.transaction() as session:
        enquiry = open_one(session, Enquiry(person_id=contact, opened_at=NOW, updated_at=NOW))
        where = {"network": "telegram", "chat": "Köln on telegram", "person_id": contact}
        answer = OutboxMessage(text="Antwort", key=new_key(enquiry.id or 0), created_at=NOW, **where)
        session.add_all([answer, OutboxMessage(text="Termin", created_at=NOW, **where)])
    telegram, matrix = ScriptedNetwork(outcome, outcome, name="telegram"), ScriptedNetwork(name="matrix")
    async with delivering(database, telegram, matrix):
        await eventually(lambda: len(read(database, OutboxState.FAILED)) == 2 and read(database, OutboxState.SENT))
    (told, chat) = read(database, OutboxState.SENT).popitem()
    assert chat == "Potsdam on matrix"
    assert told.startswith("Nicht zugestellt: Ihre Antwort auf Frage Nr. 1 kam bei Köln nicht an")

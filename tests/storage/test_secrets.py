"""What the outbox must forget, and whose sends it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import MetaData, Text, cast
from sqlalchemy import select as select_columns
from sqlmodel import select

from bot.clock import Clock
from bot.intake import Intake
from handlers.messages import Incoming, Message
from handlers.sending import post
from handlers.turn import BotLink, Office, Outgoing
from storage.claims import claim
from storage.database import Database, database_now
from storage.outbox import FailureKind, OutboxMessage, OutboxState, put_back, record_failed, record_sent
from storage.persons import Address, Person, Role, RoleAssignment
from storage.recovery import expire, recover

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
NETWORK = "core"
OFFICE = Office(ZoneInfo("Europe/Berlin"))
SECRET = "start K7QF-2M9X-R4TD"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
TOKEN = re.compile(r"t\.me/hafenbote\?start=([\w-]+)")

End = Callable[[Database, OutboxMessage], bool]


def sent(database: Database, claimed: OutboxMessage) -> bool:
    """Record that a message arrived."""
    with database.transaction() as session:
        return record_sent(session, claimed, "event 1", NOW)


def failed(database: Database, claimed: OutboxMessage) -> bool:
    """Record that a message will never arrive."""
    with database.transaction() as session:
        return record_failed(session, claimed, FailureKind.REFUSED, "too long", NOW)


def returned(database: Database, claimed: OutboxMessage) -> bool:
    """Queue a message again."""
    with database.transaction() as session:
        return put_back(session, claimed, FailureKind.UNREACHABLE, "no route", wait=timedelta())


def take(database: Database, networks: Sequence[str] = (NETWORK,)) -> list[OutboxMessage]:
    """Claim what waits."""
    with database.transaction() as session:
        return claim(session, "instance 1", networks, 10)


def say(database: Database, text: str, *, secret: bool) -> OutboxMessage:
    """Put a message of a handler into the outbox, and claim it."""
    with database.transaction() as session:
        post(session, OFFICE, [Outgoing(Message(text, secret=secret))], NOW, answering=(NETWORK, "Potsdam"))
    [claimed] = take(database)
    return claimed


def rows(database: Database) -> list[OutboxMessage]:
    """Read the whole outbox anew."""
    with database.transaction() as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.id)))


def everything(database: Database) -> str:
    """Read all columns of all tables that the database has, as text."""
    with database.transaction() as session:
        connection, found = session.connection(), MetaData()
        found.reflect(connection)
        columns = [column for table in found.tables.values() for column in table.columns]
        values = [connection.execute(select_columns(cast(column, Text))).scalars().all() for column in columns]
    return "\n".join(str(value) for part in values for value in part)


class Desk:
    """The intake of an office with both links, and a coordinator who invites."""

    def __init__(self, database: Database) -> None:
        self.database = database
        office = Office(
            ZoneInfo("Europe/Berlin"),
            links=(
                BotLink(
                    "telegram", "https://t.me/hafenbote?start={token}", "https://t.me/hafenbote?startgroup={token}"
                ),
            ),
        )
        self._intake = Intake(database, office, Clock(NOW), ThreadPoolExecutor(1), wake=lambda: None)
        self._events = count(1)
        with database.transaction() as session:
            person = Person(label="Koordinierungsstelle", created_at=NOW)
            session.add(person)
            session.flush()
            known = {"person_id": person.id, "network": NETWORK, "account": "Potsdam", "chat": "Potsdam"}
            session.add(Address(**known, created_at=NOW))
            session.add(RoleAssignment(person_id=person.id, role=Role.COORDINATOR, valid_from=NOW.date()))

    def write(self, name: str, text: str) -> None:
        """Let somebody write; what is answered stays in the outbox."""
        event = str(next(self._events))
        self._intake.take(Incoming(NETWORK, event, account=name, chat=name, direct=True, text=text))

    def invite(self) -> tuple[OutboxMessage, str, str]:
        """Let the coordinator invite; gives the claimed reply, and the code and the link's token in it."""
        self.write("Potsdam", "einladen Koordinierungsstelle")
        [reply] = take(self.database)
        code, token = CODE.search(reply.text), TOKEN.search(reply.text.replace("\\", ""))
        assert code is not None
        assert token is not None
        return reply, code[0], token[1]


@pytest.mark.parametrize("end", [sent, failed])
def test_a_secret_is_forgotten_at_its_end(database: Database, end: End) -> None:
    """Of a secret message that was sent or has failed, the outbox keeps the row and its outcome, but no text."""
    assert end(database, say(database, SECRET, secret=True))
    [row] = rows(database)
    assert (row.secret, row.text, row.state.value) == (True, "", end.__name__)
    assert "K7QF" not in everything(database)


@pytest.mark.parametrize("end", [sent, failed])
def test_other_texts_stay(database: Database, end: End) -> None:
    """A message that is no secret keeps its text, whatever became of it."""
    assert end(database, say(database, "Guten Tag!", secret=False))
    assert [(row.secret, row.text) for row in rows(database)] == [(False, "Guten Tag!")]


@pytest.mark.parametrize("end", [sent, failed])
def test_a_secret_that_is_queued_again_can_still_be_sent(database: Database, end: End) -> None:
    """As long as a secret message waits for its next try it keeps its text; at its end that is gone."""
    assert returned(database, say(database, SECRET, secret=True))
    [again] = take(database)
    assert again.text == SECRET
    assert end(database, again)
    assert rows(database)[0].text == ""


def test_a_secret_taken_over_from_a_dead_instance_can_still_be_sent(database: Database) -> None:
    """A secret whose sender died is queued again with its text, and the dead one's late word changes nothing."""
    lost = say(database, SECRET, secret=True)
    with database.transaction() as session:
        assert recover(session, [NETWORK], alone=True) == 1
    assert not sent(database, lost)
    [again] = take(database)
    assert again.text == SECRET


def test_a_secret_that_waited_too_long_is_forgotten(database: Database) -> None:
    """A secret message that was never sent and is given up keeps no text either."""
    waiting = {"network": NETWORK, "chat": "Potsdam", "created_at": NOW, "expires_at": NOW}
    with database.transaction() as session:
        session.add(OutboxMessage(**waiting, text=SECRET, secret=True))
    with database.transaction() as session:
        assert expire(session, NOW) == 1
    assert rows(database)[0].text == ""


@pytest.mark.parametrize("end", [sent, failed])
def test_an_invitation_is_nowhere_once_it_was_told(database: Database, end: End) -> None:
    """While the reply waits the code and the link's token stand in it; afterwards they stand in no table at all."""
    desk = Desk(database)
    reply, code, token = desk.invite()
    assert code in everything(database)
    assert end(database, reply)
    kept = everything(database)
    assert rows(database)[0].text == ""
    assert "einladen" not in kept
    assert [known for known in (code, code.replace("-", ""), token) if known in kept] == []


def test_an_invitation_is_kept_for_the_next_try(database: Database) -> None:
    """An invitation that could not be delivered yet is put back with its code: it is shown only once, but shown."""
    desk = Desk(database)
    reply, code, _ = desk.invite()
    assert returned(database, reply)
    [again] = take(database)
    assert code in again.text


def test_a_code_is_nowhere_once_it_was_used(database: Database) -> None:
    """Whoever comes with the code is admitted by it, and what they wrote is kept nowhere either."""
    desk = Desk(database)
    reply, code, _ = desk.invite()
    assert sent(database, reply)
    desk.write("Gast", f"start {code}")
    [welcome] = take(database)
    assert "Willkommen" in welcome.text
    assert sent(database, welcome)
    assert code not in everything(database)


# What was being sent by somebody who is gone.


@pytest.mark.parametrize("alone", [True, False])
def test_only_the_networks_named_are_recovered(database: Database, *, alone: bool) -> None:
    """Who serves some networks takes over the lost sends of these, and leaves all others as they are."""
    with database.transaction() as session:
        for network in ("matrix", "telegram", "terminal"):
            session.add(OutboxMessage(network=network, chat="a", text=network, created_at=NOW))
    claimed = take(database, ("matrix", "telegram", "terminal"))
    with database.transaction() as session:
        long_ago = database_now(session) - timedelta(seconds=1)
        for message in claimed:
            session.get_one(OutboxMessage, message.id).lease_until = long_ago
    with database.transaction() as session:
        assert recover(session, ["matrix"], alone=alone) == 1
    assert states(database) == {"matrix": "queued", "telegram": "sending", "terminal": "sending"}
    with database.transaction() as session:
        assert recover(session, [], ["telegram"], alone=alone) == 1
        assert recover(session, [], [], alone=alone) == 0
    assert states(database) == {"matrix": "queued", "telegram": "unknown", "terminal": "sending"}
    [left] = [row for row in rows(database) if row.state is OutboxState.SENDING]
    assert (left.lease_owner, left.attempts, left.unknown_sends) == ("instance 1", 0, 0)


def states(database: Database) -> dict[str, str]:
    """Say how the message of each network stands."""
    return {row.network: row.state.value for row in rows(database)}

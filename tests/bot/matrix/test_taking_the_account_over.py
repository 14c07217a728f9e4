"""Another instance takes the account over from the database alone, on a real Synapse and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from sqlmodel import Session, select

from bot.demo.person import MatrixPerson
from bot.leases import Transaction
from bot.matrix.client import PatientClient
from bot.matrix.examination import examine_account
from bot.matrix.network import MatrixNetwork
from bot.matrix.relocking import lock_anew
from bot.matrix.session import MatrixAccount, borrowed
from bot.matrix.trust.recovery import left, take_away
from bot.networks import Failure
from storage.database import Database
from storage.leases import FencedError
from storage.matrix_keys import MatrixKey
from storage.outbox import FailureKind
from tests.bot.matrix.matrix_stage import Inbox, Stage, eventually, row, sent

pytestmark = pytest.mark.synapse


class Turn:
    """What a lease gives: units of work, until it is somebody else's."""

    def __init__(self, database: Database) -> None:
        self.is_over = False
        self._database = database

    @contextmanager
    def __call__(self) -> Iterator[Session]:
        with self._database.transaction() as session:
            if self.is_over:
                raise FencedError("matrix")
            yield session


class Instance:
    """One instance of the bot. All of them share an inbox, and where it is stopped, nothing is closed."""

    def __init__(self, account: MatrixAccount, inbox: Inbox) -> None:
        self.network = MatrixNetwork(account, lambda _: False)
        self._inbox = inbox
        self.start()

    def start(self) -> None:
        """Work, also once more."""
        self._task = asyncio.create_task(self.network.run(self._inbox, self._inbox.cursor))

    async def stop(self) -> None:
        """Stop it."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def says(self, person: MatrixPerson, text: str) -> None:
        """Say something that the person reads, encrypted."""
        sent(await self.network.send(row(person.room, text)))
        heard = await person.next_message()
        assert (heard.body, heard.encrypted) == (text, True)

    @property
    def client(self) -> PatientClient:
        """The client that is at work."""
        assert self.network._client is not None
        return self.network._client


def on(stage: Stage, transaction: Transaction, name: str) -> MatrixAccount:
    """Return the settings of an instance on a machine of its own."""
    return stage.account(store=stage.directory / name, store_key="von allen geteilt", transaction=transaction)


def everything(database: Database) -> dict[tuple[str, ...], str]:
    """Read all that is kept."""
    with database.transaction() as session:
        rows = session.exec(select(MatrixKey)).all()
        return {(row.account, row.device, row.kind, row.name): row.content for row in rows}


@asynccontextmanager
async def in_touch(stage: Stage, turn: Turn, inbox: Inbox) -> AsyncIterator[tuple[Instance, MatrixPerson]]:
    """Let an instance and a person talk."""
    instance = Instance(on(stage, turn, "one"), inbox)
    await eventually(lambda: not instance.network.fault())
    async with stage.person("bielefeld") as person:
        await person.open_direct()
        await person.say("hallo")
        await inbox.next(text="hallo")
        await instance.says(person, "Moin")
        yield instance, person
        await instance.stop()
        await instance.network.close()


async def says_anew(person: MatrixPerson, text: str) -> str:
    """Let the person say something with a new key; returns its name."""
    person._client.invalidate_outbound_session(person.room)
    await person.say(text)
    return str(person._client.olm.outbound_group_sessions[person.room].id)


async def test_another_instance_is_the_same_device(stage: Stage, postgres_database: Database) -> None:
    """It reads what was written meanwhile, is read itself, and a row that both have sent shows once."""
    inbox = Inbox()
    async with in_touch(stage, Turn(postgres_database), inbox) as (first, person):
        message = row(person.room, "Von beiden")
        name = sent(await first.network.send(message))
        assert (await person.next_message()).body == "Von beiden"
        await eventually(lambda: first.network._identity.seeds)
        await first.stop()
        await says_anew(person, "während der Übernahme")
        account = on(stage, postgres_database.transaction, "other")
        second = Instance(account, inbox)
        await inbox.next(text="während der Übernahme")
        assert second.network.fingerprints() == first.network.fingerprints()
        assert sent(await second.network.send(message)) == name
        await second.says(person, "Wieder da")
        found = {each.part: each.ok for each in await examine_account(account)}
        assert found["matrix identity"]
        old = await left(account)
        await take_away(account)
        async with borrowed(account) as client:
            await lock_anew(client, account)
        assert await left(account) not in {"", old}
        assert all(each.ok for each in await examine_account(account) if each.part == "matrix recovery")
        await second.stop()
        await second.network.close()
    assert not list(stage.directory.glob("one/*")) + list(stage.directory.glob("other/*"))


async def test_whoever_is_fenced_changes_nothing(stage: Stage, postgres_database: Database) -> None:
    """It sends nothing that would need a new key, and reads everything anew once it may go on; no key is lost."""
    inbox, turn = Inbox(), Turn(postgres_database)
    async with in_touch(stage, turn, inbox) as (first, person):
        await first.stop()
        turn.is_over, kept = True, everything(postgres_database)
        first.client.invalidate_outbound_session(person.room)
        outcome = await first.network.send(row(person.room, "Aus dem Schlaf"))
        assert isinstance(outcome, Failure)
        assert outcome.kind is FailureKind.UNREACHABLE
        first.start()
        await eventually(lambda: "FencedError" in first.network.fault())
        assert everything(postgres_database) == kept
        turn.is_over = False
        await eventually(lambda: not first.network.fault())
        await first.says(person, "Ich bin es wieder")

        turn.is_over = True  # in the middle of its work
        key = await says_anew(person, "mit neuem Schlüssel")
        await eventually(lambda: "FencedError" in first.network.fault())
        turn.is_over = False
        await eventually(lambda: not first.network.fault())
        await first.says(person, "Noch immer")
        assert key in {each.id for each in first.client.olm.store.load_inbound_group_sessions()}

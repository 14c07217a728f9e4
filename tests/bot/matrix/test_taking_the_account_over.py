"""Another instance takes the account over from the database alone, on a real Synapse and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.matrix.examination import examine_account
from bot.matrix.network import MatrixNetwork
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


def everything(database: Database) -> dict[tuple[str, ...], str]:
    """Read all that is kept."""
    with database.transaction() as session:
        rows = session.exec(select(MatrixKey)).all()
        return {(row.account, row.device, row.kind, row.name): row.content for row in rows}


async def stop(task: asyncio.Task[None]) -> None:
    """Stop it where it is; nothing is closed."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_another_instance_is_the_same_device(stage: Stage, postgres_database: Database) -> None:
    """It reads what was written meanwhile, is read itself, and a row that both have sent shows once.

    The first one changes nothing when it wakes up, and comes back with what the other has kept.
    """
    inbox, turn, place = Inbox(), Turn(postgres_database), {"store_key": "von allen geteilt"}
    first = MatrixNetwork(stage.account(store=stage.directory / "a", transaction=turn, **place), lambda _: False)
    running = asyncio.create_task(first.run(inbox, ""))
    other: dict[str, Any] = {**place, "store": stage.directory / "b", "transaction": postgres_database.transaction}
    await eventually(lambda: not first.fault())
    async with stage.person("bielefeld") as person:
        message = row(await person.open_direct(), "Moin")
        await person.say("hallo")
        await inbox.next(text="hallo")
        name = sent(await first.send(message))
        assert (await person.next_message()).body == "Moin"
        await eventually(lambda: first._identity.seeds)
        proofs = first.fingerprints()
        await stop(running)
        person._client.invalidate_outbound_session(person.room)
        await person.say("während der Übernahme")
        async with stage.working(inbox, **other) as second:
            turn.is_over = True
            await inbox.next(text="während der Übernahme")
            assert second.fingerprints() == proofs
            assert sent(await second.send(message)) == name
            sent(await second.send(row(person.room, "Wieder da")))
            heard = await person.next_message()
            assert (heard.body, heard.encrypted) == ("Wieder da", True)
        found = {each.part: each.ok for each in await examine_account(stage.account(**other))}
        assert found["matrix identity"]

        kept, client = everything(postgres_database), first._client
        assert client is not None
        client.invalidate_outbound_session(person.room)
        outcome = await first.send(row(person.room, "Aus dem Schlaf"))
        assert isinstance(outcome, Failure)
        assert outcome.kind is FailureKind.UNREACHABLE
        running = asyncio.create_task(first.run(inbox, inbox.cursor))
        await eventually(lambda: "FencedError" in first.fault())
        await stop(running)
        assert everything(postgres_database) == kept

        turn.is_over = False
        running = asyncio.create_task(first.run(inbox, inbox.cursor))
        await person.say("und jetzt?")
        await inbox.next(text="und jetzt?")
        sent(await first.send(row(person.room, "Ich bin es")))
        assert (await person.next_message()).body == "Ich bin es"
        assert first.fingerprints() == proofs
        await stop(running)
        await first.close()
        assert not (stage.directory / "a").exists()
        assert not (stage.directory / "b").exists()

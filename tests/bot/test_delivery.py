"""The way out: what waits is sent in order, every end of a send becomes a state, and nothing is lost on the way."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select, update

from bot import delivery
from bot.clock import Clock
from bot.delivery import IDLE, SLOWEST_SEND, Delivery
from bot.networks import Failure, Outcome, Sent
from bot.outcomes import LONGEST_WAIT, MISCONFIGURED_WAIT, backoff
from storage.claims import claim
from storage.database import Database, database_now, serialize
from storage.engine import Subject
from storage.groups import Group
from storage.outbox import LEASE, FailureKind, Lane, OutboxMessage, OutboxState
from storage.parts import Part, PartKind
from storage.pauses import OutboxPause
from storage.persons import Address, Person, Role
from tests.bot.doubles import ScriptedNetwork, arrives, eventually

AT_ONCE = ScriptedNetwork.at_once

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)

WAITS = OutboxState.QUEUED
ENDED = OutboxState.FAILED


def message(said: str, chat: str = "", lane: Lane = Lane.REPLY, **more: object) -> OutboxMessage:
    """Make a message as a handler would; with no chat named, it goes to a chat of its own."""
    row = {"network": "scripted", "created_at": NOW, **more}
    return OutboxMessage(**row, text=said, chat=chat or f"chat of {said}", lane=lane)


def enqueue(database: Database, *messages: OutboxMessage) -> None:
    """Queue messages, in this order."""
    with database.transaction() as session:
        for each in messages:
            session.add(each)
            session.flush()


def row(database: Database, said: str) -> OutboxMessage:
    """Read a message's row."""
    with database.transaction() as session:
        return session.exec(select(OutboxMessage).where(OutboxMessage.text == said)).one()


def rows(database: Database, state: OutboxState) -> int:
    """Count the rows in a state."""
    with database.transaction() as session:
        return len(session.exec(select(OutboxMessage).where(OutboxMessage.state == state)).all())


def pauses(database: Database) -> dict[tuple[str, str], float]:
    """List for how many seconds networks and chats are left alone."""
    with database.transaction() as session:
        now = database_now(session)
        return {(p.network, p.chat): (p.until - now).total_seconds() for p in session.exec(select(OutboxPause))}


def leave_to_a_dead_instance(database: Database) -> list[OutboxMessage]:
    """Claim everything for an instance that then dies, a lease ago."""
    with database.transaction() as session:
        claimed = claim(session, "dead instance", ["scripted"], 100)
    with database.transaction() as session:
        past = database_now(session) - timedelta(seconds=1)
        session.connection().execute(update(OutboxMessage).values(lease_until=past))
    return claimed


@asynccontextmanager
async def delivering(
    database: Database, *networks: ScriptedNetwork, owner: str = "this instance"
) -> AsyncIterator[Delivery]:
    """Deliver, and stop in good order."""
    with ThreadPoolExecutor(4) as threads:
        known = {network.name: network for network in networks}
        working = Delivery(database, known, Clock(NOW), threads, owner)
        task = asyncio.create_task(working.run())
        try:
            yield working
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again after a moment instead of a second."""
    monkeypatch.setattr(delivery, "IDLE", 0.03)


def taking(seconds: float) -> Callable[[OutboxMessage], Awaitable[Outcome]]:
    """Make an answer that takes its time."""

    async def answer(sent: OutboxMessage) -> Outcome:
        await asyncio.sleep(seconds)
        return await arrives(sent)

    return answer


async def test_a_message_is_sent_and_its_row_says_so(database: Database) -> None:
    """A sent row has the network's name for the message and the time; no lease and no failure is left."""
    enqueue(database, message("hallo"))
    network = ScriptedNetwork()
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT))
    sent = row(database, "hallo")
    assert sent.external_id == f"event of {sent.key}"
    assert sent.finished_at is not None
    assert NOW <= sent.finished_at < NOW + timedelta(minutes=1)
    assert (sent.attempts, sent.failure, sent.lease_owner, sent.lease_until) == (0, None, None, None)


ENDINGS = {
    FailureKind.THROTTLED: (Failure(FailureKind.THROTTLED, "429", after=60), WAITS, 0),
    FailureKind.UNREACHABLE: (Failure(FailureKind.UNREACHABLE, "no route"), WAITS, 1),
    FailureKind.REFUSED: (Failure(FailureKind.REFUSED, "too long"), ENDED, 0),
    FailureKind.GONE: (Failure(FailureKind.GONE, "blocked"), ENDED, 0),
    FailureKind.MISCONFIGURED: (Failure(FailureKind.MISCONFIGURED, "wrong token"), WAITS, 0),
}


@pytest.mark.parametrize("kind", ENDINGS)
async def test_every_failure_has_its_state(database: Database, kind: FailureKind) -> None:
    """Each way a send can fail is kept with its kind and detail; only an unreachable network costs an attempt."""
    failure, state, attempts = ENDINGS[kind]
    enqueue(database, message("hallo"))
    async with delivering(database, ScriptedNetwork(failure)):
        await eventually(lambda: row(database, "hallo").failure)
        kept = row(database, "hallo")
    assert (kept.state, kept.failure, kept.failure_detail, kept.attempts) == (state, kind, failure.detail, attempts)
    assert (kept.finished_at is None) == (state is WAITS)
    assert kept.lease_owner is None


def test_every_failure_is_tested() -> None:
    """No kind of failure is left out above, but for the move, which has a test of its own."""
    assert set(ENDINGS) | {FailureKind.MOVED} == set(FailureKind)


@pytest.mark.usefixtures("hurried")
async def test_a_moved_chat_gets_its_message_at_the_new_address(database: Database) -> None:
    """A message whose chat has moved is sent again, to where it moved, and that costs no attempt."""
    enqueue(database, message("hallo", "old"))
    network = ScriptedNetwork(Failure(FailureKind.MOVED, "room upgraded", chat="new"))
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT))
    assert [sent.chat for sent in network.sends] == ["old", "new"]
    assert (row(database, "hallo").chat, row(database, "hallo").attempts) == ("new", 0)


@pytest.mark.usefixtures("hurried")
async def test_the_names_of_all_parts_are_kept(database: Database) -> None:
    """As they arrive, so that whoever sends the next part knows them; of a message of one text none are kept."""
    enqueue(database, message("long"), message("short"))
    parts = Part("17"), Part("18", PartKind.POLL)
    network = ScriptedNetwork(
        Sent("17", complete=False, parts=parts[:1]), Sent("19"), Sent("17", poll_name="4711", parts=parts)
    )
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT) == 2)
    assert [sent.part_names for sent in network.sends if sent.text == "long"] == [[], ["text:17"]]
    kept = row(database, "long")
    assert (kept.external_id, kept.part_names, kept.poll_name) == ("17", ["text:17", "poll:18"], "4711")
    assert row(database, "short").part_names == []


@pytest.mark.usefixtures("hurried")
async def test_an_unreachable_network_gets_the_message_later(database: Database) -> None:
    """After a pause the same row is sent again with the same key, and then its failure is forgotten."""
    enqueue(database, message("hallo"))
    network = ScriptedNetwork(Failure(FailureKind.UNREACHABLE, "no route"))
    began = time.monotonic()
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT))
    assert time.monotonic() - began > 0.9
    first, second = network.sends
    assert first.key == second.key
    assert (row(database, "hallo").attempts, row(database, "hallo").failure) == (1, None)


def test_pauses_grow_to_five_minutes() -> None:
    """The wait after a failed attempt doubles from one second and never exceeds five minutes, whatever comes."""
    assert [backoff(attempts).total_seconds() for attempts in range(5)] == [1, 2, 4, 8, 16]
    assert backoff(9) == backoff(1_000_000) == LONGEST_WAIT


@pytest.mark.usefixtures("hurried")
async def test_a_throttled_network_is_left_alone(database: Database) -> None:
    """While a network asks us to wait, no chat on it gets anything; then all of it goes out, at no cost."""
    enqueue(database, message("first"))
    network = ScriptedNetwork(Failure(FailureKind.THROTTLED, "429", after=0.6))
    async with delivering(database, network) as working:
        await eventually(lambda: row(database, "first").failure)
        enqueue(database, message("second"))
        working.wake()
        await asyncio.sleep(0.25)
        assert network.texts == ["first"]
        await eventually(lambda: rows(database, OutboxState.SENT) == 2)
    assert sorted(network.texts) == ["first", "first", "second"]
    assert row(database, "first").attempts == 0


@pytest.mark.usefixtures("hurried")
async def test_who_asked_is_answered_first_after_a_throttled_network_rests(database: Database) -> None:
    """Then one message goes at a time, so that chance cannot prefer an announcement, and more as they arrive."""
    enqueue(database, *(message(f"bulk {number}", f"{number}", Lane.BULK) for number in range(40)))
    too_fast = Failure(FailureKind.THROTTLED, "429", after=0.5)

    async def slowly(sent: OutboxMessage) -> Outcome:
        alone.append(len(network.flying) == 1)
        await asyncio.sleep(0.02)
        return await arrives(sent)

    alone: list[bool] = []
    network = ScriptedNetwork(*[too_fast] * 8, *[slowly] * 41)
    async with delivering(database, network) as working:
        await eventually(lambda: pauses(database))
        enqueue(database, message("reply", "asker", Lane.REPLY))
        working.wake()
        await eventually(lambda: rows(database, OutboxState.SENT) == 41)
    assert network.texts[8] == "reply"
    assert alone[:2] == [True, True]
    assert not all(alone)


@pytest.mark.usefixtures("hurried")
async def test_a_throttled_chat_does_not_hold_up_others(database: Database) -> None:
    """Where one chat has had enough, its messages wait in their order, and all others go out at once."""
    enqueue(database, message("a1", "a"), message("a2", "a"))
    network = ScriptedNetwork(Failure(FailureKind.THROTTLED, "slow mode", after=0.6, chat="a"))
    async with delivering(database, network) as working:
        await eventually(lambda: row(database, "a1").failure)
        enqueue(database, message("b1", "b"))
        working.wake()
        await eventually(lambda: rows(database, OutboxState.SENT) == 1, within=0.5)
        assert network.texts == ["a1", "b1"]
        await eventually(lambda: rows(database, OutboxState.SENT) == 3)
    assert network.texts == ["a1", "b1", "a1", "a2"]


@pytest.mark.usefixtures("hurried")
async def test_a_network_in_trouble_does_not_hold_up_another(database: Database) -> None:
    """A misconfigured network is left alone for a minute, at no cost; the other one goes on."""
    broken = ScriptedNetwork(Failure(FailureKind.MISCONFIGURED, "wrong token"), name="broken")
    network = ScriptedNetwork()
    enqueue(database, message("lost", network="broken"))
    async with delivering(database, broken, network) as working:
        await eventually(lambda: row(database, "lost").failure)
        enqueue(database, message("lost too", network="broken"), message("found"))
        working.wake()
        await eventually(lambda: rows(database, OutboxState.SENT) == 1)
        await asyncio.sleep(0.1)
    assert (broken.texts, network.texts) == (["lost"], ["found"])
    [left] = pauses(database).values()
    assert MISCONFIGURED_WAIT.total_seconds() - 10 < left <= MISCONFIGURED_WAIT.total_seconds()


async def test_who_is_gone_is_not_written_to_again(database: Database) -> None:
    """A chat whose person left is marked at the person's address, and a group that threw us out at the group."""
    with database.transaction() as session:
        person = Person(label="Ansprechperson Köln", created_at=NOW)
        session.add(person)
        session.flush()
        for chat in ("left", "stayed"):
            known = {"person_id": person.id, "network": "scripted", "account": chat, "chat": chat}
            session.add(Address(**known, created_at=NOW))
            session.add(Group(network="scripted", chat=f"group {chat}", role=Role.SPOKESPERSON, created_at=NOW))
    enqueue(database, *(message(f"to {chat}", chat) for chat in ("left", "group left", "stayed", "group stayed")))

    async def answer(sent: OutboxMessage) -> Outcome:
        return Failure(FailureKind.GONE, "left") if "left" in sent.chat else await arrives(sent)

    async with delivering(database, ScriptedNetwork(*[answer] * 4)):
        await eventually(lambda: rows(database, OutboxState.SENT) + rows(database, OutboxState.FAILED) == 4)
    with database.transaction() as session:
        assert {address.chat: address.gone for address in session.exec(select(Address))} == {
            "left": True,
            "stayed": False,
        }
        assert {group.chat: group.gone for group in session.exec(select(Group))} == {
            "group left": True,
            "group stayed": False,
        }


async def test_a_chat_keeps_its_order_with_many_in_flight(database: Database) -> None:
    """Chats are served side by side, but in each of them one message follows the other, however long each takes."""
    chats = [f"chat {number}" for number in range(10)]
    enqueue(database, *(message(f"{chat}: {n}", chat) for n in range(4) for chat in chats))
    busy: defaultdict[str, int] = defaultdict(int)
    together: list[int] = []

    async def answer(sent: OutboxMessage) -> Outcome:
        busy[sent.chat] += 1
        together.append(busy[sent.chat])
        await asyncio.sleep(0.02 if sent.text.endswith(("0", "2")) else 0.001)
        busy[sent.chat] -= 1
        return await arrives(sent)

    network = ScriptedNetwork(*[answer] * 40)
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT) == 40)
    for chat in chats:
        assert [sent.text for sent in network.sends if sent.chat == chat] == [f"{chat}: {n}" for n in range(4)]
    assert set(together) == {1}
    assert network.most_at_once == AT_ONCE


async def test_a_reply_overtakes_bulk(database: Database) -> None:
    """Whoever asks is answered as soon as a place is free, however long the announcement's list still is."""
    gate = asyncio.Event()

    async def behind_the_gate(sent: OutboxMessage) -> Outcome:
        await gate.wait()
        return await arrives(sent)

    enqueue(database, *(message(f"bulk {number}", lane=Lane.BULK) for number in range(3 * AT_ONCE)))
    network = ScriptedNetwork(*[behind_the_gate] * AT_ONCE)
    async with delivering(database, network) as working:
        await eventually(lambda: len(network.flying) == AT_ONCE)
        enqueue(database, message("notice", lane=Lane.NOTICE), message("reply"))
        working.wake()
        gate.set()
        await eventually(lambda: rows(database, OutboxState.SENT) == 3 * AT_ONCE + 2)
    assert network.texts.index("reply") < network.texts.index("notice") < 3 * AT_ONCE


@pytest.mark.usefixtures("hurried", "logged")
async def test_a_network_that_breaks_loses_nothing(database: Database) -> None:
    """An adapter that raises is treated like an unreachable network: the message goes out later."""

    async def broken(_: OutboxMessage) -> Outcome:
        raise KeyError("room")

    enqueue(database, message("hallo"))
    network = ScriptedNetwork(broken)
    async with delivering(database, network):
        await eventually(lambda: row(database, "hallo").failure)
        kept = row(database, "hallo")
        assert (kept.failure, kept.failure_detail, kept.attempts) == (FailureKind.UNREACHABLE, "KeyError", 1)
        await eventually(lambda: rows(database, OutboxState.SENT))
    assert network.texts == ["hallo"] * 2


@pytest.mark.usefixtures("hurried")
async def test_a_send_that_hangs_is_cut_off(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A send that never ends is ended by us, in time to record it, and done again."""
    assert timedelta(seconds=SLOWEST_SEND) < LEASE
    monkeypatch.setattr(delivery, "SLOWEST_SEND", 0.1)
    enqueue(database, message("hallo"))
    network = ScriptedNetwork(taking(60))
    async with delivering(database, network):
        await eventually(lambda: row(database, "hallo").failure_detail == "timed out")
        assert row(database, "hallo").failure is FailureKind.UNREACHABLE
        await eventually(lambda: rows(database, OutboxState.SENT))
    assert network.flying == []


async def test_stopping_finishes_what_is_being_sent(database: Database) -> None:
    """Who stops us waits for the sends in flight and their records; what was not begun stays queued."""
    enqueue(database, *(message(f"{number}") for number in range(AT_ONCE + 2)))
    network = ScriptedNetwork(*[taking(0.2)] * AT_ONCE)
    async with delivering(database, network):
        await eventually(lambda: len(network.flying) == AT_ONCE)
    assert (rows(database, OutboxState.SENT), rows(database, WAITS)) == (AT_ONCE, 2)


async def test_stopping_during_a_claim_sends_what_was_claimed(database: Database) -> None:
    """A claim that is under way when we are stopped is not left behind as a lease nobody serves."""
    enqueue(database, message("eins"))
    network = ScriptedNetwork()
    held, released = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold_claims_up() -> None:
        with database.transaction() as session:
            session.connection()  # on SQLite this takes the one place for writers
            serialize(session, Subject.CLAIMS)
            session.add(message("zwei"))
            session.flush()
            loop.call_soon_threadsafe(held.set)
            asyncio.run_coroutine_threadsafe(released.wait(), loop).result(10)

    async with delivering(database, network) as delivery:
        await eventually(lambda: rows(database, OutboxState.SENT))
        holding = asyncio.create_task(asyncio.to_thread(hold_claims_up))
        await held.wait()
        delivery.wake()
        await asyncio.sleep(0.2)
        loop.call_later(0.2, released.set)
    await holding
    assert network.texts == ["eins", "zwei"]
    assert row(database, "zwei").state is OutboxState.SENT


@pytest.mark.usefixtures("hurried", "logged")
async def test_a_dead_instances_message_is_taken_over(database: Database) -> None:
    """When a lease has run out, the message is sent again with the same key, and the attempt is counted."""
    enqueue(database, message("hallo"))
    [begun] = leave_to_a_dead_instance(database)
    network = ScriptedNetwork()
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT))
    assert [sent.key for sent in network.sends] == [begun.key]
    assert (row(database, "hallo").attempts, row(database, "hallo").unknown_sends) == (1, 0)


@pytest.mark.usefixtures("hurried", "logged")
async def test_where_a_repetition_shows_the_doubt_is_counted(database: Database) -> None:
    """On a network that would show it twice the message is sent again, too, and its row says that nobody knows."""
    enqueue(database, message("hallo"))
    leave_to_a_dead_instance(database)
    async with delivering(database, ScriptedNetwork(repeatable=False)):
        await eventually(lambda: rows(database, OutboxState.SENT))
    assert row(database, "hallo").unknown_sends == 1


@pytest.mark.usefixtures("hurried", "logged")
async def test_tidying_goes_on_under_load(database: Database) -> None:
    """A long announcement keeps nobody from taking over a dead instance's messages and closing what is too late."""
    enqueue(database, message("left behind"))
    leave_to_a_dead_instance(database)
    enqueue(database, *(message(f"bulk {number}", lane=Lane.BULK) for number in range(80)))
    enqueue(database, message("too late", lane=Lane.BULK, expires_at=NOW - timedelta(minutes=1)))
    network = ScriptedNetwork(*[taking(0.02)] * 80)
    async with delivering(database, network):
        await eventually(lambda: rows(database, OutboxState.SENT) == 81)
    assert network.texts.index("left behind") < 60
    assert row(database, "too late").state is OutboxState.EXPIRED


async def test_an_answer_goes_out_at_once(database: Database) -> None:
    """A reply put into the outbox while we rest does not wait for the next look: the wake-up starts it."""
    network = ScriptedNetwork()
    async with delivering(database, network) as working:
        await asyncio.sleep(0.3)
        waited = []
        for number in range(5):
            enqueue(database, message(f"{number}"))
            began = time.monotonic()
            working.wake()
            await eventually(lambda number=number: len(network.sends) > number)
            waited.append(time.monotonic() - began)
    assert sorted(waited)[2] < IDLE / 4


async def test_what_nobody_announced_goes_out_too(database: Database) -> None:
    """A row another instance has put into the outbox is found without a wake-up, within a second or so."""
    network = ScriptedNetwork()
    async with delivering(database, network):
        await asyncio.sleep(0.1)
        enqueue(database, message("from elsewhere"))
        await eventually(lambda: network.texts == ["from elsewhere"], within=2 * IDLE + 1)


async def test_two_instances_send_each_message_once(postgres_url: str) -> None:
    """Two instances on one database share the work: no message is sent twice, and every chat keeps its order."""
    one, two = Database(postgres_url), Database(postgres_url)
    enqueue(one, *(message(f"{n} to {chat}", f"{chat}") for n in range(5) for chat in range(20)))
    here, there = ScriptedNetwork(*[taking(0.005)] * 100), ScriptedNetwork(*[taking(0.005)] * 100)
    async with delivering(one, here, owner="here"), delivering(two, there, owner="there"):
        await eventually(lambda: rows(one, OutboxState.SENT) == 100)
    keys = [sent.key for sent in [*here.sends, *there.sends]]
    assert len(keys) == len(set(keys)) == 100
    assert here.sends
    assert there.sends
    one.close()
    two.close()


async def test_drained_says_when_nothing_is_left(database: Database) -> None:
    """Whoever waits for the outbox to be empty waits for the last message of each chat, not only for the first."""
    enqueue(database, *(message(f"{number}", "one chat") for number in range(5)))
    network = ScriptedNetwork(*[taking(0.02)] * 5)
    async with delivering(database, network) as working:
        await working.drained()
        assert rows(database, OutboxState.SENT) == 5
        enqueue(database, message("one more"))
        working.wake()
        await working.drained()
        assert rows(database, OutboxState.SENT) == 6


@pytest.mark.usefixtures("hurried", "logged")
async def test_a_database_that_is_away_stops_nothing(sqlite_database: Database) -> None:
    """While claims fail, delivery waits and tries again; when the database is back, the message goes out."""
    network = ScriptedNetwork()
    async with delivering(sqlite_database, network) as working:
        await working.drained()
        with sqlite_database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE outbox_pause RENAME TO away")
        enqueue(sqlite_database, message("hallo"))
        await asyncio.sleep(0.3)
        assert network.sends == []
        with sqlite_database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO outbox_pause")
        await eventually(lambda: rows(sqlite_database, OutboxState.SENT))


async def test_stopping_while_being_woken_stops(sqlite_database: Database) -> None:
    """A stop that meets a wake-up at the same moment is not lost."""
    with ThreadPoolExecutor(1) as threads:
        for _ in range(20):
            network = ScriptedNetwork()
            working = Delivery(sqlite_database, {network.name: network}, Clock(NOW), threads, "this instance")
            task = asyncio.create_task(working.run())
            await working.drained()
            await asyncio.sleep(0)
            working.wake()
            await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait([task], timeout=5)
            assert done
            assert task.cancelled()

"""The outbox under any order of events: checked step by step against a model that knows nothing of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import col, delete, select, update

from storage.claims import claim
from storage.database import Database, database_now
from storage.outbox import (
    FailureKind,
    Lane,
    OutboxMessage,
    OutboxState,
    put_back,
    record_failed,
    record_part,
    record_sent,
)
from storage.recovery import expire, recover

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
WAITING = (OutboxState.QUEUED, OutboxState.UNKNOWN)
REPEATABLE, NETWORKS = ("matrix",), ("matrix", "telegram")
CHATS = [(network, chat) for network in NETWORKS for chat in ("a", "b")]


@dataclass
class Modelled:
    """What the model knows of a row."""

    lane: Lane
    network: str
    chat: str
    expires: bool
    state: OutboxState = OutboxState.QUEUED
    fence: int = 0
    delayed: bool = False
    run_out: bool = False
    unknown_sends: int = 0
    parts: int = 0

    def turn(self, number: int) -> tuple[bool, Lane, int]:
        """Say what decides whose turn it is in a chat: what has begun goes first."""
        return not self.parts, self.lane, number


class OutboxMachine(RuleBasedStateMachine):
    """Does anything to the outbox, in any order, and compares."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.rows: dict[int, Modelled] = {}
        self.held: list[OutboxMessage] = []
        """Everything that was ever claimed: also what its holder should have let go of long ago."""
        with database.transaction() as session:
            session.exec(delete(OutboxMessage))

    @rule(lane=st.sampled_from(Lane), chat=st.sampled_from(CHATS), expires=st.booleans())
    def enqueue(self, lane: Lane, chat: tuple[str, str], *, expires: bool) -> None:
        """Queue a message."""
        row = OutboxMessage(network=chat[0], chat=chat[1], lane=lane, text="Hallo", created_at=NOW)
        row.expires_at = NOW if expires else None
        with self.database.transaction() as session:
            session.add(row)
        assert row.id is not None
        self.rows[row.id] = Modelled(lane, *chat, expires)

    def claimable(self) -> list[int]:
        """Say which rows may be claimed, the first to go first."""
        heads = []
        for chat in CHATS:
            here = {number: row for number, row in self.rows.items() if (row.network, row.chat) == chat}
            waiting = [row.turn(number) for number, row in here.items() if row.state in WAITING]
            busy = any(row.state is OutboxState.SENDING for row in here.values())
            if waiting and not busy and not here[min(waiting)[2]].delayed:
                heads.append(min(waiting)[1:])
        return [number for _, number in sorted(heads)]

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        """Claim messages: exactly those at the head of a free chat."""
        with self.database.transaction() as session:
            claimed = claim(session, "instance", NETWORKS, limit)
        assert [each.id for each in claimed] == self.claimable()[:limit]
        for each in claimed:
            row = self.rows[each.id or 0]
            row.state, row.fence, row.run_out = OutboxState.SENDING, row.fence + 1, False
        self.held += claimed

    def holds(self, claimed: OutboxMessage) -> bool:
        """Say whether a claim is still good."""
        row = self.rows[claimed.id or 0]
        return row.state is OutboxState.SENDING and row.fence == claimed.fence

    @precondition(lambda self: self.held)
    @rule(data=st.data(), arrived=st.booleans())
    def finish(self, data: st.DataObject, *, arrived: bool) -> None:
        """Record that a message arrived or never will; a zombie is refused."""
        claimed, good = self.pick(data)
        with self.database.transaction() as session:
            if arrived:
                ours = record_sent(session, claimed, "$event", NOW)
            else:
                ours = record_failed(session, claimed, FailureKind.REFUSED, "", NOW)
        assert ours == good
        if good:
            self.rows[claimed.id or 0].state = OutboxState.SENT if arrived else OutboxState.FAILED

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def part_arrives(self, data: st.DataObject) -> None:
        """Record that one part of a long message arrived; a zombie is refused."""
        claimed, good = self.pick(data)
        with self.database.transaction() as session:
            assert record_part(session, claimed) == good
        if good:
            row = self.rows[claimed.id or 0]
            row.state, row.parts = OutboxState.QUEUED, row.parts + 1

    @precondition(lambda self: self.held)
    @rule(data=st.data(), delayed=st.booleans())
    def put_back(self, data: st.DataObject, *, delayed: bool) -> None:
        """Queue a message again, at once or after a wait; a zombie is refused."""
        claimed, good = self.pick(data)
        wait = timedelta(hours=1 if delayed else -1)
        with self.database.transaction() as session:
            assert put_back(session, claimed, FailureKind.UNREACHABLE, "", wait=wait) == good
        if good:
            row = self.rows[claimed.id or 0]
            row.state, row.delayed = OutboxState.QUEUED, delayed

    def pick(self, data: st.DataObject) -> tuple[OutboxMessage, bool]:
        """Choose a claim, good or outdated, and say which of the two it is."""
        claimed = self.held[data.draw(st.integers(0, len(self.held) - 1))]
        return claimed, self.holds(claimed)

    @precondition(lambda self: any(row.state is OutboxState.SENDING for row in self.rows.values()))
    @rule(data=st.data())
    def lease_runs_out(self, data: st.DataObject) -> None:
        """Let the holder of a message die long ago."""
        sending = [number for number, row in self.rows.items() if row.state is OutboxState.SENDING]
        number = data.draw(st.sampled_from(sending))
        with self.database.transaction() as session:
            past = database_now(session) - timedelta(seconds=1)
            session.exec(update(OutboxMessage).where(col(OutboxMessage.id) == number).values(lease_until=past))
        self.rows[number].run_out = True

    @precondition(lambda self: any(row.delayed for row in self.rows.values()))
    @rule()
    def time_passes(self) -> None:
        """Let all waits be over."""
        with self.database.transaction() as session:
            session.exec(update(OutboxMessage).values(not_before=None))
        for row in self.rows.values():
            row.delayed = False

    @rule()
    def recover(self) -> None:
        """Recover exactly what was being sent under a lease that has run out."""
        lost = [row for row in self.rows.values() if row.state is OutboxState.SENDING and row.run_out]
        with self.database.transaction() as session:
            assert recover(session, REPEATABLE, ("telegram",)) == len(lost)
        for row in lost:
            repeated = row.network in REPEATABLE
            row.state = OutboxState.QUEUED if repeated else OutboxState.UNKNOWN
            row.unknown_sends += 0 if repeated else 1

    @rule()
    def expire(self) -> None:
        """Close exactly what waited past its time."""
        over = [row for row in self.rows.values() if row.state in WAITING and row.expires]
        with self.database.transaction() as session:
            assert expire(session, NOW) == len(over)
        for row in over:
            row.state = OutboxState.EXPIRED

    @invariant()
    def rows_are_as_modelled(self) -> None:
        """No row is lost, none is in another state, terminal states stay, and a chat has one message on its way."""
        with self.database.transaction() as session:
            rows = session.exec(select(OutboxMessage)).all()
        found = {row.id: (row.state, row.fence, row.unknown_sends) for row in rows}
        assert found == {number: (row.state, row.fence, row.unknown_sends) for number, row in self.rows.items()}
        sending = [(row.network, row.chat) for row in rows if row.state is OutboxState.SENDING]
        assert len(sending) == len(set(sending))
        assert all((row.lease_until is not None) == (row.state is OutboxState.SENDING) for row in rows)
        finished = (OutboxState.SENT, OutboxState.FAILED, OutboxState.EXPIRED)
        assert all((row.finished_at is not None) == (row.state in finished) for row in rows)


def test_the_outbox_keeps_its_promises_in_any_order_of_events(database: Database) -> None:
    """Whatever happens in whatever order, no message is lost, none overtakes, and no zombie writes."""
    run_state_machine_as_test(
        lambda: OutboxMachine(database),
        settings=settings(
            max_examples=40 if database.is_sqlite else 12,
            stateful_step_count=30,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

"""One way out: claim rows of the outbox, send them with no transaction open, record what became of them.

Each network has a line of its own, so that none waits for another. Recording what has ended and claiming what comes
next is one transaction: the more is under way, the less a message's share of it costs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import TypeVar

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.clock import Clock
from bot.counting import Counting
from bot.leases import Hold, Transaction, Unleased
from bot.networks import Failure, Network, Outcome
from bot.outcomes import Finished, Recording, TellLost, TellRedirected, tell_no_loss, tell_nobody
from bot.painting import Painter
from bot.tracing import in_thread, request
from bot.width import Width
from storage.database import Database
from storage.leases import FencedError
from storage.outbox import LEASE, FailureKind, OutboxMessage
from storage.pacing import Taken, forget_slots, take
from storage.recovery import expire, recover

log = structlog.get_logger(__name__)

IDLE = 1.0
"""Seconds until we look again although nobody woke us: for what was put back, and for rows of other instances."""

SLOWEST_SEND = 30.0
"""Seconds a send may take: half a lease, so that its outcome is recorded while the lease is ours."""

NOTHING = Taken([])

NO_HOLDS: Mapping[str, Hold] = MappingProxyType({})
"""Where everything is ours."""

Result = TypeVar("Result")


class Delivery:
    """Sends what waits in the outbox until it is stopped."""

    def __init__(  # noqa: PLR0913 - what the service is made of
        self,
        database: Database,
        networks: Mapping[str, Network],
        clock: Clock,
        executor: Executor,
        owner: str,
        tell_redirected: TellRedirected = tell_nobody,
        tell_lost: TellLost = tell_no_loss,
        holds: Mapping[str, Hold] = NO_HOLDS,
        counting: Counting | None = None,
    ) -> None:
        self._work = _Transactions(database, executor)
        self._clock = clock
        telling = partial(Recording, tell_redirected=tell_redirected, tell_lost=tell_lost)
        recording = partial(telling, running=networks.keys())
        # SQLite has one process; elsewhere others may be sending, unless the lease on the network is ours.
        freely = Unleased(database, alone=database.is_sqlite)
        counted = counting or Counting(CollectorRegistry())
        line = partial(_Line, work=self._work, clock=clock, owner=owner, recording=recording, painter=Painter())
        line = partial(line, counting=counted)
        self._lines = [line(network, holds.get(network.name, freely)) for network in networks.values()]

    def wake(self) -> None:
        """Say that there is something new to send."""
        for line in self._lines:
            line.wake()

    async def drained(self) -> None:
        """Wait until nothing is left that could be sent now."""
        for line in self._lines:
            await line.drained.wait()

    async def run(self) -> None:
        """Send until cancelled; then what is claimed is still sent and recorded."""
        parts = [asyncio.create_task(line.hold.during(partial(self._serve, line))) for line in self._lines]
        parts.append(asyncio.create_task(self._keep_tidy()))
        try:
            ended, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in ended:
                part.result()
        finally:
            for part in parts:  # once: a second time would cut off what a line still sends and records
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    async def _serve(self, line: _Line) -> None:
        """Send on a network that is ours: what is being sent when we begin was sent by one that is dead."""
        while not await self._tidied([line], line.hold):
            pass
        await line.run()

    async def _keep_tidy(self) -> None:
        """By time and not when idle: a long bulk send is never idle."""
        while True:
            await asyncio.sleep(IDLE)
            await self._tidied(self._lines)

    async def _tidied(self, lines: Sequence[_Line], hold: Hold | None = None) -> bool:
        """Tidy up, perhaps as who holds it all; whether that could be done. Where it could not, wait a moment."""
        alone, opened = hold is not None and hold.alone, hold.transaction if hold else None
        try:
            freed = await self._work.do(partial(self._tidy, lines, alone=alone), opened)
        except (SQLAlchemyError, FencedError) as error:
            log.warning("outbox not reached", error=type(error).__name__)
            await asyncio.sleep(IDLE)
            return False
        if freed:
            log.warning("sends taken over from a dead instance", count=freed)
            self.wake()
        return True

    def _tidy(self, lines: Sequence[_Line], session: Session, *, alone: bool = False) -> int:
        """Close what waited past its time, and free what a dead instance was sending."""
        expire(session, self._clock.now())
        forget_slots(session)
        repeatable = [line.network.name for line in lines if line.network.repeatable]
        others = [line.network.name for line in lines if not line.network.repeatable]
        return recover(session, repeatable, others, alone=alone)


class _Line:
    """What goes out on one network."""

    def __init__(  # noqa: PLR0913 - what a line is made of
        self,
        network: Network,
        hold: Hold,
        work: _Transactions,
        clock: Clock,
        owner: str,
        recording: Callable[[Session, Network, datetime], Recording],
        painter: Painter,
        counting: Counting,
    ) -> None:
        self.network = network
        self.hold = hold
        self.drained = asyncio.Event()
        self._work = work
        self._clock = clock
        self._owner = owner
        self._recording = recording
        self._painter = painter
        self._counting = counting
        self._woken = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._width = Width(network.at_once)
        self._finished: list[Finished] = []

    def wake(self) -> None:
        self.drained.clear()
        self._woken.set()

    async def run(self) -> None:
        try:
            while True:
                await self._round()
        finally:
            await asyncio.gather(*self._sending, return_exceptions=True)
            left, self._finished = self._finished, []
            await self._record_singly(left)

    async def _round(self) -> None:
        turn = asyncio.create_task(self._turn())
        try:
            taken = await asyncio.shield(turn)
        except asyncio.CancelledError:
            # A claim that has begun is committed in its thread: its messages would wait for the end of their lease.
            await asyncio.gather(turn, return_exceptions=True)
            raise
        except (SQLAlchemyError, FencedError) as error:  # what waits can wait, or is sent by somebody else
            log.warning("outbox not reached", error=type(error).__name__)
            await asyncio.sleep(IDLE)
            return
        if taken.wait is None and not self._sending and not self._finished and not self._woken.is_set():
            self.drained.set()
        await self._rest(min(IDLE, taken.wait or IDLE))

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()

    async def _turn(self) -> Taken:
        """Record what has ended and send what may go next, under the name of this turn."""
        with request():
            return await self._record_and_send()

    async def _record_and_send(self) -> Taken:
        finished, self._finished = self._finished, []
        free = max(0, self._width.now - len(self._sending)) if self.hold.held else 0
        if not finished and not free:
            return NOTHING
        try:
            opened = self.hold.transaction if free else None  # a claim is ours only while the network is
            taken = await self._work.do(partial(self._record_and_take, finished, free), opened)
        except Exception:
            await self._record_singly(finished)
            raise
        for message in taken.messages:
            task = asyncio.create_task(self._deliver(message, taken.starts.get(message.id, 0.0)))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return taken

    def _record_and_take(self, finished: Sequence[Finished], free: int, session: Session) -> Taken:
        self._record(finished, session)
        return take(session, self._owner, self.network.name, self.network.limits, free) if free else NOTHING

    async def _record_singly(self, finished: Sequence[Finished]) -> None:
        """Record each outcome for itself, so that one that cannot be recorded keeps none of the others back."""
        for one in finished:
            try:
                await self._work.do(partial(self._record, [one]))
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are recorded
                log.error("recording failed", outbox=one.message.id, error=type(error).__name__)  # noqa: TRY400 - the error would quote the message
                if monotonic() - one.at < LEASE.total_seconds():
                    self._finished.append(one)

    def _record(self, finished: Sequence[Finished], session: Session) -> None:
        self._recording(session, self.network, self._clock.now()).record(finished)

    async def _deliver(self, message: OutboxMessage, start: float) -> None:
        if (early := start - monotonic()) > 0:
            await asyncio.sleep(early)
        # Whoever has slept through the end of its lease sends nothing: somebody else does.
        outcome = await self._send(message) if self.hold.held else Failure(FailureKind.UNREACHABLE, "lease lost")
        self._width.note(outcome)
        self._counting.ended(message, outcome, self._clock.now(), repeatable=self.network.repeatable)
        self._finished.append(Finished(message, outcome, monotonic()))
        self._woken.set()  # a place is free, and the chat's next message may go

    async def _send(self, message: OutboxMessage) -> Outcome:
        try:
            await self._painter.finish(message)
            async with asyncio.timeout(SLOWEST_SEND):
                return await self.network.send(message)
        except TimeoutError:
            return Failure(FailureKind.UNREACHABLE, "timed out", uncertain=True)
        except Exception as error:  # the network's adapter has a fault: the message must not be lost with it
            log.exception("send failed", outbox=message.id, network=message.network)
            return Failure(FailureKind.UNREACHABLE, type(error).__name__, uncertain=True)


class _Transactions:
    """Runs work on the database in threads, each piece in its own transaction."""

    def __init__(self, database: Database, executor: Executor) -> None:
        self._database = database
        self._executor = executor

    async def do(self, work: Callable[[Session], Result], opened: Transaction | None = None) -> Result:
        return await in_thread(self._executor, _in_transaction, opened or self._database.transaction, work)


def _in_transaction(opened: Transaction, work: Callable[[Session], Result]) -> Result:
    with opened() as session:
        return work(session)

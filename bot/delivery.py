"""One way out: claim rows of the outbox, send them with no transaction open, record what became of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.clock import Clock
from bot.networks import Failure, Network, Outcome, Sent
from storage.database import Database, database_now
from storage.groups import mark_group_gone
from storage.outbox import (
    FailureKind,
    OutboxMessage,
    claim,
    expire,
    pause,
    put_back,
    record_failed,
    record_sent,
    recover,
)
from storage.persons import mark_gone

log = structlog.get_logger(__name__)

AT_ONCE = 8
"""Messages in flight: enough to hide a network's latency, few enough that a crash leaves little in doubt."""

IDLE = 1.0
"""Seconds until we look again although nobody woke us: for what was put back, and for rows of other instances."""

SLOWEST_SEND = 30.0
"""Seconds a send may take: half a lease, so that its outcome is recorded while the lease is ours."""

LONGEST_WAIT = timedelta(minutes=5)
SHORTEST_PAUSE = timedelta(seconds=0.5)
"""A throttled network that names no time must not be asked without a break."""

MISCONFIGURED_WAIT = timedelta(seconds=60)

Result = TypeVar("Result")


class Delivery:
    """Sends what waits in the outbox until it is stopped."""

    def __init__(
        self, database: Database, networks: Mapping[str, Network], clock: Clock, executor: Executor, owner: str
    ) -> None:
        self._database = database
        self._networks = networks
        self._clock = clock
        self._executor = executor
        self._owner = owner
        self._woken = asyncio.Event()
        self._drained = asyncio.Event()
        self._tidied_at = 0.0
        self._sending: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Say that there is something new to send."""
        self._drained.clear()
        self._woken.set()

    async def drained(self) -> None:
        """Wait until nothing is left that could be sent now."""
        await self._drained.wait()

    async def run(self) -> None:
        """Send until cancelled; then what is claimed is still sent and recorded."""
        # SQLite has one process: what is being sent when it starts was sent by one that is dead.
        await self._in_thread(partial(self._tidy, alone=self._database.is_sqlite))
        try:
            while True:
                await self._round()
        finally:
            await asyncio.gather(*self._sending, return_exceptions=True)

    async def _round(self) -> None:
        filling = asyncio.create_task(self._fill())
        try:
            await asyncio.shield(filling)
            if not self._sending and not self._woken.is_set():
                self._drained.set()
            await self._wait()
        except asyncio.CancelledError:
            # A claim that has begun is committed in its thread: its messages would wait for the end of their lease.
            await asyncio.gather(filling, return_exceptions=True)
            raise
        except SQLAlchemyError as error:  # the database is away: what waits in it can wait
            log.warning("outbox not reached", error=type(error).__name__)
            await asyncio.sleep(IDLE)

    async def _fill(self) -> None:
        while free := AT_ONCE - len(self._sending):
            claimed = await self._in_thread(partial(self._claim, free))
            for message in claimed:
                task = asyncio.create_task(self._deliver(message))
                self._sending.add(task)
                task.add_done_callback(self._done)
            if len(claimed) < free:
                return

    def _done(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._woken.set()  # a place is free, and the chat's next message may go
        if not task.cancelled() and task.exception() is not None:
            log.error("recording failed", exc_info=task.exception())

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):  # wait_for of Python 3.11 swallows a cancellation that meets a wake-up
                await self._woken.wait()
        self._woken.clear()
        if monotonic() - self._tidied_at >= IDLE:  # by time and not when idle: a long bulk send is never idle
            await self._in_thread(self._tidy)
            self._tidied_at = monotonic()

    def _claim(self, most: int, session: Session) -> list[OutboxMessage]:
        return claim(session, self._owner, self._networks.keys(), most)

    def _tidy(self, session: Session, *, alone: bool = False) -> None:
        """Close what waited past its time, and free what a dead instance was sending."""
        expire(session, self._clock.now())
        repeatable = [name for name, network in self._networks.items() if network.repeatable]
        freed = recover(session, repeatable, self._networks.keys() - repeatable, alone=alone)
        if freed:
            log.warning("sends taken over from a dead instance", count=freed)

    async def _deliver(self, message: OutboxMessage) -> None:
        outcome = await self._send(message)
        await self._in_thread(partial(self._record, message, outcome))

    async def _send(self, message: OutboxMessage) -> Outcome:
        try:
            async with asyncio.timeout(SLOWEST_SEND):
                return await self._networks[message.network].send(message)
        except TimeoutError:
            return Failure(FailureKind.UNREACHABLE, "timed out")
        except Exception as error:  # the network's adapter has a fault: the message must not be lost with it
            log.exception("send failed", outbox=message.id, network=message.network)
            return Failure(FailureKind.UNREACHABLE, type(error).__name__)

    def _record(self, message: OutboxMessage, outcome: Outcome, session: Session) -> None:
        """Turn a send's outcome into the row's state: the only place that does."""
        if isinstance(outcome, Sent):
            ours = record_sent(session, message, outcome.external_id, self._clock.now())
        else:
            ours = self._record_failure(session, message, outcome)
            log.warning(
                "not sent", outbox=message.id, network=message.network, kind=outcome.kind, detail=outcome.detail
            )
        if not ours:
            log.warning("lease lost before recording", outbox=message.id)

    def _record_failure(self, session: Session, message: OutboxMessage, failure: Failure) -> bool:
        kind, detail = failure.kind, failure.detail
        match kind:
            case FailureKind.THROTTLED:
                wait = max(timedelta(seconds=failure.after), SHORTEST_PAUSE)
                pause(session, message.network, database_now(session) + wait, chat=failure.chat)
                return put_back(session, message, kind, detail, wait=wait, counts=False)
            case FailureKind.UNREACHABLE:
                return put_back(session, message, kind, detail, wait=backoff(message.attempts))
            case FailureKind.MISCONFIGURED:
                pause(session, message.network, database_now(session) + MISCONFIGURED_WAIT)
                return put_back(session, message, kind, detail, wait=timedelta(), counts=False)
            case FailureKind.MOVED:
                return put_back(session, message, kind, detail, wait=timedelta(), counts=False, chat=failure.chat)
            case FailureKind.GONE:
                mark_gone(session, message.network, message.chat)
                mark_group_gone(session, message.network, message.chat)
        return record_failed(session, message, kind, detail, self._clock.now())

    async def _in_thread(self, work: Callable[[Session], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._in_transaction, work)

    def _in_transaction(self, work: Callable[[Session], Result]) -> Result:
        with self._database.transaction() as session:
            return work(session)


def backoff(attempts: int) -> timedelta:
    """Wait twice as long after each attempt, from one second to five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 20)), LONGEST_WAIT)

"""The ticker strikes about once a second on a real APScheduler, survives its failures, and never doubles."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from scheduler.ticker import EVERY, Ticker
from storage.database import Database
from tests.scheduler.conftest import MONDAY, World

SLACK = 0.6
"""Seconds a busy machine may be early or late."""


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Give worker threads, as the service has them."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


class Work:
    """Notes when it is done, and how often it was done at the same time."""

    def __init__(self, then: Callable[[int], int] = lambda _: 0) -> None:
        self.strikes: list[float] = []
        self.most_at_once = 0
        self._then = then
        self._busy = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            self.strikes.append(time.monotonic())
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        try:
            return self._then(len(self.strikes))
        finally:
            with self._lock:
                self._busy -= 1


async def ticking(work: Callable[[], int], threads: ThreadPoolExecutor, seconds: float) -> list[float]:
    """Let a ticker run for a while; gives the moments at which it woke the delivery."""
    woken: list[float] = []
    async with running(Ticker(work, lambda: woken.append(time.monotonic()), threads)):
        await asyncio.sleep(seconds)
    return woken


@asynccontextmanager
async def running(*tickers: Ticker) -> AsyncIterator[None]:
    """Run tickers until the end of the block."""
    tasks = [asyncio.create_task(ticker.run()) for ticker in tickers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_it_ticks_about_once_a_second(threads: ThreadPoolExecutor) -> None:
    """In three and a half seconds there are three ticks, a second apart, and the event loop is never blocked by one."""
    work = Work()
    await ticking(work, threads, 3.5)
    assert len(work.strikes) == 3
    assert all(abs(later - earlier - EVERY) < SLACK for earlier, later in pairwise(work.strikes))


async def test_delivery_is_woken_only_for_messages(threads: ThreadPoolExecutor) -> None:
    """A tick that put messages into the outbox wakes the delivery; one that found nothing due does not."""
    woken = await ticking(Work(lambda strike: 2 if strike == 2 else 0), threads, 3.5)
    assert len(woken) == 1


async def test_a_failing_tick_does_not_end_the_ticking(threads: ThreadPoolExecutor) -> None:
    """After ticks that raise the next ones come all the same."""

    def fail(strike: int) -> int:
        if strike < 3:
            raise ConnectionError("the database is away")
        return 1

    work = Work(fail)
    woken = await ticking(work, threads, 3.5)
    assert (len(work.strikes), len(woken)) == (3, 1)


async def test_the_end_ends_it(threads: ThreadPoolExecutor) -> None:
    """After its end nothing ticks until it is run again."""
    work = Work()
    ticker = Ticker(work, lambda: None, threads)
    for ticks in (1, 2):
        async with running(ticker):
            await asyncio.sleep(1.3)
        await asyncio.sleep(1.3)
        assert len(work.strikes) == ticks


async def test_a_blocked_loop_is_made_up_for_by_one_tick(threads: ThreadPoolExecutor) -> None:
    """Ticks that fell into a time in which the event loop stood still are not made up for one by one."""
    work = Work()
    async with running(Ticker(work, lambda: None, threads)):
        await asyncio.sleep(1.2)
        time.sleep(3.0)  # noqa: ASYNC251 - the loop is to stand still
        await asyncio.sleep(0.3)
    assert len(work.strikes) == 2


async def test_a_slow_tick_has_no_second_beside_it(threads: ThreadPoolExecutor) -> None:
    """While a tick takes longer than a second, no other one starts."""

    def dawdle(_: int) -> int:
        time.sleep(1.6)
        return 0

    work = Work(dawdle)
    await ticking(work, threads, 4.5)
    assert work.most_at_once == 1
    assert len(work.strikes) == 2


async def test_a_digest_goes_once_however_the_loop_stumbles(database: Database, threads: ThreadPoolExecutor) -> None:
    """Two tickers on one database, in a loop that stands still over eight o'clock, send one digest."""
    world = World(database)
    chat = world.group()
    began = time.monotonic()

    def strike() -> int:
        passed = time.monotonic() - began
        return world.tick(MONDAY if passed > 1.5 else MONDAY.replace(hour=7))

    async with running(*(Ticker(strike, lambda: None, threads) for _ in range(2))):
        await asyncio.sleep(1.2)
        time.sleep(2.0)  # noqa: ASYNC251 - the loop is to stand still
        await asyncio.sleep(1.5)
    threads.shutdown()
    assert len(world.told(chat)) == 1

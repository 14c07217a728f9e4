"""The ticker: APScheduler strikes once a second, and what is due is looked up in the database.

APScheduler remembers nothing for us: its job store loses what it cannot unpickle, and two processes on one store fire
twice. Due rows do neither.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger(__name__)

EVERY = 1.0
"""Seconds between two ticks."""


class Ticker:
    """Calls what is to be done once a second until it is stopped."""

    def __init__(self, work: Callable[[], int], wake: Callable[[], None], executor: Executor) -> None:
        self._work = work
        self._wake = wake
        self._executor = executor

    async def run(self) -> None:
        """Tick until cancelled."""
        scheduler = AsyncIOScheduler()
        # Ticks that could not run in time are not made up for: the next one finds everything that is due.
        scheduler.add_job(
            self._strike, IntervalTrigger(seconds=EVERY), coalesce=True, max_instances=1, misfire_grace_time=None
        )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _strike(self) -> None:
        try:
            if await asyncio.get_running_loop().run_in_executor(self._executor, self._work):
                self._wake()
        except asyncio.CancelledError:
            return  # what has begun goes on in its thread
        except Exception:  # a tick must not end the ticking: what was due is still due at the next
            log.exception("tick failed")

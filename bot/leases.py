"""Who does what only one instance may do: kept, given up in time, and confirmed in every transaction that matters.

All processes are alike. One thread renews what this one holds and asks for what nobody holds. Whether a lease is held
is decided by the steady clock alone, counted from before the last renewal was asked for: so an instance that sleeps,
or that the database cannot be reached from, stops before any other may begin.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from time import monotonic
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage import leases
from storage.database import Database
from storage.leases import FencedError

log = structlog.get_logger(__name__)

BEAT = 2.0
"""Seconds between two renewals, and between two looks at what nobody holds."""

MARGIN = 3.0
"""Seconds before its end at which a lease is given up: what has begun by then, such as one commit, may still end."""

Work = Callable[[], Awaitable[None]]
Transaction = Callable[[], AbstractContextManager[Session]]
"""Opens a unit of work."""


class Hold(Protocol):
    """The right to do what only one instance may do."""

    alone: bool
    """Whether whoever has it knows that whoever had it before is gone."""

    @property
    def held(self) -> bool:
        """Say whether we have it at this moment."""

    async def during(self, work: Work) -> None:
        """Do some work while we have it, from its beginning each time; returns when the work ends by itself."""

    def transaction(self) -> AbstractContextManager[Session]:
        """Open a unit of work that is kept only if we have it. Raises :class:`FencedError`."""


class Unleased:
    """What is always ours, since there is no other instance."""

    held = True

    def __init__(self, database: Database, *, alone: bool = True) -> None:
        self.alone = alone
        self.transaction = database.transaction

    async def during(self, work: Work) -> None:
        """Do it."""
        await work()


class Lease:
    """One lease of this instance."""

    alone = True

    def __init__(self, database: Database, name: str) -> None:
        self.name = name
        self.fence: int | None = None
        self._database = database
        self._until = 0.0
        self._working = 0
        self._gained, self._lost = asyncio.Event(), asyncio.Event()

    @property
    def held(self) -> bool:
        """Say whether it is ours at this moment."""
        return self.fence is not None and monotonic() < self._until

    @property
    def is_wanted(self) -> bool:
        """Say whether we could begin: what was done under an earlier lease has ended."""
        return not self._working

    async def during(self, work: Work) -> None:
        """Do some work while the lease is held, from its beginning each time."""
        while True:
            await self._gained.wait()
            async with self._running(work) as task:
                if task.done():
                    return await task

    @asynccontextmanager
    async def _running(self, work: Work) -> AsyncIterator[asyncio.Task[None]]:
        """Run work until it ends or the lease is lost; then it is made to end."""
        self._working += 1
        task, lost = asyncio.ensure_future(_run(work)), asyncio.ensure_future(self._lost.wait())
        try:
            await asyncio.wait({task, lost}, return_when=asyncio.FIRST_COMPLETED)
            yield task
        finally:
            for part in (task, lost):
                part.cancel()
            await asyncio.gather(task, lost, return_exceptions=True)
            self._working -= 1

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit of work that confirms the lease within itself."""
        fence = self.fence
        if fence is None or not self.held:
            raise FencedError(self.name)
        with self._database.transaction() as session:
            leases.confirm(session, self.name, fence)
            yield session

    def note(self, fence: int | None, asked_at: float) -> None:
        """Put down what the database said when it was asked at a moment of the steady clock."""
        if fence is not None:
            self._until = asked_at + leases.LENGTH.total_seconds() - MARGIN
        if fence != self.fence:
            log.info("lease", lease=self.name, held=fence is not None, fence=fence or self.fence)
            self.fence = fence
        self.look()

    def look(self) -> None:
        """Begin or end the work, as the steady clock says."""
        if self.fence is not None and not self.held:
            log.warning("lease given up", lease=self.name, fence=self.fence)
            self.fence = None
        begins, ends = (self._gained, self._lost) if self.held else (self._lost, self._gained)
        ends.clear()
        begins.set()


class Leases(Mapping[str, Lease]):
    """All leases of this instance. ``owner`` tells operators who it is; it decides nothing."""

    def __init__(self, database: Database, names: Collection[str], owner: str) -> None:
        self._database = database
        self._owner = owner
        self._leases = {name: Lease(database, name) for name in names}
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="leases")  # not behind the work that others wait for

    def __getitem__(self, name: str) -> Lease:
        """Give a lease by its name."""
        return self._leases[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._leases)

    def __len__(self) -> int:
        """Count them."""
        return len(self._leases)

    async def keep(self) -> None:
        """Renew and ask until cancelled; then give everything back."""
        try:
            while True:
                await self._beat()
                await asyncio.sleep(BEAT)
        finally:
            await asyncio.get_running_loop().run_in_executor(self._executor, self._release)
            self._executor.shutdown(wait=False)

    async def _beat(self) -> None:
        """Ask the database for each lease by itself, so that one that must wait costs no other its time."""
        for lease in self._leases.values():
            asking = asyncio.get_running_loop().run_in_executor(self._executor, self._ask, lease)
            while not asking.done():  # keep looking at the clock
                await asyncio.wait({asking}, timeout=BEAT / 2)
                self._look()
            try:
                lease.note(*asking.result())
            except SQLAlchemyError as error:
                log.warning("leases not renewed", error=type(error).__name__)
            self._look()

    def _look(self) -> None:
        for lease in self._leases.values():
            lease.look()

    def _ask(self, lease: Lease) -> tuple[int | None, float]:
        asked_at = monotonic()
        with self._database.transaction() as session:
            return self._fence(session, lease), asked_at

    def _fence(self, session: Session, lease: Lease) -> int | None:
        fence = lease.fence  # read once: meanwhile the loop may give it up
        if fence is not None:
            return fence if leases.renew(session, lease.name, fence) else None
        return leases.acquire(session, lease.name, self._owner) if lease.is_wanted else None

    def _release(self) -> None:
        try:
            with self._database.transaction() as session:
                for lease in self._leases.values():
                    if lease.fence is not None:
                        leases.release(session, lease.name, lease.fence)
        except SQLAlchemyError as error:  # they end by themselves
            log.warning("leases not given back", error=type(error).__name__)


async def _run(work: Work) -> None:
    await work()

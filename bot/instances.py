"""The place of this instance among the others: what it may do alone, and how they wake each other."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Protocol
from uuid import uuid4

from bot.leases import Hold, Leases, Unleased
from storage.database import Database
from storage.sole_use import SoleUse

CLOCK = "clock"
"""The lease of whoever lets the clock strike; those of networks have the networks' names."""

WAKING = "bot.waking"
"""Loaded by its name: it needs PostgreSQL's driver."""


class Instances(Protocol):
    """This instance and the others."""

    holds: Mapping[str, Hold]

    def begin(self) -> None:
        """Make sure that we may work on the database. Raises :class:`storage.sole_use.InUseError`."""

    async def run(self, wake: Callable[[], None]) -> None:
        """Keep what is ours, and ``wake`` when another instance has something to send, until cancelled."""

    def tell(self) -> None:
        """Tell the others that there is something to send."""

    def end(self) -> None:
        """Let go of the database."""


class _Single:
    """The only one, on SQLite."""

    def __init__(self, database: Database, names: Collection[str]) -> None:
        self.holds: Mapping[str, Hold] = dict.fromkeys(names, Unleased(database))
        self._use = SoleUse(database)

    def begin(self) -> None:
        self._use.begin()

    async def run(self, _: Callable[[], None]) -> None:
        await asyncio.Event().wait()

    def tell(self) -> None:
        pass

    def end(self) -> None:
        self._use.end()


class _Several:
    """One of several, on PostgreSQL."""

    def __init__(self, database: Database, names: Collection[str], name: str) -> None:
        self._leases = Leases(database, names, name)
        self.holds: Mapping[str, Hold] = self._leases
        self._waking = import_module(WAKING).Waking(database)

    def begin(self) -> None:
        pass

    async def run(self, wake: Callable[[], None]) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self._leases.keep())
            both.create_task(self._waking.run(wake))

    def tell(self) -> None:
        if not all(hold.held for hold in self.holds.values()):
            self._waking.tell()

    def end(self) -> None:
        pass


def instances(database: Database, networks: Collection[str], name: str) -> Instances:
    """Take our place: one lease for each network and one for the clock, where there can be several instances."""
    names = (*networks, CLOCK)
    return _Single(database, names) if database.is_sqlite else _Several(database, names, name)


def instance_name() -> str:
    """Name this process, and its sessions at the database; no other has this name, not even its container's next one.

    A host's name is cut, for PostgreSQL keeps 63 letters of a session's.
    """
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"

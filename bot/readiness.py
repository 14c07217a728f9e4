"""Whether this instance can do its work, and if not, why: for whoever sends it traffic or starts it anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.exc import SQLAlchemyError

from bot.networks import Network
from storage import schema
from storage.database import Database
from storage.revisions import revisions, unfit

Parts = Callable[[], Iterable[asyncio.Task[None]]]


class Readiness:
    """Looks when it is asked. To wait for work that another instance does is no fault. All may block."""

    def __init__(
        self, database: Database, networks: Mapping[str, Network], runs_here: Callable[[str], bool], parts: Parts
    ) -> None:
        self._ours = revisions()
        self._database = database
        self._networks = networks
        self._runs_here = runs_here
        self._parts = parts

    def faults(self) -> dict[str, str]:
        """Name each part that does not work, with the reason."""
        ours = {name: network for name, network in self._networks.items() if self._runs_here(name)}
        found = {name: network.fault() for name, network in ours.items()}
        ended = [part for part in self._parts() if part.done() and not part.cancelled()]
        found |= {part.get_name(): f"ended: {type(part.exception()).__name__}" for part in ended}
        found["database"] = self._of_database()
        return {name: fault for name, fault in found.items() if fault}

    def standby(self) -> list[str]:
        """Name the networks that another instance runs, or that nobody does yet."""
        return [name for name in self._networks if not self._runs_here(name)]

    def _of_database(self) -> str:
        """Say what is wrong with the database: it is away, or this version does not work on its tables."""
        try:
            at = schema.revision_of(self._database)
        except SQLAlchemyError as error:
            return type(error).__name__
        return unfit(self._ours, at)

"""Looking after the service itself: each instance reports how its networks go, and one of them raises the alarm.

What is out of order is decided in :mod:`scheduler.alerts`; here it is found out, as often as operators need it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.instances import CLOCK
from bot.leases import Hold
from bot.networks import Network
from bot.tracing import in_thread, request
from handlers.turn import Office
from scheduler.alerts import Facts, look
from storage import schema
from storage.alerts import NetworkReport, report
from storage.database import Database, database_now
from storage.leases import FencedError
from storage.ledger_check import check_ledger
from storage.measures import Measures, measure
from storage.sizes import Disk, Sizes, disk_of, sizes

log = structlog.get_logger(__name__)

EVERY = 15.0
"""Seconds between two looks."""

NIGHT = 3
"""The hour in which the ledger is read through, once: that takes a while where it has grown long."""


@runtime_checkable
class Vouched(Protocol):
    """A network where people's apps trust our device by its signature."""

    def unsigned(self) -> str:
        """Say why they cannot; empty where they can."""


class Watch:
    """Sees how the service goes."""

    def __init__(  # noqa: PLR0913 - all that is looked after
        self,
        database: Database,
        networks: Mapping[str, Network],
        clock: Clock,
        executor: Executor,
        *,
        holds: Mapping[str, Hold],
        office: Office,
        crowded: Callable[[], bool],
        wake: Callable[[], None],
        backup_hours: int = 0,
    ) -> None:
        self.networks = networks
        self.holds = holds
        self.crowded = crowded
        self._database = database
        self._clock = clock
        self._executor = executor
        self._office = office
        self._wake = wake
        self._backup_within = timedelta(hours=backup_hours)
        self._ledger_whole: bool | None = None
        self._ledger_read: date | None = None

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            with request():
                try:
                    if await in_thread(self._executor, self.look):
                        self._wake()
                except (SQLAlchemyError, FencedError) as error:  # the next look finds the same
                    log.warning("not looked after", error=type(error).__name__)
                except Exception:
                    log.exception("looking failed")

    def look(self) -> int:
        """Report on our networks and, where the clock is ours, tell operators; returns how many messages that said."""
        with self._database.transaction() as session:
            moment = database_now(session)
            for name in filter(self.runs_here, self.networks):
                report(session, self._report(name, moment))
        if not self.holds[CLOCK].held:
            return 0
        self._read_ledger(self.now())
        with self.holds[CLOCK].transaction() as session:
            return look(session, self._office, self._facts(measure(session, self.now())))

    def runs_here(self, network: str) -> bool:
        """Say whether it is this instance that receives from a network."""
        return self.networks[network].shared or self.holds[network].held

    def measured(self) -> tuple[Measures, Sizes]:
        """Measure by the database."""
        with self._database.reading() as session:
            return measure(session, self.now()), sizes(session)

    def disk(self) -> Disk | None:
        """Look at the disk that the database lies on, if it is ours."""
        return disk_of(self._database)

    def schema(self) -> str:
        """Name the revision of the database's tables."""
        return schema.revision_of(self._database) or ""

    def now(self) -> datetime:
        """Tell the moment by which messages are dated."""
        return self._clock.now()

    def _report(self, name: str, moment: datetime) -> NetworkReport:
        network = self.networks[name]
        unsigned = network.unsigned() if isinstance(network, Vouched) else ""
        told = NetworkReport(network=name, worked_at=moment, fault=network.fault(), unsigned=unsigned)
        told.crowded = self.crowded()
        return told

    def _facts(self, measures: Measures) -> Facts:
        return Facts(
            measures=measures,
            now=self.now(),
            networks=self.networks,
            leases=() if self._database.is_sqlite else self.holds,  # rows may have come along from PostgreSQL
            disk=self.disk(),
            ledger_whole=self._ledger_whole,
            backup_within=self._backup_within,
        )

    def _read_ledger(self, now: datetime) -> None:
        local = now.astimezone(self._office.timezone)
        if local.hour == NIGHT and local.date() != self._ledger_read:
            self._ledger_read = local.date()
            self._ledger_whole = check_ledger(self._database, self._office.ledger_key).is_whole

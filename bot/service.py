"""The composition root: the one place that knows all parts, puts them together, and starts and stops them in order."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Protocol

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.clock import Clock
from bot.counting import Counting
from bot.delivery import Delivery
from bot.instances import CLOCK, instance_name, instances
from bot.intake import Intake
from bot.late_box import LateEvents
from bot.leases import Transaction, Unleased
from bot.matrix.network import MatrixNetwork
from bot.matrix_account import matrix_account
from bot.metrics import ServiceMetrics
from bot.networks import Network
from bot.office import office_of
from bot.process import settle
from bot.readiness import Readiness
from bot.settings import Settings
from bot.supervisor import keep_told
from bot.tracing import request
from bot.watch import Watch
from bot.web import Hook, WebServer, application
from handlers.calendar_feeds import published
from handlers.failover import tell_office
from handlers.undelivered import tell_lost
from scheduler.striking import tick
from scheduler.ticker import Ticker
from storage import schema
from storage.database import Database
from storage.inbox import cursor_of
from storage.leases import FencedError
from storage.persons import person_at
from storage.said import ours_among

log = structlog.get_logger(__name__)

WEBHOOK_PATH = "/telegram"
TELEGRAM = "bot.telegram_network.setup"

AGAIN = 1.0
"""Seconds until a database that was away is asked again where we have come to."""

THREADS = 4
"""Worker threads: transactions are short, and SQLite lets one write at a time anyway."""


class Hooked(Network, Protocol):
    """A network that can be called at an address of ours."""

    async def webhook(self, request: web.Request) -> web.Response:
        """Take what the network's servers bring."""


class Service:
    """One running instance of Hafenbote."""

    def __init__(self, settings: Settings, clock: Clock | None = None, extra: Sequence[Network] = ()) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        name = instance_name()
        self.database = Database(settings.database_url, name=name)
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="unit-of-work")
        telegram = _telegram(settings)
        configured = [*self._matrix(), *telegram, *extra]
        self.networks: dict[str, Network] = {network.name: network for network in configured}
        windows = {name: network.limits.overall for name, network in self.networks.items() if network.limits}
        proofs = {network.name: network.fingerprints for network in configured if isinstance(network, MatrixNetwork)}
        self.office = replace(
            office_of(settings), networks=frozenset(self.networks), windows=windows, fingerprints=proofs
        )
        self._instances = instances(self.database, self.networks, name)
        self._holds = self._instances.holds
        tell = partial(tell_office, self.office), partial(tell_lost, self.office)
        parts = self.database, self.networks, self.clock, self._executor
        registry = CollectorRegistry()
        counting = Counting(registry)
        self.delivery = Delivery(*parts, name, *tell, holds=self._holds, counting=counting)
        asking = self.office, self.clock, self._executor, self._wake, self.networks, counting
        self.intake = Intake(self.database, *asking)
        self._ticker = Ticker(self.strike, self._wake, self._executor)
        self.watch = Watch(
            *parts,
            holds=self._holds,
            office=self.office,
            crowded=lambda: self.intake.crowd.is_there,
            wake=self._wake,
            backup_hours=settings.alert_backup_hours,
        )
        readiness = Readiness(self.database, self.networks, self.watch.runs_here, self._parts)
        pages = application(readiness, ServiceMetrics(registry, self.watch).page, self._calendar, _hooks(telegram))
        self.web = WebServer(pages, settings.http_host, settings.http_port)
        self._receiving: dict[str, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._place: list[asyncio.Task[None]] = []

    def _matrix(self) -> list[Network]:
        if not self.settings.matrix_is_on:
            return []
        knows, said = partial(self._knows, "matrix"), partial(self._said, "matrix")
        late = LateEvents(self.database, self.clock)
        return [MatrixNetwork(matrix_account(self.settings, self._while_held), known=knows, kept=said, late=late)]

    def _while_held(self) -> AbstractContextManager[Session]:
        return self._holds["matrix"].transaction()

    async def start(self) -> None:
        """Bring the schema up, then open the ways out, the clock, and last the ways in."""
        self._instances.begin()
        await asyncio.to_thread(schema.upgrade, self.database)
        await self.web.start()
        self._place.append(asyncio.create_task(self._instances.run(self.delivery.wake), name="instances"))
        self._tasks.append(asyncio.create_task(self.delivery.run(), name="delivery"))
        self._tasks.append(asyncio.create_task(self._holds[CLOCK].during(self._ticker.run), name=CLOCK))
        self._tasks.append(asyncio.create_task(self.watch.run(), name="watch"))
        for name, network in self.networks.items():
            hold = Unleased(self.database) if network.shared else self._holds[name]
            receiving = hold.during(partial(self._receive, network, hold.transaction))
            self._receiving[name] = asyncio.create_task(receiving, name=name)
        self._tasks.append(asyncio.create_task(keep_told(), name="supervisor"))
        settle()
        log.info("started", networks=list(self.networks), port=self.web.port)

    async def stop(self) -> None:
        """Take in nothing more, finish what is being sent, and let go of everything: the start, backwards."""
        await _end(list(self._receiving.values()))
        await _end(self._tasks)
        for network in self.networks.values():
            await network.close()
        await _end(self._place)
        await self.web.stop()
        self._executor.shutdown()
        self.database.close()
        self._instances.end()
        log.info("stopped")

    async def _receive(self, network: Network, transaction: Transaction) -> None:
        """Receive, from where we or another instance have come to."""
        while True:
            try:
                cursor = await asyncio.to_thread(self._cursor, network.name)
                break
            except SQLAlchemyError as error:  # whoever has just taken a network over must not end with it
                log.warning("cursor not read", network=network.name, error=type(error).__name__)
                await asyncio.sleep(AGAIN)
        await network.run(partial(self.intake.receive, network.name, transaction=transaction), cursor)

    def _wake(self) -> None:
        self.delivery.wake()
        self._instances.tell()

    async def run(self, until: asyncio.Event) -> None:
        """Serve until told to stop, or until a part that should run for ever has ended."""
        try:
            await self.start()
            waiting = asyncio.create_task(until.wait())
            ended, _ = await asyncio.wait([waiting, *self._parts()], return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if waiting not in ended:
                await self._finish(ended)
        finally:
            await self.stop()

    async def _finish(self, ended: Collection[asyncio.Task[object]]) -> None:
        """End because a part has ended: raise what ended it; at the end of a terminal's input, send what is left."""
        for part in ended:
            part.result()
        await self.delivery.drained()

    def _parts(self) -> list[asyncio.Task[None]]:
        """List what should run for ever."""
        return [*self._receiving.values(), *self._tasks, *self._place]

    def strike(self) -> int:
        """Let the clock strike once, if it is ours; returns how many messages it said."""
        with request(), suppress(FencedError):
            return tick(self._holds[CLOCK], self.office, self.clock.now())
        return 0

    def _calendar(self, token: str) -> bytes | None:
        with self.database.transaction() as session:
            write = published(session, self.office, token, self.clock.now())
        return write() if write else None

    def _cursor(self, network: str) -> str:
        with self.database.transaction() as session:
            return cursor_of(session, network)

    def _knows(self, network: str, account: str) -> bool:
        with self.database.transaction() as session:
            return person_at(session, network, account) is not None

    def _said(self, network: str, chat: str, names: Collection[str]) -> Collection[str]:
        with self.database.transaction() as session:
            return ours_among(session, network, chat, names)


def _telegram(settings: Settings) -> list[Hooked]:
    """Load Telegram's edge only where it is on: its library costs 17 MB and a fifth of a second at every start."""
    if not settings.telegram_is_on:
        return []
    network: Hooked = import_module(TELEGRAM).build(settings)
    return [network]


def _hooks(telegram: Sequence[Hooked]) -> dict[str, Hook]:
    return {WEBHOOK_PATH: telegram[0].webhook} if telegram else {}


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

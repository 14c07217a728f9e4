"""Telling other instances that there is something to send, and hearing it from them: LISTEN and NOTIFY.

Loaded only on PostgreSQL (see bot/service.py). What is not heard is found a second later all the same.
https://www.postgresql.org/docs/current/sql-notify.html
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from psycopg import AsyncConnection, Error
from psycopg.conninfo import make_conninfo

from storage.database import Database
from storage.engine import POSTGRESQL_CONNECTION

log = structlog.get_logger(__name__)

CHANNEL = "hafenbote_outbox"
AGAIN = 1.0
"""Seconds until we connect again."""


class Waking:
    """One connection that listens, and one that tells."""

    def __init__(self, database: Database) -> None:
        plain = database.engine.url.set(drivername="postgresql")
        self._address = make_conninfo(plain.render_as_string(hide_password=False), **POSTGRESQL_CONNECTION)
        self._news = asyncio.Event()

    def tell(self) -> None:
        """Tell the others, together with whatever else happens until it is told."""
        self._news.set()

    async def run(self, wake: Callable[[], None]) -> None:
        """Tell, and ``wake`` when we are told, until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._connected(partial(_listen, wake)))
            both.create_task(self._connected(self._speak))

    async def _connected(self, work: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        while True:
            try:
                async with await AsyncConnection.connect(self._address, autocommit=True) as connection:
                    await work(connection)
            except (Error, OSError) as error:
                log.warning("waking interrupted", error=type(error).__name__)
                await asyncio.sleep(AGAIN)

    async def _speak(self, connection: AsyncConnection) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await connection.execute(f"NOTIFY {CHANNEL}")


async def _listen(wake: Callable[[], None], connection: AsyncConnection) -> None:
    await connection.execute(f"LISTEN {CHANNEL}")
    wake()  # what was told while nobody listened
    async for _ in connection.notifies():
        wake()

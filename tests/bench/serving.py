"""The command ``hafenbote run`` as a process of its own, as it is operated."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, time
from types import TracebackType
from typing import Any, Self

import aiohttp
import psutil

from bot.demo.ports import free_port
from bot.demo.telegram_double.double import TelegramDouble
from tests.bench.surroundings import Account, Surroundings

READY_WITHIN = 60.0
POLL = 0.01


@dataclass(frozen=True, slots=True)
class Installation:
    """A directory with settings, a database and a key store; the service may be started in it many times."""

    directory: Path
    command: Path
    settings: Mapping[str, str]

    @property
    def base_url(self) -> str:
        """Where its web server listens."""
        return f"http://127.0.0.1:{self.settings['HAFENBOTE_HTTP_PORT']}"

    @property
    def database_url(self) -> str:
        """Where its database is."""
        return self.settings["HAFENBOTE_DATABASE_URL"]


async def install(
    here: Surroundings,
    matrix: Account | None = None,
    telegram: TelegramDouble | None = None,
    database: str = "",
    **more: str,
) -> Installation:
    """Write the settings of a service with these networks on, on SQLite or a given database; nothing is started."""
    directory = here.directory()
    database = database or f"sqlite:///{directory / 'hafenbote.db'}"
    settings = {"DATABASE_URL": database, "HTTP_PORT": str(free_port()), **more}
    if matrix is not None:
        settings |= {
            "MATRIX_HOMESERVER": (await here.synapse()).base_url,
            "MATRIX_USER": matrix.user,
            "MATRIX_PASSWORD": matrix.password,
            "MATRIX_STORE": str(directory / "store"),
        }
    if telegram is not None:
        settings |= {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
    return Installation(
        directory, await here.command(), {f"HAFENBOTE_{name}": value for name, value in settings.items()}
    )


class Serving:
    """One running process of an installation. ``marks`` are the seconds from its start to each event in its log."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._log = installation.directory / "log"
        self.ready_seconds = 0.0

    async def __aenter__(self) -> Self:
        self._began, began = time(), monotonic()
        environment = {**os.environ, **self._installation.settings}
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                self._installation.command, "run", cwd=self._installation.directory, env=environment, stderr=log
            )
        await self._until_ready()
        self.ready_seconds = monotonic() - began
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()

    async def kill(self) -> None:
        """Kill it as a power cut would."""
        self._process.kill()
        await self._process.wait()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def rss_mb(self) -> float:
        """Return its resident memory, in units of 1,000,000 bytes."""
        return float(psutil.Process(self._process.pid).memory_info().rss) / 1e6

    def cpu_seconds(self) -> float:
        """Return the processor time it has used."""
        used = psutil.Process(self._process.pid).cpu_times()
        return float(used.user + used.system)

    def marks(self) -> dict[str, float]:
        """Tell when each event was first logged."""
        found: dict[str, float] = {}
        for entry in self.entries():
            at = datetime.fromisoformat(entry["timestamp"]).timestamp()
            found.setdefault(entry["event"], at - self._began)
        return found

    def entries(self) -> list[dict[str, Any]]:
        """List what it has logged."""
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]

    async def _until_ready(self) -> None:
        where = f"{self._installation.base_url}/health/ready"
        async with aiohttp.ClientSession() as http, asyncio.timeout(READY_WITHIN):
            while not await _answers(http, where):
                if self._process.returncode is not None:
                    raise ChildProcessError(self._log.read_text(encoding="utf-8"))
                await asyncio.sleep(POLL)


async def _answers(http: aiohttp.ClientSession, where: str) -> bool:
    try:
        async with http.get(where) as answer:
            return answer.status == 200
    except aiohttp.ClientConnectionError:
        return False

"""One of several identical instances: a process, its cable to the database, and what it has logged."""

from __future__ import annotations

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.ports import free_port
from tests.bot.crash_child import Order, Point
from tests.bot.doubles import eventually
from tests.bot.instances.relay import Cable
from tests.bot.nursery import Nursery, Process

CHUNK = 20
"""Letters of an announcement in one transaction."""


@dataclass(frozen=True, slots=True)
class Send:
    """One send, as it began."""

    at: datetime
    who: str
    network: str
    outbox: int
    fence: int


class Instance:
    """A process that can be killed, stopped, cut off, and started again under its old name."""

    def __init__(self, name: str, directory: Path, settings: Mapping[str, str], database_port: int) -> None:
        self.name = name
        self.port = free_port()
        self.cable = Cable(database_port)
        self._directory = directory
        self._settings = settings
        self._starts = 0
        self._process: Process | None = None

    @property
    def who(self) -> str:
        """Name its sessions at the database: every start has a name of its own there."""
        return f"{self.name}{self._starts}"

    def start(self, nursery: Nursery, settings: Mapping[str, str], lease: float) -> None:
        """Start it."""
        self._starts += 1
        (self._directory / self.who).mkdir()
        database = f"postgresql://postgres@127.0.0.1:{self.cable.port}/postgres"
        ours = {"HAFENBOTE_DATABASE_URL": database, "HAFENBOTE_HTTP_PORT": str(self.port)}
        where = [str(self._directory / name) for name in (self.who, "clock", f"{self.who}/log")]
        told = {**self._settings, **settings, **ours}
        self._process = nursery.start(Order(Point.NOWHERE, *where, CHUNK, told, owner=self.who, lease=lease))

    async def is_ready(self) -> bool:
        """Ask it whether it is ready."""
        where = f"http://127.0.0.1:{self.port}/health/ready"
        try:
            async with aiohttp.ClientSession() as http, http.get(where) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def gets(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.signal(number)

    def end(self, number: int = signal.SIGKILL) -> int:
        """Kill it, or ask it to end; gives its code."""
        assert self._process is not None
        self._process.signal(number)
        return self._process.wait()

    async def logs(self, event: str, **more: object) -> None:
        """Wait until this start of it has logged something."""
        await eventually(lambda: self._has_logged(event, more), within=30)

    def entries(self) -> list[tuple[str, dict[str, Any]]]:
        """List what all its starts have logged, each with the name of its start."""
        found = []
        for start in range(1, self._starts + 1):
            who = f"{self.name}{start}"
            lines = (self._directory / who / "log").read_text().splitlines()
            found += [(who, json.loads(line)) for line in lines if line.startswith("{") and line.endswith("}")]
        return found

    def sends(self) -> list[Send]:
        """List all sends that it began."""
        return [
            Send(_at(told), who, told["network"], told["outbox"], told["fence"])
            for who, told in self.entries()
            if told["event"] == "sending"
        ]

    def _has_logged(self, event: str, more: Mapping[str, object]) -> bool:
        return any(who == self.who and {"event": event, **more}.items() <= told.items() for who, told in self.entries())


def _at(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["timestamp"]).astimezone(UTC)

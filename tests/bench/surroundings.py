"""What benchmarks run against: a real Synapse and a real PostgreSQL, started once when the first one asks for them."""

from __future__ import annotations

from asyncio import create_subprocess_exec
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from bot.demo.synapse import Synapse
from tests.postgres import SMALL, Postgres

HOUSE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Account:
    """An account on the homeserver."""

    user: str
    password: str


class Surroundings:
    """Servers and directories that live as long as the benchmarks."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._numbers = count(1)
        self._synapse: Synapse | None = None
        self._command: Path | None = None

    async def __aenter__(self) -> Self:
        self._root = Path(self._stack.enter_context(TemporaryDirectory(prefix="hafenbote-bench-")))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def directory(self) -> Path:
        """Make an empty directory."""
        path = self._root / str(next(self._numbers))
        path.mkdir()
        return path

    async def command(self) -> Path:
        """Install the service alone, as an operator does: what tests need, libraries would load with it."""
        if self._command is None:
            place = self._root / "installed"
            process = await create_subprocess_exec(
                "make", "--silent", "install", "POSTGRESQL=1", f"PREFIX={place}", cwd=HOUSE
            )
            if await process.wait():
                raise ChildProcessError("make install")
            self._command = place / "bin" / "hafenbote"
        return self._command

    async def synapse(self) -> Synapse:
        """Give the homeserver; its own start is never part of what is measured."""
        if self._synapse is None:
            self._synapse = await self._stack.enter_async_context(Synapse(self.directory() / "synapse"))
        return self._synapse

    async def account(self, name: str) -> Account:
        """Make an account on the homeserver."""
        password = token_urlsafe(12)
        synapse = await self.synapse()
        return Account(await synapse.register(f"{name}-{next(self._numbers)}", password), password)

    def postgres(self) -> str:
        """Give the address of an empty PostgreSQL database. Its settings are PostgreSQL's own: it syncs to disk."""
        server = self._stack.enter_context(Postgres(SMALL, within=None))
        return server.url.render_as_string(hide_password=False)

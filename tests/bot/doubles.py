"""Doubles at the port: a network that does what a script says, and waiting for what happens elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.networks import FileUnavailableError, Outcome, Receive, Sent
from handlers.messages import FileProblem, IncomingFile
from storage.outbox import OutboxMessage
from storage.pacing import Limits

Answer = Callable[[OutboxMessage], Awaitable[Outcome]]


async def eventually(true: Callable[[], object], within: float = 20) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - what is waited for happens in several threads
            await asyncio.sleep(0.01)


async def arrives(message: OutboxMessage) -> Outcome:
    """Answer as a network does that is in order."""
    return Sent(f"event of {message.key}")


class ScriptedNetwork:
    """A network whose sends end as the script says, one answer after the other, and then all arrive."""

    limits: Limits | None = None
    shared = False
    at_once = 8

    def __init__(self, *script: Answer | Outcome, name: str = "scripted", repeatable: bool = True) -> None:
        self.name = name
        self.repeatable = repeatable
        self.sends: list[OutboxMessage] = []
        self.flying: list[OutboxMessage] = []
        self.most_at_once = 0
        self.trouble = ""
        self.closed = False
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.cursor: str | None = None
        self.receive: Receive | None = None
        self.ends = asyncio.Event()
        self._script = list(script)

    @property
    def texts(self) -> list[str]:
        """What was sent, in this order."""
        return [message.text for message in self.sends]

    async def run(self, receive: Receive, cursor: str) -> None:
        """Stay connected until told to end."""
        self.receive, self.cursor = receive, cursor
        await self.ends.wait()

    async def send(self, message: OutboxMessage) -> Outcome:
        """Do what the script says next."""
        self.sends.append(message)
        self.flying.append(message)
        self.most_at_once = max(self.most_at_once, len(self.flying))
        answer = self._script.pop(0) if self._script else arrives
        try:
            return await answer(message) if callable(answer) else answer
        finally:
            self.flying.remove(message)

    async def fetch(self, file: IncomingFile) -> bytes:
        """Give a file that a test has laid down under its reference."""
        self.fetched.append(file.reference)
        if file.reference not in self.files:
            raise FileUnavailableError(FileProblem.GONE)
        return self.files[file.reference]

    async def close(self) -> None:
        """Note that we were let go."""
        self.closed = True

    def fault(self) -> str:
        """Say what a test wants to be wrong."""
        return self.trouble

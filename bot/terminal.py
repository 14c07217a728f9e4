"""The terminal as a network: for trying and developing, and for tests of a whole process without any server."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from itertools import count
from threading import Thread
from uuid import uuid4

from bot.markdown import numbered, to_plain
from bot.networks import FileUnavailableError, Outcome, Receive, Sent
from handlers.messages import FileProblem, Incoming, IncomingFile
from storage.outbox import OutboxMessage
from storage.pacing import Limits


class TerminalNetwork:
    """One person at a keyboard. Every line is a message; the end of the input ends the chat."""

    name = "terminal"
    repeatable = False
    shared = False
    limits: Limits | None = None
    at_once = 1

    def __init__(self, account: str) -> None:
        self._account = account

    async def run(self, receive: Receive, cursor: str) -> None:  # noqa: ARG002 - a keyboard has no past
        """Read lines until there are no more."""
        sitting = uuid4().hex
        lines = _typed()
        for number in count():
            line = await lines.get()
            if not line:
                return
            if line.strip():
                await receive(
                    [
                        Incoming(
                            network=self.name,
                            event_id=f"{sitting}-{number}",
                            account=self._account,
                            chat=self._account,
                            direct=True,
                            text=line,
                        )
                    ]
                )

    async def send(self, message: OutboxMessage) -> Outcome:
        """Print a message, with its choices as a numbered list."""
        labels = [label for label, _ in message.choices]
        lines = [*to_plain(message.text).splitlines(), *numbered(labels).splitlines()]
        to = "" if message.chat == self._account else f" → {message.chat}"
        print(f"\nHafenbote{to}:", *(f"  {line}".rstrip() for line in lines), sep="\n", flush=True)  # noqa: T201 - it is a terminal
        return Sent(message.key)

    async def fetch(self, file: IncomingFile) -> bytes:  # noqa: ARG002 - at a keyboard there are no files
        """Fetch nothing."""
        raise FileUnavailableError(FileProblem.GONE)

    async def close(self) -> None:
        """Leave the terminal as it is."""

    def fault(self) -> str:
        """Report nothing: a terminal is always there."""
        return ""


def _typed() -> asyncio.Queue[str]:
    """Read lines in the background; the last one is empty.

    Nobody can end a read that waits for a key, so its thread must not keep the process: it is a daemon, and reads
    without a buffer, whose lock it would take with it into the interpreter's end.
    """
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        with suppress(RuntimeError), open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as keyboard:
            for line in iter(keyboard.readline, b""):
                loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace"))
            loop.call_soon_threadsafe(lines.put_nowait, "")

    Thread(target=read, name="keyboard", daemon=True).start()
    return lines

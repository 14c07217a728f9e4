"""Processes that serve, started very often: one has loaded everything, and the others are forked of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Self

from tests.bot.crash_child import Order

HOUSE = Path(__file__).parents[2]


class Process:
    """A process that serves. It may be killed also when it is dead already: until it is waited for it is there."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self._nursery = nursery
        self._code: int | None = None

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Send it a signal."""
        if self._code is None:
            os.kill(self.pid, number)

    def wait(self) -> int:
        """Wait for its end; gives its code, the signal's number below zero."""
        if self._code is None:
            self._code = self._nursery.ask(str(self.pid))
        return self._code


class Nursery:
    """A process that has loaded everything and of which others are forked: each start takes a moment, not seconds."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.bot.crash_child"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process: subprocess.Popen[str] = subprocess.Popen(command, cwd=HOUSE, **pipes)  # type: ignore[call-overload] # noqa: S603 - our own interpreter

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, order: Order) -> Process:
        """Start a process."""
        return Process(self, self.ask(json.dumps(asdict(order))))

    def ask(self, line: str) -> int:
        """Say something and read the number that is answered."""
        said, heard = self._process.stdin, self._process.stdout
        assert said is not None
        assert heard is not None
        said.write(f"{line}\n")
        said.flush()
        return int(heard.readline())

    def close(self) -> None:
        """Start nothing more."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()

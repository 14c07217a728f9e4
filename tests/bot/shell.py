"""The command line in a folder of its own, in processes forked from one that has loaded it: a start costs 2 seconds."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import TextIO

from bot import cli

MAIN = "from bot.cli import main; main()"
WITHIN = 60.0


class Shell:
    """A folder of its own to call the command in, with the database in it.

    A ``program`` of one's own, and whatever is to be ``really_started``, gets a fresh interpreter.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.file = directory / "hafenbote.db"
        self.program = MAIN
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def run(
        self, *arguments: object, typed: str = "", really_started: bool = False, **settings: object
    ) -> subprocess.CompletedProcess[str]:
        """Call ``hafenbote`` with these arguments and settings, and type something."""
        environment = self.environment | {f"HAFENBOTE_{name.upper()}": str(value) for name, value in settings.items()}
        command = [*map(str, arguments)]
        if self.program == MAIN and not really_started:
            return self._fork(command, environment, typed)
        return subprocess.run(  # noqa: S603 - our own interpreter and our own program
            [sys.executable, "-c", self.program, *command],
            cwd=self.directory,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=WITHIN,
            check=False,
        )

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.directory / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def _fork(self, command: list[str], environment: Mapping[str, str], typed: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as streams:
            stdin, stdout, stderr = (Path(streams) / name for name in ("in", "out", "err"))
            stdin.write_text(typed, encoding="utf-8")
            told = (command, str(self.directory), dict(environment), (str(stdin), str(stdout), str(stderr)))
            process = _loaded().Process(target=_be_called, args=told)
            process.start()
            process.join(WITHIN)
            if process.exitcode is None:
                process.kill()
                raise subprocess.TimeoutExpired(command, WITHIN)
            said, warned = (path.read_text(encoding="utf-8") for path in (stdout, stderr))
            return subprocess.CompletedProcess(command, process.exitcode, said, warned)


def _loaded() -> ForkServerContext:
    """Give what forks from a process that has loaded the command line; it starts once for all tests of a worker."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "tests.bot.loaded_texts"])
    return context


def _be_called(command: list[str], directory: str, environment: dict[str, str], streams: tuple[str, ...]) -> None:
    """Be the process of a call."""
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin, sys.stdout, sys.stderr = (_redirected(number, path) for number, path in enumerate(streams))
    sys.argv = ["hafenbote", *command]
    cli.main()


def _redirected(number: int, path: str) -> TextIO:
    file = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
    os.dup2(file, number)
    os.close(file)
    return open(number, "w" if number else "r", encoding="utf-8", buffering=1, closefd=False)

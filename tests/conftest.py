"""What all tests share: a closed network, and a fresh database on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
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

from bot.process import settle
from storage import schema
from storage.database import Database
from tests.postgres import FAST, Postgres

# The same examples in every run: a failure seen once is seen again, and no run fails by bad luck. Explaining a failure
# would cost minutes on a database.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
settings.register_profile("hafenbote", derandomize=True, deadline=None, database=None, phases=PHASES)
settings.load_profile("hafenbote")


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
    with Postgres() as server:
        yield server.url


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
    path.chmod(0o600)  # as the command line makes it
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

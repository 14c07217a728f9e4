"""The database is one engine with one kind of transaction, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, database_now, serialize
from storage.inbox import NetworkCursor, cursor_of, move_cursor
from storage.persons import Address, Person

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def test_commits_at_the_end(database: Database) -> None:
    """A transaction that ends normally is kept."""
    with database.transaction() as session:
        move_cursor(session, "matrix", "s1")
    with database.transaction() as session:
        assert cursor_of(session, "matrix") == "s1"


def test_rolls_back_on_an_exception(database: Database) -> None:
    """A transaction that ends with an exception leaves nothing behind, and the exception goes on."""

    def fail() -> None:
        with database.transaction() as session:
            move_cursor(session, "matrix", "s1")
            session.flush()
            raise LookupError("something went wrong")

    with pytest.raises(LookupError, match="something went wrong"):
        fail()
    with database.transaction() as session:
        assert cursor_of(session, "matrix") == ""


def test_records_stay_readable(database: Database) -> None:
    """A record can be read after its transaction has ended, without asking the database again."""
    with database.transaction() as session:
        person = Person(label="Ansprechperson Bielefeld", created_at=NOW)
        session.add(person)
    database.close()
    assert person.label == "Ansprechperson Bielefeld"
    assert person.id is not None


def test_foreign_keys_are_enforced(database: Database) -> None:
    """A record cannot refer to another that does not exist."""
    address = Address(person_id=4711, network="matrix", account="@a:x.org", chat="!c:x.org", created_at=NOW)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(address)


def test_the_clock_is_aware_and_moves_within_a_transaction(database: Database) -> None:
    """The database's clock gives UTC, agrees with ours on the same machine, and goes on while a transaction is open."""
    with database.transaction() as session:
        first = database_now(session)
        time.sleep(0.005)
        second = database_now(session)
    assert first.tzinfo is UTC
    assert second > first
    assert abs(second - datetime.now(UTC)) < timedelta(minutes=1)


def test_serialized_transactions_follow_each_other(database: Database, at_once: Callable[..., list[object]]) -> None:
    """Of two transactions that serialize on one subject, the second reads only what the first has written."""
    with database.transaction() as session:
        session.add(NetworkCursor(network="counter", position="0"))

    def count() -> None:
        with database.transaction() as session:
            serialize(session, 99)
            before = int(cursor_of(session, "counter"))
            time.sleep(0.05)
            move_cursor(session, "counter", str(before + 1))

    assert at_once(*[count] * 4) == [None] * 4
    with database.transaction() as session:
        assert cursor_of(session, "counter") == "4"


def test_writers_wait_for_each_other(database: Database, at_once: Callable[..., list[object]]) -> None:
    """Many transactions that first read and then write at the same time all succeed: none fails as "locked"."""

    def write(number: int) -> Callable[[], None]:
        def run() -> None:
            with database.transaction() as session:
                cursor_of(session, f"network {number}")
                time.sleep(0.01)
                move_cursor(session, f"network {number}", "s1")

        return run

    assert at_once(*map(write, range(8))) == [None] * 8


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_usual_way_to_write_a_postgresql_address_works(postgres_url: str, scheme: str) -> None:
    """A PostgreSQL address may begin with any of its usual names; the driver is always psycopg 3."""
    database = Database(postgres_url.replace("postgresql://", f"{scheme}://"))
    with database.transaction() as session:
        assert session.connection().execute(text("SELECT 1")).scalar_one() == 1
    assert not database.is_sqlite
    assert database.engine.driver == "psycopg"
    database.close()


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_is_set_to_keep_what_it_was_given(sqlite_database: Database, pragma: str, value: str | int) -> None:
    """SQLite keeps a commit through a power cut, lets readers go on beside the writer, and enforces foreign keys."""
    with sqlite_database.transaction() as session:
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_fresh_sqlite_file_may_be_opened_by_many_at_once(
    tmp_path: Path, at_once: Callable[..., list[object]]
) -> None:
    """Several connections may open a new SQLite file at the same moment: each waits, none fails."""
    url = f"sqlite:///{tmp_path / 'new.db'}"

    def open_and_read() -> object:
        database = Database(url)
        try:
            with database.transaction() as session:
                return session.connection().exec_driver_sql("SELECT 1").scalar_one()
        finally:
            database.close()

    assert at_once(*[open_and_read] * 8) == [1] * 8


def test_tests_have_no_network(closed_network: list[object]) -> None:
    """A test that would leave this machine is refused, and fails at its end even if nobody noticed."""
    with socket.socket() as leaving, pytest.raises(ConnectionRefusedError, match="tests have no network"):
        leaving.connect(("192.0.2.1", 443))
    assert closed_network == [("192.0.2.1", 443)]
    closed_network.clear()

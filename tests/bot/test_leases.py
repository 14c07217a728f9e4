"""One instance at a time: leases are gained, renewed, given up in time, taken over, and confirmed in transactions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot import leases as bot_leases
from bot.instances import instances
from bot.leases import Lease, Leases
from storage import leases as rows
from storage.database import Database
from storage.inbox import move_cursor
from storage.leases import FencedError
from storage.sole_use import InUseError, SoleUse
from tests.bot.doubles import eventually


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let leases last a second instead of fifteen."""
    monkeypatch.setattr(rows, "LENGTH", timedelta(seconds=1.0))
    monkeypatch.setattr(bot_leases, "MARGIN", 0.3)
    monkeypatch.setattr(bot_leases, "BEAT", 0.1)


@asynccontextmanager
async def kept(database: Database, owner: str) -> AsyncIterator[tuple[Lease, asyncio.Task[None]]]:
    """Keep one lease for an instance until the end of the block; gives the lease and the task that keeps it."""
    leases = Leases(database, ["clock"], owner)
    keeping = asyncio.create_task(leases.keep())
    try:
        yield leases["clock"], keeping
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def test_one_holds_it_and_the_next_follows_at_once(postgres_database: Database) -> None:
    """Two ask and one gets it; when it ends in good order, the other has it without waiting for its end."""
    async with kept(postgres_database, "two-to-be"):
        pass
    async with kept(postgres_database, "one") as (one, _):
        await eventually(lambda: one.held)
        first = one.fence or 0
        async with kept(postgres_database, "two") as (two, _):
            await asyncio.sleep(1.5)
            assert (one.held, two.held, one.fence) == (True, False, first)
    async with kept(postgres_database, "three") as (three, _):
        began = time.monotonic()
        await eventually(lambda: three.held)
        assert time.monotonic() - began < 0.7
        assert (three.fence or 0) > first


async def test_work_ends_with_the_lease_and_begins_again_with_it(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database does not answer, the work ends before the lease does; nothing is committed meanwhile."""
    said: list[str] = []

    async def work() -> None:
        said.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            said.append("ended")

    async with kept(postgres_database, "one") as (lease, _):
        working = asyncio.create_task(lease.during(work))
        await eventually(lambda: said == ["begun"])
        gone = time.monotonic()
        with monkeypatch.context() as away:
            away.setattr(rows, "renew", lambda *_: time.sleep(2))
            await eventually(lambda: said == ["begun", "ended"])
            assert time.monotonic() - gone < 1.0
            assert not lease.held
            with pytest.raises(FencedError), lease.transaction():
                pytest.fail("a transaction was opened without the lease")
        await eventually(lambda: said[2:] == ["begun"])
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert said[3:] == ["ended"]


async def test_a_zombie_commits_nothing(postgres_database: Database) -> None:
    """Who took the lease after another fences it out: that one's transaction is rolled back, however long it slept."""
    async with kept(postgres_database, "sleeper") as (sleeper, keeping):
        await eventually(lambda: sleeper.held)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        async with kept(postgres_database, "next") as (following, _):
            await eventually(lambda: following.held)
            sleeper._until = time.monotonic() + 60  # its clock stood still with it
            with pytest.raises(FencedError), sleeper.transaction() as session:
                move_cursor(session, "matrix", "s1")
            with following.transaction() as session:
                move_cursor(session, "matrix", "s2")
                [row] = session.exec(select(rows.Lease)).all()
            assert (row.owner, row.fence) == ("next", following.fence)


async def test_work_that_ends_by_itself_is_done(postgres_database: Database) -> None:
    """What ends by itself is not begun again, and what fails says so."""

    async def fail() -> None:
        raise KeyError("room")

    async with kept(postgres_database, "one") as (lease, _):
        await lease.during(lambda: asyncio.sleep(0))
        with pytest.raises(KeyError, match="room"):
            await lease.during(fail)


async def test_one_instance_wakes_the_other(postgres_database: Database) -> None:
    """Who does not hold a network tells whoever does that there is something to send, in a fraction of a second."""
    woken: dict[int, float] = {}
    places = [instances(postgres_database, ["matrix"], f"{number}") for number in range(2)]
    running = []
    for number, place in enumerate(places):  # the first has everything before the second asks
        wake = partial(lambda number: woken.setdefault(number, time.monotonic()), number)
        running.append(asyncio.create_task(place.run(wake)))
        await eventually(lambda: all(hold.held for hold in places[0].holds.values()))
    await eventually(lambda: len(woken) == len(places))
    woken.clear()
    began = time.monotonic()
    places[0].tell()  # whoever has everything tells nobody
    await asyncio.sleep(0.3)
    assert not woken
    places[1].tell()
    await eventually(lambda: 0 in woken)
    assert woken[0] - began < 0.8
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def test_a_second_process_on_sqlite_is_told_so(tmp_path: Path) -> None:
    """One process works on an SQLite file; the next one is refused in a sentence, and welcome after the first's end."""
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    first, second = SoleUse(database), SoleUse(database)
    first.begin()
    with pytest.raises(InUseError, match=r"Another process of Hafenbote is at work on town\.db: end it first\."):
        second.begin()
    first.end()
    second.begin()
    second.end()
    assert (tmp_path / "town.db.lock").stat().st_mode & 0o777 == 0o600


def test_a_name_gives_no_right(postgres_database: Database) -> None:
    """Whoever starts under the name of a holder that died a moment ago waits for the lease's end like everybody."""
    with postgres_database.transaction() as session:
        assert rows.acquire(session, "clock", "container:1") == 1
    with postgres_database.transaction() as session:
        assert rows.acquire(session, "clock", "container:1") is None


def test_whoever_takes_over_ends_the_sessions_of_a_sleeper(postgres_url: str) -> None:
    """One that fell asleep in the midst of many statements at once keeps its locks no longer than its lease."""
    asleep, awake = Database(postgres_url, name="asleep"), Database(postgres_url, name="awake")
    with asleep.transaction() as session:
        assert rows.acquire(session, "clock", "asleep") == 1
    with pytest.raises(OperationalError), asleep.transaction() as session:  # noqa: PT012 - it ends at its commit
        rows.confirm(session, "clock", 1)
        time.sleep(rows.LENGTH.total_seconds())
        with awake.transaction() as other:
            assert rows.acquire(other, "clock", "awake") == 2
    awake.close()
    asleep.close()

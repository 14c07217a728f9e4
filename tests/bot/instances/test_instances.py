"""Several identical instances on one PostgreSQL: whatever happens to one of them, all goes on, once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.synapse import Synapse
from tests.bot.doubles import eventually
from tests.bot.instances.audit import audit
from tests.bot.instances.instance import Instance
from tests.bot.instances.stage import Stage, coming, stage

LEASE = float(os.environ.get("HAFENBOTE_TEST_LEASE", "4"))
"""Seconds; 15 is what leases last in operation."""

STOPPED = float(os.environ.get("HAFENBOTE_TEST_STOPPED", "11"))
"""Seconds for which an instance sleeps: longer than its leases last, and its transactions. 90 is the long run."""

ONCE_IT_IS_FREE = 15.0
"""Seconds in which another goes on once a lease has run out: with leases of 15 seconds that is half a minute."""

UNDER_WAY = 5
"""Letters of an announcement that are out when something happens."""

NETWORKS = ("matrix", "telegram")


@pytest.mark.synapse
async def test_whatever_happens_to_one_of_three(synapse: Synapse, tmp_path: Path) -> None:
    """Killed, asleep, cut off, without its database, or ended: nothing is lost, and on Matrix nothing comes twice.

    People write on both networks all the time, announcements go out, and a group is reminded every few seconds.
    """
    async with stage(synapse, tmp_path, ("A", "B", "C"), LEASE) as here:
        for each in here.instances:
            await here.start(each)
        async with coming(here, synapse):
            async with here.people.going_on():
                await _killed(here)
                await _asleep(here)
                await _without_a_database(here)
                await _cut_off(here)
                await _ended(here)
            await here.comes_to_rest(within=60)
        sys.stdout.write(f"{await audit(here)}\n")
    assert max(here.takeovers) < LEASE + ONCE_IT_IS_FREE


async def _killed(here: Stage) -> None:
    """Kill it, and start it again at once: that gives it nothing of what it had."""
    async with taken_over(here, "killed") as victim:
        victim.end()
        await here.start(victim)


async def _asleep(here: Stage) -> None:
    """Let it sleep and wake up long after others have taken over, in the middle of whatever it was doing."""
    async with taken_over(here, "asleep") as victim:
        victim.gets(signal.SIGSTOP)
        await asyncio.sleep(STOPPED)
        victim.gets(signal.SIGCONT)


async def _cut_off(here: Stage) -> None:
    """Let it reach both networks, but not the database."""
    async with taken_over(here, "cut off") as victim:
        victim.cable.cut()
        await asyncio.sleep(STOPPED)
        victim.cable.mend()


async def _without_a_database(here: Stage) -> None:
    """Let the database die in the midst of claims, and come back."""
    async with taken_over(here, "without a database", by_another=False):
        await asyncio.to_thread(here.postgres.stop, immediately=True)
        await asyncio.to_thread(here.postgres.start)


async def _ended(here: Stage) -> None:
    """End it in good order, and start it again."""
    async with taken_over(here, "ended") as victim:
        assert await asyncio.to_thread(victim.end, signal.SIGTERM) == 0
        await here.start(victim)


@asynccontextmanager
async def taken_over(here: Stage, how: str, *, by_another: bool = True) -> AsyncIterator[Instance]:
    """Let something happen to whoever holds Matrix, in the midst of an announcement, and wait until others go on."""
    victim = await here.holder("matrix")
    held = [network for network in NETWORKS if await here.holder(network) is victim]
    who, before = victim.who, len(here.sends("telegram"))
    here.announce()
    await eventually(lambda: len(here.sends("telegram")) > before + UNDER_WAY, within=30)
    began = datetime.now(UTC)
    yield victim

    def going_on(network: str) -> list[float]:
        sends = (send for send in here.sends(network) if send.who != who or not by_another)
        return [(send.at - began).total_seconds() for send in sends if send.at > began]

    for network in held if by_another else NETWORKS:
        await eventually(lambda there=network: going_on(there), within=LEASE + ONCE_IT_IS_FREE)
        seconds = going_on(network)[0]
        sys.stdout.write(f"{how}, {network}: {seconds:.1f} s until the next message\n")
        here.takeovers.append(seconds)

"""An announcement whose process is killed again and again: nobody misses it, nobody gets it twice unnoticed."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.demo.synapse import Synapse
from storage.announcement_release import go_on, withdraw
from tests.bot.announcement_stage import Stage, matrix_readers, stage, telegram_readers
from tests.bot.crash_child import Point
from tests.bot.doubles import eventually
from tests.scheduler.announcement_town import MINUTE, SECOND

RECIPIENTS = int(os.environ.get("HAFENBOTE_TEST_RECIPIENTS", "40"))
ON_TELEGRAM = int(os.environ.get("HAFENBOTE_TEST_RECIPIENTS", "100"))
"""More on Telegram: it takes 30 a second, and what is sent cannot be killed any more."""
KILLS = int(os.environ.get("HAFENBOTE_TEST_KILLS", "3"))
"""All is small in every run; 900 and 50 are the whole proof, which takes minutes."""

PATIENCE = 60.0

AN_HOUR = 18
"""Attempts in an hour without an answer, whose waits grow from a second to five minutes."""


async def killed(here: Stage) -> None:
    """Release an announcement and kill the process at every point of its way and at many moments between them."""
    chance = Random(20210706)  # noqa: S311 - the same moments in every run
    await _killed_after_the_release(here)
    for point in (Point.BEGIN, Point.BEGUN, Point.POST, Point.POSTED, Point.CLAIMED, Point.SENT):
        await here.dies_at(point)
    for point in (Point.PAUSE, Point.PAUSED):
        await here.dies_at(point)
    await _keeps_its_pause(here)
    here.set_clock(here.town.now + MINUTE)
    await here.dies_at(Point.STATUS)
    await _killed_by_chance(here, KILLS, chance)
    await here.ends(within=PATIENCE + len(here.recipients) / 10)


async def _killed_after_the_release(here: Stage) -> None:
    with here.running() as process:
        here.number = here.town.draft()
        here.town.ask(here.number)
        here.town.release(here.number)
        await asyncio.sleep(1)
        process.kill()
    here.note_kill("after the release")
    assert (here.town.state(here.number), here.waiting()) == ("released", 0)
    here.set_clock(here.town.now + 2 * MINUTE + SECOND)


async def _killed_by_chance(here: Stage, kills: int, chance: Random) -> None:
    """Kill it somewhere in what is left, in between two letters or within one, or before it has sent any."""
    left = range(here.sent(), len(here.recipients) - 1) or range(1)
    for reached in sorted(chance.choices(left, k=kills)):
        with here.running() as process:
            if chance.random() < 1 / 5:
                await asyncio.sleep(chance.uniform(0, 2))
            else:
                await eventually(lambda count=reached: here.sent() > count, within=PATIENCE)
                await asyncio.sleep(chance.uniform(0, 0.1))
            process.kill()
        here.note_kill("by chance")


async def _keeps_its_pause(here: Stage) -> None:
    """Start it again: it is paused still, also for what was on its way; then let it go on."""
    before = here.sent()
    with here.running():
        await asyncio.sleep(3)
        assert (here.town.state(here.number), here.sent()) == ("paused", before)
    here.town.do(go_on, here.number)


async def removed(here: Stage) -> None:
    """Withdraw what was sent, and kill the process on its way there, too."""
    here.town.do(withdraw, here.number, here.town.people["Potsdam"], here.town.now)
    for point in (Point.REMOVE, Point.REMOVING, Point.REMOVED):
        await here.dies_at(point)
    await here.ends(within=PATIENCE + len(here.recipients) / 10)


async def check(here: Stage) -> int:
    """Compare what readers were shown with what the report counts; gives the letters beyond one each."""
    shown, counted = await here.readers.shown(here.recipients), here.counted()
    meant, twice = len(here.recipients), sum(times - 1 for times in shown.values())
    told = f"{here.readers.network}: {len(shown)} of {meant} got it, {twice} sends too many, "
    told += f"counted as doubled {counted.doubled}, on their way at kills {here.in_flight}; "
    sys.stdout.write(f"{told}{len(here.kills)} kills {dict(Counter(here.kills))}\n")
    assert set(shown) == set(here.recipients)
    assert (counted.total, counted.sent, counted.failed.total()) == (meant, meant, 0)
    assert sum(times > 1 for times in shown.values()) <= counted.doubled
    return twice


@pytest.mark.synapse
async def test_kills_on_matrix(synapse: Synapse, tmp_path: Path) -> None:
    """Every room shows it exactly once, then nowhere any more."""
    async with matrix_readers(synapse, tmp_path) as readers, stage(readers, tmp_path, RECIPIENTS) as here:
        await killed(here)
        assert (await check(here), here.counted().doubled) == (0, 0)
        await removed(here)
        assert not await readers.standing(here.recipients)
        assert await check(here) == 0


async def test_kills_on_telegram(tmp_path: Path) -> None:
    """Everybody gets it; twice at most who was being written to at a kill, and the report counts them."""
    async with telegram_readers() as readers, stage(readers, tmp_path, ON_TELEGRAM) as here:
        await killed(here)
        assert 0 < await check(here) <= here.in_flight
        assert here.counted().doubled <= here.in_flight
        await removed(here)
        doubled = {chat for chat, times in (await readers.shown(here.recipients)).items() if times > 1}
        assert set(await readers.standing(here.recipients)) <= doubled  # of two only the one is known that was answered


async def test_the_network_is_down_for_an_hour(tmp_path: Path) -> None:
    """What could not be sent is sent when it is back; nothing is given up, nothing lost."""
    async with telegram_readers() as readers, stage(readers, tmp_path, RECIPIENTS) as here:
        here.number = here.town.let_go()
        here.set_clock(here.town.now)
        with here.running():
            await eventually(lambda: here.sent() > RECIPIENTS // 4, within=PATIENCE)
            port = int(readers.double.url.rpartition(":")[2])
            await readers.double.stop()
            for attempt in range(1, AN_HOUR + 1):
                await eventually(lambda tried=attempt: here.count(f"outbox WHERE attempts >= {tried}"), within=PATIENCE)
                here.let_waits_end()
            assert here.counted().total == RECIPIENTS
            await readers.double.start(port)
            here.let_waits_end()
            await eventually(lambda: not here.waiting(), within=PATIENCE)
        await here.ends(within=PATIENCE)
        await check(here)


async def test_the_clock_jumps(tmp_path: Path) -> None:
    """A day ahead in the middle, and back again: each still gets it once, and it ends when all have it."""
    async with telegram_readers() as readers, stage(readers, tmp_path, RECIPIENTS) as here:
        here.number = here.town.let_go()
        with here.running():
            for jump in (timedelta(days=1), timedelta(days=-1), timedelta(days=-1)):
                reached = here.sent()
                here.set_clock(here.town.now + jump)
                await eventually(lambda before=reached: here.sent() > before + RECIPIENTS // 6, within=PATIENCE)
            await eventually(lambda: not here.waiting(), within=PATIENCE)
        await here.ends(within=PATIENCE)
        assert (await check(here), here.counted().doubled) == (0, 0)

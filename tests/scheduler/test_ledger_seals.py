"""The ledger is sealed by the clock: once a day if it has grown, also where the service was down at midnight."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from storage.ledger_seals import LedgerSeal, broken_seals
from tests.scheduler.conftest import BERLIN, MINUTE, World

KEY = "ein Schlüssel, den niemand kennt"
MIDNIGHT = datetime(2021, 7, 6, tzinfo=BERLIN)
DAY = timedelta(days=1)


@pytest.fixture
def sealing(world: World) -> World:
    """Give a network whose ledger is sealed."""
    world.office = replace(world.office, ledger_key=KEY)
    return world


def seals(world: World) -> list[tuple[int, datetime]]:
    """List how far the ledger was sealed when, and hold the seals against it."""
    with world.database.transaction() as session:
        assert not list(broken_seals(session, KEY))
        return [
            (seal.through, seal.sealed_at) for seal in session.exec(select(LedgerSeal).order_by(col(LedgerSeal.id)))
        ]


def test_a_ledger_that_has_grown_is_sealed_once_a_day(sealing: World) -> None:
    """At midnight what was written since is sealed; on a day without anything new there is no seal."""
    sealing.confirm(20)
    sealing.tick(MIDNIGHT - MINUTE)
    sealing.propose(30)
    sealing.ticks(MIDNIGHT, MIDNIGHT + 5 * MINUTE, MINUTE)
    assert seals(sealing) == [(2, MIDNIGHT - MINUTE), (3, MIDNIGHT)]
    sealing.tick(MIDNIGHT + DAY)
    sealing.confirm(40)
    sealing.tick(MIDNIGHT + DAY + MINUTE)
    assert len(seals(sealing)) == 2
    sealing.tick(MIDNIGHT + 2 * DAY)
    assert seals(sealing)[2:] == [(5, MIDNIGHT + 2 * DAY)]


def test_a_seal_that_was_missed_is_made_up_for(sealing: World) -> None:
    """Where the service was down for days, all of it is sealed once it is back."""
    sealing.confirm(20)
    sealing.tick(MIDNIGHT)
    sealing.confirm(30)
    back = MIDNIGHT + 3 * DAY + 600 * MINUTE
    sealing.tick(back)
    assert seals(sealing) == [(2, MIDNIGHT), (4, back)]


def test_a_clock_that_was_ahead_keeps_no_seal_from_the_days_before(sealing: World) -> None:
    """It stood in another year for a moment; afterwards every day has its seal again."""
    sealing.confirm(20)
    sealing.tick(MIDNIGHT + 400 * DAY)
    sealing.confirm(30)
    sealing.ticks(MIDNIGHT, MIDNIGHT + 5 * MINUTE, MINUTE)
    assert [through for through, _ in seals(sealing)] == [2, 4]


def test_without_a_key_nothing_is_sealed(world: World) -> None:
    """The key is a setting; where it is empty, the chain alone shows what was changed."""
    world.confirm(20)
    world.tick(MIDNIGHT)
    assert seals(world) == []

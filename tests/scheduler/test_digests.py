"""Digests in time: at eight on Mondays, once, each group its own, and caught up once after any downtime."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from handlers.digests import SOON
from storage.digests import Digest
from storage.persons import Role
from storage.pledges import Programme
from storage.totals import newest_entry_id
from tests.scheduler.conftest import FRIDAY, MINUTE, MONDAY, MONDAYS, SECOND, WEEK, Planned, World

SKIPPED = "a later one was due as well"
DAILY = "FREQ=DAILY;BYHOUR=8;BYMINUTE=0;BYSECOND=0"
WEDNESDAYS = "FREQ=WEEKLY;BYDAY=WE;BYHOUR=8;BYMINUTE=0;BYSECOND=0"

on_a_database = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
"""Examples share the database of their test; each one has a group of its own."""


def monday(weeks: int) -> str:
    """Write the wall time of a digest some weeks after the first."""
    return (MONDAY + weeks * WEEK).replace(tzinfo=None).isoformat()


def tick_at_once(world: World, now: datetime, threads: int = 2) -> int:
    """Let the clock strike in several threads at the same moment; returns how many messages went out."""
    start = Barrier(threads, timeout=10)

    def strike(_: int) -> int:
        start.wait()
        return world.tick(now)

    with ThreadPoolExecutor(threads) as executor:
        return sum(executor.map(strike, range(threads)))


def test_the_next_digest_is_planned_for_every_group_of_spokespersons(world: World) -> None:
    """Each group of spokespersons has its next Monday as a row; a group of others has none."""
    first, second, others = world.group(), world.group(), world.group(role=Role.COORDINATOR)
    world.tick(FRIDAY)
    assert world.planned(first) == world.planned(second) == [Planned(monday(0), "pending")]
    assert world.planned(others) == []


def test_a_digest_goes_out_at_eight_local_time(world: World) -> None:
    """A second before eight nothing was sent; at eight the digest was, and the following one is planned at the next."""
    chat = world.group()
    assert world.tick(MONDAY - SECOND) == 0
    assert world.tick(MONDAY) == 1
    assert len(world.told(chat)) == 1
    world.tick(MONDAY + SECOND)
    assert world.planned(chat) == [Planned(monday(0), "done"), Planned(monday(1), "pending")]


def test_eight_is_eight_in_winter_too(world: World) -> None:
    """On the Monday after the change of the clock the digest goes at eight of the new time."""
    world.group(joined=datetime(2021, 10, 29, 10, tzinfo=UTC))
    assert world.tick(datetime(2021, 11, 1, 6, 59, 59, tzinfo=UTC)) == 0
    assert world.tick(datetime(2021, 11, 1, 7, 0, tzinfo=UTC)) == 1


def test_two_ticks_in_one_moment_send_once(world: World) -> None:
    """A second tick at the same moment finds nothing left to do."""
    chat = world.group()
    assert [world.tick(MONDAY), world.tick(MONDAY)] == [1, 0]
    assert len(world.told(chat)) == 1


@pytest.mark.parametrize("ticked_before", [True, False], ids=["planned before", "planned now"])
def test_instances_that_tick_at_once_send_once(world: World, *, ticked_before: bool) -> None:
    """Of several instances that tick at the same moment one sends, whether or not the digest was planned before."""
    for week in range(4):
        chat = world.group(joined=FRIDAY + week * WEEK)
        if ticked_before:
            world.tick(FRIDAY + week * WEEK)
        assert tick_at_once(world, MONDAY + week * WEEK) == 1
        assert len(world.told(chat)) == 1
        world.leave(chat)


@on_a_database
@given(down=st.timedeltas(timedelta(), timedelta(days=800)))
def test_a_downtime_of_any_length_is_made_up_for_once(world: World, down: timedelta) -> None:
    """After a downtime only the newest missed digest goes; the older ones are skipped, with the reason."""
    chat = world.group()
    world.tick(FRIDAY)
    back = FRIDAY + down
    missed = max(0, (back - MONDAY) // WEEK + 1)
    assert world.tick(back) == min(missed, 1)
    assert world.tick(back + SECOND) == 0
    older = [Planned(monday(week), "skipped", reason=SKIPPED) for week in range(missed - 1)]
    is_late = back - (MONDAY + (missed - 1) * WEEK) > 15 * MINUTE
    newest = [Planned(monday(missed - 1), "done", late=is_late)] if missed else []
    assert world.planned(chat) == [*older, *newest, Planned(monday(missed), "pending")]
    world.leave(chat)


@pytest.mark.parametrize(("delay", "late"), [(0 * MINUTE, False), (15 * MINUTE, False), (15 * MINUTE + SECOND, True)])
def test_a_digest_is_late_after_a_quarter_of_an_hour(world: World, delay: timedelta, *, late: bool) -> None:
    """Up to 15 minutes nobody wonders; after that the digest says when it was due, and its row that it was late."""
    chat = world.group()
    world.tick(MONDAY + delay)
    assert world.planned(chat)[0] == Planned(monday(0), "done", late=late)
    sentence = "Dieser Digest war fällig: Montag, 05.07.2021, 08:00 Uhr."
    assert (sentence in world.told(chat)[0]) is late


def test_a_new_group_gets_no_digest_for_the_time_before(world: World) -> None:
    """A group that joins after eight waits for the next Monday."""
    chat = world.group(joined=MONDAY + MINUTE)
    assert world.tick(MONDAY + 2 * MINUTE) == 0
    assert world.planned(chat) == [Planned(monday(1), "pending")]


def test_a_group_that_is_gone_is_skipped(world: World) -> None:
    """A digest planned for a group that threw us out meanwhile is not sent, and nothing more is planned for it."""
    gone, stays = world.group(), world.group()
    world.tick(FRIDAY)
    world.leave(gone)
    assert world.tick(MONDAY) == 1
    world.tick(MONDAY + WEEK)
    assert world.told(gone) == []
    assert world.planned(gone) == [Planned(monday(0), "skipped", reason="the group is gone")]
    assert len(world.told(stays)) == 2


def test_two_groups_each_get_theirs(world: World) -> None:
    """Two groups that joined at different times get their own digests, each with what is new to it."""
    world.confirm(20)
    first, second = world.group(), world.group(joined=MONDAY + MINUTE)
    world.tick(MONDAY)
    world.tick(MONDAY + WEEK)
    assert [len(world.told(first)), len(world.told(second))] == [2, 1]
    assert "nichts geändert" in world.told(first)[1]
    assert "**Bestätigt (1)**" in world.told(second)[0]


def test_a_changed_schedule_holds_at_once(world: World) -> None:
    """After a change of the schedule what the old one had planned ahead is taken back, what was due is still sent."""
    chat = world.group()
    world.tick(FRIDAY)
    world.tick(FRIDAY + MINUTE, WEDNESDAYS)
    assert world.planned(chat) == [Planned("2021-07-07T08:00:00", "pending")]
    assert [world.tick(MONDAY, WEDNESDAYS), world.tick(MONDAY + timedelta(days=2), WEDNESDAYS)] == [0, 1]
    assert world.tick(MONDAY + timedelta(days=4), DAILY) == 1
    assert [item.state for item in world.planned(chat)] == ["done", "skipped", "done", "pending"]


def test_a_schedule_changed_back_and_forth_loses_nothing(world: World) -> None:
    """Back at the old schedule, what it had planned is planned again, and goes out once."""
    chat = world.group()
    for schedule in (MONDAYS, WEDNESDAYS, MONDAYS):
        world.tick(FRIDAY, schedule)
    assert world.planned(chat) == [Planned(monday(0), "pending")]
    assert [world.tick(MONDAY), world.tick(MONDAY, DAILY)] == [1, 0]


def test_nothing_changed_is_said_in_one_line(told_on_monday: Callable[..., str]) -> None:
    """Without a single report the digest says so in one line, and the next one since when nothing changed."""
    assert "\nEs gibt noch keine Meldungen.\n" in told_on_monday()
    assert "\nSeit dem letzten Digest am 05.07.2021 hat sich nichts geändert.\n" in told_on_monday(1)


def test_a_digest_shows_differences(world: World, told_on_monday: Callable[..., str]) -> None:
    """Each programme stands with its places and the difference to the last digest, up, down, and down to none."""
    world.confirm(20)
    first = told_on_monday()
    world.confirm(12)
    world.confirm(5, programme=Programme.LAND)
    second = told_on_monday(1)
    world.withdraw((MONDAY + WEEK).date())
    third = told_on_monday(2)
    nest = [re.findall(r"NEST.*: (\d+) \((.*)\)", text)[-1] for text in (first, second, third)]
    assert nest == [("20", "+20"), ("12", "−8"), ("0", "−12")]
    assert "**Zurückgezogen (1)**" in third


@pytest.mark.parametrize(("days", "listed"), [(-1, False), (0, True), (60, True), (61, False)])
def test_what_runs_out_within_60_days_is_listed(
    world: World, told_on_monday: Callable[..., str], days: int, *, listed: bool
) -> None:
    """An offer that counts and ends today or up to 60 days ahead is listed; one that is over or ends later is not."""
    assert timedelta(days=60) == SOON
    world.confirm(20, until=MONDAY.date() + timedelta(days=days))
    assert ("Läuft in den nächsten 60 Tagen aus (1)" in told_on_monday()) is listed


def test_an_offer_that_only_waits_does_not_run_out(world: World, told_on_monday: Callable[..., str]) -> None:
    """A report nobody has confirmed counts nowhere yet, so it cannot run out; it is listed as waiting."""
    world.propose(20, until=MONDAY.date())
    text = told_on_monday()
    assert "**Gemeldet (1)**" in text
    assert "Läuft" not in text


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["propose", "confirm", "tick", "wait"]), st.integers(1, 20)), min_size=3, max_size=20
)


@on_a_database
@given(STEPS)
def test_digests_cover_every_entry_exactly_once(world: World, steps: list[Step]) -> None:
    """Whatever is written and whenever the clock strikes, each entry is in exactly one digest of a group."""
    chat = world.group()
    with world.database.transaction() as session:
        begin = newest_entry_id(session)
    now = FRIDAY
    for kind, days in [*steps, ("wait", 7)]:
        now += timedelta(days=days) if kind in {"tick", "wait"} else timedelta()
        deed = {"propose": partial(world.propose, days), "confirm": partial(world.confirm, days)}
        deed.get(kind, partial(world.tick, now))()
    counted = [
        re.findall(r"^\*\*(?:Gemeldet|Bestätigt) \((\d+)\)\*\*$", text, re.MULTILINE) for text in world.told(chat)
    ]
    world.leave(chat)
    with world.database.transaction() as session:
        written = newest_entry_id(session)
        reach = session.exec(select(Digest.through).order_by(col(Digest.id).desc())).first()
    assert sum(int(number) for numbers in counted for number in numbers) == written
    assert begin <= written == reach


def test_a_day_in_the_digest_is_a_local_day(world: World) -> None:
    """Shortly after midnight in Berlin it is still yesterday in UTC; the digest is of the day it is for its readers."""
    chat = world.group()
    world.tick(datetime(2021, 7, 5, 22, 30, tzinfo=UTC))
    assert "**Lage am 06.07.2021**" in world.told(chat)[0]
    with world.database.transaction() as session:
        assert session.exec(select(Digest.day)).one() == date(2021, 7, 6)

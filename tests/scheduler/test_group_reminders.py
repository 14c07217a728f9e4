"""Reminders to groups in time: each occurrence once, what was missed once and marked, what is paused not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from handlers.recurrence import new_rule, with_time
from scheduler.group_reminders import NAME
from storage.due import DueItem
from storage.group_reminders import GroupReminder, reminders
from storage.outbox import OutboxMessage, Urgency
from storage.persons import Role
from tests.handlers.test_daylight import changes, days_meant, showing
from tests.scheduler.conftest import BERLIN, FRIDAY, MINUTE, MONDAY, SECOND, WEEK, Planned, World

LATER = "a later one was due as well"
NINE = MONDAY.replace(hour=9)
DAY = timedelta(days=1)
MONDAYS_AT_NINE = with_time(new_rule(FRIDAY.date(), "FREQ=WEEKLY;BYDAY=MO"), time(9))
ONCE_AT_NINE = with_time(new_rule(MONDAY.date(), "FREQ=DAILY;COUNT=1"), time(9))
DAILY_AT_NINE = with_time(new_rule(FRIDAY.date(), "FREQ=DAILY"), time(9))
NEVER = "FREQ=DAILY;UNTIL=20200101T000000"
"""A schedule of digests without any, where only reminders matter."""

on_a_database = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def at(moment: datetime) -> str:
    """Write the wall time of an occurrence."""
    return moment.astimezone(BERLIN).replace(tzinfo=None).isoformat()


def told(world: World, chat: str) -> list[str]:
    """List the reminders a group was told, without the digests."""
    return [text.removeprefix("**Erinnerung:** ") for text in world.told(chat) if "Erinnerung" in text]


def test_a_reminder_goes_at_its_time_to_every_group_of_its_role(world: World) -> None:
    """A second before nine nothing is said; at nine it is, to both groups of spokespersons and to no other."""
    first, second, others = world.group(), world.group(), world.group(role=Role.COORDINATOR)
    world.reminder(MONDAYS_AT_NINE)
    world.tick(NINE - SECOND)
    assert told(world, first) == []
    world.tick(NINE)
    world.tick(NINE + SECOND)
    assert told(world, first) == told(world, second) == ["Lage"]
    assert told(world, others) == []
    assert world.planned(first, NAME) == [Planned(at(NINE), "done"), Planned(at(NINE + WEEK), "pending")]


def test_a_reminder_at_night_goes_at_its_time_and_is_not_urgent(world: World) -> None:
    """Somebody has chosen that time: no night holds it back. In the outbox it is a message like others."""
    chat = world.group()
    world.reminder(with_time(new_rule(FRIDAY.date(), "FREQ=DAILY"), time(22)))
    world.tick(FRIDAY)
    world.tick(FRIDAY.replace(hour=22))
    assert told(world, chat) == ["Lage"]
    with world.database.transaction() as session:
        rows = session.exec(select(OutboxMessage).where(OutboxMessage.chat == chat)).all()
        assert {row.urgency for row in rows} == {Urgency.NORMAL}


@on_a_database
@given(down=st.timedeltas(timedelta(), timedelta(days=400)))
def test_a_downtime_of_any_length_is_made_up_for_once(world: World, down: timedelta) -> None:
    """After a downtime the newest missed occurrence goes, marked as late; older ones are skipped with the reason."""
    chat = world.group()
    number = world.reminder(MONDAYS_AT_NINE)
    world.tick(FRIDAY)
    back = FRIDAY + down
    missed = max(0, (back - NINE) // WEEK + 1)
    world.tick(back, NEVER)
    world.tick(back + SECOND, NEVER)
    is_late = back - (NINE + (missed - 1) * WEEK) > 15 * MINUTE
    older = [Planned(at(NINE + week * WEEK), "skipped", reason=LATER) for week in range(missed - 1)]
    newest = [Planned(at(NINE + (missed - 1) * WEEK), "done", late=is_late)] if missed else []
    assert world.planned(chat, NAME) == [*older, *newest, Planned(at(NINE + missed * WEEK), "pending")]
    assert [("Das war fällig" in text) for text in told(world, chat)] == ([is_late] if missed else [])
    world.change(number, ended_at=FRIDAY)
    world.leave(chat)


def test_two_reminders_are_both_made_up_for(world: World) -> None:
    """What one reminder missed does not stand for what another missed."""
    chat = world.group()
    world.reminder(MONDAYS_AT_NINE, "Lage")
    world.reminder(DAILY_AT_NINE, "Presse")
    world.tick(FRIDAY)
    world.tick(NINE + WEEK + MINUTE, NEVER)
    assert sorted(told(world, chat)) == ["Lage", "Presse"]


def test_while_it_is_paused_it_is_skipped_and_nothing_is_made_up_for(world: World) -> None:
    """Each occurrence of a paused reminder is a row with the reason; resumed, it goes on with the next."""
    chat = world.group()
    number = world.reminder(MONDAYS_AT_NINE)
    world.tick(FRIDAY)
    world.change(number, paused=True)
    world.ticks(NINE, NINE + WEEK, WEEK)
    world.change(number, paused=False)
    world.tick(NINE + WEEK + MINUTE)
    assert told(world, chat) == []
    world.tick(NINE + 2 * WEEK)
    assert told(world, chat) == ["Lage"]
    assert [(item.state, item.reason) for item in world.planned(chat, NAME)][:2] == [("skipped", "paused")] * 2


def test_a_deleted_reminder_says_nothing_more(world: World) -> None:
    """What was planned ahead when it was deleted is skipped with the reason, and nothing new is planned."""
    chat = world.group()
    number = world.reminder(MONDAYS_AT_NINE)
    world.tick(FRIDAY)
    world.change(number, ended_at=NINE - MINUTE)
    world.ticks(NINE, NINE + 2 * WEEK, WEEK)
    assert told(world, chat) == []
    assert world.planned(chat, NAME) == [Planned(at(NINE), "skipped", reason="deleted")]


@pytest.mark.parametrize("back", [NINE, NINE + 40 * DAY], ids=["in time", "after a downtime"])
def test_a_single_reminder_goes_to_all_groups_and_is_over(world: World, back: datetime) -> None:
    """Once it has struck it is listed no more; that it is over takes it from no group."""
    first, second = world.group(), world.group()
    number = world.reminder(ONCE_AT_NINE)
    world.tick(FRIDAY)
    world.tick(back)
    world.tick(back + SECOND)
    assert [len(told(world, chat)) for chat in (first, second)] == [1, 1]
    with world.database.transaction() as session:
        assert reminders(session) == []
        assert session.get_one(GroupReminder, number).ended_at == back.astimezone(UTC)


def test_a_reminder_with_an_end_goes_until_then(world: World) -> None:
    """Its last day is its last."""
    chat = world.group()
    last_day = (MONDAY + WEEK).date()
    world.reminder(with_time(new_rule(FRIDAY.date(), "FREQ=WEEKLY;BYDAY=MO", last_day), time(9)))
    world.ticks(NINE, NINE + 4 * WEEK, WEEK)
    assert len(told(world, chat)) == 2


def test_a_group_that_joins_later_is_not_told_of_the_time_before(world: World) -> None:
    """It gets what comes after it joined."""
    world.reminder(MONDAYS_AT_NINE)
    world.ticks(FRIDAY, NINE, DAY)
    chat = world.group(joined=NINE + MINUTE)
    world.tick(NINE + 2 * MINUTE)
    assert world.planned(chat, NAME) == [Planned(at(NINE + WEEK), "pending")]


def test_every_second_week_stays_in_step_over_pauses_and_downtime(world: World) -> None:
    """Its weeks are counted from its beginning, whatever was missed or paused."""
    chat = world.group()
    rule = "DTSTART:20210705T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0"
    world.reminder(rule)
    for weeks in (0, 1, 5, 6, 7, 8):
        world.tick(NINE + weeks * WEEK)
    fourth = [item.at for item in world.planned(chat, NAME)]
    assert fourth == [at(NINE + weeks * WEEK) for weeks in (0, 2, 4, 6, 8, 10)]


def test_a_reminder_nobody_can_read_holds_up_no_other(world: World) -> None:
    """A rule that is none is logged at each tick; the others are planned and go, and so does the digest."""
    chat = world.group()
    world.reminder("DTSTART:20210705T090000\nRRULE:FREQ=NEVER;BYHOUR=9;BYMINUTE=0")
    world.reminder(MONDAYS_AT_NINE)
    world.tick(NINE)
    assert told(world, chat) == ["Lage"]
    assert len(world.told(chat)) == 2


def test_instances_that_tick_at_once_remind_once(world: World) -> None:
    """Of several ticks at the same moment one says it, whether or not it was planned before."""
    chat = world.group()
    world.reminder(DAILY_AT_NINE)
    with ThreadPoolExecutor(3) as threads:
        for days in range(5):
            list(threads.map(world.tick, [NINE + days * DAY] * 3))
    assert told(world, chat) == ["Lage"] * 5


# On the odd days of the year, through due rows.

KINDS = {"daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY;BYDAY=SU", "last Sunday": "FREQ=MONTHLY;BYDAY=-1SU"}
NIGHT = [time(hour, minute) for hour in (0, 1, 2, 3) for minute in (0, 30)]


@pytest.mark.parametrize("day", [day for day in changes() if day.year == 2021], ids=str)
def test_each_half_hour_of_a_night_of_change_strikes_once(world: World, day: date) -> None:
    """A sample of the proof in ``tests/handlers/test_daylight.py`` with a database and the real clock.

    Each half hour from midnight to four has a reminder of each kind; each is told at the tick of the moment at which
    clocks first show its time, and once for each day meant.
    """
    assert world.office.timezone == ZoneInfo("Europe/Berlin")
    chat = world.group(joined=datetime.combine(day - 10 * DAY, time(), UTC))
    expected: list[tuple[str, datetime]] = []
    for kind, rule in KINDS.items():
        for clock in NIGHT:
            name = f"{kind} {clock:%H:%M}"
            begin = datetime.combine(day - 2 * DAY, time(12), UTC)
            world.reminder(with_time(new_rule(day - 10 * DAY, rule), clock), name, begin)
            walls = [datetime.combine(each, clock) for each in days_meant(kind, day) if abs(each - day) <= DAY]
            expected += [(name, (showing(wall) or showing(wall + timedelta(hours=1)))[0]) for wall in walls]
    for night in (-1, 0, 1):
        begin = showing(datetime.combine(day + night * DAY, time()))[0]
        world.ticks(begin, begin + timedelta(hours=5), 30 * MINUTE)
    with world.database.transaction() as session:
        rows = session.exec(select(OutboxMessage).where(col(OutboxMessage.text).contains("Erinnerung"))).all()
        said = [(row.text.removeprefix("**Erinnerung:** "), row.created_at) for row in rows]
        late = session.exec(select(DueItem).where(DueItem.late, DueItem.rule == NAME)).all()
    assert sorted(said) == sorted(expected)
    assert late == []
    assert len(told(world, chat)) == len(expected)

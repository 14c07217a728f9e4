"""The countdown and the daily digests before the election: moved with its day, nothing said twice, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.countdown import COUNTDOWN, DAYS_BEFORE
from scheduler.digests import NAME as DIGEST
from scheduler.digests import with_election
from storage.anchors import ELECTION, MovedMeanwhileError, move_anchor
from storage.persons import Role
from tests.scheduler.conftest import BERLIN, MINUTE, MONDAYS, SECOND, WEEK, World

DAY = timedelta(days=1)
ELECTION_DAY = date(2021, 9, 26)
MAY = datetime(2021, 5, 3, 12, tzinfo=BERLIN)


def eight(day: date) -> datetime:
    """Give eight in the morning of a day."""
    return datetime.combine(day, time(8), BERLIN)


def before(days: int, election: date = ELECTION_DAY) -> datetime:
    """Give eight in the morning some days before the election."""
    return eight(election - days * DAY)


def counted(world: World, chat: str) -> list[str]:
    """List what a group was told of the countdown, by its first line."""
    return [text.splitlines()[0] for text in world.told(chat) if "Bundestagswahl" in text]


def left(days: int, election: str = "26.09.2021") -> str:
    """Write how many days are left."""
    return f"Noch **{days} Tage** bis zur Bundestagswahl am {election}."


def waiting(world: World, chat: str) -> list[int]:
    """List the numbers of days that are still to be told."""
    return [int(item.at) for item in world.planned(chat, COUNTDOWN) if item.state == "pending"]


def digests(world: World, chat: str) -> list[str]:
    """List the days of the digests a group was told."""
    return [text.split("**")[1].removeprefix("Lage am ") for text in world.told(chat) if text.startswith("**Lage")]


@pytest.fixture
def chat(world: World) -> str:
    """Give a group that joined in May, and an election in September that the settings name."""
    world.office = replace(world.office, election=ELECTION_DAY)
    chat = world.group(joined=MAY)
    world.tick(MAY)
    return chat


def test_each_number_of_days_is_told_once_at_eight(world: World, chat: str) -> None:
    """A hundred days before and so on down to one: once each, with what is confirmed on that day."""
    world.confirm(75, until=date(2022, 12, 31))
    for days in DAYS_BEFORE:
        world.tick(before(days) - SECOND)
        told = len(counted(world, chat))
        world.tick(before(days))
        world.tick(before(days) + SECOND)
        assert len(counted(world, chat)) == told + 1
    told_last = "**Morgen** ist Bundestagswahl (26.09.2021)."
    assert counted(world, chat) == [*(left(days) for days in DAYS_BEFORE[:-1]), told_last]
    texts = [text for text in world.told(chat) if "Bundestagswahl" in text]
    assert all("Heute sind **75 Plätze** aus einer Kommune bestätigt." in text for text in texts[1:])
    assert "Heute ist noch kein Platz bestätigt." in texts[0]


def test_without_an_election_nothing_is_counted(world: World) -> None:
    """No day, no countdown, and digests on their schedule alone."""
    chat = world.group(joined=MAY)
    world.ticks(MAY, MAY + 20 * WEEK, WEEK)
    assert world.planned(chat, COUNTDOWN) == []


def test_only_groups_of_spokespersons_are_told(world: World, chat: str) -> None:
    """Another role's group has other things to do; a second group of spokespersons is told as well."""
    second, others = world.group(joined=MAY), world.group(joined=MAY, role=Role.COORDINATOR)
    world.tick(MAY)
    world.tick(before(60))
    assert counted(world, chat) == counted(world, second) == [left(60)]
    assert counted(world, others) == []


def test_of_several_missed_the_newest_is_told_with_the_days_that_are_left(world: World, chat: str) -> None:
    """After a downtime over 60 and 30 days before: what is left now, when that was due, and why it is late."""
    world.tick(before(28))
    assert counted(world, chat) == [left(28)]
    text = next(text for text in world.told(chat) if "Bundestagswahl" in text)
    assert "Das war fällig: Freitag, 27.08.2021, 08:00 Uhr." in text
    states = {int(item.at): (item.state, item.late, item.reason) for item in world.planned(chat, COUNTDOWN)}
    assert states[60] == states[100] == ("skipped", False, "a later one was due as well")
    assert states[30] == ("done", True, "")


def test_after_the_election_nothing_is_made_up_for(world: World, chat: str) -> None:
    """Who was down over the election is not told that it is tomorrow."""
    world.tick(eight(ELECTION_DAY))
    assert counted(world, chat) == []
    assert {item.state for item in world.planned(chat, COUNTDOWN)} == {"skipped"}


def test_a_group_that_joins_later_hears_what_is_left(world: World, chat: str) -> None:
    """Nothing from before it joined, everything from then on; a group that is gone hears nothing."""
    later = world.group(joined=before(20))
    world.leave(chat)
    world.tick(before(20) + MINUTE)
    assert waiting(world, later) == [14, 7, 1]
    assert waiting(world, chat) == []


# The day moves.


def test_the_countdown_moves_with_the_day(world: World, chat: str) -> None:
    """What was planned for the old day is dropped with the reason, and the new day's is planned."""
    moved = date(2021, 10, 24)
    world.elect(moved, MAY)
    world.tick(before(100))
    assert counted(world, chat) == []
    world.tick(before(100, moved))
    assert counted(world, chat) == [left(100, "24.10.2021")]
    dropped = [item for item in world.planned(chat, COUNTDOWN) if "2021-10-24" in item.reason]
    assert [int(item.at) for item in dropped] == list(DAYS_BEFORE)


def test_moved_twice_in_a_minute_and_back_all_is_as_before(world: World, chat: str) -> None:
    """Nothing is lost and nothing told twice, whether the clock ticks in between or not."""
    for ticks in (True, False):
        for day in (date(2021, 10, 3), date(2021, 9, 19), ELECTION_DAY):
            world.elect(day, MAY + MINUTE)
            if ticks:
                world.tick(MAY + MINUTE)
    assert waiting(world, chat) == list(DAYS_BEFORE)
    for days in DAYS_BEFORE:
        world.tick(before(days))
    assert len(counted(world, chat)) == len(DAYS_BEFORE)


@pytest.mark.parametrize(("weeks", "again"), [(1, False), (2, True), (-1, False)])
def test_what_was_told_within_a_week_is_not_told_again(world: World, chat: str, weeks: int, *, again: bool) -> None:
    """Moved by a week just after "30 days", that is not said again; moved by two weeks it is news."""
    world.tick(before(30))
    moved = ELECTION_DAY + weeks * WEEK
    world.elect(moved, before(30) + MINUTE)
    for days in range(31, 0, -1):
        if before(days, moved) > before(30):
            world.tick(before(days, moved))
    told = [text for text in counted(world, chat) if "**30 Tage**" in text]
    assert len(told) == (2 if again else 1)
    assert counted(world, chat)[-1].startswith("**Morgen**")


def test_moved_into_the_past_nothing_comes_and_moved_back_nothing_is_lost(world: World, chat: str) -> None:
    """A slip of the year silences the countdown, and its correction brings back all that is to come."""
    world.elect(date(2020, 9, 26), MAY)
    world.tick(before(60))
    assert counted(world, chat) == []
    world.elect(ELECTION_DAY, before(60) + MINUTE)
    assert waiting(world, chat) == [30, 14, 7, 1]


def test_a_crash_right_after_a_move_loses_nothing(world: World, chat: str) -> None:
    """What falls into a downtime that began before the next tick is made up for."""
    world.elect(date(2021, 10, 3), before(60) + MINUTE)
    world.tick(before(60, date(2021, 10, 3)) + DAY)
    assert counted(world, chat) == [left(59, "03.10.2021")]


def test_two_who_move_it_at_once_follow_each_other(world: World, chat: str) -> None:
    """Whoever goes by a day that has been changed since is told so, and changes nothing."""
    world.elect(date(2021, 10, 3), MAY)
    with world.database.transaction() as session, pytest.raises(MovedMeanwhileError):
        move_anchor(session, ELECTION, date(2021, 10, 10), world.coordinator, MAY, seen=None)
    world.tick(MAY + MINUTE)
    assert {item.at for item in world.planned(chat, COUNTDOWN) if item.state == "pending"} == set(map(str, DAYS_BEFORE))


MOVES = st.lists(st.tuples(st.integers(-40, 60), st.integers(0, 45), st.booleans()), min_size=1, max_size=5)
"""Days the election moves by, days that pass then, and whether the clock ticks meanwhile."""


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_however_the_day_moves_no_number_is_told_twice_within_a_week(
    sqlite_world: World, moves: list[tuple[int, int, bool]]
) -> None:
    """Any moves at any times, with the clock ticking or standing still: no repetition, and the last countdown is whole.

    Whole is: once the day stays where it is, each number of days that is still to come is told, or was told within a
    week of then.
    """
    world = sqlite_world
    world.office = replace(world.office, election=ELECTION_DAY)
    chat, now = world.group(joined=MAY), MAY
    election, set_at = ELECTION_DAY, MAY
    world.tick(now)
    for by, wait, ticking in moves:
        election, set_at = max(election + by * DAY, now.date()), now
        world.elect(election, now)
        after = now + wait * DAY
        if ticking:
            world.ticks(now, after, DAY)
        now = after
        world.tick(now)
    world.ticks(now, eight(election) + DAY, DAY)
    done = [item for item in world.planned(chat, COUNTDOWN) if item.state == "done"]
    assert len(counted(world, chat)) == len(done)
    for number in DAYS_BEFORE:
        due = sorted(world.due_days(chat, COUNTDOWN, str(number), "done"))
        assert all(later - earlier > WEEK for earlier, later in pairwise(due)), number
        wanted = election - number * DAY
        if eight(wanted) > max(set_at, MAY):
            near = [day for day in due if abs(day - wanted) <= WEEK]
            skipped = world.due_days(chat, COUNTDOWN, str(number), "skipped")
            assert near or wanted in skipped, number
    world.leave(chat)


# Digests.


def test_in_the_last_month_a_digest_goes_every_day(world: World, chat: str) -> None:
    """From 30 days before to the day before, at the schedule's hour; on a Monday one, on the day itself none."""
    begin = before(33)
    world.ticks(begin, eight(ELECTION_DAY + 8 * DAY), DAY)
    first, last = before(30).date(), before(1).date()
    daily = [first + number * DAY for number in range(30)]
    mondays = [begin.date() + number * DAY for number in range(42) if (begin.date() + number * DAY).weekday() == 0]
    expected = sorted({*daily, *(day for day in mondays if not first <= day <= last)})
    assert digests(world, chat)[-len(expected) + 1 :] == [f"{day:%d.%m.%Y}" for day in expected][1:]
    assert len(set(digests(world, chat))) == len(digests(world, chat))


@pytest.mark.parametrize(
    ("schedule", "added"),
    [
        (MONDAYS, 30 - 4),
        ("FREQ=DAILY;BYHOUR=7", 0),
        ("FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=8", 30 - 8),
        ("RRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=18", 30 - 1),
    ],
)
def test_days_on_which_the_schedule_strikes_are_not_added(schedule: str, added: int) -> None:
    """A day that has both gets one, whatever the schedule is, and at its hour."""
    rule = with_election(schedule, ELECTION_DAY)
    dates = rule.partition("RDATE:")[2].split(",") if "RDATE" in rule else []
    assert len(dates) == added
    hour = schedule.partition("BYHOUR=")[2].split(";")[0]
    assert all(each.endswith(f"T{int(hour):02d}0000") for each in dates)


def test_a_schedule_that_has_ended_has_no_daily_digests() -> None:
    """Who has ended the digests does not want them every day."""
    assert "RDATE" not in with_election("FREQ=DAILY;UNTIL=20200101T000000", ELECTION_DAY)


def test_every_second_week_stays_in_step_through_the_daily_digests(world: World, chat: str) -> None:
    """After the election digests go on in the weeks in which they went before."""
    fortnightly = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=8"
    moment, told = eight(date(2021, 8, 2)), []
    while moment < eight(date(2021, 11, 1)):
        world.tick(moment, fortnightly)
        told, moment = digests(world, chat), moment + DAY
    outside = [day for day in told if not "2021-08-27" <= f"{day[6:]}-{day[3:5]}-{day[:2]}" <= "2021-09-25"]
    days = [datetime.strptime(day, "%d.%m.%Y").replace(tzinfo=UTC) for day in outside[1:]]  # the first was caught up
    assert len({(day - days[0]).days % 14 for day in days}) == 1


def test_moved_away_the_daily_digests_stop_and_what_was_not_due_then_is_not_late(world: World, chat: str) -> None:
    """Moved nearer, they begin the next morning: nobody is told that one of yesterday comes late."""
    noon = eight(date(2021, 8, 4)).replace(hour=12)
    world.ticks(eight(date(2021, 8, 2)), noon, DAY)
    world.tick(noon)
    told = len(digests(world, chat))
    world.elect(date(2021, 8, 29), noon)
    world.tick(noon + MINUTE)
    assert len(digests(world, chat)) == told
    world.tick(eight(date(2021, 8, 5)))
    assert digests(world, chat)[told:] == ["05.08.2021"]
    assert not any(item.late for item in world.planned(chat, DIGEST)[-2:])
    world.elect(ELECTION_DAY, eight(date(2021, 8, 5)) + MINUTE)
    world.ticks(eight(date(2021, 8, 5)) + 2 * MINUTE, eight(date(2021, 8, 8)), DAY)
    assert digests(world, chat)[told:] == ["05.08.2021"]

"""The reminder to send minutes: once, on the next working day at nine, to whoever looks after the meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.database import Database
from storage.meetings import cancel, change
from storage.minutes import Minutes
from storage.persons import Role
from tests.scheduler.town import BEGIN, Town, at

THURSDAY = "2021-08-12 14:00"
SECOND = timedelta(seconds=1)


@pytest.fixture
def town(database: Database) -> Town:
    """Give a town on a fresh database: the test runs once on SQLite and once on PostgreSQL."""
    return Town(database)


def send(town: Town, meeting: int) -> None:
    """Send the minutes of a meeting."""
    with town.database.transaction() as session:
        written = at("2021-08-12 16:00")
        session.add(Minutes(meeting_id=meeting, text="Vereinbart.", written_by=town.potsdam, written_at=written))


@pytest.mark.parametrize(
    ("start", "reminded"),
    [
        ("2021-08-12 14:00", "2021-08-13 09:00"),
        ("2021-08-13 14:00", "2021-08-16 09:00"),
        ("2021-08-14 14:00", "2021-08-16 09:00"),
        ("2021-08-15 23:30", "2021-08-17 09:00"),
        ("2022-04-14 14:00", "2022-04-19 09:00"),
        ("2021-12-23 14:00", "2021-12-24 09:00"),
        ("2021-12-31 14:00", "2022-01-03 09:00"),
        ("2022-03-25 14:00", "2022-03-28 09:00"),
        ("2021-10-29 14:00", "2021-11-01 09:00"),
    ],
    ids=[
        *("Thursday", "Friday", "Saturday", "ends after midnight", "before Easter"),
        *("before Christmas Eve", "before New Year", "before summer time", "before a holiday of some Länder"),
    ],
)
def test_it_comes_on_the_next_working_day_at_nine(town: Town, start: str, reminded: str) -> None:
    """No weekend and no holiday of all Germany; counted from the day the meeting ends."""
    town.meeting(start)
    town.tick(at(start) - SECOND)
    town.tick(at(reminded) - SECOND)
    assert town.told("Potsdam") == []
    assert town.tick(reminded) == 1
    assert "ist vorbei" in town.told("Potsdam")[0]
    for days in (1, 2, 30):
        assert town.tick(at(reminded) + timedelta(days=days)) == 0


def test_it_is_skipped_if_the_minutes_were_sent(town: Town) -> None:
    """Who was quicker hears nothing."""
    number = town.meeting(THURSDAY)
    town.tick(at(THURSDAY) - SECOND)
    send(town, number)
    town.tick("2021-08-13 09:00")
    assert town.told("Potsdam") == []
    assert town.due("meeting-minutes") == [("2021-08-13 09:00", "skipped", "the minutes were sent")]


def test_a_cancelled_meeting_needs_no_minutes(town: Town) -> None:
    """What was planned is dropped."""
    number = town.meeting(THURSDAY)
    town.tick("2021-08-01 10:00")
    with town.database.transaction() as session:
        cancel(session, number, 1, at("2021-08-02 10:00"))
    town.tick("2021-08-13 09:00")
    assert town.told("Potsdam") == []
    assert [state for _, state, _ in town.due("meeting-minutes")] == ["skipped"]


def test_a_moved_meeting_moves_it(town: Town) -> None:
    """It comes once, after the new date."""
    number = town.meeting(THURSDAY)
    town.tick("2021-08-01 10:00")
    with town.database.transaction() as session:
        change(session, number, 1, at("2021-08-02 10:00"), starts_at=at("2021-08-18 10:00"))
    assert [town.tick(moment) for moment in ("2021-08-18 09:59", "2021-08-19 09:00", "2021-08-20 09:00")][1:] == [1, 0]


def test_nine_is_nine_where_the_meeting_is(town: Town) -> None:
    """On the clocks its times hang on."""
    town.meeting(THURSDAY, timezone="Europe/London")
    town.tick("2021-08-12 13:00")
    assert [town.tick(moment) for moment in ("2021-08-13 09:00", "2021-08-13 10:00")] == [0, 1]


def test_a_late_one_is_still_sent(town: Town) -> None:
    """The minutes are missed all the same, also of a meeting that no clock has ever seen coming."""
    town.meeting(THURSDAY)
    assert town.tick("2021-08-20 10:00") == 1
    assert town.tick("2021-08-20 10:01") == 0


def test_it_waits_for_who_wants_silence(town: Town) -> None:
    """Until the day they named; if the minutes are sent meanwhile, for ever."""
    first, second = town.meeting(THURSDAY), town.meeting(THURSDAY, title="Werkstatt")
    town.pause(town.potsdam, date(2021, 8, 18))
    town.tick(at(THURSDAY) - SECOND)
    assert town.tick("2021-08-13 09:00") == 0
    send(town, first)
    assert town.tick("2021-08-18 07:00") == 1
    assert "Werkstatt" in town.told("Potsdam")[0]
    assert second > first


def test_the_office_is_reminded_for_who_has_left(town: Town) -> None:
    """Whoever made the meeting coordinates no more: everybody in the office hears of it."""
    town.meeting(THURSDAY)
    for label in ("Büro eins", "Büro zwei"):
        town.person(label, Role.COORDINATOR)
    town.end_roles(town.potsdam, BEGIN)
    town.tick(at(THURSDAY) - SECOND)
    assert town.tick("2021-08-13 09:00") == 2
    assert [len(town.told(name)) for name in ("Potsdam", "Büro eins", "Büro zwei")] == [0, 1, 1]

"""Series of meetings in time: the next one stands when it should, exactly once, and always at its own wall time."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.repeats import FORTNIGHTLY, MONTHLY, WEEKLY
from scheduler.forecast import forecast
from storage.database import Database
from storage.meetings import Meeting, cancel, change
from storage.persons import Role
from tests.scheduler.town import BERLIN, KOELN, Town, at

FIRST = "2021-08-03 14:30"
SECOND, WEEK = timedelta(seconds=1), timedelta(weeks=1)
MOVED = "the meeting repeats no more or was moved"

on_a_database = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def town(database: Database) -> Town:
    """Give a town on a fresh database: the test runs once on SQLite and once on PostgreSQL."""
    return Town(database)


@pytest.mark.parametrize(
    ("rule", "made_at", "following"),
    [
        (WEEKLY, "2021-08-03 14:30", "2021-08-10 14:30"),
        (FORTNIGHTLY, "2021-08-03 14:30", "2021-08-17 14:30"),
        (MONTHLY, "2021-08-03 15:30", "2021-09-07 14:30"),
    ],
)
def test_the_next_meeting_is_made_when_it_should(town: Town, rule: str, made_at: str, following: str) -> None:
    """At the end of the one before, or 14 days ahead, whichever is earlier, but not before that has begun."""
    town.meeting(FIRST, rule)
    town.tick(at("2021-08-01 10:00"))
    town.tick(at(made_at) - SECOND)
    assert town.starts() == [FIRST]
    town.tick(at(made_at))
    assert town.starts() == [FIRST, following]
    town.tick(at(made_at) + SECOND)
    assert len(town.meetings()) == 2


def test_it_is_a_meeting_of_its_own(town: Town) -> None:
    """The same in all that was agreed, with its deadline as far ahead; everybody is asked, and the organiser told."""
    number = town.meeting(FIRST, WEEKLY, link="https://video.example.org/1", answer_until=at("2021-08-01 18:00"))
    town.tick(FIRST)
    first, second = town.meetings()
    assert (second.follows, second.title, second.link, second.duration) == (number, "Runde", first.link, first.duration)
    assert second.whom == first.whom
    assert second.answer_until == at("2021-08-08 18:00")
    assert second.uid != first.uid
    assert [text.partition("\n")[0] for text in town.told("Köln")] == ["Einladung für Köln"]
    assert town.told("Potsdam")[0].startswith("Die Reihe „Runde“ geht weiter: Termin Nr. 2. Eine Einladung")


def test_a_meeting_that_does_not_repeat_is_followed_by_none(town: Town) -> None:
    """Nothing is planned and nothing made."""
    town.meeting(FIRST)
    town.tick("2021-08-03 16:00")
    assert (len(town.meetings()), town.due("meeting-repeat")) == (1, [])


def test_a_year_of_weeks_keeps_the_time_on_the_wall(town: Town) -> None:
    """Through both changes of the clock each meeting begins at half past two, and its deadline is at six."""
    town.meeting(FIRST, WEEKLY, answer_until=at("2021-08-01 18:00"))
    for week in range(53):
        town.tick(datetime.fromisoformat(FIRST).replace(tzinfo=BERLIN) + week * WEEK)
    found = town.meetings()
    assert town.starts() == [f"{at(FIRST) + week * WEEK:%Y-%m-%d %H:%M}" for week in range(54)]
    deadlines = [each.answer_until.astimezone(BERLIN) for each in found if each.answer_until]
    assert {f"{each:%a %H:%M}" for each in deadlines} == {"Sun 18:00"}
    assert [each.follows for each in found] == [None, *(each.id for each in found[:-1])]


def test_the_hour_that_does_not_exist_moves_one_meeting(town: Town) -> None:
    """On the night of the change it begins an hour later by the clock; a week later again at half past two."""
    town.meeting("2022-03-20 02:30", WEEKLY)
    for moment in ("2022-03-20 02:30", "2022-03-27 03:30"):
        town.tick(moment)
    assert town.starts() == ["2022-03-20 02:30", "2022-03-27 03:30", "2022-04-03 02:30"]


@pytest.mark.parametrize(
    ("first", "warned"), [("2021-09-26 14:30", True), ("2021-10-25 14:30", False), ("2021-12-18 14:30", True)]
)
def test_a_holiday_is_pointed_out_and_kept(town: Town, first: str, *, warned: bool) -> None:
    """The meeting is made on the day of German Unity and on Christmas, too; All Saints is no matter of the network."""
    town.meeting(first, WEEKLY)
    town.tick(first)
    assert town.starts()[1] == f"{at(first) + WEEK:%Y-%m-%d %H:%M}"
    assert ("überall in Deutschland ein Feiertag" in town.told("Potsdam")[0]) is warned


def test_one_cancelled_meeting_does_not_end_the_series(town: Town) -> None:
    """The next one comes at its time, planned, and asks everybody."""
    number = town.meeting(FIRST, WEEKLY)
    with town.database.transaction() as session:
        cancel(session, number, 1, at("2021-08-02 10:00"))
    town.tick(at(FIRST) - SECOND)
    assert town.starts() == [FIRST]
    town.tick(FIRST)
    assert town.starts() == [FIRST, "2021-08-10 14:30"]
    assert len(town.told("Köln")) == 1


def test_a_series_that_was_ended_makes_no_other(town: Town) -> None:
    """Neither after all further ones were called off, nor after the rule was taken away."""
    cancelled, changed = town.meeting(FIRST, WEEKLY), town.meeting(FIRST, WEEKLY)
    town.tick("2021-08-01 10:00")
    with town.database.transaction() as session:
        cancel(session, cancelled, 1, at("2021-08-02 10:00"), with_following=True)
        change(session, changed, 1, at("2021-08-02 10:00"), rule="")
    town.tick("2021-08-03 16:00")
    assert len(town.meetings()) == 2
    assert [state for _, state, _ in town.due("meeting-repeat")] == ["skipped", "skipped"]


@pytest.mark.parametrize("moved", ["2021-08-02 09:00", "2021-08-04 09:00", "2021-08-09 09:00"])
def test_a_moved_meeting_moves_no_other(town: Town, moved: str) -> None:
    """The one that follows is made when the moved one begins, at its own time, once."""
    number = town.meeting(FIRST, WEEKLY)
    town.tick("2021-08-01 10:00")
    with town.database.transaction() as session:
        change(session, number, 1, at("2021-08-01 11:00"), starts_at=at(moved))
    town.tick(at(moved) - SECOND)
    assert town.starts() == [moved]
    for moment in (moved, FIRST, "2021-08-09 10:00"):
        town.tick(moment)
    assert town.starts()[:2] == [moved, "2021-08-10 14:30"]
    assert len(town.meetings()) == 2


def test_a_meeting_moved_beyond_the_next_turn_leaves_that_out(town: Town) -> None:
    """There are not two meetings of a series in the wrong order."""
    number = town.meeting(FIRST, WEEKLY)
    with town.database.transaction() as session:
        change(session, number, 1, at("2021-08-01 11:00"), starts_at=at("2021-08-12 09:00"))
    town.tick("2021-08-12 09:00")
    assert town.starts() == ["2021-08-12 09:00", "2021-08-17 14:30"]
    assert not any("nicht in Betrieb" in text for text in town.told("Potsdam"))


def test_a_meeting_moved_while_the_clock_struck_is_not_followed_too_early(town: Town) -> None:
    """What was due by the old start, and is seen only after the move, makes nothing; the new start does."""
    number = town.meeting(FIRST, WEEKLY)
    town.tick("2021-08-01 10:00")
    with town.database.transaction() as session:
        meeting = change(session, number, 1, at("2021-08-03 14:29"), starts_at=at("2021-08-05 09:00"))
        meeting.planned_version = meeting.version  # as if the clock had planned just before
    town.tick("2021-08-03 16:00")
    assert (len(town.meetings()), town.due("meeting-repeat")[0][1:]) == (1, ("skipped", MOVED))
    with town.database.transaction() as session:
        session.get_one(Meeting, number).planned_version = 0
    town.tick("2021-08-05 09:00")
    assert town.starts() == ["2021-08-05 09:00", "2021-08-10 14:30"]


@pytest.mark.parametrize(
    ("until", "following"),
    [("2021-08-01 18:00", "2021-08-08 18:00"), ("2021-07-20 18:00", None), ("2021-08-03 14:30", "2021-08-10 14:30")],
)
def test_a_deadline_that_has_passed_already_is_none(town: Town, until: str, following: str | None) -> None:
    """As far ahead as before, on the wall; one that would lie behind us is left out."""
    town.meeting(FIRST, WEEKLY, answer_until=at(until))
    town.tick(FIRST)
    assert town.meetings()[1].answer_until == (at(following) if following else None)


def test_the_office_looks_after_a_series_whose_maker_has_left(town: Town) -> None:
    """Nobody is left with a meeting they know nothing of."""
    town.meeting(FIRST, WEEKLY)
    town.person("Büro", Role.COORDINATOR)
    town.end_roles(town.potsdam, date(2021, 7, 31))
    town.tick(FIRST)
    assert (len(town.told("Potsdam")), len(town.told("Büro"))) == (0, 1)


def test_a_series_for_nobody_is_said(town: Town) -> None:
    """The meeting is made, and the organiser learns that nobody was invited and which places are silent."""
    town.meeting(FIRST, WEEKLY)
    town.end_roles(town.koeln, date(2021, 7, 31))
    town.tick(FIRST)
    assert town.starts() == [FIRST, "2021-08-10 14:30"]
    assert "Niemand erreichbar in: Köln" in town.told("Potsdam")[0]


def test_who_joins_later_is_invited_to_the_next(town: Town) -> None:
    """The audience is looked up anew each time."""
    town.meeting(FIRST, WEEKLY)
    town.person("Vertretung", Role.DEPUTY, KOELN)
    town.tick(FIRST)
    assert len(town.told("Vertretung")) == 1


# Exactly once.


@on_a_database
@given(st.timedeltas(timedelta(), timedelta(days=400)), st.sampled_from([WEEKLY, FORTNIGHTLY, MONTHLY]))
def test_a_downtime_of_any_length_is_made_up_for_once(town: Town, down: timedelta, rule: str) -> None:
    """Back again, one next meeting is to come; those whose turn has passed are left out and counted."""
    known = len(town.meetings())
    town.meeting(FIRST, rule, title=f"Reihe {known}")
    town.tick("2021-08-01 10:00")
    back = at("2021-08-01 10:00") + down
    for _ in range(2):
        town.tick(back)
    made = [each for each in town.meetings()[known:] if each.title == f"Reihe {known}"]
    steps = {WEEKLY: 1, FORTNIGHTLY: 2}
    if back < at(FIRST) + (timedelta(hours=1) if rule == MONTHLY else timedelta()):
        assert len(made) == 1
    else:
        assert len(made) == 2
        wall = made[1].begins.astimezone(BERLIN).replace(tzinfo=None)
        assert made[1].begins > back
        assert (wall.weekday(), f"{wall:%H:%M}") == (1, "14:30")
        assert rule == MONTHLY or (wall - datetime.fromisoformat(FIRST)).days % (7 * steps[rule]) == 0
        told = [text for text in town.told("Potsdam") if f"„Reihe {known}“ geht weiter" in text]
        assert len(told) == 1
        following = at(FIRST) + steps.get(rule, 5) * WEEK
        assert ("nicht in Betrieb" in told[0]) is (back >= following)
    with town.database.transaction() as session:
        for each in made:
            session.get_one(Meeting, each.id).rule = ""  # no other example sees it


def test_a_series_published_just_before_a_downtime_goes_on(town: Town) -> None:
    """Also when its first meeting had begun before any clock knew of it."""
    town.meeting(FIRST, WEEKLY)
    town.tick("2021-08-20 10:00")
    assert town.starts() == [FIRST, "2021-08-24 14:30"]


@pytest.mark.parametrize("planned", [True, False], ids=["planned before", "planned now"])
def test_instances_that_strike_at_once_make_one(town: Town, *, planned: bool) -> None:
    """Of four instances one makes the next meeting, and nobody is asked twice."""
    town.meeting(FIRST, WEEKLY)
    if planned:
        town.tick("2021-07-02 10:00")
    start = Barrier(4, timeout=10)

    def strike(_: int) -> int:
        start.wait()
        return town.tick(FIRST)

    with ThreadPoolExecutor(4) as executor:
        assert sum(executor.map(strike, range(4))) == 2
    assert town.starts() == [FIRST, "2021-08-10 14:30"]
    assert (len(town.told("Köln")), len(town.told("Potsdam"))) == (1, 1)


KILLED = """
import os, signal, sys
from datetime import datetime
from zoneinfo import ZoneInfo
from sqlalchemy import event
from sqlmodel import Session
from handlers.turn import Office
from scheduler.striking import tick
from storage.database import Database

url, moment, hook, number = sys.argv[1:]
commits = []

def at_commit(session):
    commits.append(session)
    if len(commits) == int(number):
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Session, hook, at_commit)
tick(Database(url), Office(ZoneInfo("Europe/Berlin")), datetime.fromisoformat(moment))
"""
"""An instance whose clock strikes once, and which is killed just before or just after one of its commits."""


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("hook", ["before_commit", "after_commit"])
def test_a_kill_at_any_commit_loses_and_doubles_nothing(database_url: str, hook: str, number: int) -> None:
    """Whenever the process dies: at the next strike there is one next meeting, and everybody was told of it once."""
    database = Database(database_url)
    town = Town(database)
    town.meeting(FIRST, WEEKLY)
    moment = at(FIRST)
    command = [sys.executable, "-c", KILLED, database_url, moment.isoformat(), hook, str(number)]
    died = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    assert died.returncode == -signal.SIGKILL, died.stderr
    for seconds in (0, 1):
        town.tick(moment + timedelta(seconds=seconds))
    assert town.starts() == [FIRST, "2021-08-10 14:30"]
    assert Counter(len(town.told(name)) for name in ("Köln", "Potsdam")) == {1: 2}
    database.close()


def test_a_forecast_shows_the_series_and_makes_none_of_it(town: Town) -> None:
    """Thirty days ahead: each invitation to come, and afterwards nothing has happened."""
    town.meeting(FIRST, WEEKLY)
    now = at("2021-08-03 10:00")
    with town.database.transaction() as session:
        seen = forecast(session, town.office, now, now + timedelta(days=30))
    invited = [f"{each.at.astimezone(BERLIN):%d.%m.}" for each in seen if each.text.startswith("Einladung")]
    assert invited == ["03.08.", "10.08.", "17.08.", "24.08.", "31.08."]
    assert (len(town.meetings()), town.told("Köln"), town.due("meeting-repeat")) == (1, [], [])

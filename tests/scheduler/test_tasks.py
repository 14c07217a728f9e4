"""Reminders of tasks: three days before, on the day, once when overdue; none of what is done, none twice."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.task_times import DAYS, TASK, TASK_REMINDER, subject_of, wanted_reminders
from storage.database import Database
from storage.due import replan, replanning
from storage.minutes import ActionItem, finish_item
from storage.persons import Role
from tests.scheduler.town import BERLIN, KOELN, Town, at

DUE = date(2021, 9, 10)
DAY = timedelta(days=1)


class Tasks(Town):
    """A town in which the office gives tasks, as the commands do."""

    def give(self, when: str, due_on: date = DUE, party: str = KOELN, text: str = "Zahlen") -> int:
        """Give a task; gives its number."""
        with self.database.transaction() as session:
            item = ActionItem(party=party, text=text, due_on=due_on, created_by=self.potsdam, created_at=at(when))
            session.add(item)
            session.flush()
            number = item.id or 0
        self._plan(number, when)
        return number

    def done(self, number: int, when: str) -> None:
        """Say that a task is done."""
        with self.database.transaction() as session:
            finish_item(session, number, self.koeln, at(when))
        self._plan(number, when)

    def move(self, number: int, due_on: date, when: str) -> None:
        """Give a task another day."""
        with self.database.transaction() as session:
            session.get_one(ActionItem, number).due_on = due_on
        self._plan(number, when)

    def _plan(self, number: int, when: str) -> None:
        with self.database.transaction() as session:
            item = session.get_one(ActionItem, number)
            for rule, wanted in ((TASK, wanted_reminders(item, BERLIN)), (TASK_REMINDER, [])):
                replan(session, replanning(session, rule, subject_of(item), wanted, at(when)), at(when), "")

    def mornings(self, first: date, days: int) -> None:
        """Let the clock strike at eight on some mornings."""
        for number in range(days):
            self.tick(f"{first + number * DAY} 08:00")


@pytest.fixture
def town(database: Database) -> Tasks:
    """Give a town on a fresh database: the test runs once on SQLite and once on PostgreSQL."""
    return Tasks(database)


def test_each_reminder_comes_at_its_time(town: Tasks) -> None:
    """At eight: three days before, on the day, and the day after, then to the organiser as well; never again."""
    town.give("2021-09-01 10:00")
    for moment, told in (("09-07", 1), ("09-10", 1), ("09-11", 2)):
        assert town.tick(f"2021-{moment} 07:59") == 0
        assert town.tick(f"2021-{moment} 08:00") == told
        assert town.tick(f"2021-{moment} 08:01") == 0
    town.mornings(date(2021, 9, 12), 30)
    assert [text.partition(",")[0] for text in town.told("Köln")] == [
        "In 3 Tagen fällig",
        "**Heute** fällig",
        "**Überfällig** seit 10.09.2021",
    ]
    assert town.told("Potsdam") == ["**Überfällig** seit 10.09.2021, für Köln: Zahlen"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2021-09-07 07:59", 3),
        ("2021-09-07 08:00", 2),
        ("2021-09-08 10:00", 2),
        ("2021-09-10 08:00", 1),
        ("2021-09-10 17:00", 1),
    ],
)
def test_what_lies_behind_is_not_reminded_of(town: Tasks, given: str, told: int) -> None:
    """A task given two days before its day needs no reminder that it has three."""
    town.give(given)
    town.mornings(date(2021, 9, 7), 10)
    assert len(town.told("Köln")) == told


@pytest.mark.parametrize(("day", "told"), [("2021-09-06", 0), ("2021-09-07", 1), ("2021-09-10", 2), ("2021-09-11", 3)])
def test_what_is_done_is_not_reminded_of(town: Tasks, day: str, told: int) -> None:
    """From the moment somebody says so, neither they nor the organiser hear of it."""
    number = town.give("2021-09-01 10:00")
    town.mornings(date(2021, 9, 1), (date.fromisoformat(day) - date(2021, 9, 1)).days + 1)
    town.done(number, f"{day} 09:00")
    town.mornings(date(2021, 9, 1), 30)
    assert len(town.told("Köln")) == told


def test_a_moved_task_is_reminded_of_anew(town: Tasks) -> None:
    """By its new day; what was said of the old day is not said again, also when it is moved back."""
    number = town.give("2021-09-01 10:00")
    town.mornings(date(2021, 9, 7), 1)
    town.move(number, DUE + 7 * DAY, "2021-09-08 10:00")
    town.mornings(date(2021, 9, 8), 4)
    assert len(town.told("Köln")) == 1
    town.move(number, DUE + 5 * DAY, "2021-09-11 10:00")
    town.move(number, DUE + 7 * DAY, "2021-09-11 10:01")
    town.mornings(date(2021, 9, 12), 10)
    assert [text.partition(" fällig")[0] for text in town.told("Köln")[1:3]] == ["In 3 Tagen", "**Heute**"]
    assert len(town.told("Köln")) == 4


def test_whoever_speaks_for_the_party_then_is_reminded(town: Tasks) -> None:
    """A deputy who joined after the task was given is; a contact whose role has ended is not."""
    town.give("2021-09-01 10:00")
    town.person("Vertretung", Role.DEPUTY, KOELN)
    town.end_roles(town.koeln, date(2021, 9, 8))
    town.mornings(date(2021, 9, 7), 5)
    assert (len(town.told("Köln")), len(town.told("Vertretung"))) == (1, 3)


def test_one_person_has_a_task_of_their_own(town: Tasks) -> None:
    """Who gave it to themselves hears once that it is overdue, not twice; who has no role any more hears nothing."""
    town.give("2021-09-01 10:00", party=f"person:{town.potsdam}", text="Brief")
    other = town.person("Büro", Role.COORDINATOR)
    town.give("2021-09-01 10:00", party=f"person:{other}", text="Raum")
    town.end_roles(other, date(2021, 9, 5))
    town.mornings(date(2021, 9, 7), 5)
    assert [text.partition(": ")[2] for text in town.told("Potsdam")] == ["Brief", "Brief", "Brief", "Raum"]
    assert town.told("Büro") == []


def test_after_a_downtime_only_the_newest_counts(town: Tasks) -> None:
    """Back on the day itself, or weeks later: one message that says how it stands now."""
    first = town.give("2021-09-01 10:00")
    town.tick("2021-09-10 12:00")
    assert [text.partition(",")[0] for text in town.told("Köln")] == ["**Heute** fällig"]
    town.done(first, "2021-09-10 13:00")
    town.give("2021-09-10 14:00", DUE + 7 * DAY, text="Raum")
    town.tick("2021-10-20 12:00")
    assert [text.partition(",")[0] for text in town.told("Köln")[1:]] == ["**Überfällig** seit 17.09.2021"]


def test_who_wants_silence_is_reminded_later_and_only_of_what_still_is(town: Tasks) -> None:
    """After the pause the newest reminder comes; what was done meanwhile does not."""
    done, still = town.give("2021-09-01 10:00"), town.give("2021-09-01 10:00", text="Raum")
    town.pause(town.koeln, date(2021, 9, 13))
    town.mornings(date(2021, 9, 7), 5)
    assert town.told("Köln") == []
    town.done(done, "2021-09-12 10:00")
    town.tick("2021-09-13 07:00")
    assert [text.partition(": ")[2] for text in town.told("Köln")] == ["Raum"]
    assert still > done


def test_the_office_hears_of_what_is_overdue_when_the_giver_has_left(town: Tasks) -> None:
    """A task nobody looks after any more is the office's."""
    town.give("2021-09-01 10:00")
    town.person("Büro", Role.COORDINATOR)
    town.end_roles(town.potsdam, date(2021, 9, 5))
    town.mornings(date(2021, 9, 7), 5)
    assert (len(town.told("Potsdam")), len(town.told("Büro"))) == (0, 1)


NUMBERS = count(1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 6)),
        st.tuples(st.just("away"), st.integers(1, 6)),
        st.tuples(st.just("move"), st.integers(0, 12)),
        st.tuples(st.just("done"), st.just(0)),
    ),
    max_size=10,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10), STEPS)
def test_nothing_is_lost_doubled_or_said_of_what_is_done(town: Tasks, ahead: int, steps: list[tuple[str, int]]) -> None:
    """However a task is moved and done, and however long nobody strikes: as a diary kept by hand says."""
    text = f"Aufgabe {next(NUMBERS)}"
    today, due_on, open_ = date(2021, 9, 1), date(2021, 9, 1) + ahead * DAY, True
    number = town.give(f"{today} 10:00", due_on, text=text)
    planned = {(due_on, name) for name, days in DAYS.items() if due_on + days * DAY > today}
    said: Counter[tuple[date, str]] = Counter()
    for what, value in [*steps, ("wait", 20)]:
        if what == "move" and open_:
            due_on = today + value * DAY
            town.move(number, due_on, f"{today} 10:00")
            ahead_of_us = {(due_on, name) for name, days in DAYS.items() if due_on + days * DAY > today}
            planned = {each for each in ahead_of_us if not said[each]}
        elif what == "done":
            open_ = False
            town.done(number, f"{today} 10:00")
        for day in range(value if what in {"wait", "away"} else 0):
            today += DAY
            if what == "away" and day < value - 1:
                continue
            town.tick(f"{today} 08:00")
            due = [(each, name) for each, name in planned if each + DAYS[name] * DAY <= today and open_]
            if due:
                newest = max(due, key=lambda pair: DAYS[pair[1]])
                said[newest] += 1
                planned -= set(due)
    told = [each for each in town.told("Köln") if each.endswith(text)]
    assert len(told) == said.total()
    assert max(said.values(), default=0) <= 1

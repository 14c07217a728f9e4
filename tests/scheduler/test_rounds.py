"""Reporting rounds by the clock: opened on schedule, asked of those missing, postponed, and never after an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import col, delete, select

from handlers.round_times import NOTICE, OPENING, begin, end, put_off
from handlers.turn import QUARTERLY
from storage.database import Database
from storage.due import DueItem
from storage.outbox import OutboxMessage
from storage.persons import Role, RoleAssignment
from storage.rounds import ReportingRound, RoundAnswer, RoundPart, latest_round, note_answer, running_round
from tests.scheduler.test_any_order import killed_at
from tests.scheduler.town import KIEL, KOELN, Town, at

DAY = timedelta(days=1)
LAST = date(2021, 6, 30)
NAMES = {"Köln": KOELN, "Köln zwei": KOELN, "Kiel": KIEL}


class Rounds(Town):
    """Two municipalities with three people: Cologne has a contact and a deputy, Kiel a contact."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.people = {
            "Köln": self.koeln,
            "Köln zwei": self.person("Köln zwei", Role.DEPUTY, KOELN),
            "Kiel": self.person("Kiel", Role.CONTACT, KIEL),
        }

    def schedule(self, rule: str, days: int = 21) -> None:
        """Let the house hold rounds by a schedule."""
        self.office = replace(self.office, round_schedule=rule, round_days=days)

    def begin(self, moment: datetime, last: date = LAST) -> None:
        """Let the office begin a round."""
        with self.database.transaction() as session:
            begin(session, self.office, last, self.potsdam, moment)

    def end(self, moment: datetime) -> None:
        """Let the office end the round that is running, if one is."""
        with self.database.transaction() as session:
            held = running_round(session, moment)
            if held:
                end(session, held, moment)

    def answer(self, ags: str, moment: datetime) -> None:
        """Let a municipality answer."""
        with self.database.transaction() as session:
            note_answer(session, ags, RoundAnswer.REAFFIRMED, self.koeln, moment)

    def postpone(self, name: str, moment: datetime) -> date | None:
        """Let somebody ask for a later question."""
        with self.database.transaction() as session:
            held = running_round(session, moment)
            return held and put_off(session, self.office, held, self.people[name], NAMES[name], moment)

    def rounds(self) -> list[str]:
        """List when rounds were opened, on the clocks of Berlin."""
        with self.database.transaction() as session:
            found = session.exec(select(ReportingRound).order_by(col(ReportingRound.id))).all()
            return [f"{each.opens_at.astimezone(self.office.timezone):%Y-%m-%d %H:%M}" for each in found]

    def asked(self, name: str) -> list[str]:
        """List what somebody was asked, by the second line of each question."""
        return [text.split("\n")[1] for text in self.told(name) if "Stimmen die Zusagen noch?" in text]


@pytest.fixture
def town(database: Database) -> Rounds:
    """Give a town that holds rounds."""
    return Rounds(database)


def test_a_round_opens_on_schedule_once_also_with_two_instances(town: Rounds) -> None:
    """Quarterly by default, in the middle of the quarter's first month; whoever ticks second finds it done."""
    town.schedule(QUARTERLY)
    town.tick("2021-06-01 12:00")
    for moment in ("2021-07-15 08:59", "2021-07-15 09:00", "2021-07-15 09:00", "2021-07-15 09:01"):
        town.tick(moment)
    assert town.rounds() == ["2021-07-15 09:00"]
    assert [len(town.asked(name)) for name in NAMES] == [1, 1, 1]
    assert "3 Kommunen" not in town.told("Potsdam")[-1]
    assert "2 Kommunen" in town.told("Potsdam")[-1]


def test_a_round_missed_is_opened_once_when_the_service_is_back(town: Rounds) -> None:
    """Half a year of downtime makes one round, with its whole time to answer, and the next is on schedule."""
    town.schedule(QUARTERLY)
    town.tick("2021-01-20 12:00")
    town.tick("2021-12-01 10:00")
    town.tick("2022-01-15 09:00")
    assert town.rounds() == ["2021-12-01 10:00", "2022-01-15 09:00"]


def test_no_round_opens_while_one_is_running_and_none_without_a_schedule(town: Rounds) -> None:
    """The schedule gives way to a round that the office has begun; an empty one opens nothing."""
    town.tick("2021-07-15 09:00")
    assert town.due(OPENING) == []
    town.schedule(QUARTERLY)
    town.tick("2021-10-14 12:00")
    town.begin(at("2021-10-14 12:00"), date(2021, 10, 30))
    town.tick("2021-10-15 09:00")
    assert town.rounds() == ["2021-10-14 12:00"]
    assert town.due(OPENING)[0][1:] == ("skipped", "a round is running")


def test_only_who_is_missing_is_reminded_at_the_start_halfway_and_on_the_last_day(town: Rounds) -> None:
    """Three questions at most; one colleague's answer is enough for both."""
    town.begin(at("2021-06-01 10:00"), date(2021, 6, 29))
    town.tick("2021-06-01 10:00")
    town.answer(KOELN, at("2021-06-02 10:00"))
    for day in range(2, 31):
        town.tick(f"2021-06-{day:02} 09:00")
    assert [len(town.asked(name)) for name in NAMES] == [1, 1, 3]
    assert "Heute ist der letzte Tag" in town.asked("Kiel")[-1]
    assert "1 von 2" in town.told("Potsdam")[-1]


def test_the_last_question_comes_before_a_holiday(town: Rounds) -> None:
    """On Corpus Christi some would be asked when all is over; so everybody is asked the day before."""
    town.begin(at("2021-05-10 10:00"), date(2021, 6, 3))
    for day in (date(2021, 5, 10) + number * DAY for number in range(30)):
        town.tick(f"{day} 10:00")
    assert "Sie läuft bis 03.06.2021." in town.asked("Köln")[-1]
    assert len(town.asked("Köln")) == 3


def test_who_puts_it_off_is_left_alone_until_then(town: Rounds) -> None:
    """Three days, also over the halfway reminder; at the last call everybody is asked."""
    town.begin(at("2021-06-01 10:00"), date(2021, 6, 9))
    town.tick("2021-06-01 10:00")
    town.tick("2021-06-04 09:30")
    assert town.postpone("Kiel", at("2021-06-04 10:00")) == date(2021, 6, 7)
    town.tick("2021-06-05 09:00")
    assert [len(town.asked(name)) for name in NAMES] == [2, 2, 1]
    town.tick("2021-06-07 09:00")
    assert "wollten später" in town.asked("Kiel")[-1]
    assert town.postpone("Kiel", at("2021-06-08 10:00")) == date(2021, 6, 9)
    assert town.postpone("Kiel", at("2021-06-09 10:00")) is None
    town.tick("2021-06-09 10:00")
    town.tick("2021-06-12 10:00")
    assert [len(town.asked(name)) for name in NAMES] == [3, 3, 3]


def test_newcomers_are_asked_and_who_left_is_not(town: Rounds) -> None:
    """Whoever speaks for a municipality at the moment of asking is asked."""
    town.begin(at("2021-06-01 10:00"))
    town.tick("2021-06-01 10:00")
    town.end_roles(town.people["Kiel"], date(2021, 6, 2))
    town.person("Kiel neu", Role.CONTACT, KIEL)
    for day in range(2, 31):
        town.tick(f"2021-06-{day:02} 09:00")
    assert len(town.asked("Kiel")) == 1
    assert len(town.asked("Kiel neu")) == 2


def test_who_speaks_for_two_municipalities_is_asked_for_each(town: Rounds) -> None:
    """Two messages, each with buttons of its own; an answer for one leaves the other."""
    with town.database.transaction() as session:
        both = {"person_id": town.koeln, "role": Role.DEPUTY, "ags": KIEL, "valid_from": date(2021, 1, 1)}
        session.add(RoleAssignment.model_validate(both))
    town.begin(at("2021-06-01 10:00"))
    town.tick("2021-06-01 10:00")
    with town.database.transaction() as session:
        rows = session.exec(select(OutboxMessage).where(OutboxMessage.chat == "Köln")).all()
    assert sorted(row.choices[0][1].split()[2] for row in rows) == [KIEL, KOELN]
    town.answer(KOELN, at("2021-06-02 10:00"))
    for day in range(2, 31):
        town.tick(f"2021-06-{day:02} 09:00")
    assert [text.split(":")[0] for text in town.asked("Köln")[2:]] == ["Kiel", "Kiel"]


def test_nobody_is_asked_at_night_or_after_the_end(town: Rounds) -> None:
    """A round begun at night asks in the morning; one that was ended by then asks nobody."""
    town.begin(at("2021-06-01 22:00"))
    town.tick("2021-06-01 22:00")
    assert town.asked("Köln") == []
    town.end(at("2021-06-02 06:00"))
    town.tick("2021-06-02 09:00")
    assert town.asked("Köln") == []


class RoundMachine(RuleBasedStateMachine):
    """Lets anything happen around rounds, in any order, with kills between."""

    def __init__(self, town: Rounds) -> None:
        super().__init__()
        self.town, self.now = town, at("2021-06-01 10:00")
        self.later: Counter[str] = Counter()
        self.answered: dict[str, datetime] = {}
        with town.database.transaction() as session:
            for table in (OutboxMessage, RoundPart, ReportingRound, DueItem):
                session.exec(delete(table))
        town.begin(self.now, LAST)

    @rule(days=st.integers(1, 12), hour=st.integers(0, 23))
    def time_passes(self, days: int, hour: int) -> None:
        """Let the service be down for some days, to any hour."""
        self.now = (self.now + days * DAY).replace(hour=hour)
        self.town.tick(self.now)

    @rule()
    def every_morning_of_a_week(self) -> None:
        """Let a week pass as usual."""
        for _ in range(7):
            self.now = (self.now + DAY).replace(hour=9)
            self.town.tick(self.now)

    @rule(statement=st.integers(0, 60))
    def tick_is_killed(self, statement: int) -> None:
        """Let the clock strike, and the process die at some statement."""
        with killed_at(self.town.database, statement):
            self.town.tick(self.now)

    @rule(name=st.sampled_from(sorted(NAMES)))
    def puts_it_off(self, name: str) -> None:
        """Let somebody ask for a later question."""
        if NAMES[name] not in self.answered and self.town.postpone(name, self.now):
            self.later[name] += 1

    @rule(ags=st.sampled_from((KOELN, KIEL)))
    def answers(self, ags: str) -> None:
        """Let a municipality answer."""
        self.town.tick(self.now)  # what was asked before counts as before
        self.town.answer(ags, self.now)
        self.answered.setdefault(ags, self.now)

    @invariant()
    def nobody_is_asked_too_often_or_after_answering(self) -> None:
        """At most three questions and those that were asked for; none after an answer or the end, none doubled."""
        with self.town.database.transaction() as session:
            held = latest_round(session)
            rows = session.exec(select(OutboxMessage).where(col(OutboxMessage.chat).in_(NAMES))).all()
            waiting = session.exec(select(DueItem).where(DueItem.rule == NOTICE, DueItem.state == "pending")).all()
        assert held is not None
        for name, ags in NAMES.items():
            mine = [row for row in rows if row.chat == name]
            assert len(mine) <= 3 + self.later[name]
            assert all(row.created_at < held.closes_at for row in mine)
            assert all(row.created_at <= self.answered.get(ags, row.created_at) for row in mine)
            assert len({row.due_id for row in mine}) == len(mine)
        assert max(Counter((each.recipient, each.anchor) for each in waiting).values(), default=0) <= 1

    def teardown(self) -> None:
        """Whoever had the time and never answered was asked."""
        self.town.tick(self.now)
        if self.now >= at("2021-06-02 09:00") and self.now < at("2021-06-30 09:00") and 9 <= self.now.hour < 20:
            for name, ags in NAMES.items():
                assert ags in self.answered or self.later[name] or self.town.told(name)


def test_rounds_in_any_order(sqlite_database: Database) -> None:
    """Time, downtime, kills, answers and postponements in any order break no promise."""
    town = Rounds(sqlite_database)
    run_state_machine_as_test(
        lambda: RoundMachine(town),
        settings=settings(
            max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

"""Reminders of meetings: each once, never of a date that no longer holds, and none lost by downtime or a move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from handlers.meeting_sending import invite_all
from handlers.meeting_times import MINUTES
from handlers.turn import Office
from scheduler.striking import tick
from storage.answers import Answer
from storage.attendance import answer
from storage.audience_criteria import Audience, Criteria
from storage.database import Database
from storage.due import DueItem, DueState
from storage.meetings import Meeting, cancel, change, create
from storage.municipalities import Municipality, fold, land_of
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment
from tests.scheduler.conftest import BERLIN

NOW = datetime(2021, 7, 1, 10, tzinfo=BERLIN)
START = datetime(2021, 8, 12, 14, tzinfo=BERLIN)
DEADLINE = datetime(2021, 8, 10, 18, tzinfo=BERLIN)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
PLACES = {"05315000": "Köln", "05711000": "Bielefeld"}

on_a_database = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True, slots=True)
class Reminder:
    """What somebody was reminded of."""

    chat: str
    text: str


class Office2021:
    """Two contacts, a coordinator, and meetings for both."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.office = Office(BERLIN)
        self.people: dict[str, int] = {}
        self._numbers = count(1)
        with database.transaction() as session:
            for ags, name in PLACES.items():
                session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
                session.flush()
                self.people[name] = self._person(session, name, Role.CONTACT, ags)
            self.people["Potsdam"] = self._person(session, "Potsdam", Role.COORDINATOR, None)

    def _person(self, session: Session, name: str, role: Role, ags: str | None) -> int:
        person = Person(label=name, created_at=NOW)
        session.add(person)
        session.flush()
        number = person.id or 0
        session.add(Address(person_id=number, network="core", account=name, chat=name, created_at=NOW))
        session.add(RoleAssignment(person_id=number, role=role, ags=ags, valid_from=NOW.date()))
        return number

    def publish(self, start: datetime = START, until: datetime | None = DEADLINE) -> int:
        """Let Potsdam invite both to a meeting; gives its number."""
        audience = Audience(anyone_of=(Criteria(),)).model_dump(mode="json")
        with self.database.transaction() as session:
            made = {"created_by": self.people["Potsdam"], "created_at": NOW, "changed_at": NOW}
            title = f"Termin {next(self._numbers)}"
            meeting = create(
                session, Meeting(title=title, starts_at=start, answer_until=until, audience=audience, **made)
            )
            invite_all(session, self.office, meeting, NOW)
            return meeting.id or 0

    def move(self, number: int, start: datetime, now: datetime) -> None:
        """Move a meeting."""
        with self.database.transaction() as session:
            seen = session.get_one(Meeting, number).version
            change(session, number, seen, now, starts_at=start)

    def call_off(self, number: int, now: datetime) -> None:
        """Cancel a meeting."""
        with self.database.transaction() as session:
            cancel(session, number, session.get_one(Meeting, number).version, now)

    def answer(self, number: int, ags: str, said: Answer, now: datetime) -> None:
        """Let a municipality answer."""
        with self.database.transaction() as session:
            answer(session, number, ags, said, self.people[PLACES[ags]], now)

    def tick(self, now: datetime) -> int:
        """Let the clock strike."""
        return tick(self.database, self.office, now)

    def told(self) -> list[Reminder]:
        """List what the clock has said to the guests, in order."""
        guests = select(OutboxMessage).where(OutboxMessage.chat != "Potsdam").order_by(col(OutboxMessage.id))
        with self.database.transaction() as session:
            rows = session.exec(guests).all()
            return [Reminder(row.chat, row.text) for row in rows]

    def items(self, number: int) -> Sequence[DueItem]:
        """List what was planned for the guests of a meeting."""
        mine = select(DueItem).where(DueItem.subject == f"meeting:{number}", DueItem.rule != MINUTES)
        with self.database.transaction() as session:
            return session.exec(mine.order_by(col(DueItem.due_at))).all()


@pytest.fixture
def here(database: Database) -> Office2021:
    """Give a small network: the test runs once on SQLite and once on PostgreSQL."""
    return Office2021(database)


def test_a_meeting_reminds_three_times(here: Office2021) -> None:
    """A week before, at eight on the day before, and an hour before: each person once each time, to the second."""
    here.publish(until=None)
    here.tick(NOW)
    for moment in (START - 7 * DAY, datetime(2021, 8, 11, 8, tzinfo=BERLIN), START - HOUR):
        assert [here.tick(moment - SECOND), here.tick(moment), here.tick(moment + SECOND)] == [0, 2, 0]
    assert sorted(each.chat for each in here.told()) == ["Bielefeld"] * 3 + ["Köln"] * 3


def test_who_has_declined_is_left_alone(here: Office2021) -> None:
    """No reminder goes to a municipality that has declined, and the reason is kept."""
    number = here.publish(until=None)
    here.answer(number, "05315000", Answer.NO, NOW)
    here.tick(NOW)
    here.tick(START - HOUR)
    assert {each.chat for each in here.told()} == {"Bielefeld"}
    reasons = {item.reason for item in here.items(number) if item.recipient == f"person:{here.people['Köln']}"}
    assert reasons == {"declined"}


def test_the_deadline_reminds_only_those_missing(here: Office2021) -> None:
    """Two days before it and on its morning, and only who has not answered."""
    number = here.publish()
    here.tick(NOW)
    here.answer(number, "05315000", Answer.MAYBE, NOW)
    assert here.tick(DEADLINE - 2 * DAY) == 3  # a late reminder of the coming week to both, too
    here.answer(number, "05711000", Answer.YES, DEADLINE - DAY)
    assert here.tick(datetime(2021, 8, 10, 8, tzinfo=BERLIN)) == 0


def test_a_late_reminder_of_the_deadline_says_what_is_true_when_it_comes(here: Office2021) -> None:
    """Due two days before and sent on the last day, it says that this is the last day; nobody gets two."""
    number = here.publish()
    here.tick(NOW)
    before = len(here.told())
    assert here.tick(DEADLINE - 3 * HOUR) == 4  # of the coming meeting, too
    told = [each.text for each in here.told()[before:] if "zu antworten" in each.text or "die Antwort" in each.text]
    assert [text.partition("\n")[0] for text in told] == ["Heute ist der letzte Tag, um zu antworten:"] * 2
    reasons = {item.reason for item in here.items(number) if item.occurrence == "two-days"}
    assert reasons == {"a later reminder was due as well"}


def test_two_days_before_is_the_last_day_where_only_that_one_was_late(here: Office2021) -> None:
    """With a deadline in the night its last day has no reminder of its own; the late one says that it is the last."""
    here.publish(until=datetime(2021, 8, 10, 7, 30, tzinfo=BERLIN))
    here.tick(NOW)
    before = len(here.told())
    here.tick(datetime(2021, 8, 10, 7, 15, tzinfo=BERLIN))
    assert sum("Heute ist der letzte Tag" in each.text for each in here.told()[before:]) == 2


def test_once_the_deadline_is_over_nobody_is_reminded_of_it(here: Office2021) -> None:
    """A service that was down over the deadline skips what is late, with the reason."""
    number = here.publish()
    here.tick(NOW)
    here.tick(DEADLINE + HOUR)
    ended = [(item.state, item.reason) for item in here.items(number) if item.rule == "meeting-deadline"]
    assert ended == [(DueState.SKIPPED, "the deadline is over")] * 4


def test_a_moved_meeting_reminds_of_its_new_date_only(here: Office2021) -> None:
    """What was planned for the old date is dropped with the reason; what was sent for it stays sent."""
    number = here.publish(until=None)
    here.tick(NOW)
    assert here.tick(START - 7 * DAY) == 2
    moved = START + 14 * DAY
    here.move(number, moved, START - 6 * DAY)
    assert here.tick(START - HOUR) == 0
    assert here.tick(moved - 7 * DAY) == 2
    dropped = [item for item in here.items(number) if item.state is DueState.SKIPPED]
    assert [item.occurrence for item in dropped] == ["day", "day", "hour", "hour"]
    assert {item.reason for item in dropped} == {"the meeting is planned, version 2"}


def test_a_meeting_moved_there_and_back_forgets_nothing(here: Office2021) -> None:
    """Back at its first date it reminds as at first, and no reminder goes twice."""
    number = here.publish(until=None)
    here.tick(NOW)
    here.move(number, START + DAY, NOW + HOUR)
    here.tick(NOW + 2 * HOUR)
    here.move(number, START, NOW + 3 * HOUR)
    here.tick(NOW + 4 * HOUR)
    assert [here.tick(moment) for moment in (START - 7 * DAY, START - 30 * HOUR, START - HOUR)] == [2, 2, 2]


def test_a_stop_between_a_change_and_the_next_tick_loses_nothing(here: Office2021) -> None:
    """What fell due while nobody could plan it is planned and sent as soon as the service is back."""
    number = here.publish(until=None)
    assert here.tick(START - 7 * DAY + HOUR) == 2
    here.move(number, START + DAY, START - 6 * DAY)
    assert here.tick(START) == 2


def test_a_cancelled_meeting_reminds_nobody(here: Office2021) -> None:
    """What was planned is dropped, also what is overdue because the service was down."""
    number = here.publish()
    here.tick(NOW)
    here.call_off(number, START - DAY)
    assert here.tick(START - HOUR) == 0
    assert {item.state for item in here.items(number)} == {DueState.SKIPPED}


def test_after_downtime_only_the_latest_reminder_goes(here: Office2021) -> None:
    """A service that was down until an hour before sends one reminder each, and says why the others did not go."""
    number = here.publish(until=None)
    here.tick(NOW)
    assert here.tick(START - HOUR) == 2
    states = [(item.occurrence, item.state, item.reason) for item in here.items(number)]
    assert states[0][1:] == states[2][1:] == (DueState.SKIPPED, "a later reminder was due as well")
    assert states[-1][:2] == ("hour", DueState.DONE)


def test_a_service_that_slept_through_a_meeting_is_silent(here: Office2021) -> None:
    """Nobody is reminded of what is over."""
    number = here.publish()
    here.tick(NOW)
    assert here.tick(START + HOUR) == 0
    assert all(item.state is DueState.SKIPPED and item.reason for item in here.items(number))


def test_two_instances_remind_once(here: Office2021, at_once: Callable[..., list[int]]) -> None:
    """Two clocks that strike at the same moment send one reminder each person."""
    here.publish(until=None)
    here.tick(NOW)
    assert sum(at_once(*[lambda: here.tick(START - 7 * DAY)] * 2)) == 2


hours = st.integers(min_value=0, max_value=24 * 60)
deeds = st.one_of(
    st.tuples(st.just("tick"), hours),
    st.tuples(st.just("move"), hours),
    st.tuples(st.just("answer"), st.sampled_from(list(Answer))),
)


@on_a_database
@given(st.lists(deeds, max_size=12))
def test_nothing_is_lost_and_nothing_doubled(here: Office2021, history: list[tuple[str, object]]) -> None:
    """Whatever moves, answers and downtimes come: each reminder of a date goes at most once and never after its start.

    And everything planned for the date that holds in the end has gone, or says why not.
    """
    number, now, start = here.publish(until=None), NOW.astimezone(UTC), START.astimezone(UTC)
    here.tick(now)
    before = len(here.told())
    for deed, value in history:
        if deed == "tick" and isinstance(value, int):
            now += timedelta(hours=value)
            here.tick(now)
        elif deed == "move" and isinstance(value, int):
            start = now + timedelta(hours=value + 1)
            here.move(number, start, now)
        elif isinstance(value, Answer) and now < start:
            here.answer(number, "05315000", value, now)
    end = max(now, start) + SECOND
    here.tick(end)
    done = [item for item in here.items(number) if item.state is DueState.DONE]
    assert len(here.told()) - before == len(done)
    assert len({(item.recipient, item.anchor, item.occurrence) for item in done}) == len(done)
    assert all(item.finished_at and item.finished_at < datetime.fromisoformat(item.anchor) for item in done)
    assert all(item.state is DueState.DONE or item.reason for item in here.items(number))

"""A rule whose messages may wait is asked when they may go, so that what it says is fresh; and all in one posting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from handlers.courtesy import LOW_PER_WEEK
from handlers.messages import Message
from handlers.turn import Outgoing, notice
from handlers.wording import Markdown
from scheduler import rules
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.due import DueItem, DueState, plan
from storage.outbox import Lane, OutboxMessage, Urgency
from storage.persons import Person
from storage.restraints import RestraintReason
from tests.scheduler.conftest import World
from tests.scheduler.readers import Reader, at

NORMAL, LOW, URGENT = Urgency.NORMAL, Urgency.LOW, Urgency.URGENT
NIGHT, PAUSED = RestraintReason.QUIET_HOURS, RestraintReason.PAUSED
Plan = Callable[..., None]


@pytest.fixture
def reader(world: World) -> Reader:
    """Give a contact of Bielefeld: the test runs once on SQLite and once on PostgreSQL."""
    return Reader(world)


@pytest.fixture
def asked() -> list[datetime]:
    """Give the moments at which the rule was asked."""
    return []


@pytest.fixture
def remind(world: World, monkeypatch: pytest.MonkeyPatch, asked: list[datetime]) -> Plan:
    """Give a function that plans a reminder for a reader, by a rule of an urgency."""

    def act(strike: Strike, item: DueItem) -> Deed:
        asked.append(strike.now)
        person = strike.session.get(Person, int(item.recipient.removeprefix("person:")))
        if person is None:
            return Skip("nobody there")
        urgency = Urgency(item.rule.removeprefix("remind-"))
        return Say([Outgoing(Message(f"{item.subject}, {strike.now:%d.}"), person, lane=Lane.NOTICE, urgency=urgency)])

    for urgency in Urgency:
        monkeypatch.setitem(rules.RULES, f"remind-{urgency}", Rule(f"remind-{urgency}", act, urgency=urgency))

    def planned(number: int, about: str, when: datetime, urgency: Urgency = NORMAL) -> None:
        with world.database.transaction() as session:
            recipient = f"person:{number}"
            plan(
                session,
                DueItem(rule=f"remind-{urgency}", subject=about, recipient=recipient, occurrence="1", due_at=when),
            )

    return planned


def test_what_may_wait_is_asked_in_the_morning(
    world: World, reader: Reader, remind: Plan, asked: list[datetime]
) -> None:
    """Due at ten in the evening, the rule is asked at seven, says what holds then, and is not late."""
    remind(reader.number, "Termin", at("05. 22:00"))
    assert world.tick(at("05. 22:00")) == 0
    assert asked == []
    assert reader.items() == [("remind-normal", DueState.PENDING, NIGHT)]
    assert world.tick(at("06. 07:00")) == 1
    assert (reader.texts(), asked) == (["Termin, 06."], [at("06. 07:00")])
    assert reader.restraints() == [(NIGHT, at("06. 07:00"))]


def test_what_is_urgent_is_asked_at_once(world: World, reader: Reader, remind: Plan) -> None:
    """Due at ten in the evening, it goes at ten."""
    remind(reader.number, "Abgesagt", at("05. 22:00"), URGENT)
    assert world.tick(at("05. 22:00")) == 1
    assert (reader.texts(), reader.restraints()) == (["Abgesagt, 05."], [])


def test_a_silence_that_ends_early_frees_the_rule(world: World, reader: Reader, remind: Plan) -> None:
    """What a rule kept for the end of a silence comes at the next tick once the silence is taken back."""
    reader.rests(date(2021, 7, 20), at("05. 08:00"))
    remind(reader.number, "Termin", at("05. 12:00"))
    assert world.tick(at("05. 12:00")) == 0
    reader.rests(None, at("06. 10:00"))
    assert world.tick(at("06. 10:00")) == 1
    assert reader.texts() == ["Termin, 06."]


def test_enough_in_a_week_is_counted_when_it_is_said(world: World, reader: Reader, remind: Plan) -> None:
    """A low rule is asked in any case; what is too much of what it says comes on Monday, and never starves."""
    for number in range(LOW_PER_WEEK + 2):
        remind(reader.number, f"Nr. {number}", at("06. 10:00"), LOW)
    assert world.tick(at("06. 10:00")) == LOW_PER_WEEK
    assert world.tick(at("12. 08:00")) == 1
    assert reader.texts()[-1].endswith("Nr. 3, 06.\n\nNr. 4, 06.")
    assert {state for rule, state, _ in reader.items() if rule == "remind-low"} == {DueState.DONE}


@pytest.mark.parametrize("urgency", [NORMAL, LOW])
def test_nobody_is_asked_about_who_is_gone(world: World, remind: Plan, asked: list[datetime], urgency: Urgency) -> None:
    """An item for somebody who is erased is skipped, and the others of its batch are done."""
    other = Reader(world)
    remind(99_999, "Termin", at("06. 10:00"), urgency)
    remind(other.number, "Termin", at("06. 10:00"), urgency)
    assert world.tick(at("06. 10:00")) == 1
    assert (other.texts(), len(asked)) == (["Termin, 06."], 1)


def test_rows_know_their_item(world: World, remind: Plan) -> None:
    """Of many items said in one posting, each row names the one it comes from."""
    readers = [Reader(world, f"Leser {number}") for number in range(5)]
    for number, reader in enumerate(readers):
        remind(reader.number, f"Nr. {number}", at("06. 10:00"))
    assert world.tick(at("06. 10:00")) == 5
    rows = [row for reader in readers for row in reader.arrived()]
    with world.database.transaction() as session:
        for number, row in enumerate(rows):
            assert session.get_one(DueItem, row.due_id).subject == f"Nr. {number}" == row.text.partition(",")[0]


def test_each_item_is_given_its_own_rows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rule wants to do with its rows it does with its own, held ones included; none of another item's."""
    readers = [Reader(world, f"Leser {number}") for number in range(3)]
    given: dict[str, list[str]] = {}

    def act(strike: Strike, item: DueItem) -> Deed:
        person = strike.session.get_one(Person, int(item.subject))
        said = [notice(Message(f"{item.subject} {number}"), person, Markdown("")) for number in range(2)]

        def note(rows: object) -> None:
            given[item.subject] = [row.text for row in rows if isinstance(row, OutboxMessage)]  # type: ignore[attr-defined]

        return Say(said, note)

    monkeypatch.setitem(rules.RULES, "several", Rule("several", act))
    with world.database.transaction() as session:
        for reader in readers:
            plan(
                session,
                DueItem(
                    rule="several", subject=f"{reader.number}", recipient="all", occurrence="1", due_at=at("05. 22:00")
                ),
            )
    assert world.tick(at("05. 22:00")) == 0
    assert given == {f"{r.number}": [f"{r.number} 0", f"{r.number} 1"] for r in readers}
    assert [reader.held() for reader in readers] == [2, 2, 2]


def test_many_items_cost_few_statements(world: World, remind: Plan) -> None:
    """A hundred reminders at once need no lookup each: the clock must not keep a reply waiting."""
    readers = [Reader(world, f"Leser {number}") for number in range(100)]
    for reader in readers:
        remind(reader.number, "Termin", at("06. 10:00"))
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement.partition(" ")[0])

    event.listen(world.database.engine, "before_cursor_execute", count)
    assert world.tick(at("06. 10:00")) == 100
    event.remove(world.database.engine, "before_cursor_execute", count)
    assert statements.count("SELECT") < 25
    assert statements.count("UPDATE") < 20


def test_a_holiday_costs_a_look_at_the_roles(world: World, remind: Plan) -> None:
    """On Allerheiligen, a holiday in the Land of Bielefeld, the reminder waits for the day after."""
    reader = Reader(world)
    holiday = at("05. 10:00") + timedelta(days=119)
    assert f"{holiday:%d.%m.}" == "01.11."
    remind(reader.number, "Termin", holiday)
    assert world.tick(holiday) == 0
    assert [reason for reason, _ in reader.restraints()] == [RestraintReason.HOLIDAY]
    assert world.tick(holiday.replace(day=2, hour=7)) == 1

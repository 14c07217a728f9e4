"""What is due by the clock is a row: nothing is lost and nothing done twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.due import (
    DueItem,
    DueState,
    is_newest_due,
    latest_planned,
    look_again,
    next_due,
    plan,
    plan_again,
    take_due,
)

NOW = datetime(2021, 8, 27, 7, 0, tzinfo=UTC)


def item(occurrence: str = "2021-08-27", *, at: datetime = NOW, **keys: str) -> DueItem:
    """Make an item as a rule would plan it."""
    usual = {"rule": "election_30_days", "subject": "", "recipient": "group:1", "anchor": "2021-09-26"}
    return DueItem(**{**usual, **keys}, occurrence=occurrence, due_at=at)


def plan_all(database: Database, *items: DueItem) -> list[bool]:
    """Plan items in a transaction of their own; says which were new."""
    with database.transaction() as session:
        return [plan(session, each) for each in items]


def due(database: Database, now: datetime) -> list[str]:
    """Say which occurrences are due."""
    with database.transaction() as session:
        return [each.occurrence for each in take_due(session, now, 100)]


def test_an_item_is_planned_once(database: Database) -> None:
    """Planning the same again is known and changes nothing, be it in the same transaction or later."""
    assert plan_all(database, item(), item()) == [True, False]
    assert plan_all(database, item(at=NOW + timedelta(days=1))) == [False]
    assert due(database, NOW) == ["2021-08-27"]


@pytest.mark.parametrize(
    "other",
    [
        item(rule="digest"),
        item(subject="meeting:3"),
        item(recipient="group:2"),
        item(anchor="2021-10-03"),
        item("2021-08-28"),
    ],
    ids=["rule", "subject", "recipient", "anchor", "occurrence"],
)
def test_an_item_is_its_five_keys(database: Database, other: DueItem) -> None:
    """An item that differs in rule, subject, recipient, anchor or occurrence is another item."""
    assert plan_all(database, item(), other) == [True, True]


def test_two_instances_plan_an_item_once(database: Database, at_once: Callable[..., list[object]]) -> None:
    """Of two instances that plan the same at the same moment, exactly one learns that it was new."""

    def plan_slowly() -> bool:
        with database.transaction() as session:
            new = plan(session, item())
            time.sleep(0.1)
            return new

    assert sorted(map(bool, at_once(plan_slowly, plan_slowly))) == [False, True]


def test_what_is_due_comes_in_its_order(database: Database) -> None:
    """What is due up to now comes, the moment itself included, the oldest first; what is to come stays."""
    hours = {"third": 0, "first": -2, "future": 1, "second": -1}
    plan_all(database, *(item(name, at=NOW + timedelta(hours=hour)) for name, hour in hours.items()))
    assert due(database, NOW) == ["first", "second", "third"]


@pytest.mark.parametrize("state", [DueState.DONE, DueState.SKIPPED])
def test_what_was_finished_is_due_no_more(database: Database, state: DueState) -> None:
    """An item done or skipped stays as a row with its reason, is not due again, and cannot be planned again."""
    plan_all(database, item())
    with database.transaction() as session:
        (taken,) = take_due(session, NOW, 100)
        taken.state, taken.finished_at, taken.late, taken.reason = state, NOW, True, "the service was down"
    assert due(database, NOW + timedelta(days=1)) == []
    assert plan_all(database, item()) == [False]
    with database.transaction() as session:
        kept = session.get_one(DueItem, taken.id)
    assert (kept.state, kept.late, kept.reason) == (state, True, "the service was down")


def test_what_broke_off_is_due_again(database: Database) -> None:
    """When the work on an item breaks off, the item is still due."""
    plan_all(database, item())

    def break_off() -> None:
        with database.transaction() as session:
            for each in take_due(session, NOW, 100):
                each.state = DueState.DONE
            session.flush()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        break_off()
    assert due(database, NOW) == ["2021-08-27"]


def test_two_instances_do_an_item_once(database: Database, at_once: Callable[..., list[object]]) -> None:
    """An item one instance is working on is passed over by another, and afterwards it is done."""
    plan_all(database, item())

    def work() -> list[str]:
        with database.transaction() as session:
            taken = take_due(session, NOW, 100)
            for each in taken:
                each.state = DueState.DONE
            time.sleep(0.2)
            return [each.occurrence for each in taken]

    assert sorted(map(str, at_once(work, work))) == ["['2021-08-27']", "[]"]


def test_a_locked_item_is_passed_over_without_waiting(postgres_database: Database) -> None:
    """On PostgreSQL an instance does not wait for what another one is working on, but goes on with the rest."""
    plan_all(postgres_database, item("first"))
    with postgres_database.transaction() as session:
        assert len(take_due(session, NOW, 100)) == 1
        plan_all(postgres_database, item("second"))
        assert due(postgres_database, NOW) == ["second"]
    assert due(postgres_database, NOW) == ["first", "second"]


def test_the_latest_item_of_a_rule_is_known(database: Database) -> None:
    """A rule finds how far it has planned for a recipient, whatever became of it."""
    plan_all(
        database,
        item("second", at=NOW + timedelta(days=1)),
        item("first"),
        item("other", recipient="group:2", at=NOW + timedelta(days=2)),
        item("digest", rule="digest", at=NOW + timedelta(days=3)),
    )
    with database.transaction() as session:
        latest = latest_planned(session, "election_30_days", "group:1")
        assert latest is not None
        assert latest.occurrence == "second"
        assert latest_planned(session, "election_30_days", "group:3") is None


def test_the_newest_of_what_is_due_is_known(database: Database) -> None:
    """Newer is what was due later; of what was put off until one moment, what was planned later. The future is none."""
    hours = {"older": -2, "put off first": -1, "put off second": -1, "future": 1}
    plan_all(database, *(item(name, at=NOW + timedelta(hours=hour)) for name, hour in hours.items()))
    plan_all(database, item("another subject", subject="x"), item("another recipient", recipient="group:2"))
    with database.transaction() as session:
        newest = {each.occurrence: is_newest_due(session, each, NOW) for each in take_due(session, NOW, 100)}
    assert [name for name, is_newest in newest.items() if is_newest and name in hours] == ["put off second"]


@pytest.mark.parametrize("state", DueState)
def test_what_is_planned_again_is_due_whatever_became_of_it(database: Database, state: DueState) -> None:
    """An item another instance has done a moment ago is due again, at its new moment; there is still one row of it."""
    plan_all(database, item())
    with database.transaction() as session:
        (taken,) = take_due(session, NOW, 100)
        taken.state, taken.attempts, taken.reason = state, 3, "the service was down"
    with database.transaction() as session:
        plan_again(session, item(at=NOW + timedelta(hours=1), reason="paused"))
    assert due(database, NOW) == []
    assert due(database, NOW + timedelta(hours=1)) == ["2021-08-27"]
    with database.transaction() as session:
        again = session.get_one(DueItem, taken.id)
        assert (again.attempts, again.reason, again.finished_at) == (0, "paused", None)


def test_what_waits_for_a_reason_can_be_looked_at_again(database: Database) -> None:
    """Only what is still to do, for this recipient and this reason, is due at once."""
    later = NOW + timedelta(days=3)
    others = [item("other", at=later, recipient="group:2", reason="paused"), item("night", at=later, reason="quiet")]
    plan_all(database, item("wanted", at=later, reason="paused"), *others, item("done", at=later, reason="paused"))
    with database.transaction() as session:
        done = next(each for each in take_due(session, later, 100) if each.occurrence == "done")
        done.state = DueState.DONE
    with database.transaction() as session:
        look_again(session, "group:1", "paused", NOW)
    assert due(database, NOW) == ["wanted"]


def test_the_next_moment_lies_behind_the_last(database: Database) -> None:
    """Whoever steps from moment to moment gets ahead, even past what nobody has done."""
    plan_all(database, item("first"), item("second", at=NOW + timedelta(hours=1)))
    with database.transaction() as session:
        assert next_due(session, NOW - timedelta(hours=1)) == NOW
        assert next_due(session, NOW) == NOW + timedelta(hours=1)
        assert next_due(session, NOW + timedelta(hours=1)) is None

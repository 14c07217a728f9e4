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
    finish,
    latest_planned,
    look_again,
    newest_due,
    next_due,
    pending_of,
    plan,
    plan_again,
    planned_ahead,
    replan,
    replanning,
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
        latest = latest_planned(session, "election_30_days", "", "group:1")
        assert latest is not None
        assert latest.occurrence == "second"
        assert latest_planned(session, "election_30_days", "", "group:3") is None


def test_what_failed_is_due_again_only_when_it_is_tried_again(database: Database) -> None:
    """An item put off after a failure waits for its next try, and is still due since it was due first."""
    plan_all(database, item())
    with database.transaction() as session:
        (taken,) = take_due(session, NOW, 100)
        taken.retry_at = NOW + timedelta(minutes=1)
    assert due(database, NOW) == []
    with database.transaction() as session:
        assert next_due(session, NOW) == NOW + timedelta(minutes=1)
        (again,) = take_due(session, NOW + timedelta(minutes=1), 100)
        assert again.due_at == NOW


# What hangs on a day that moves.

HOUR = timedelta(hours=1)


def change(database: Database, *wanted: DueItem, since: datetime = NOW) -> list[list[str]]:
    """Compare and carry out; says what was added, revived and dropped."""
    with database.transaction() as session:
        found = replanning(session, "election_30_days", "", wanted, since)
        replan(session, found, since, "the day has moved")
        return [[each.occurrence for each in part] for part in (found.added, found.revived, found.dropped)]


def test_what_is_wanted_is_added_and_what_is_not_is_dropped(database: Database) -> None:
    """The new is planned, the old skipped with the reason, and what is in both stays."""
    plan_all(database, item("both", at=NOW + HOUR), item("old", at=NOW + HOUR))
    assert change(database, item("both", at=NOW + HOUR), item("new", at=NOW + HOUR)) == [["new"], [], ["old"]]
    assert due(database, NOW + HOUR) == ["both", "new"]
    with database.transaction() as session:
        assert [each.occurrence for each in pending_of(session, "election_30_days", "")] == ["both", "new"]


def test_what_lies_behind_is_not_added_but_what_waits_stays(database: Database) -> None:
    """What was due before it came to be so is not planned; what is due and not done yet is still wanted."""
    plan_all(database, item("waits", at=NOW - HOUR))
    assert change(database, item("waits", at=NOW - HOUR), item("past", at=NOW - HOUR)) == [[], [], []]
    assert due(database, NOW) == ["waits"]


def test_what_came_to_be_before_a_downtime_is_added_though_it_is_past(database: Database) -> None:
    """``since`` is when the day moved, not when somebody looks."""
    assert change(database, item("missed", at=NOW), since=NOW - HOUR) == [["missed"], [], []]
    assert due(database, NOW) == ["missed"]


def test_what_was_dropped_comes_back_and_what_was_skipped_when_due_does_not(database: Database) -> None:
    """Moved away and back, an item waits again; one that was skipped in its time, or done, is over for good."""
    wanted = [item("dropped", at=NOW + HOUR), item("skipped"), item("done")]
    plan_all(database, *(item(each.occurrence, at=each.due_at) for each in wanted))
    with database.transaction() as session:
        for each in take_due(session, NOW, 100):
            finish(each, DueState(each.occurrence), NOW)
    assert change(database) == [[], [], ["dropped"]]
    assert change(database, *wanted, since=NOW - HOUR) == [[], ["dropped"], []]
    assert due(database, NOW + HOUR) == ["dropped"]


def test_what_is_planned_ahead_is_known_by_its_rule(database: Database) -> None:
    """By subject and recipient, with its anchor; what is due or done is not ahead."""
    plan_all(database, item(at=NOW + HOUR), item(recipient="group:2"), item(rule="digest", at=NOW + HOUR))
    with database.transaction() as session:
        assert planned_ahead(session, "election_30_days", NOW) == {("", "group:1"): "2021-09-26"}


def test_the_newest_of_what_is_due_is_known(database: Database) -> None:
    """Newer is what was due later; of what was put off until one moment, what was planned later. The future is none."""
    hours = {"older": -2, "put off first": -1, "put off second": -1, "future": 1}
    plan_all(database, *(item(name, at=NOW + timedelta(hours=hour)) for name, hour in hours.items()))
    plan_all(database, item("another subject", subject="x"), item("another recipient", recipient="group:2"))
    with database.transaction() as session:
        newest = set(newest_due(session, "election_30_days", {"", "x"}, NOW).values())
        due_now = [each.occurrence for each in take_due(session, NOW, 100) if each.id in newest]
    assert due_now == ["put off second", "another subject", "another recipient"]


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

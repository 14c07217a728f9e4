"""The clock under any order of events: time, downtime, moves, pauses, and kills between due, enqueue and send.

What must hold is read from the rows and from what groups were shown: nothing lost, nothing doubled, what is late is
marked, and what is left out has its reason. The days on which something is meant come from a plain calendar.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event
from sqlmodel import col, delete, select

from handlers.countdown import COUNTDOWN, DAYS_BEFORE
from handlers.election_day import election_of
from handlers.recurrence import beginning, new_rule, with_time
from scheduler.digests import NAME as DIGEST
from scheduler.group_reminders import NAME as REMINDER
from scheduler.retention import NAME as FORGETTING
from storage.anchors import Anchor
from storage.claims import claim
from storage.database import Database
from storage.digests import Digest
from storage.due import DueItem, DueState, next_due
from storage.group_reminders import GroupReminder
from storage.groups import Group
from storage.outbox import OutboxMessage, OutboxState, record_sent
from storage.recovery import recover
from tests.scheduler.conftest import BERLIN, MINUTE, SECOND, WEEK, World

BEGIN = datetime(2021, 3, 26, 11, 7, tzinfo=UTC)
"""A Friday, two days before the clocks are changed."""

DAY = timedelta(days=1)
LATE = 15 * MINUTE
CLOCKS = (time(0, 15), time(2, 30), time(9))
RULES = {
    "daily": "FREQ=DAILY",
    "Sundays": "FREQ=WEEKLY;BYDAY=SU",
    "every second Monday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "last Sunday": "FREQ=MONTHLY;BYDAY=-1SU",
}
REASONS = {"a later one was due as well", "paused", "deleted", "the election is over"}
DROPPED = "not wanted any more"
SPANS = st.one_of(
    st.integers(1, 90).map(lambda minutes: minutes * MINUTE),
    st.integers(1, 80).map(lambda hours: timedelta(hours=hours)),
    st.integers(1, 120).map(lambda days: days * DAY),
)


class Killed(BaseException):
    """The process is killed; no handler of exceptions takes this for a fault."""


@contextmanager
def killed_at(database: Database, statement: int) -> Iterator[None]:
    """Kill what happens at one of its statements, or where it commits: what is not committed by then never was."""
    numbers = count()

    def strike(*_: object) -> None:
        if next(numbers) == statement:
            raise Killed

    for name in ("before_cursor_execute", "commit"):
        event.listen(database.engine, name, strike)
    try:
        yield
    except Killed:
        pass
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(database.engine, name, strike)


def walls(kind: str, clock: time, created: datetime, until: datetime) -> list[datetime]:
    """List the wall times a reminder means after it was made, with a calendar and a zone alone."""
    first, last = created.astimezone(BERLIN).date(), until.astimezone(BERLIN).date()
    days = [first + number * DAY for number in range((last - first).days + 1)]
    days = [day for day in days if datetime.combine(day, clock, BERLIN) > created.astimezone(BERLIN)]
    if kind == "Sundays":
        days = [day for day in days if day.weekday() == 6]
    elif kind == "last Sunday":
        days = [day for day in days if day.weekday() == 6 and (day + 7 * DAY).month != day.month]
    elif kind == "every second Monday":
        days = [day for day in days if day.weekday() == 0][::2]
    found = [datetime.combine(day, clock) for day in days]
    return [wall for wall in found if moment(wall) <= until]


def moment(wall: datetime) -> datetime:
    """Give the moment of a wall time as the zone has it: the first that shows it, or the gap's width behind it."""
    return wall.replace(tzinfo=BERLIN).astimezone(UTC)


@dataclass
class Kept:
    """A reminder as the test made it."""

    number: int
    kind: str
    clock: time
    created: datetime


class ClockMachine(RuleBasedStateMachine):
    """Lets anything happen to the clock, in any order."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.database = world, world.database
        self.now = BEGIN
        self.kept: list[Kept] = []
        self.moved_at = BEGIN
        self.elections: list[date] = []
        self.shown: set[str] = set()
        """What the network shows, by key: sending it again shows nothing new, as on Matrix."""
        with self.database.transaction() as session:
            for table in (Digest, OutboxMessage, DueItem, GroupReminder, Group, Anchor):
                session.exec(delete(table))

    @initialize()
    def join(self) -> None:
        """Let a first group join."""
        self.world.group(joined=self.now)

    @rule()
    def another_joins(self) -> None:
        """Let one more group join."""
        self.world.group(joined=self.now)

    @rule(span=SPANS)
    def time_passes(self, span: timedelta) -> None:
        """Let time pass without a tick: the service is down, or busy."""
        self.now += span

    @rule()
    def time_passes_to_the_next_due(self) -> None:
        """Let the clock strike when something is due."""
        with self.database.transaction() as session:
            following = next_due(session, self.now)
        if following is not None:
            self.now = following
            self.world.tick(self.now)

    @rule()
    def tick(self) -> None:
        """Let the clock strike."""
        self.world.tick(self.now)

    @rule(statement=st.integers(0, 60))
    def tick_is_killed(self, statement: int) -> None:
        """Let the clock strike, and the process die at some statement."""
        with killed_at(self.database, statement):
            self.world.tick(self.now)

    @rule()
    def two_tick_at_once(self) -> None:
        """Let the clock strike in two instances at once."""
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(self.world.tick, [self.now] * 2))

    @rule(dies=st.sampled_from(["not", "before it is sent", "before it is recorded"]))
    def send(self, dies: str) -> None:
        """Send what waits; perhaps the process dies over it."""
        with self.database.transaction() as session:
            recover(session, ["core"], alone=True)
        with self.database.transaction() as session:
            claimed = claim(session, "test", ["core"], 100)
        if dies != "before it is sent":
            self.shown |= {message.key for message in claimed}
        if dies == "not":
            for message in claimed:
                with self.database.transaction() as session:
                    assert record_sent(session, message, "event", self.now)

    @invariant()
    def nothing_is_doubled(self) -> None:
        """Every item done for a group has said one message, and no message comes from nowhere."""
        with self.database.transaction() as session:
            done = session.exec(select(DueItem).where(DueItem.state == DueState.DONE)).all()
            said = Counter((row.chat, row.created_at) for row in session.exec(select(OutboxMessage)))
            chats = {group.recipient: group.chat for group in session.exec(select(Group))}
        for_groups = [item for item in done if item.recipient in chats]
        assert said == Counter((chats[item.recipient], item.finished_at) for item in for_groups)

    def teardown(self) -> None:
        """Let the clock strike and all be sent; then hold everything against the calendar."""
        self.world.tick(self.now)
        while self._waiting():
            self.send("not")
        with self.database.transaction() as session:
            items = session.exec(select(DueItem).order_by(col(DueItem.due_at))).all()
            groups = session.exec(select(Group)).all()
            rows = session.exec(select(OutboxMessage)).all()
            election = election_of(session, self.world.office).day
        self._check_ends(items, rows)
        for group in groups:
            mine = [item for item in items if item.recipient == group.recipient]
            self._check_reminders(group, mine)
            self._check_digests(group, [item for item in mine if item.rule == DIGEST])
            self._check_countdown(group, [item for item in mine if item.rule == COUNTDOWN], election)

    def _waiting(self) -> bool:
        with self.database.transaction() as session:
            unsent = select(OutboxMessage).where(col(OutboxMessage.state) != OutboxState.SENT)
            return session.exec(unsent.limit(1)).first() is not None

    def _check_ends(self, items: list[DueItem], rows: list[OutboxMessage]) -> None:
        """All that was due has come to an end, marked if late, with its reason if not done; each message was shown."""
        for item in items:
            assert item.state is not DueState.PENDING or item.due_at > self.now
            if item.state is DueState.DONE:
                assert item.finished_at is not None
                assert item.late is (item.finished_at - item.due_at > LATE)
            if item.state is DueState.SKIPPED:
                assert item.reason in REASONS or item.reason.startswith(DROPPED)
        assert {row.key for row in rows} == self.shown
        at_once = Counter(
            (item.rule, item.subject, item.recipient, item.finished_at)
            for item in items
            if item.state is DueState.DONE and item.rule != FORGETTING
        )
        assert not at_once or max(at_once.values()) == 1, "what was missed is made up for once"
        told_late = Counter(row.created_at for row in rows if "war fällig" in row.text)
        assert told_late == Counter(item.finished_at for item in items if item.late and item.rule != FORGETTING)

    def _check_reminders(self, group: Group, items: list[DueItem]) -> None:
        """Each occurrence a calendar names since the reminder and the group were there is one row, and no other is."""
        for kept in self.kept:
            mine = [item for item in items if (item.rule, item.subject) == (REMINDER, f"reminder:{kept.number}")]
            meant = [w for w in walls(kept.kind, kept.clock, kept.created, self.now) if moment(w) > group.created_at]
            past = [item for item in mine if item.due_at <= self.now]
            assert [item.occurrence for item in past] == [wall.isoformat() for wall in meant]
            assert [item.due_at for item in past] == [moment(wall) for wall in meant]
            self._check_skipped(past)

    def _check_skipped(self, items: list[DueItem]) -> None:
        """Look whether what was left out for a later one had a later one, which came to its end no sooner."""
        for item, following in pairwise(items):
            if item.reason == "a later one was due as well":
                assert item.finished_at is not None
                assert following.finished_at is not None
                assert following.due_at <= item.finished_at <= following.finished_at

    def _check_digests(self, group: Group, items: list[DueItem]) -> None:
        """Every Monday since the group joined has one row, whatever the election did, and no day has two."""
        past = [item for item in items if item.due_at <= self.now]
        days = [datetime.fromisoformat(item.occurrence).date() for item in past]
        assert len(set(days)) == len(days)
        assert {datetime.fromisoformat(item.occurrence).time() for item in past} <= {time(8)}
        every = (group.created_at.astimezone(BERLIN).date() + number * DAY for number in range(5000))
        mondays = {day for day in every if day.weekday() == 0 and group.created_at < eight(day) <= self.now}
        assert mondays <= set(days)

    def _check_countdown(self, group: Group, items: list[DueItem], election: date | None) -> None:
        """No number of days is told twice within a week; for the day as it is now, each is told or has its reason."""
        for number in DAYS_BEFORE:
            mine = [item for item in items if item.occurrence == str(number)]
            told = sorted(item.due_at.astimezone(BERLIN).date() for item in mine if item.state is DueState.DONE)
            assert all(later - earlier > WEEK for earlier, later in pairwise(told))
            day = election - number * DAY if election else None
            if day is None or not max(self.moved_at, group.created_at) < eight(day) <= self.now:
                continue
            ended = [
                item.due_at for item in mine if item.anchor == str(election) and not item.reason.startswith(DROPPED)
            ]
            assert ended == [eight(day)] or any(abs(day - each) <= WEEK for each in told)


class ReminderMachine(ClockMachine):
    """Makes, pauses and deletes reminders meanwhile."""

    @rule(kind=st.sampled_from(list(RULES)), clock=st.sampled_from(CLOCKS))
    def remind(self, kind: str, clock: time) -> None:
        """Make a reminder, as the conversation does."""
        wall = self.now.astimezone(BERLIN).replace(tzinfo=None)
        begun = beginning(with_time(new_rule(wall.date(), RULES[kind]), clock), wall)
        assert begun is not None
        number = self.world.reminder(begun, f"reminder {len(self.kept)}", self.now)
        self.kept.append(Kept(number, kind, clock, self.now))

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), paused=st.booleans())
    def pause_or_resume(self, data: st.DataObject, *, paused: bool) -> None:
        """Pause a reminder, or let it go on."""
        self.world.change(data.draw(st.sampled_from(self.kept)).number, paused=paused)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def delete_one(self, data: st.DataObject) -> None:
        """Delete a reminder, while the service is up."""
        self.world.tick(self.now)
        kept = data.draw(st.sampled_from(self.kept))
        self.kept.remove(kept)
        self.world.change(kept.number, ended_at=self.now)


class ElectionMachine(ClockMachine):
    """Moves the election meanwhile."""

    @rule(by=st.sampled_from((-30, -7, -1, 1, 7, 8, 30)))
    def move_the_election(self, by: int) -> None:
        """Move the day of the election; where there is none, set one."""
        self._elect((self.elections[-1] if self.elections else self.now.date() + 62 * DAY) + by * DAY)

    @precondition(lambda self: self.elections)
    @rule(data=st.data())
    def move_the_election_back(self, data: st.DataObject) -> None:
        """Move the election to a day it was on before."""
        self._elect(data.draw(st.sampled_from(self.elections)))

    def _elect(self, day: date) -> None:
        self.now += SECOND
        self.moved_at = self.now
        self.elections.append(day)
        self.world.elect(day, self.now)


def eight(day: date) -> datetime:
    """Give eight in the morning of a day."""
    return moment(datetime.combine(day, time(8)))


@pytest.mark.parametrize("machine", [ReminderMachine, ElectionMachine])
def test_the_clock_keeps_its_promises_in_any_order_of_events(world: World, machine: type[ClockMachine]) -> None:
    """Whatever happens in whatever order: 0 lost, 0 doubled, late ones marked, the others left out with the reason."""
    run_state_machine_as_test(
        lambda: machine(world),
        settings=settings(
            max_examples=40 if world.database.is_sqlite else 10,
            stateful_step_count=25,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

"""What the tests of the clock share: a small network of two municipalities, its groups, and what they were told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from handlers.countdown import replan_countdown
from handlers.election_day import election_of
from handlers.turn import Office
from scheduler.striking import tick
from storage.anchors import ELECTION, move_anchor
from storage.database import Database
from storage.due import DueItem, DueState
from storage.group_reminders import GroupReminder
from storage.groups import Group, mark_group_gone
from storage.ledger import decide, propose, withdraw
from storage.municipalities import Municipality, fold, land_of
from storage.outbox import OutboxMessage
from storage.persons import Person, Role
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup
from storage.standings import standing

BERLIN = ZoneInfo("Europe/Berlin")
MONDAYS = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0;BYSECOND=0"
FRIDAY = datetime(2021, 7, 2, 10, tzinfo=BERLIN)
MONDAY = datetime(2021, 7, 5, 8, tzinfo=BERLIN)
WEEK = timedelta(weeks=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
BIELEFELD = "05711000"


@dataclass(frozen=True, slots=True)
class Planned:
    """A due row as a test compares it: the wall time it is for, and what became of it."""

    at: str
    state: str
    late: bool = False
    reason: str = ""


class World:
    """A database with a contact and a coordinator, in which groups come and go, pledges are made, and clocks tick."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.office = Office(BERLIN)
        self._chats = count(1)
        with database.transaction() as session:
            for ags, name in ((BIELEFELD, "Bielefeld"), ("12054000", "Potsdam")):
                session.add(Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags)))
            people = [Person(label=label, created_at=FRIDAY) for label in ("Bielefeld", "Potsdam")]
            session.add_all(people)
            session.flush()
            self.contact, self.coordinator = (person.id or 0 for person in people)

    def tick(self, now: datetime, schedule: str = MONDAYS) -> int:
        """Let the clock strike once."""
        return tick(self.database, replace(self.office, digest_schedule=schedule), now)

    def ticks(self, begin: datetime, end: datetime, step: timedelta) -> None:
        """Let the clock strike again and again."""
        while begin <= end:
            self.tick(begin)
            begin += step

    def group(self, joined: datetime = FRIDAY, role: Role = Role.SPOKESPERSON) -> str:
        """Let a group join; gives its chat."""
        chat = f"group-{next(self._chats)}"
        with self.database.transaction() as session:
            session.add(Group(network="core", chat=chat, role=role, created_at=joined))
        return chat

    def leave(self, chat: str) -> None:
        """Let a group throw us out."""
        with self.database.transaction() as session:
            mark_group_gone(session, "core", chat)

    def told(self, chat: str) -> list[str]:
        """List what a group was told, in order."""
        with self.database.transaction() as session:
            ours = select(OutboxMessage).where(OutboxMessage.chat == chat).order_by(col(OutboxMessage.id))
            return [message.text for message in session.exec(ours)]

    def planned(self, chat: str, rule: str = "") -> list[Planned]:
        """List what was planned for a group, in the order of time, by one rule of the clock or by all."""
        with self.database.transaction() as session:
            group = session.exec(select(Group).where(Group.chat == chat)).one()
            mine = select(DueItem).where(DueItem.recipient == group.recipient).order_by(col(DueItem.due_at))
            found = [item for item in session.exec(mine) if rule in {"", item.rule}]
            return [Planned(item.occurrence, item.state.value, item.late, item.reason) for item in found]

    def due_days(self, chat: str, rule: str, occurrence: str, state: str) -> list[date]:
        """List the days on which an occurrence was due for a group and came to an end."""
        with self.database.transaction() as session:
            group = session.exec(select(Group).where(Group.chat == chat)).one()
            keys = (DueItem.rule == rule, DueItem.recipient == group.recipient, DueItem.occurrence == occurrence)
            found = session.exec(select(DueItem).where(*keys, DueItem.state == DueState(state)))
            return [self.office.day(item.due_at) for item in found]

    def reminder(self, rule: str, text: str = "Lage", created: datetime = FRIDAY) -> int:
        """Let the office make a reminder to the spokespersons; gives its number."""
        with self.database.transaction() as session:
            made = GroupReminder(
                role=Role.SPOKESPERSON, rule=rule, text=text, created_by=self.coordinator, created_at=created
            )
            session.add(made)
            session.flush()
            return made.id or 0

    def change(self, number: int, **values: object) -> None:
        """Let somebody pause, resume or delete a reminder."""
        with self.database.transaction() as session:
            reminder = session.get_one(GroupReminder, number)
            for name, value in values.items():
                setattr(reminder, name, value)

    def elect(self, day: date, now: datetime) -> None:
        """Let the office set the day of the election, as its command does."""
        with self.database.transaction() as session:
            seen = election_of(session, self.office).set_at
            move_anchor(session, ELECTION, day, self.coordinator, now, seen=seen)
            replan_countdown(session, self.office, now)

    def propose(self, places: int, *, programme: Programme = Programme.NEST, until: date | None = None) -> PledgeEntry:
        """Let Bielefeld report an offer that holds from Friday on."""
        with self.database.transaction() as session:
            seen = standing(session, Line(BIELEFELD, programme, TargetGroup.EVERYONE))
            return propose(session, seen, Offer(places, FRIDAY.date(), until), self.contact, FRIDAY)

    def confirm(self, places: int, *, programme: Programme = Programme.NEST, until: date | None = None) -> None:
        """Let Bielefeld report an offer, and Potsdam confirm it."""
        entry = self.propose(places, programme=programme, until=until)
        with self.database.transaction() as session:
            decide(session, entry, PledgeState.CONFIRMED, self.coordinator, FRIDAY)

    def withdraw(self, today: date, programme: Programme = Programme.NEST) -> None:
        """Let Bielefeld take its offer back."""
        with self.database.transaction() as session:
            seen = standing(session, Line(BIELEFELD, programme, TargetGroup.EVERYONE))
            withdraw(session, seen, self.contact, FRIDAY, today)


@pytest.fixture
def world(database: Database) -> World:
    """Give a network on a fresh database: the test runs once on SQLite and once on PostgreSQL."""
    return World(database)


@pytest.fixture
def sqlite_world(sqlite_database: Database) -> World:
    """Give a network on SQLite, for tests that a second database would teach nothing."""
    return World(sqlite_database)


@pytest.fixture
def told_on_monday(world: World) -> Callable[..., str]:
    """Give a function that lets the clock strike on a Monday at eight and returns what the group was told then."""
    chat = world.group()

    def strike(weeks: int = 0) -> str:
        world.tick(MONDAY + weeks * WEEK)
        return world.told(chat)[-1]

    return strike

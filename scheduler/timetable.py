"""What a rule of the clock is: what it plans as due rows, and what it does about one of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar, cast

from sqlmodel import Session

from handlers.turn import Office, Replies
from storage.due import DueItem, newest_due
from storage.outbox import OutboxMessage, Urgency

Found = TypeVar("Found")

LATE = timedelta(minutes=15)
"""From here on people wonder where something was, and are told."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One stroke of the clock: the open unit of work, the house, and the moment it strikes for."""

    session: Session
    office: Office
    now: datetime
    rehearsed: bool = False
    """Whether all of it is taken back afterwards: then the log keeps nothing of it, either."""
    items: Sequence[DueItem] = ()
    """What is done together, in one batch."""
    read: dict[Hashable, object] = field(default_factory=dict)

    def once(self, name: Hashable, look: Callable[[], Found]) -> Found:
        """Look something up once for all items of the batch, under a name."""
        if name not in self.read:
            self.read[name] = look()
        return cast("Found", self.read[name])

    @property
    def today(self) -> date:
        """The day it is for the people of the network."""
        return self.office.day(self.now)


@dataclass(frozen=True, slots=True)
class Say:
    """What an item says; ``then`` is given the rows it became, in the same commit.

    ``released`` are rows of the outbox that were held back and go now.
    """

    replies: Replies = ()
    then: Callable[[Sequence[OutboxMessage]], None] = lambda _: None
    released: Sequence[OutboxMessage] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """An item that is not done, and why: for operators."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """An item that waits until another moment, and why."""

    until: datetime
    reason: str


Deed = Say | Skip | Later


def plan_nothing(_: Strike) -> None:
    """Leave planning to those who make what the rule is about."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that happens by the clock. ``act`` looks at the item when it is due, not when it was planned.

    ``plan`` is called at every stroke and writes down what follows from time alone. ``urgency`` says whether an item
    for a person may wait for a good moment of theirs; a group has none, and gets its own at the time it has chosen.
    """

    name: str
    act: Callable[[Strike, DueItem], Deed]
    plan: Callable[[Strike], None] = plan_nothing
    urgency: Urgency = Urgency.URGENT


def is_late(strike: Strike, item: DueItem) -> bool:
    """Say whether people have wondered where it was."""
    return strike.now - item.due_at > LATE


def missed(strike: Strike, item: DueItem) -> datetime | None:
    """Say when an item was due if people have wondered where it was, to tell them."""
    return item.due_at if is_late(strike, item) else None


def is_newest(strike: Strike, item: DueItem) -> bool:
    """Say whether nothing newer of the same rule is due about the same subject for the same recipient."""

    def look() -> dict[tuple[str, str], int]:
        subjects = {each.subject for each in strike.items if each.rule == item.rule}
        return newest_due(strike.session, item.rule, subjects, strike.now)

    return strike.once(("newest", item.rule), look)[item.subject, item.recipient] == item.id


def people_told(items: Iterable[DueItem]) -> set[int]:
    """Collect the numbers of the persons for whom items are."""
    return {number for item in items if (number := person_of(item.recipient))}


def person_of(recipient: str) -> int | None:
    """Read the number of the person for whom an item is; None if it is for somebody else."""
    kind, _, number = recipient.partition(":")
    return int(number) if kind == "person" else None

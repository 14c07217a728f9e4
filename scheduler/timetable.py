"""What a rule of the clock is: what it plans as due rows, and what it does about one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.turn import Office, Replies
from storage.due import DueItem
from storage.outbox import OutboxMessage, Urgency

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
    for a person may wait for a good moment of theirs.
    """

    name: str
    act: Callable[[Strike, DueItem], Deed]
    plan: Callable[[Strike], None] = plan_nothing
    urgency: Urgency = Urgency.URGENT


def is_late(strike: Strike, item: DueItem) -> bool:
    """Say whether people have wondered where it was."""
    return strike.now - item.due_at > LATE

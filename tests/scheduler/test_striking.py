"""What fails holds up nothing else: it is put off alone, tried again, and given up with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.messages import Message
from handlers.turn import Outgoing
from handlers.wording import Markdown
from scheduler.rules import RULES
from scheduler.striking import BATCH, FIRST_WAIT, MOST_ATTEMPTS
from scheduler.timetable import Deed, Rule, Say, Strike
from storage.due import DueItem, DueState, plan
from storage.groups import group_named
from tests.scheduler.conftest import FRIDAY, MINUTE, MONDAY, SECOND, World

NAME = "poison"


class Poison:
    """A rule of the clock that fails for some of its items, and says the subject of the others."""

    def __init__(self) -> None:
        self.fails = {"bad"}
        self.cannot_plan = False

    def plan(self, _: Strike) -> None:
        """Fail to plan, if a test wants that."""
        if self.cannot_plan:
            raise RuntimeError("cannot plan")

    def act(self, strike: Strike, item: DueItem) -> Deed:
        """Fail, or say something."""
        if item.subject in self.fails:
            raise RuntimeError("poisoned")
        group = group_named(strike.session, item.recipient)
        return Say([Outgoing(Message(Markdown(item.subject)), group=group)])


@pytest.fixture
def poison() -> Iterator[Poison]:
    """Put a rule that can fail into the timetable, before all others."""
    made, before = Poison(), dict(RULES)
    RULES.clear()
    RULES.update({NAME: Rule(NAME, made.act, made.plan)} | before)
    yield made
    RULES.clear()
    RULES.update(before)


def due(world: World, *subjects: str) -> str:
    """Let items be due on Monday at eight for a group; gives its chat."""
    chat = world.group()
    with world.database.transaction() as session:
        for subject in subjects:
            keys = {"rule": NAME, "subject": subject, "recipient": "group:1", "occurrence": "once"}
            plan(session, DueItem(**keys, due_at=MONDAY))
    return chat


def item(world: World, subject: str = "bad") -> DueItem:
    """Read what became of an item."""
    with world.database.transaction() as session:
        return session.exec(select(DueItem).where(DueItem.rule == NAME, DueItem.subject == subject)).one()


def said(world: World, chat: str) -> list[str]:
    """List what the group was told, without digests."""
    return [text for text in world.told(chat) if not text.startswith("**Lage")]


@pytest.mark.usefixtures("poison")
def test_a_poisoned_item_holds_up_no_other(world: World) -> None:
    """In its tick all others are done, before and behind it, and other rules' as well."""
    chat = due(world, "first", "bad", "last")
    world.tick(MONDAY)
    assert said(world, chat) == ["first", "last"]
    assert len(world.told(chat)) == 3
    poisoned = item(world)
    assert (poisoned.state, poisoned.attempts, poisoned.reason) == (DueState.PENDING, 1, "failed: RuntimeError")


@pytest.mark.usefixtures("poison")
def test_more_than_a_batch_behind_a_poisoned_item_is_done_in_the_same_tick(world: World) -> None:
    """However many are due, the one that fails costs only its own batch the haste."""
    subjects = [f"{number:04d}" for number in range(BATCH + 20)]
    chat = due(world, "bad", *subjects)
    world.tick(MONDAY)
    assert said(world, chat) == subjects


def test_it_is_tried_again_after_growing_waits_and_is_then_late(world: World, poison: Poison) -> None:
    """Each wait is twice as long; once it works it is done once, and late since it was due, not since it was tried."""
    chat = due(world, "bad")
    now = MONDAY
    for attempt in range(1, 6):
        world.tick(now)
        world.tick(now + SECOND)
        assert item(world).attempts == attempt
        now += FIRST_WAIT * 2 ** (attempt - 1)
    poison.fails.clear()
    world.tick(now)
    world.tick(now + SECOND)
    done = item(world)
    assert said(world, chat) == ["bad"]
    assert (done.state, done.late, done.due_at) == (DueState.DONE, True, MONDAY)
    assert now - MONDAY > 15 * MINUTE


def test_in_the_end_it_is_given_up_with_its_reason(world: World, poison: Poison) -> None:
    """After the last attempt it is skipped, and nothing tries it any more."""
    chat = due(world, "bad")
    now: datetime = MONDAY
    for _ in range(MOST_ATTEMPTS):
        world.tick(now)
        now = max(now, item(world).retry_at or now)
    given_up = item(world)
    assert (given_up.state, given_up.attempts) == (DueState.SKIPPED, MOST_ATTEMPTS)
    assert given_up.reason == "failed: RuntimeError"
    poison.fails.clear()
    world.tick(now + timedelta(days=1))
    assert said(world, chat) == []


def test_a_rule_that_cannot_plan_holds_up_no_other(world: World, poison: Poison) -> None:
    """What the others plan is written down, and what is due is done."""
    poison.cannot_plan = True
    chat = due(world, "first")
    world.tick(FRIDAY)
    world.tick(MONDAY)
    assert said(world, chat) == ["first"]
    with world.database.transaction() as session:
        digests = session.exec(select(DueItem).where(DueItem.rule == "digest").order_by(col(DueItem.due_at))).all()
    assert [each.state for each in digests] == [DueState.DONE, DueState.PENDING]

"""After a copy was put back, nothing is said twice, and what keeps things going is caught up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from handlers.turn import Office
from scheduler.going_back import LEFT_OUT, ONLY_SAYS, LeftOut, leave_out
from scheduler.rules import RULES
from storage.announcements import Announcement, AnnouncementState
from storage.batches import Batch, open_batch
from storage.database import Database
from storage.due import DueItem, DueState
from storage.inbox import cursor_of, move_cursor
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Person

MADE = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
NOW = MADE + timedelta(hours=2)
OFFICE = Office(ZoneInfo("Europe/Berlin"))

KEEPS_GOING = {
    *("ledger-seal", "held", "collected", "round-opening", "round-step", "lapse-look", "meeting-repeat"),
    *("date-poll-end", "enquiry-answer", "announcement-begin", "announcement-post", "announcement-look"),
    *("announcement-removal", "survey-poll-end", "survey-look", "survey-closing", "survey-answered"),
    *("erasure", "retention"),
}


def test_every_rule_is_known_to_only_remind_or_to_keep_things_going() -> None:
    """A new rule must say which it is: whether leaving it out loses a reminder, or leaves something open for ever."""
    assert set(RULES) == ONLY_SAYS | KEEPS_GOING
    assert not ONLY_SAYS & KEEPS_GOING


def test_nothing_is_said_twice(database: Database) -> None:
    """What waited is cancelled and secrets forgotten, what was due is skipped, announcements wait for the office.

    What will be due later stays, as does what keeps a survey or a poll going; and we listen on Matrix from now on.
    """
    with database.transaction() as session:
        author = Person(label="Koordinierungsstelle", created_at=MADE)
        session.add(author)
        session.flush()
        running = open_batch(session, MADE)
        for state in OutboxState:
            told = {"network": "matrix", "chat": "!a", "created_at": MADE, "state": state, "secret": True}
            session.add(OutboxMessage(text=f"alone {state}", **told))
        session.add(OutboxMessage(text="batch", network="matrix", chat="!a", created_at=MADE, batch_id=running))
        who = {"created_by": author.id, "created_at": MADE, "edited_by": author.id, "edited_at": MADE, "text": "x"}
        session.add(Announcement(subject="running", state=AnnouncementState.RUNNING, batch_id=running, **who))
        for subject, begins in (("begun since", MADE + timedelta(hours=1)), ("tomorrow", MADE + timedelta(days=1))):
            session.add(Announcement(subject=subject, state=AnnouncementState.RELEASED, begins_at=begins, **who))
        for rule, due_at in (("task", MADE), ("task", NOW + timedelta(hours=1)), ("survey-closing", MADE)):
            told = {"rule": rule, "subject": "x:1", "recipient": "", "occurrence": str(due_at)}
            session.add(DueItem(due_at=due_at, **told))
        move_cursor(session, "matrix", "s17")
        move_cursor(session, "telegram", "42")
    with database.transaction() as session:
        assert leave_out(session, OFFICE, NOW) == LeftOut(messages=4, items=1, announcements=2)
    with database.transaction() as session:
        alone = session.exec(select(OutboxMessage).where(col(OutboxMessage.batch_id).is_(None))).all()
        ended = {message.text: message.failure_detail for message in alone if message.state is OutboxState.CANCELLED}
        assert ended == {"": LEFT_OUT, "alone cancelled": None}
        assert session.get_one(Batch, running).halted
        begins = {each.subject: (each.state, each.begins_at) for each in session.exec(select(Announcement))}
        assert begins["running"][0] is AnnouncementState.PAUSED
        assert begins["begun since"] == (AnnouncementState.RELEASED, None)
        assert begins["tomorrow"] == (AnnouncementState.RELEASED, MADE + timedelta(days=1))
        items = session.exec(select(DueItem).where(DueItem.subject == "x:1")).all()
        states = {(item.rule, item.due_at): item.state for item in items}
        assert states == {
            ("task", MADE): DueState.SKIPPED,
            ("task", NOW + timedelta(hours=1)): DueState.PENDING,
            ("survey-closing", MADE): DueState.PENDING,
        }
        assert (cursor_of(session, "matrix"), cursor_of(session, "telegram")) == ("", "42")

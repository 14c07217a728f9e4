"""What is due by the clock: rows with a due time and a unique key, so that nothing is lost and nothing done twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select, update

from storage.records import Record, UtcDateTime, enum_column

ZERO = text("0")
KEY = ("rule", "subject", "recipient", "anchor", "occurrence")


class DueState(StrEnum):
    """What became of it."""

    PENDING = "pending"
    DONE = "done"
    SKIPPED = "skipped"


class DueItem(Record, table=True):
    """One thing to do at one moment. Rule, subject, recipient, anchor and occurrence together exist once."""

    __tablename__ = "due"
    __table_args__ = (
        UniqueConstraint(*KEY),
        Index("ix_due_pending", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rule: str
    subject: str
    recipient: str
    anchor: str = ""
    occurrence: str
    due_at: datetime = Field(sa_type=UtcDateTime)
    state: DueState = Field(default=DueState.PENDING, sa_type=enum_column(DueState))
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    late: bool = False
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": ZERO})
    reason: str = ""
    """Why it waits longer than planned, or was not done."""


def plan(session: Session, item: DueItem) -> bool:
    """Write an item down unless it is known already; returns whether it was new."""
    result = session.connection().execute(
        _insert(session, item).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},  # else SQLAlchemy counts no inserts on PostgreSQL
    )
    return result.rowcount == 1


def plan_again(session: Session, item: DueItem) -> None:
    """Write an item down; one that is known is due again, even if another instance has done it a moment ago."""
    anew = {"state": DueState.PENDING, "due_at": item.due_at, "finished_at": None, "reason": item.reason, "attempts": 0}
    session.connection().execute(_insert(session, item).on_conflict_do_update(index_elements=KEY, set_=anew))


def _insert(session: Session, item: DueItem) -> postgresql.Insert | sqlite.Insert:
    values = item.model_dump(exclude={"id"})
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(DueItem).values(**values)
    return sqlite.insert(DueItem).values(**values)


def look_again(session: Session, recipient: str, reason: str, now: datetime) -> None:
    """Make due at once what waits for a recipient for a reason that may hold no more."""
    session.connection().execute(
        update(DueItem)
        .where(
            col(DueItem.recipient) == recipient,
            col(DueItem.state) == DueState.PENDING,
            col(DueItem.reason) == reason,
        )
        .values(due_at=now)
    )


def latest_planned(session: Session, rule: str, recipient: str) -> DueItem | None:
    """Find the last item planned by a rule for a recipient."""
    return session.exec(
        select(DueItem)
        .where(DueItem.rule == rule, DueItem.recipient == recipient)
        .order_by(col(DueItem.due_at).desc())
        .limit(1)
    ).first()


def take_due(session: Session, now: datetime, limit: int) -> Sequence[DueItem]:
    """Lock what is due, oldest first; what another instance has locked is passed over."""
    return session.exec(
        select(DueItem)
        .where(DueItem.state == DueState.PENDING, col(DueItem.due_at) <= now)
        .order_by(col(DueItem.due_at), col(DueItem.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def items_by_number(session: Session, numbers: Collection[int]) -> dict[int, DueItem]:
    """Look several items up at once."""
    found = session.exec(select(DueItem).where(col(DueItem.id).in_(numbers))) if numbers else ()
    return {item.id: item for item in found if item.id}


def is_newest_due(session: Session, item: DueItem, now: datetime) -> bool:
    """Say whether nothing newer of the same rule is due about the same subject for the same recipient.

    Of several that were put off until one moment, the newest is the one planned last.
    """
    newer = select(DueItem.id).where(
        DueItem.rule == item.rule,
        DueItem.subject == item.subject,
        DueItem.recipient == item.recipient,
        DueItem.state == DueState.PENDING,
        tuple_(col(DueItem.due_at), col(DueItem.id)) > (item.due_at, item.id),
        col(DueItem.due_at) <= now,
    )
    return session.exec(newer.limit(1)).first() is None


def next_due(session: Session, after: datetime) -> datetime | None:
    """Say when the next item is due after a moment."""
    coming = select(DueItem.due_at).where(DueItem.state == DueState.PENDING, col(DueItem.due_at) > after)
    return session.exec(coming.order_by(col(DueItem.due_at)).limit(1)).first()


def finish(item: DueItem, state: DueState, now: datetime, reason: str = "") -> None:
    """Write down what became of an item."""
    item.state, item.finished_at, item.reason = state, now, reason


@dataclass(frozen=True, slots=True)
class Replanning:
    """What changes when what a rule hangs on has moved: items that are new, come back, or are no longer wanted."""

    added: Sequence[DueItem]
    revived: Sequence[DueItem]
    dropped: Sequence[DueItem]


def replanning(session: Session, rule: str, subject: str, wanted: Sequence[DueItem], since: datetime) -> Replanning:
    """Compare what a rule should do about a subject with what is planned; writes nothing.

    What was due before ``since``, the moment of the change, is not planned any more, but stays if it was: perhaps it is
    only late. What was done is not done again.
    """
    known = {
        _key(item): item
        for item in session.exec(select(DueItem).where(DueItem.rule == rule, DueItem.subject == subject))
    }
    asked = {_key(item): item for item in wanted}
    coming = {key: item for key, item in asked.items() if item.due_at > since}
    return Replanning(
        added=[item for key, item in coming.items() if key not in known],
        revived=[known[key] for key in coming if key in known and known[key].state is DueState.SKIPPED],
        dropped=[item for key, item in known.items() if item.state is DueState.PENDING and key not in asked],
    )


def replan(session: Session, change: Replanning, now: datetime, reason: str) -> None:
    """Carry a replanning out; ``reason`` says why items are dropped."""
    for item in change.dropped:
        finish(item, DueState.SKIPPED, now, reason)
    for item in change.revived:
        item.state, item.finished_at, item.reason = DueState.PENDING, None, ""
    session.add_all(change.added)
    session.flush()


def _key(item: DueItem) -> tuple[str, str, str]:
    return item.recipient, item.anchor, item.occurrence

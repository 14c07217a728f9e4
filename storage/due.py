"""What is due by the clock: rows with a due time and a unique key, so that nothing is lost and nothing done twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Index, UniqueConstraint, bindparam, func, or_, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select, update
from sqlmodel.sql.expression import Select

from storage.records import Record, UtcDateTime, enum_column

ZERO = text("0")
IS_PENDING = "state = 'pending'"
"""As SQL without parameters: only so do databases see that a partial index serves a query."""
UNTRIED = ("finished_at", "attempts", "retry_at")
KEY = ("rule", "subject", "recipient", "anchor", "occurrence")


ORGANISERS = "organisers"
"""The recipient of what somebody must look after, whoever that is by then."""


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
        # What a rule has still to do, however much it has done: looked up at every tick.
        Index("ix_due_ahead", "rule", "subject", sqlite_where=text(IS_PENDING), postgresql_where=text(IS_PENDING)),
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
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it is tried again after a failure; it was due, and is late, all the same."""
    reason: str = ""
    """Why it waits longer than planned, or was not done."""


def plan(session: Session, item: DueItem) -> bool:
    """Write an item down unless it is known already; returns whether it was new."""
    result = session.connection().execute(
        _insert(session).values(**item.model_dump(exclude={"id"})).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},  # else SQLAlchemy counts no inserts on PostgreSQL
    )
    return result.rowcount == 1


def plan_again(session: Session, item: DueItem) -> None:
    """Write an item down; one that is known is due again, even if another instance has done it a moment ago."""
    plan_all_again(session, [item.model_dump(exclude={"id"})])


def plan_all_again(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Do the same with many items as rows, without the record of each."""
    if rows:
        insert = _insert(session)
        anew = {name: insert.excluded[name] for name in ("state", "due_at", "reason", *UNTRIED)}
        session.connection().execute(insert.on_conflict_do_update(index_elements=KEY, set_=anew), rows)


def _insert(session: Session) -> postgresql.Insert | sqlite.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(DueItem)
    return sqlite.insert(DueItem)


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


def hand_on(session: Session, rule: str, recipient: str, to: str) -> None:
    """Let what is still to be done by a rule for one recipient be for another."""
    theirs = (col(DueItem.rule) == rule, col(DueItem.recipient) == recipient, col(DueItem.state) == DueState.PENDING)
    session.connection().execute(update(DueItem).where(*theirs).values(recipient=to))


def latest_planned(session: Session, rule: str, subject: str, recipient: str) -> DueItem | None:
    """Find the last occurrence planned by a rule about a subject for a recipient; a failure may have put it off."""
    return session.exec(
        select(DueItem)
        .where(DueItem.rule == rule, DueItem.subject == subject, DueItem.recipient == recipient)
        .order_by(col(DueItem.occurrence).desc())
        .limit(1)
    ).first()


def take_due(session: Session, now: datetime, limit: int) -> Sequence[DueItem]:
    """Lock what is due, oldest first; what another instance has locked is passed over."""
    return session.exec(
        select(DueItem)
        .where(
            DueItem.state == DueState.PENDING,
            col(DueItem.due_at) <= now,
            or_(col(DueItem.retry_at).is_(None), col(DueItem.retry_at) <= now),
        )
        .order_by(col(DueItem.due_at), col(DueItem.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def items_by_number(session: Session, numbers: Collection[int]) -> dict[int, DueItem]:
    """Look several items up at once."""
    found = session.exec(select(DueItem).where(col(DueItem.id).in_(numbers))) if numbers else ()
    return {item.id: item for item in found if item.id}


def newest_due(session: Session, rule: str, subjects: Collection[str], now: datetime) -> dict[tuple[str, str], int]:
    """Give the number of the newest item of a rule that is due and undone, by subject and recipient.

    Of several that were put off until one moment, the newest is the one planned last.
    """
    found = (
        select(DueItem.subject, DueItem.recipient, DueItem.id)
        .where(text(IS_PENDING), DueItem.rule == rule, col(DueItem.subject).in_(subjects), col(DueItem.due_at) <= now)
        .order_by(col(DueItem.due_at), col(DueItem.id))
    )
    return {(subject, recipient): number for subject, recipient, number in session.exec(found) if number}


def pending_of(session: Session, rule: str, subject: str) -> Sequence[DueItem]:
    """List what a rule still has to do about a subject, the first to come first."""
    return session.exec(
        select(DueItem)
        .where(text(IS_PENDING), DueItem.rule == rule, DueItem.subject == subject)
        .order_by(col(DueItem.due_at), col(DueItem.id))
    ).all()


def planned_ahead(session: Session, rule: str, now: datetime) -> dict[tuple[str, str], str]:
    """Give the anchors of what a rule has planned beyond a moment, by subject and recipient."""
    ahead = session.exec(_ahead(), params={"named": rule, "now": now})
    return {(subject, recipient): anchor for subject, recipient, anchor in ahead}


@cache
def _ahead() -> Select[str, str, str]:
    """Write the query, once: that takes longer than the query itself, which every tick needs."""
    now = bindparam("now", type_=UtcDateTime)
    return select(DueItem.subject, DueItem.recipient, DueItem.anchor).where(
        text(IS_PENDING), DueItem.rule == bindparam("named"), col(DueItem.due_at) > now
    )


def next_due(session: Session, after: datetime) -> datetime | None:
    """Say when the next item is to be done after a moment."""
    moment = func.coalesce(DueItem.retry_at, DueItem.due_at, type_=UtcDateTime)
    return session.exec(select(func.min(moment)).where(DueItem.state == DueState.PENDING, moment > after)).one()


def finish(item: DueItem, state: DueState, now: datetime, reason: str = "") -> None:
    """Write down what became of an item."""
    item.state, item.finished_at, item.reason = state, now, reason


@dataclass(frozen=True, slots=True)
class Replanning:
    """What changes when what a rule hangs on has moved: items that are new, come back, or are no longer wanted.

    ``shifted`` are wanted at another moment than planned, which is named with each.
    """

    added: Sequence[DueItem]
    revived: Sequence[DueItem]
    dropped: Sequence[DueItem]
    shifted: Sequence[tuple[DueItem, datetime]] = ()


def replanning(session: Session, rule: str, subject: str, wanted: Sequence[DueItem], since: datetime) -> Replanning:
    """Compare what a rule should do about a subject with what is planned; writes nothing.

    ``since`` is when it came to be so: what was due before is not planned any more. What waits and is still wanted
    stays, also if it is due already. What was done is not done again, nor what was skipped when it was due.
    """
    known = {
        _key(item): item
        for item in session.exec(select(DueItem).where(DueItem.rule == rule, DueItem.subject == subject))
    }
    asked = {_key(item): item for item in wanted}
    coming = {key: item for key, item in asked.items() if item.due_at > since}
    waiting = {key: item for key, item in known.items() if key in coming and _waits_for_it(item)}
    return Replanning(
        added=[item for key, item in coming.items() if key not in known],
        revived=[known[key] for key in coming if key in known and _was_dropped(known[key])],
        dropped=[item for key, item in known.items() if item.state is DueState.PENDING and key not in asked],
        shifted=[(item, coming[key].due_at) for key, item in waiting.items()],
    )


def replan(session: Session, change: Replanning, now: datetime, reason: str) -> None:
    """Carry a replanning out; ``reason`` says why items are dropped."""
    for item in change.dropped:
        finish(item, DueState.SKIPPED, now, reason)
    for item in change.revived:
        item.state, item.finished_at, item.reason = DueState.PENDING, None, ""
    for item, due_at in change.shifted:
        item.due_at = due_at
    session.add_all(change.added)
    session.flush()


def _waits_for_it(item: DueItem) -> bool:
    """Say whether an item waits for the moment it was planned for; one that was put off waits for another."""
    return item.state is DueState.PENDING and not item.reason


def _was_dropped(item: DueItem) -> bool:
    return item.state is DueState.SKIPPED and item.finished_at is not None and item.finished_at < item.due_at


def _key(item: DueItem) -> tuple[str, str, str]:
    return item.recipient, item.anchor, item.occurrence

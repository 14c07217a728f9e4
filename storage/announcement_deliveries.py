"""Whom a released announcement goes to, and what became of it there: one row each, counted where it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Index, UniqueConstraint, bindparam, delete, insert, or_
from sqlmodel import Field, Session, col, select, update

from storage.batches import count_states
from storage.municipalities import Land
from storage.outbox import FailureKind, OutboxMessage, OutboxState
from storage.records import Record, enum_column, json_column


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom an announcement is for: a person, with the municipalities they speak for by AGS, or a group."""

    person_id: int | None = None
    group_id: int | None = None
    places: tuple[str, ...] = ()
    land: Land | None = None


class Delivery(Record, table=True):
    """One recipient of a released announcement, a person or a group, and the message it became.

    ``position`` is its place in the order it goes out, ``places`` are the municipalities the person speaks for, by AGS.
    Until it is ``posted`` it has no message; with a ``reason`` it never will, for who has lost their role or address.
    What becomes of the message stands in its row of the outbox alone.
    """

    __tablename__ = "announcement_delivery"
    __table_args__ = (
        UniqueConstraint("announcement_id", "person_id"),
        UniqueConstraint("announcement_id", "group_id"),
        Index("ix_announcement_delivery_position", "announcement_id", "position"),
    )

    id: int | None = Field(default=None, primary_key=True)
    announcement_id: int = Field(foreign_key="announcement.id")
    position: int
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="group_chat.id")
    places: list[str] = Field(default_factory=list, sa_type=json_column())
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True)
    reason: str = ""


GIVEN_UP = (OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED)

ROLE_LOST, UNREACHABLE, CANCELLED = "role", "unreachable", "cancelled"
"""Reasons for which no message is posted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an announcement is, in recipients; all of them are in exactly one of these counts.

    ``failed`` and ``dropped`` are by their reasons, ``waiting`` by network, those without a message yet under "".
    ``doubled`` and ``unclear`` count among the others: what arrived and was sent twice perhaps, and what was given up
    although nobody can tell whether it arrived. ``places`` are the municipalities meant, by AGS, ``reached`` those
    of whom somebody got it. ``removals`` are the messages that take it back, once it is withdrawn, by their state.
    """

    sent: int = 0
    waiting: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    cancelled: int = 0
    doubled: int = 0
    unclear: int = 0
    places: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    removals: Counter[OutboxState] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All recipients."""
        return self.sent + self.cancelled + sum(each.total() for each in (self.waiting, self.failed, self.dropped))

    @property
    def is_over(self) -> bool:
        """Whether nothing waits any more."""
        return not self.waiting.total()


@dataclass(frozen=True, slots=True)
class Recipient:
    """What of a delivery is counted and reported: no record, for ten thousand of these take tens of megabytes."""

    person_id: int | None
    group_id: int | None
    places: Sequence[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Course:
    """A delivery and what became of its message, as far as it has one."""

    delivery: Recipient
    state: OutboxState | None = None
    network: str = ""
    failure: FailureKind | None = None
    is_unclear: bool = False
    """Whether a send of it was cut off, so that nobody can tell whether it arrived, or twice."""


def freeze(session: Session, number: int, addressees: Sequence[Addressee]) -> None:
    """Write down whom an announcement goes to, in this order."""
    rows = [
        {
            "announcement_id": number,
            "position": position,
            "person_id": each.person_id,
            "group_id": each.group_id,
            "places": list(each.places),
            "land": each.land,
        }
        for position, each in enumerate(addressees)
    ]
    if rows:
        session.connection().execute(insert(Delivery), rows)


def forget_deliveries(session: Session, number: int) -> None:
    """Forget whom an announcement would have gone to; only before it begins."""
    session.connection().execute(
        delete(Delivery).where(col(Delivery.announcement_id) == number, col(Delivery.outbox_id).is_(None))
    )


def next_pending(session: Session, number: int, most: int) -> Sequence[Delivery]:
    """List who is next to get a message, in their order."""
    pending = (col(Delivery.outbox_id).is_(None), Delivery.reason == "")
    found = select(Delivery).where(Delivery.announcement_id == number, *pending)
    return session.exec(found.order_by(col(Delivery.position)).limit(most)).all()


def drop_pending(session: Session, number: int, reason: str) -> None:
    """Post no more messages, for this reason."""
    pending = (col(Delivery.outbox_id).is_(None), col(Delivery.reason) == "")
    session.connection().execute(
        update(Delivery).where(col(Delivery.announcement_id) == number, *pending).values(reason=reason)
    )


def courses(session: Session, number: int) -> list[Course]:
    """List all recipients of an announcement in their order, with what became of each one's message."""
    here = col(OutboxMessage.id).in_(select(Delivery.outbox_id).where(Delivery.announcement_id == number))
    states = select(col(OutboxMessage.id), col(OutboxMessage.state), col(OutboxMessage.network)).where(here)
    failures = select(col(OutboxMessage.id), col(OutboxMessage.failure)).where(
        here, col(OutboxMessage.failure).is_not(None)
    )
    unclear = select(col(OutboxMessage.id)).where(here, OutboxMessage.unknown_sends > 0)
    told = {row: (state, network) for row, state, network in session.exec(states)}
    failed, twice = dict(session.exec(failures).all()), set(session.exec(unclear))
    read = (col(one) for one in (Delivery.outbox_id, Delivery.person_id, Delivery.group_id, Delivery.places))
    found = select(*read, col(Delivery.reason)).where(Delivery.announcement_id == number)  # type: ignore[call-overload]
    listed: list[Course] = []
    for row, *recipient in session.exec(found.order_by(col(Delivery.position))):
        state, network = told.get(row, (None, ""))
        listed.append(Course(Recipient(*recipient), state, network, failed.get(row), row in twice))
    return listed


def standing(session: Session, number: int, removal_batch: int | None = None) -> Standing:
    """Count how far an announcement is; of one that is withdrawn, also the batch that takes it back."""
    counted = _Count()
    for course in courses(session, number):
        counted.count(course)
    removals = count_states(session, removal_batch) if removal_batch else Counter[OutboxState]()
    return replace(counted.standing(), removals=removals)


class _Count:
    """Puts each recipient into exactly one count."""

    def __init__(self) -> None:
        self.kept = Standing()
        self.sent = self.cancelled = self.doubled = self.unclear = 0

    def count(self, course: Course) -> None:
        delivery, state = course.delivery, course.state
        self.kept.places.update(delivery.places)
        if delivery.reason == CANCELLED or state is OutboxState.CANCELLED:
            self.cancelled += 1
        elif delivery.reason:
            self.kept.dropped[delivery.reason] += 1
        elif state is OutboxState.SENT:
            self.sent += 1
            self.kept.reached.update(delivery.places)
        elif state in GIVEN_UP:
            self.kept.failed[course.failure or OutboxState.EXPIRED] += 1
        else:
            self.kept.waiting[course.network] += 1
        self.unclear += course.is_unclear and state in GIVEN_UP
        self.doubled += course.is_unclear and state is OutboxState.SENT

    def standing(self) -> Standing:
        return replace(self.kept, sent=self.sent, cancelled=self.cancelled, doubled=self.doubled, unclear=self.unclear)


def delivery_of(session: Session, outbox_id: int) -> Delivery | None:
    """Find the delivery that a message of the outbox is, if it is one."""
    return session.exec(select(Delivery).where(Delivery.outbox_id == outbox_id)).first()


def arrived(session: Session, number: int) -> Sequence[tuple[Delivery, OutboxMessage]]:
    """List who got an announcement, with the message they got; who may have got it is one of them."""
    got = or_(col(OutboxMessage.state) == OutboxState.SENT, col(OutboxMessage.unknown_sends) > 0)
    found = select(Delivery, OutboxMessage).join(OutboxMessage, col(OutboxMessage.id) == col(Delivery.outbox_id))
    return session.exec(found.where(Delivery.announcement_id == number, got).order_by(col(Delivery.position))).all()


def frozen(session: Session, number: int) -> list[Addressee]:
    """List whom an announcement was released for."""
    columns = select(Delivery.person_id, Delivery.group_id, col(Delivery.places), col(Delivery.land))
    found = session.exec(columns.where(Delivery.announcement_id == number).order_by(col(Delivery.position)))
    return [Addressee(person, group, tuple(places), land) for person, group, places, land in found]


def link_messages(session: Session, rows: Mapping[int, int]) -> None:
    """Write down which message of the outbox each delivery became.

    With one statement for all: one by one they cost half of what it takes to write an announcement out.
    """
    linked = update(Delivery).where(col(Delivery.id) == bindparam("delivery")).values(outbox_id=bindparam("row"))
    if rows:
        session.connection().execute(linked, [{"delivery": each, "row": row} for each, row in rows.items()])

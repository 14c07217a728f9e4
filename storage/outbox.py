"""The outbox: every message that leaves is a row here first, and its row says what became of it.

States: ``queued → sending → sent | failed | expired | cancelled``, and ``unknown`` where a send was cut off on a
network that cannot repeat a send without showing it twice. A claim is a lease by the database's clock with a fence:
whoever comes back after its lease has run out can no longer write.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import uuid4

from sqlalchemy import Index, LargeBinary, UniqueConstraint, and_, case, or_
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, func, select, tuple_, update

from storage.database import database_now, serialize
from storage.engine import Subject
from storage.records import OrderedEnum, Record, UtcDateTime, enum_column, json_column

LEASE = timedelta(seconds=60)
"""Longer than any send may take, so that a lease runs out only when its holder is gone."""

IN_VIEW = 5
"""How many of the last messages of a chat somebody can be expected to see on a phone."""


class Lane(IntEnum):
    """Who goes first: an answer to somebody waiting, then notices, then bulk."""

    REPLY = 0
    NOTICE = 1
    BULK = 2


class OutboxState(StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class FailureKind(StrEnum):
    """All the ways a send can fail, for every network."""

    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    GONE = "gone"
    MOVED = "moved"
    MISCONFIGURED = "misconfigured"


class OutboxMessage(Record, table=True):
    """One message to one chat. ``key`` is the network's idempotency key; choices are ``[label, value]`` pairs."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_waiting", "state", "lane", "id"),
        Index("ix_outbox_chat", "network", "chat", "state"),
        Index("ix_outbox_external", "network", "external_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex)
    lane: Lane = Field(default=Lane.REPLY, sa_type=OrderedEnum(Lane))
    network: str
    chat: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    text: str
    choices: list[list[str]] = Field(default_factory=list, sa_type=json_column())
    attachment_name: str | None = None
    attachment_type: str | None = None
    attachment: bytes | None = Field(default=None, sa_type=LargeBinary)
    replaces: str | None = None
    secret: bool = False
    """Whether the text must be forgotten as soon as the message is sent or given up."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: OutboxState = Field(default=OutboxState.QUEUED, sa_type=enum_column(OutboxState))
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fence: int = 0
    unknown_sends: int = 0
    external_id: str | None = None
    failure: FailureKind | None = Field(default=None, sa_type=enum_column(FailureKind))
    failure_detail: str | None = None
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OutboxPause(Record, table=True):
    """A network, or one chat of it, that must be left alone until a moment of the database's clock."""

    __tablename__ = "outbox_pause"

    network: str = Field(primary_key=True)
    chat: str = Field(default="", primary_key=True)
    until: datetime = Field(sa_type=UtcDateTime)


WAITING = (OutboxState.QUEUED, OutboxState.UNKNOWN)


def claim(session: Session, owner: str, networks: Collection[str], limit: int) -> list[OutboxMessage]:
    """Take up to ``limit`` messages for sending, at most one per chat, so that a chat's messages keep their order.

    Replies come before notices before bulk. Rows locked by another instance are passed over.
    """
    serialize(
        session, Subject.CLAIMS
    )  # a row another instance is just taking still looks queued: its chat would seem free
    moment = database_now(session)
    earlier, paused = aliased(OutboxMessage), aliased(OutboxPause)
    before_us = select(earlier.id).where(
        earlier.network == OutboxMessage.network,
        earlier.chat == OutboxMessage.chat,
        or_(
            col(earlier.state) == OutboxState.SENDING,
            and_(
                col(earlier.state).in_(WAITING),
                tuple_(col(earlier.lane), col(earlier.id)) < tuple_(col(OutboxMessage.lane), col(OutboxMessage.id)),
            ),
        ),
    )
    on_hold = select(paused.network).where(
        paused.network == OutboxMessage.network,
        or_(col(paused.chat) == "", col(paused.chat) == OutboxMessage.chat),
        col(paused.until) > moment,
    )
    rows = session.exec(
        select(OutboxMessage)
        .where(
            col(OutboxMessage.state).in_(WAITING),
            col(OutboxMessage.network).in_(networks),
            or_(col(OutboxMessage.not_before).is_(None), col(OutboxMessage.not_before) <= moment),
            ~before_us.exists(),
            ~on_hold.exists(),
        )
        .order_by(col(OutboxMessage.lane), col(OutboxMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=OutboxMessage)
    ).all()
    for row in rows:
        row.state = OutboxState.SENDING
        row.lease_owner = owner
        row.lease_until = moment + LEASE
        row.fence += 1
    return list(rows)


def record_sent(session: Session, claimed: OutboxMessage, external_id: str, now: datetime) -> bool:
    """Write that a claimed message arrived. Returns whether the lease was still ours."""
    return _finish(session, claimed, state=OutboxState.SENT, external_id=external_id, finished_at=now, failure=None)


def record_failed(session: Session, claimed: OutboxMessage, kind: FailureKind, detail: str, now: datetime) -> bool:
    """Write that a claimed message will never arrive, and why. Returns whether the lease was still ours."""
    return _finish(
        session, claimed, state=OutboxState.FAILED, failure=kind, failure_detail=detail[:500], finished_at=now
    )


def put_back(  # noqa: PLR0913 - a row returns with all that was learned about it
    session: Session,
    claimed: OutboxMessage,
    kind: FailureKind,
    detail: str,
    *,
    wait: timedelta,
    counts: bool = True,
    chat: str | None = None,
) -> bool:
    """Queue a claimed message again after a wait. ``counts``: was this an attempt? ``chat``: a new address."""
    return _finish(
        session,
        claimed,
        state=OutboxState.QUEUED,
        failure=kind,
        failure_detail=detail[:500],
        not_before=database_now(session) + wait,
        attempts=claimed.attempts + (1 if counts else 0),
        chat=chat or claimed.chat,
    )


def _finish(session: Session, claimed: OutboxMessage, **values: object) -> bool:
    result = session.connection().execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.id) == claimed.id,
            col(OutboxMessage.fence) == claimed.fence,
            col(OutboxMessage.state) == OutboxState.SENDING,
        )
        .values(lease_owner=None, lease_until=None, **_forgetting(values))
    )
    return result.rowcount == 1


def _forgetting(values: dict[str, object]) -> dict[str, object]:
    """Blank a secret message's text when it comes to its end."""
    if values["state"] is OutboxState.QUEUED:
        return values
    return {**values, "text": case((col(OutboxMessage.secret), ""), else_=col(OutboxMessage.text))}


def pause(session: Session, network: str, until: datetime, chat: str = "") -> None:
    """Leave a network, or one of its chats, alone until a moment of the database's clock."""
    serialize(session, Subject.PAUSES)  # two instances throttled at once must not both find no row
    known = session.get(OutboxPause, (network, chat))
    session.merge(OutboxPause(network=network, chat=chat, until=max(until, known.until) if known else until))


def recover(session: Session, repeatable: Collection[str], others: Collection[str] = (), *, alone: bool = False) -> int:
    """Queue again what an instance that is gone was sending on these networks; returns how many rows.

    On a repeatable network the row's key makes the second send invisible. Elsewhere nobody can tell whether the first
    one arrived: the row becomes ``unknown``, is sent again, and is counted. Who is ``alone`` on a database knows, when
    it starts, that whoever was sending is gone, and need not wait for leases to run out.
    """
    lost = [col(OutboxMessage.state) == OutboxState.SENDING]
    if not alone:
        lost.append(col(OutboxMessage.lease_until) < database_now(session))
    # An attempt is counted: a message that kills its sender each time must be noticed.
    freed = {"lease_owner": None, "lease_until": None, "attempts": OutboxMessage.attempts + 1}
    connection = session.connection()
    again = connection.execute(
        update(OutboxMessage)
        .where(*lost, col(OutboxMessage.network).in_(repeatable))
        .values(state=OutboxState.QUEUED, **freed)
    )
    unknown = connection.execute(
        update(OutboxMessage)
        .where(*lost, col(OutboxMessage.network).in_(others))
        .values(state=OutboxState.UNKNOWN, unknown_sends=OutboxMessage.unknown_sends + 1, **freed)
    )
    return again.rowcount + unknown.rowcount


def expire(session: Session, now: datetime) -> int:
    """Close what waited past its time; returns how many rows."""
    result = session.connection().execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.state).in_(WAITING), col(OutboxMessage.expires_at) <= now)
        .values(**_forgetting({"state": OutboxState.EXPIRED, "finished_at": now}))
    )
    return result.rowcount


def with_choices(session: Session, network: str, chat: str) -> list[OutboxMessage]:
    """List the messages in a chat that offered choices and are still in view, the newest first."""
    newest = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.network == network, OutboxMessage.chat == chat)
        .order_by(col(OutboxMessage.id).desc())
        .limit(IN_VIEW)
    ).all()
    return [message for message in newest if message.choices]


def by_external_id(session: Session, network: str, chat: str, external_id: str) -> OutboxMessage | None:
    """Find a message of ours by the network's name for it: what a reaction or a button refers to."""
    return session.exec(
        select(OutboxMessage).where(
            OutboxMessage.network == network,
            OutboxMessage.chat == chat,
            OutboxMessage.external_id == external_id,
        )
    ).first()


def count_by_state(session: Session) -> dict[OutboxState, int]:
    """Count the messages in each state."""
    rows = session.exec(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)).all()
    return {OutboxState(state): count for state, count in rows}

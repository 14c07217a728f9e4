"""The outbox: every message that leaves is a row here first, and its row says what became of it.

States: ``queued → sending → sent | failed | expired | cancelled``, and ``unknown`` where a send was cut off on a
network that cannot repeat a send without showing it twice. What waits for a good moment of its reader's is ``held``
until the clock lets it go. A claim is a lease by the database's clock with a fence: whoever comes back after its lease
has run out can no longer write.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Executable, Index, LargeBinary, UniqueConstraint, bindparam, case, false, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, Session, col, select, update
from sqlmodel.sql.expression import Select

from storage.database import database_now
from storage.inbox import trace
from storage.records import OrderedEnum, Record, UtcDateTime, enum_column, json_column

LEASE = timedelta(seconds=60)
"""Longer than any send may take, so that a lease runs out only when its holder is gone."""


class Lane(IntEnum):
    """Who goes first: an answer to somebody waiting, then notices, then bulk."""

    REPLY = 0
    NOTICE = 1
    BULK = 2


class Urgency(StrEnum):
    """How soon something must be read: whether it may wait for a good moment, and whether it may be collected."""

    URGENT = "urgent"
    NORMAL = "normal"
    LOW = "low"


class OutboxState(StrEnum):
    """What became of a message."""

    HELD = "held"
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


IS_WAITING = "state IN ('queued', 'unknown')"
"""Waiting, as SQL without parameters: only so do databases see that a partial index serves a query."""

ZERO = text("0")
URGENT = {"server_default": text("'urgent'")}
EMPTY = {"server_default": text("''")}
ONLY_WAITING = text(IS_WAITING)
ONLY_HELD, ONLY_IN_DOUBT = text("state = 'held'"), text("unknown_sends > 0")
NO_NAMES = {"server_default": text("'[]'")}
ONLY_BATCHES = text("batch_id IS NOT NULL")
ONLY_POLLS = text("poll_name IS NOT NULL")


class OutboxMessage(Record, table=True):
    """One message to one chat. ``key`` is the network's idempotency key; choices are ``[label, value]`` pairs.

    ``parts`` says how many parts of a message that its network must split have arrived, ``answered`` which of the
    choices a button has taken (from 0), ``redirected`` that it goes to its person's next address already, ``due_id``
    which item of the clock said it, ``created_at`` when it was put in line: what was held, when it was let go.
    ``of_stranger`` says that the chat belongs to nobody we know: once the message is over, only its trace is kept
    (:func:`storage.inbox.trace`). A row with a ``menu`` says nothing: it changes the commands that the chat offers.
    ``poll`` is its question, options, and whether several can be chosen; ``poll_name`` what the network calls it in a
    vote, ``ends_poll`` the key of the message whose poll takes no votes any more.

    ``batch_id`` is the batch it goes with, ``file_id`` the stored file that is its attachment, for those that many get.
    ``thread`` is the key of the message of ours whose thread it belongs to, ``removes`` that of one it takes out of the
    chat, ``part_names`` are the network's names for all parts that have arrived.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        # Only what waits, in the order it goes: a claim reads its beginning, however many rows wait behind.
        Index("ix_outbox_waiting", "network", "lane", "id", sqlite_where=ONLY_WAITING, postgresql_where=ONLY_WAITING),
        # The chat first: without statistics, PostgreSQL would look up all open rows of the network by it.
        Index("ix_outbox_chat", "chat", "network", "state", "lane", "id"),
        Index("ix_outbox_batch", "batch_id", "state", sqlite_where=ONLY_BATCHES, postgresql_where=ONLY_BATCHES),
        Index("ix_outbox_external", "network", "external_id"),
        Index("ix_outbox_held", "state", sqlite_where=ONLY_HELD, postgresql_where=ONLY_HELD),
        Index("ix_outbox_in_doubt", "created_at", sqlite_where=ONLY_IN_DOUBT, postgresql_where=ONLY_IN_DOUBT),
        Index("ix_outbox_poll", "network", "poll_name", sqlite_where=ONLY_POLLS, postgresql_where=ONLY_POLLS),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex)
    lane: Lane = Field(default=Lane.REPLY, sa_type=OrderedEnum(Lane))
    network: str
    chat: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    text: str
    choices: list[list[str]] = Field(default=[], sa_type=json_column())  # copied; a factory costs each row 0.1 ms
    attachment_name: str | None = None
    attachment_type: str | None = None
    attachment: bytes | None = Field(default=None, sa_type=LargeBinary)
    replaces: str | None = None
    secret: bool = False
    """Whether text and file must be forgotten as soon as the message is sent or given up."""
    urgency: Urgency = Field(default=Urgency.URGENT, sa_type=enum_column(Urgency), sa_column_kwargs=URGENT)
    why: str = Field(default="", sa_column_kwargs=EMPTY)
    """Why its person gets it, in their language, for who asks."""
    menu: list[list[str]] | None = Field(default=None, sa_type=json_column(none_as_null=True))
    poll: dict[str, Any] | None = Field(default=None, sa_type=json_column(none_as_null=True))
    poll_name: str | None = None
    ends_poll: str | None = None
    of_stranger: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    batch_id: int | None = None
    file_id: int | None = None
    thread: str | None = None
    removes: str | None = None
    pinned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    part_names: list[str] = Field(default=[], sa_type=json_column(), sa_column_kwargs=NO_NAMES)
    due_id: int | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    state: OutboxState = Field(default=OutboxState.QUEUED, sa_type=enum_column(OutboxState))
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fence: int = 0
    unknown_sends: int = 0
    parts: int = Field(default=0, sa_column_kwargs={"server_default": ZERO})
    external_id: str | None = None
    answered: int | None = None
    redirected: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    failure: FailureKind | None = Field(default=None, sa_type=enum_column(FailureKind))
    failure_detail: str | None = None
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


WAITING = (OutboxState.QUEUED, OutboxState.UNKNOWN)
NOBODYS = {"lease_owner": None, "lease_until": None}


def record_all_sent(session: Session, arrived: Sequence[tuple[OutboxMessage, str]], now: datetime) -> set[int]:
    """Write that claimed messages arrived, each with the network's name for it; returns those still ours, by number.

    Two statements for all of them: one message's share of a transaction is then a tenth of what it costs alone.
    """
    fences = {message.id: message.fence for message, _ in arrived}
    held = session.exec(_fences(), params={"arrived": list(fences)}).all()
    ours = {number for number, fence in held if number is not None and fence == fences[number]}
    ended = [
        {"row": message.id, "name": name, "kept": _kept_chat(message), "now": now}
        for message, name in arrived
        if message.id in ours
    ]
    if ended:
        session.connection().execute(_end(), ended)
    return ours


@cache
def _fences() -> Select[int | None, int]:
    """Write the query, once: that takes longer than the query itself."""
    arrived = col(OutboxMessage.id).in_(bindparam("arrived", expanding=True))
    sending = col(OutboxMessage.state) == OutboxState.SENDING
    return select(OutboxMessage.id, OutboxMessage.fence).where(arrived, sending).with_for_update()


@cache
def _end() -> Executable:
    told: dict[str, object] = {"external_id": bindparam("name"), "chat": bindparam("kept")}
    told |= {"finished_at": bindparam("now", type_=UtcDateTime)}
    ended = {"state": OutboxState.SENT, "failure": None, **_unless_secret()} | NOBODYS | told
    return update(OutboxMessage).where(col(OutboxMessage.id) == bindparam("row")).values(**ended)


def record_part(session: Session, claimed: OutboxMessage, names: Sequence[str] = ()) -> bool:
    """Write that a part of a claimed message arrived, with the names of all so far. Tells whether it was still ours."""
    begun = {"parts": claimed.parts + 1, "part_names": list(names)}
    return _finish(session, claimed, state=OutboxState.QUEUED, failure=None, **begun)


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
    unknown: bool = False,
    chat: str | None = None,
) -> bool:
    """Queue a claimed message again after a wait.

    ``counts``: was this an attempt? ``unknown``: may it have arrived all the same? ``chat``: a new address.
    """
    return _finish(
        session,
        claimed,
        state=OutboxState.UNKNOWN if unknown else OutboxState.QUEUED,
        unknown_sends=claimed.unknown_sends + (1 if unknown else 0),
        failure=kind,
        failure_detail=detail[:500],
        not_before=database_now(session) + wait,
        attempts=claimed.attempts + (1 if counts else 0),
        chat=chat or claimed.chat,
    )


def redirect(  # noqa: PLR0913 - why it goes elsewhere, and where
    session: Session, claimed: OutboxMessage, kind: FailureKind, detail: str, network: str, chat: str
) -> bool:
    """Queue a claimed message again, whole, for its person's next address. Returns whether the lease was still ours."""
    return _finish(
        session,
        claimed,
        state=OutboxState.QUEUED,
        failure=kind,
        failure_detail=detail[:500],
        network=network,
        chat=chat,
        redirected=True,
        replaces=None,  # what it replaces stands in the other chat
        parts=0,
        part_names=[],
        attempts=0,
        not_before=None,
    )


def _finish(session: Session, claimed: OutboxMessage, **values: object) -> bool:
    if values["state"] not in WAITING:
        values["chat"] = _kept_chat(claimed)
    result = session.connection().execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.id) == claimed.id,
            col(OutboxMessage.fence) == claimed.fence,
            col(OutboxMessage.state) == OutboxState.SENDING,
        )
        .values(**NOBODYS, **forgetting(values))
    )
    return result.rowcount == 1


def forgetting(values: dict[str, object]) -> dict[str, object]:
    """Write what becomes of a message; at its end, a secret text is blanked."""
    return values if values["state"] in WAITING else {**values, **_unless_secret()}


def _kept_chat(message: OutboxMessage) -> str:
    return trace(message.network, message.chat) if message.of_stranger else message.chat


def _unless_secret() -> dict[str, ColumnElement[Any]]:
    """Keep the text and the file of what is no secret."""
    row, kept = OutboxMessage, col(OutboxMessage.secret).is_(False)
    return {"text": case((kept, col(row.text)), else_=""), "attachment": case((kept, col(row.attachment)))}

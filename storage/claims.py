"""Claims on the outbox: whose turn it is, and the lease under which a row is sent.

A chat's messages keep their order because a chat has one message on its way at most, and the next is its first: one
that has begun, for nothing may come between the parts of a long message, else the first by lane and number.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Integer, bindparam, or_, text
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select, tuple_, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.batches import halted_batches
from storage.database import database_now, serialize
from storage.engine import Subject
from storage.naming import name_references
from storage.outbox import IS_WAITING, LEASE, WAITING, OutboxMessage, OutboxState
from storage.pauses import OutboxPause
from storage.records import UtcDateTime


def claim(session: Session, owner: str, networks: Collection[str], limit: int) -> list[OutboxMessage]:
    """Take up to ``limit`` messages for sending, at most one per chat, so that a chat's messages keep their order.

    Replies come before notices before bulk. Rows locked by another instance are passed over.
    """
    moment = begin_claim(session)
    found = [row for network in networks for row in heads(session, network, moment, limit)]
    return lease(session, sorted(found, key=lambda row: (row.lane, row.id))[:limit], owner, moment)


def begin_claim(session: Session) -> datetime:
    """Let claims follow each other, and return the moment: a row another instance is just taking still looks queued."""
    serialize(session, Subject.CLAIMS)
    return database_now(session)


def heads(
    session: Session, network: str, moment: datetime, limit: int, without: Collection[str] = ()
) -> Sequence[OutboxMessage]:
    """List what may be sent next on a network, the first of each free chat; ``without`` are chats to pass over."""
    wanted = {"wanted_network": network, "moment": moment, "most": limit, "without": list(without)}
    return session.exec(_heads(), params=wanted).all()


@cache
def _heads() -> SelectOfScalar[OutboxMessage]:
    """Write the query, once: that takes longer than the query itself."""
    moment = bindparam("moment", type_=UtcDateTime)
    paused = aliased(OutboxPause)
    on_hold = select(paused.network).where(
        paused.network == OutboxMessage.network,
        or_(col(paused.chat) == "", col(paused.chat) == OutboxMessage.chat),
        col(paused.until) > moment,
    )
    return (
        select(OutboxMessage)
        .where(
            text(f"outbox.{IS_WAITING}"),
            col(OutboxMessage.network) == bindparam("wanted_network"),
            or_(col(OutboxMessage.not_before).is_(None), col(OutboxMessage.not_before) <= moment),
            col(OutboxMessage.chat).not_in(bindparam("without", expanding=True)),
            _may_begin(OutboxMessage),
            ~_earlier().exists(),
            ~on_hold.exists(),
        )
        .order_by(col(OutboxMessage.lane), col(OutboxMessage.id))
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=OutboxMessage)
    )


def _earlier() -> SelectOfScalar[Any]:
    """Write what keeps a row back: one of its chat that is on its way, has begun, or goes first."""
    earlier = aliased(OutboxMessage)
    return select(earlier.id).where(
        earlier.network == OutboxMessage.network,
        earlier.chat == OutboxMessage.chat,
        # Finished rows are left out by the index: a chat may have thousands of them.
        col(earlier.state).in_((OutboxState.SENDING, *WAITING)),
        _may_begin(earlier),
        or_(
            col(earlier.state) == OutboxState.SENDING,
            tuple_(col(earlier.parts) == 0, col(earlier.lane), col(earlier.id))
            < tuple_(col(OutboxMessage.parts) == 0, col(OutboxMessage.lane), col(OutboxMessage.id)),
        ),
    )


def _may_begin(row: type[OutboxMessage]) -> ColumnElement[bool]:
    """Write what lets a row go: that its batch is not halted, or that it has begun already."""
    going = col(row.batch_id).not_in(halted_batches())
    return or_(col(row.batch_id).is_(None), going, col(row.parts) > 0, col(row.state) == OutboxState.SENDING)


def waiting_in(session: Session, network: str, chats: Collection[str]) -> Sequence[str]:
    """List those of these chats in which something waits."""
    waits = col(OutboxMessage.state).in_(WAITING)
    here = (OutboxMessage.network == network, col(OutboxMessage.chat).in_(chats))
    return session.exec(select(OutboxMessage.chat).where(*here, waits).distinct()).all() if chats else []


def lease(session: Session, rows: Sequence[OutboxMessage], owner: str, moment: datetime) -> list[OutboxMessage]:
    """Make rows ours until they are recorded or the lease runs out; one statement for all of them.

    What a row refers to by our own keys, the claimed row names as its network does (:mod:`storage.naming`).
    """
    held = {"state": OutboxState.SENDING, "lease_owner": owner, "lease_until": moment + LEASE}
    if rows:
        session.connection().execute(_lease(), {"claimed": [row.id for row in rows], **held})
    for row in rows:
        for name, value in (held | {"fence": row.fence + 1}).items():
            set_committed_value(row, name, value)  # it is written already
    name_references(session, rows)
    return list(rows)


@cache
def _lease() -> Executable:
    claimed = col(OutboxMessage.id).in_(bindparam("claimed", expanding=True))
    return update(OutboxMessage).where(claimed).values(fence=OutboxMessage.fence + 1)

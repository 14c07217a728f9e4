"""How the service stands, measured at one moment by what the tables say: for Prometheus, and for operators' alerts.

Only what an index answers: a look must not cost more because much has been sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, TextClause
from sqlmodel import Session, col, func, select

from storage.alerts import Alert, NetworkReport, alerts, network_reports
from storage.backup_runs import last_backup
from storage.database import database_now
from storage.due import DueItem, DueState
from storage.leases import Lease, leases
from storage.outbox import ONLY_HELD, ONLY_IN_DOUBT, ONLY_WAITING, Lane, OutboxMessage
from storage.pauses import OutboxPause
from storage.records import UtcDateTime

RECENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be sent on one network in one lane: how much, and since when the oldest."""

    waiting: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Pauses:
    """For how many seconds a network must still be left alone, and how many of its chats."""

    network: float = 0.0
    chats: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """How the service stands at ``moment`` by the database's clock."""

    moment: datetime
    queues: Mapping[tuple[str, Lane], Queue]
    held: int
    """Messages that wait for a good moment of their reader's."""
    in_doubt: int
    """Messages that nobody can tell of whether they arrived once or twice, of all that are kept."""
    in_doubt_lately: int
    overdue: int
    """What is due by the clock, and undone."""
    overdue_since: datetime | None
    pauses: Mapping[str, Pauses]
    leases: Sequence[Lease]
    reports: Sequence[NetworkReport]
    alerts: Sequence[Alert]
    backup_at: datetime | None


def measure(session: Session, now: datetime) -> Measures:
    """Measure; ``now`` is the moment by which messages and due items are dated."""
    moment = database_now(session)
    overdue, overdue_since = _overdue(session, now)
    backup = last_backup(session)
    return Measures(
        moment=moment,
        queues=queues(session),
        held=_count(session, ONLY_HELD),
        in_doubt=_count(session, ONLY_IN_DOUBT),
        in_doubt_lately=_count(session, ONLY_IN_DOUBT, col(OutboxMessage.created_at) > now - RECENT),
        overdue=overdue,
        overdue_since=overdue_since,
        pauses=_pauses(session, moment),
        leases=leases(session),
        reports=network_reports(session),
        alerts=alerts(session),
        backup_at=backup.made_at if backup else None,
    )


def queues(session: Session) -> dict[tuple[str, Lane], Queue]:
    """Look at what waits to be sent, for each network and lane."""
    oldest = func.min(OutboxMessage.created_at, type_=UtcDateTime)
    counted = select(OutboxMessage.network, OutboxMessage.lane, func.count(), oldest).where(ONLY_WAITING)
    rows = session.exec(counted.group_by(OutboxMessage.network, col(OutboxMessage.lane))).all()
    return {(network, Lane(lane)): Queue(count, since) for network, lane, count, since in rows}


def _count(session: Session, *which: TextClause | ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(OutboxMessage).where(*which)).one()


def _overdue(session: Session, now: datetime) -> tuple[int, datetime | None]:
    due = select(func.count(), func.min(DueItem.due_at, type_=UtcDateTime))
    count, since = session.exec(due.where(DueItem.state == DueState.PENDING, col(DueItem.due_at) <= now)).one()
    return count, since


def _pauses(session: Session, moment: datetime) -> dict[str, Pauses]:
    found: dict[str, Pauses] = {}
    for pause in session.exec(select(OutboxPause).where(col(OutboxPause.until) > moment)):
        known, left = found.get(pause.network, Pauses()), (pause.until - moment).total_seconds()
        found[pause.network] = Pauses(known.network, known.chats + 1) if pause.chat else Pauses(left, known.chats)
    return found

"""What operators are told of: what is out of order since when, and how each network goes, as whoever runs it reports.

Both are rows, so that neither a restart nor another instance tells the same twice, and an outage is as long as it is,
however often the process was started meanwhile. All moments are the database's clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, col, select

from storage.records import Record, UtcDateTime


class Alert(Record, table=True):
    """One thing that is out of order: ``kind``, and perhaps of which network or lease. Its row goes when it is over."""

    __tablename__ = "alert"

    kind: str = Field(primary_key=True)
    subject: str = Field(default="", primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When operators were told; None while it may still pass by itself."""


class NetworkReport(Record, table=True):
    """How a network goes, as the instance says that runs it."""

    __tablename__ = "network_report"

    network: str = Field(primary_key=True)
    worked_at: datetime = Field(sa_type=UtcDateTime)
    """When it last worked."""
    fault: str = ""
    """What keeps it from working, in a few English words."""
    unsigned: str = ""
    """Why people's apps cannot trust our device; empty where they can."""
    crowded: bool = False
    """Whether more comes in than should."""


def report(session: Session, told: NetworkReport) -> None:
    """Put down how a network goes; while it does not work, the moment at which it last did stays."""
    known = session.get(NetworkReport, told.network)
    if known is not None and told.fault:
        told.worked_at = known.worked_at
    session.merge(told)


def network_reports(session: Session) -> Sequence[NetworkReport]:
    """List how the networks go."""
    return session.exec(select(NetworkReport).order_by(NetworkReport.network)).all()


def alerts(session: Session) -> Sequence[Alert]:
    """List what is out of order, the oldest first."""
    return session.exec(select(Alert).order_by(col(Alert.since), Alert.kind, Alert.subject)).all()

"""How the service stands: what is measured, and that it costs no more when much has been sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from storage.alerts import NetworkReport, network_reports, report
from storage.backup_runs import BackupRun, last_backup
from storage.database import Database
from storage.due import DueItem, DueState
from storage.measures import Queue, measure
from storage.outbox import Lane, OutboxMessage, OutboxState
from storage.pauses import pause
from storage.sizes import LARGE, disk_of, sizes

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
QUICK = re.compile(r"ix_outbox_(waiting|held|in_doubt)|ix_due_pending")


def message(**values: Any) -> OutboxMessage:  # noqa: ANN401 - any column
    """Write a message on Matrix."""
    return OutboxMessage(**({"network": "matrix", "chat": "a", "text": "Termin", "created_at": NOW} | values))


def test_what_is_measured(database: Database) -> None:
    """What waits since when in which lane, what is held, in doubt and overdue, and what is left alone for how long."""
    hour = timedelta(hours=1)
    with database.transaction() as session:
        session.add_all(message(lane=Lane.BULK, created_at=NOW - n * hour) for n in range(3))
        session.add_all(message(state=state) for state in (OutboxState.UNKNOWN, OutboxState.HELD, OutboxState.SENT))
        session.add_all(message(state=OutboxState.SENT, unknown_sends=1, created_at=NOW - n * hour) for n in (0, 2))
        for n, state in enumerate((DueState.PENDING, DueState.PENDING, DueState.DONE)):
            key = {"rule": "r", "subject": "s", "recipient": "x", "occurrence": str(n)}
            session.add(DueItem(**key, due_at=NOW - n * hour, state=state))
        session.add(DueItem(rule="r", subject="s", recipient="x", occurrence="ahead", due_at=NOW + hour))
        session.add_all(BackupRun(made_at=NOW - n * hour, kind="x", bytes=2**40, sealed=True) for n in (3, 1, 2))
        moment = measure(session, NOW).moment
        pause(session, "matrix", moment + hour)
        pause(session, "matrix", moment + hour, "a chat")
        pause(session, "telegram", moment - hour)
    with database.reading() as session:
        told, found = measure(session, NOW), sizes(session)
        newest = last_backup(session)
    assert told.queues == {
        ("matrix", Lane.BULK): Queue(3, NOW - 2 * hour),
        ("matrix", Lane.REPLY): Queue(1, NOW),
    }
    assert (told.held, told.in_doubt, told.in_doubt_lately) == (1, 2, 1)
    assert (told.overdue, told.overdue_since) == (2, NOW - hour)
    assert {name: (round(each.network, -2), each.chats) for name, each in told.pauses.items()} == {"matrix": (3600, 1)}
    assert newest is not None
    assert told.backup_at == newest.made_at == NOW - hour
    assert found.database > 100_000
    assert set(found.tables) == (set() if database.is_sqlite else set(LARGE))
    assert (disk_of(database) is not None) == database.is_sqlite


def test_no_look_reads_what_was_sent(sqlite_database: Database) -> None:
    """Every look at the outbox and at what is due is answered by an index of what is not over."""
    seen: list[tuple[str, Any]] = []
    with sqlite_database.reading() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *told: seen.append((told[2], told[3])))
        measure(session, NOW)
        plans = [
            row[-1]
            for statement, values in list(seen)
            if re.search(r"FROM (outbox|due)\b", statement)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(plans) == 5
    assert [plan for plan in plans if not QUICK.search(plan)] == []


def test_a_fault_does_not_move_when_it_last_worked(database: Database) -> None:
    """How a network goes is told by whoever runs it; while it does not work, its outage grows, whoever reports it."""
    for n, fault in enumerate(("away", "", "HTTP 502", "HTTP 503")):
        with database.transaction() as session:
            report(session, NetworkReport(network="matrix", worked_at=NOW + timedelta(minutes=n), fault=fault))
    with database.transaction() as session:
        [told] = network_reports(session)
    assert (told.worked_at, told.fault) == (NOW + timedelta(minutes=1), "HTTP 503")

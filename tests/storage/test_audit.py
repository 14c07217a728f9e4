"""Deeds are written down together with what they did, and stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from storage.audit import AuditEntry, note
from storage.database import Database

NOW = datetime.now(UTC)
"""The database goes by its own clock: what is three years old may go."""


def test_a_deed_is_kept_with_who_what_and_when(database: Database, people: dict[str, int]) -> None:
    """An entry names the actor, the deed, its subject, the moment and the details."""
    actor = people["Koordinierungsstelle"]
    with database.transaction() as session:
        note(session, NOW, actor, "pledge.confirmed", "pledge:17", places=20, before="10")
    with database.transaction() as session:
        (entry,) = session.exec(select(AuditEntry)).all()
    assert (entry.at, entry.actor_id, entry.action, entry.subject) == (NOW, actor, "pledge.confirmed", "pledge:17")
    assert entry.detail == {"places": 20, "before": "10"}


def test_the_service_itself_can_act(database: Database) -> None:
    """A deed of the clock has no actor."""
    with database.transaction() as session:
        note(session, NOW, None, "due.skipped", "due:3")
    with database.transaction() as session:
        (entry,) = session.exec(select(AuditEntry)).all()
    assert (entry.actor_id, entry.detail) == (None, {})


def test_a_deed_that_broke_off_is_not_noted(database: Database) -> None:
    """An entry is kept if and only if the deed is committed."""

    def break_off() -> None:
        with database.transaction() as session:
            note(session, NOW, None, "due.skipped", "due:3")
            session.flush()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        break_off()
    with database.transaction() as session:
        assert session.exec(select(AuditEntry)).all() == []


@pytest.mark.parametrize("deed", ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_past(database: Database, deed: str) -> None:
    """Changing or deleting an entry is refused by the database itself, whoever asks for it."""
    with database.transaction() as session:
        note(session, NOW, None, "due.skipped", "due:3")
    with pytest.raises(DBAPIError, match="audit is append-only"), database.transaction() as session:
        session.connection().execute(text(deed))
    with database.transaction() as session:
        assert [entry.action for entry in session.exec(select(AuditEntry))] == ["due.skipped"]


def test_after_three_years_a_deed_may_go(database: Database) -> None:
    """What is older than the log is kept for can be deleted, what is younger stays beside it."""
    with database.transaction() as session:
        note(session, NOW - timedelta(days=3 * 365 + 1), None, "due.skipped", "due:1")
        note(session, NOW - timedelta(days=3 * 365 - 1), None, "due.skipped", "due:2")
        session.flush()
        session.connection().execute(text("DELETE FROM audit WHERE subject = 'due:1'"))
    with database.transaction() as session:
        assert [entry.subject for entry in session.exec(select(AuditEntry))] == ["due:2"]


def test_postgresql_refuses_to_empty_the_log(postgres_database: Database) -> None:
    """Emptying the whole table at once is refused as well."""
    with pytest.raises(DBAPIError, match="audit is append-only"), postgres_database.transaction() as session:
        session.connection().execute(text("TRUNCATE audit"))

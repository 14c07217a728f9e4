"""A group is told each change once: its last digest says up to where it knows the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storage.database import Database
from storage.digests import Digest, latest_digest
from storage.groups import Group
from storage.persons import Role


@pytest.fixture
def groups(database: Database) -> list[int]:
    """Put two groups into the database; gives their numbers."""
    with database.transaction() as session:
        added = [
            Group(network="telegram", chat=chat, role=Role.SPOKESPERSON, created_at=datetime(2021, 7, 1, tzinfo=UTC))
            for chat in ("-100", "-200")
        ]
        session.add_all(added)
        session.flush()
        return [group.id for group in added if group.id is not None]


def test_a_group_without_digest_was_told_nothing(database: Database, groups: list[int]) -> None:
    """Before its first digest a group knows nothing."""
    with database.transaction() as session:
        assert latest_digest(session, groups[0]) is None


def test_the_last_digest_counts(database: Database, groups: list[int]) -> None:
    """Each group has its own last digest: the one written last, with its day and how far it went."""
    with database.transaction() as session:
        for group, day, through in ((0, 5, 7), (0, 12, 9), (1, 12, 4)):
            session.add(Digest(group_id=groups[group], day=date(2021, 7, day), through=through))
            session.flush()
    with database.transaction() as session:
        latest = [latest_digest(session, group) for group in groups]
    assert [(each.day, each.through) for each in latest if each] == [(date(2021, 7, 12), 9), (date(2021, 7, 12), 4)]

"""Group chats are served by the role their members share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.groups import Group, group_at, groups_of
from storage.persons import Language, Role

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)


def add_group(
    database: Database, network: str, chat: str, role: Role = Role.SPOKESPERSON, *, gone: bool = False
) -> None:
    """Serve a group from now on."""
    with database.transaction() as session:
        session.add(Group(network=network, chat=chat, role=role, gone=gone, created_at=NOW))


def test_a_group_is_found_by_its_chat(database: Database) -> None:
    """A chat is the group it was made, on its own network only; other chats are none."""
    add_group(database, "telegram", "-100")
    with database.transaction() as session:
        group = group_at(session, "telegram", "-100")
        assert group is not None
        assert (group.role, group.language, group.gone) == (Role.SPOKESPERSON, Language.GERMAN, False)
        assert group_at(session, "matrix", "-100") is None
        assert group_at(session, "telegram", "-101") is None


def test_the_groups_of_a_role_are_those_we_are_still_in(database: Database) -> None:
    """A role may share several groups; those that threw us out and those of other roles are left out."""
    add_group(database, "telegram", "-100")
    add_group(database, "matrix", "!spokespersons:x.org")
    add_group(database, "telegram", "-200", Role.COORDINATOR)
    add_group(database, "telegram", "-300", gone=True)
    with database.transaction() as session:
        chats = [group.chat for group in groups_of(session, Role.SPOKESPERSON)]
    assert chats == ["-100", "!spokespersons:x.org"]


def test_a_chat_is_one_group(database: Database) -> None:
    """The same chat cannot be served twice."""
    add_group(database, "telegram", "-100")
    with pytest.raises(IntegrityError):
        add_group(database, "telegram", "-100", Role.COORDINATOR)

"""Whose phone was stolen is locked out at once: by whoever runs the service, in one command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from storage.calendar_feeds import feed_at, open_feed
from storage.database import Database
from storage.dialogues import DialoguePosition
from storage.invites import VALIDITY, Invite, create_invite, redeem
from storage.lockout import LockedOut, known, lock_out
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person, Role, RoleAssignment, preferred_address, roles_of

NOW = datetime(2021, 7, 5, 9, tzinfo=UTC)
DAY = NOW.date()
NAME = "Ansprechperson Bielefeld"


@pytest.fixture
def holds(database: Database, people: dict[str, int], municipalities: dict[str, str]) -> Callable[[str], int]:
    """Let somebody hold a role, have an address, an open conversation and a message on its way."""
    assert municipalities

    def begin(name: str) -> int:
        number = people[name]
        there = {"network": "matrix", "chat": f"!{number}"}
        with database.transaction() as session:
            session.add(Address(person_id=number, account=f"@{number}:x.example", created_at=NOW, **there))
            since = DAY - timedelta(days=30)
            session.add(RoleAssignment(person_id=number, role=Role.CONTACT, ags="05711000", valid_from=since))
            later = DAY + timedelta(days=30)
            session.add(RoleAssignment(person_id=number, role=Role.SPOKESPERSON, valid_from=later))
            session.add(DialoguePosition(person_id=number, dialogue="pledge", step="1", started_at=NOW, updated_at=NOW))
            session.add(OutboxMessage(key=f"to {number}", text="Termin", created_at=NOW, **there))
        return number

    return begin


def test_nothing_is_left_to_who_is_locked_out(database: Database, holds: Callable[[str], int]) -> None:
    """Roles, also those to come, conversation, calendar, invitations and waiting messages end; others keep theirs."""
    thief, colleague = holds(NAME), holds("Vertretung Bielefeld")
    with database.transaction() as session:
        feed = open_feed(session, thief, NOW)
        invited = {"role": Role.DEPUTY, "ags": "05711000", "created_at": NOW, "expires_at": NOW + VALIDITY}
        mine, theirs = (create_invite(session, Invite(created_by=each, **invited)) for each in (thief, colleague))
    with database.transaction() as session:
        done = lock_out(session, session.get_one(Person, thief), NOW, DAY)
    assert done == LockedOut(roles=2, accounts=1, invitations=1, calendars=1, messages=1)
    with database.transaction() as session:
        assert [each.person.id for each in known(session, DAY)] == [colleague]
        assert not roles_of(session, thief, DAY + timedelta(days=60))
        assert preferred_address(session, thief) is None
        assert session.get(DialoguePosition, thief) is None
        assert session.get(DialoguePosition, colleague) is not None
        assert feed_at(session, feed) is None
        assert redeem(session, mine.code, NOW + timedelta(minutes=1)) is None
        assert redeem(session, theirs.code, NOW + timedelta(minutes=1)) is not None
        states = {row.chat: row.state for row in session.exec(select(OutboxMessage))}
    assert states == {f"!{thief}": OutboxState.CANCELLED, f"!{colleague}": OutboxState.QUEUED}

"""Locking somebody out: what an operator does when a phone was stolen or an account is in wrong hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select, update

from storage.audit import note
from storage.calendar_feeds import revoke_feeds
from storage.dialogues import end_dialogue
from storage.handovers import end_role
from storage.invites import Invite
from storage.outbox import OutboxMessage, OutboxState, forgetting
from storage.persons import Address, Person, RoleAssignment, roles_of


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the bot knows, with the roles they hold and the networks on which they are reached."""

    person: Person
    roles: Sequence[RoleAssignment]
    networks: Sequence[str]


@dataclass(frozen=True, slots=True)
class LockedOut:
    """How much was taken away."""

    roles: int
    accounts: int
    invitations: int
    calendars: int
    messages: int


def known(session: Session, day: date) -> list[Known]:
    """List everybody who holds a role, by their number."""
    found = session.exec(select(Person).order_by(col(Person.id))).all()
    listed = [Known(each, roles_of(session, each.id or 0, day), _networks(session, each)) for each in found]
    return [each for each in listed if each.roles]


def lock_out(session: Session, person: Person, now: datetime, day: date) -> LockedOut:
    """End what somebody may do, and send nothing more to where they were.

    Their account stays the person's: what they did is in the ledger. A new invitation gives a role back, also to an
    account of another name.
    """
    number = person.id or 0
    lasting = or_(col(RoleAssignment.valid_until).is_(None), col(RoleAssignment.valid_until) >= day)
    roles = session.exec(select(RoleAssignment).where(RoleAssignment.person_id == number, lasting)).all()
    for role in roles:
        end_role(session, role, day)
    addresses = session.exec(select(Address).where(Address.person_id == number)).all()
    for address in addresses:
        address.gone = True
    theirs = or_(col(Invite.created_by) == number, col(Invite.person_id) == number)
    unused = (col(Invite.used_at).is_(None), col(Invite.expires_at) > now, theirs)
    invitations = session.connection().execute(update(Invite).where(*unused).values(expires_at=now)).rowcount
    messages = sum(_cancelled(session, address, now) for address in addresses)
    end_dialogue(session, number)
    calendars = revoke_feeds(session, number, now)
    note(session, now, None, "person.locked_out", f"person:{number}", roles=len(roles))
    return LockedOut(len(roles), len(addresses), invitations, calendars, messages)


def _networks(session: Session, person: Person) -> Sequence[str]:
    of_person = select(Address.network).where(Address.person_id == person.id).order_by(col(Address.position))
    return session.exec(of_person).all()


def _cancelled(session: Session, address: Address, now: datetime) -> int:
    waiting = col(OutboxMessage.state).in_((OutboxState.HELD, OutboxState.QUEUED))
    there = (col(OutboxMessage.network) == address.network, col(OutboxMessage.chat) == address.chat)
    cancelled = forgetting({"state": OutboxState.CANCELLED, "finished_at": now})
    return session.connection().execute(update(OutboxMessage).where(waiting, *there).values(**cancelled)).rowcount

"""People the service knows when a benchmark begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib import resources

from sqlmodel import Session, select

from storage.member_files import import_members
from storage.municipalities import Municipality
from storage.persons import Address, Person, Role, RoleAssignment


def add_contacts(session: Session, network: str, accounts: Sequence[str], now: datetime) -> None:
    """Import the members, and make each account the contact of another one."""
    import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())
    places = session.exec(select(Municipality).order_by(Municipality.ags).limit(len(accounts))).all()
    for account, place in zip(accounts, places, strict=True):
        add_person(session, f"Ansprechperson {place.name}", Role.CONTACT, (network, account), now, place.ags)


def add_person(  # noqa: PLR0913 - who somebody is, and where
    session: Session, label: str, role: Role, where: tuple[str, str], now: datetime, ags: str | None = None
) -> None:
    """Store somebody with a role, and an address at which account and chat are the same."""
    person = Person(label=label, created_at=now)
    session.add(person)
    session.flush()
    number, (network, account) = person.id or 0, where
    session.add(Address(person_id=number, network=network, account=account, chat=account, created_at=now))
    session.add(RoleAssignment(person_id=number, role=role, ags=ags, valid_from=now.date()))

"""People the service knows when a benchmark begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib import resources

from sqlalchemy import insert
from sqlmodel import Session, select

from storage.member_files import import_members
from storage.municipalities import Municipality
from storage.persons import Address, Person, Role, RoleAssignment
from tests.bench.surveys import ags_of, place_of

OFFICE = 1
"""The number of the person who coordinates."""


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


def add_network(session: Session, accounts: Sequence[str], now: datetime, network: str = "core") -> None:
    """Store an office of one, and as many municipalities as there are accounts, one contact each."""
    contacts = dict(enumerate(accounts, OFFICE + 1))
    session.add(Person(label="Koordinierungsstelle", created_at=now))
    session.add_all(place_of(number) for number in range(len(accounts)))
    session.flush()
    connection, since = session.connection(), {"created_at": now}
    connection.execute(insert(Person), [since | {"label": f"Ansprechperson {number}"} for number in contacts])
    where = [{"person_id": number, "account": each, "chat": each} for number, each in contacts.items()]
    connection.execute(insert(Address), [since | {"network": network} | each for each in where])
    roles = [{"person_id": number, "role": Role.CONTACT, "ags": ags_of(place)} for place, number in enumerate(contacts)]
    office = {"person_id": OFFICE, "role": Role.COORDINATOR, "ags": None}
    connection.execute(insert(RoleAssignment), [{"valid_from": now.date()} | each for each in (office, *roles)])

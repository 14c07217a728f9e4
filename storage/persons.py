"""Persons: who they are, where they can be reached, and what they may do when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, Session, col, select

from storage.municipalities import Land, Municipality
from storage.records import Record, UtcDateTime, enum_column


class Role(StrEnum):
    """What a person is in the network."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    LAND_COORDINATOR = "land_coordinator"
    SPOKESPERSON = "spokesperson"
    COORDINATOR = "coordinator"


MUNICIPAL_ROLES = (Role.CONTACT, Role.DEPUTY)
COORDINATING_ROLES = (Role.LAND_COORDINATOR, Role.COORDINATOR)


class Language(StrEnum):
    """The languages the bot speaks."""

    GERMAN = "de"
    ENGLISH = "en"


class Person(Record, table=True):
    """Somebody the bot knows. ``label`` is a role name ("Ansprechperson Bielefeld"), never taken from a profile."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    label: str
    language: Language = Field(default=Language.GERMAN, sa_type=enum_column(Language))
    created_at: datetime = Field(sa_type=UtcDateTime)


class Address(Record, table=True):
    """Where a person can be reached: an account on a network, and the chat with it. The lowest position comes first."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("network", "account"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    network: str
    account: str
    chat: str
    position: int = 0
    gone: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class RoleAssignment(Record, table=True):
    """A role, for one municipality or one Land where the role has one, from a day until a day (both included)."""

    __tablename__ = "role_assignment"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))
    ags: str | None = Field(default=None, foreign_key="municipality.ags", index=True)
    land: Land | None = Field(default=None, sa_type=enum_column(Land))
    position: int = 0
    valid_from: date
    valid_until: date | None = None


def person_at(session: Session, network: str, account: str) -> Person | None:
    """Find who writes from an account."""
    return session.exec(
        select(Person).join(Address).where(Address.network == network, Address.account == account)
    ).first()


def preferred_address(session: Session, person_id: int) -> Address | None:
    """Find the one address a message to this person goes to."""
    return session.exec(
        select(Address)
        .where(Address.person_id == person_id, col(Address.gone).is_(False))
        .order_by(col(Address.position), col(Address.id))
    ).first()


def note_chat(session: Session, network: str, account: str, chat: str) -> None:
    """Remember the direct chat in which an account wrote last; writing again also brings a gone address back."""
    address = session.exec(select(Address).where(Address.network == network, Address.account == account)).first()
    if address is not None and (address.chat != chat or address.gone):
        address.chat = chat
        address.gone = False


def mark_gone(session: Session, network: str, chat: str) -> None:
    """Write no more to a chat whose person left or blocked us."""
    for address in session.exec(select(Address).where(Address.network == network, Address.chat == chat)):
        address.gone = True


def roles_of(session: Session, person_id: int, day: date) -> Sequence[RoleAssignment]:
    """List the roles a person holds on a day, in the order they were given."""
    return session.exec(
        select(RoleAssignment)
        .where(RoleAssignment.person_id == person_id, *_in_force(day))
        .order_by(col(RoleAssignment.id))
    ).all()


def municipalities_of(session: Session, roles: Sequence[RoleAssignment]) -> list[Municipality]:
    """List the municipalities these roles speak for."""
    keys = [role.ags for role in roles if role.role in MUNICIPAL_ROLES and role.ags]
    return list(session.exec(select(Municipality).where(col(Municipality.ags).in_(keys)).order_by(Municipality.ags)))


def holders(
    session: Session, role: Role, day: date, *, land: Land | None = None, ags: str | None = None
) -> list[Person]:
    """List the persons who hold a role on a day, for a Land or a municipality where one is given."""
    wanted = [col(RoleAssignment.role) == role, *_in_force(day)]
    if land is not None:
        wanted.append(col(RoleAssignment.land) == land)
    if ags is not None:
        wanted.append(col(RoleAssignment.ags) == ags)
    order = (col(RoleAssignment.position), col(RoleAssignment.id))
    found = session.exec(select(Person, RoleAssignment).join(RoleAssignment).where(*wanted).order_by(*order)).all()
    return list({person.id: person for person, _ in found}.values())


def colleagues(session: Session, ags: str, day: date, *, without: int | None = None) -> list[Person]:
    """List the contacts, then the deputies of a municipality, without one of them."""
    everyone = [person for role in MUNICIPAL_ROLES for person in holders(session, role, day, ags=ags)]
    return list({person.id: person for person in everyone if person.id != without}.values())


def _in_force(day: date) -> list[ColumnElement[bool]]:
    return [
        col(RoleAssignment.valid_from) <= day,
        or_(col(RoleAssignment.valid_until).is_(None), col(RoleAssignment.valid_until) >= day),
    ]

"""Persons: who they are, where they can be reached, and what they may do when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Date, UniqueConstraint, bindparam, or_, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.municipalities import Land, Municipality
from storage.records import Record, UtcDateTime, enum_column


class Role(StrEnum):
    """What a person is in the network."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    LAND_COORDINATOR = "land_coordinator"
    SPOKESPERSON = "spokesperson"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"


MUNICIPAL_ROLES = (Role.CONTACT, Role.DEPUTY)


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
    timezone: str | None = None
    """Where they are, if not where the house is."""
    paused_until: date | None = None
    """The first day on which they want to be written to again."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they were erased: then this is the bare number that what is kept of them bears."""


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
    menu: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    """Fingerprint of the menu that the chat shows; empty where it shows none of its own."""
    shows_polls: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether their client has shown that it knows polls."""
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
    found = address_at(session, network, account)
    return found[0] if found else None


def address_at(session: Session, network: str, account: str) -> tuple[Person, Address] | None:
    """Find who writes from an account, and the address that is."""
    return session.exec(_at_account(), params={"network": network, "account": account}).first()


def preferred_address(session: Session, person_id: int, running: Collection[str] | None = None) -> Address | None:
    """Find the one address a message to this person goes to.

    ``running`` are the networks that are on, if that matters. A message waits at an address on any other network only
    where there is none on these.
    """
    addresses = session.exec(_reachable(), params={"person_id": person_id}).all()
    on = (address for address in addresses if running is None or address.network in running)
    return next(on, addresses[0] if addresses else None)


def preferred_addresses(
    session: Session, numbers: Collection[int], running: Collection[str] | None = None
) -> dict[int, Address]:
    """Find the one address that messages to each of several persons go to; who has none left is missing."""
    found = session.exec(_reachable_of_all(), params={"numbers": list(numbers)}).all() if numbers else ()
    on = [address for address in found if running is None or address.network in running]
    return {address.person_id: address for address in reversed([*on, *found])}


def persons_by_number(session: Session, numbers: Collection[int]) -> dict[int, Person]:
    """Look several persons up at once; who is not there any more is missing."""
    found = session.exec(select(Person).where(col(Person.id).in_(numbers))) if numbers else ()
    return {person.id: person for person in found if person.id}


def next_address(session: Session, person_id: int, network: str, chat: str, running: Collection[str]) -> Address | None:
    """Find the address, on a running network, of a message that cannot reach the person in one of their chats."""
    addresses = session.exec(_reachable(), params={"person_id": person_id}).all()
    others = (address for address in addresses if (address.network, address.chat) != (network, chat))
    return next((address for address in others if address.network in running), None)


def note_chat(address: Address, chat: str) -> None:
    """Remember the direct chat in which somebody wrote last; writing again also brings a gone address back."""
    if address.chat != chat or address.gone:
        address.menu = address.menu if address.chat == chat else ""
        address.chat = chat
        address.gone = False


def mark_gone(session: Session, network: str, chat: str) -> None:
    """Write no more to a chat whose person left or blocked us."""
    for address in session.exec(select(Address).where(Address.network == network, Address.chat == chat)):
        address.gone = True


def roles_of(session: Session, person_id: int, day: date) -> Sequence[RoleAssignment]:
    """List the roles a person holds on a day, in the order they were given."""
    return session.exec(_roles(), params={"person_id": person_id, "day": day}).all()


def roles_by_person(session: Session, people: Collection[int], day: date) -> dict[int, list[RoleAssignment]]:
    """List the roles that several persons hold on a day, each one's in the order they were given."""
    of_people = col(RoleAssignment.person_id).in_(people)
    found = select(RoleAssignment).where(of_people, *_in_force()).order_by(col(RoleAssignment.id))
    by_person: dict[int, list[RoleAssignment]] = {number: [] for number in people}
    for role in session.exec(found, params={"day": day}):
        by_person[role.person_id].append(role)
    return by_person


def municipalities_of(session: Session, roles: Sequence[RoleAssignment]) -> list[Municipality]:
    """List the municipalities these roles speak for."""
    keys = {role.ags for role in roles if role.role in MUNICIPAL_ROLES and role.ags}
    return [session.get_one(Municipality, key) for key in sorted(keys)]


def roles_and_places(
    session: Session, person_id: int, day: date
) -> tuple[Sequence[RoleAssignment], Sequence[Municipality]]:
    """List the roles a person holds on a day, and the municipalities these speak for, by one statement."""
    found = session.exec(_roles_and_places(), params={"person_id": person_id, "day": day}).all()
    roles = [role for role, _ in found]
    return roles, municipalities_of(session, roles)  # what was found with the roles is not read again


def lands_of(roles: Sequence[RoleAssignment]) -> set[Land]:
    """List the Länder these roles coordinate; the office coordinates all."""
    if any(role.role is Role.COORDINATOR for role in roles):
        return set(Land)
    return {role.land for role in roles if role.role is Role.LAND_COORDINATOR and role.land}


def lands_of_person(session: Session, person_id: int, day: date) -> set[Land]:
    """List the Länder a person's roles are for on a day: their own, and those of their municipalities."""
    found = session.exec(_lands().where(col(RoleAssignment.person_id) == person_id), params={"day": day})
    return {land for _, *lands in found for land in lands if land}


def lands_by_person(session: Session, day: date) -> dict[int, set[Land]]:
    """List the Länder of everybody who has a role for one on a day, by the person's number."""
    by_person: dict[int, set[Land]] = {}
    for person_id, *lands in session.exec(_lands(), params={"day": day}):
        by_person.setdefault(person_id, set()).update(land for land in lands if land)
    return by_person


def holders(session: Session, role: Role, day: date, *, land: Land | None = None) -> list[Person]:
    """List the persons who hold a role on a day, for one Land where one is given."""
    if land is None:
        return _each_once(session.exec(_holders(), params={"role": role, "day": day}))
    return _each_once(session.exec(_holders_in_land(), params={"role": role, "day": day, "land": land}))


def colleagues(session: Session, ags: str, day: date, *, without: int | None = None) -> list[Person]:
    """List the contacts, then the deputies of a municipality, without one of them."""
    found = session.exec(_speakers(), params={"ags": ags, "day": day}).all()
    ranked = sorted(found, key=lambda pair: MUNICIPAL_ROLES.index(pair[1].role))
    return [person for person in _each_once(ranked) if person.id != without]


def _each_once(found: Iterable[tuple[Person, RoleAssignment]]) -> list[Person]:
    return list({person.id: person for person, _ in found}.values())


# Statements that nearly every message needs. Building one costs more than running it, so each is built once.


@cache
def _at_account() -> Select[Person, Address]:
    at = (col(Address.network) == bindparam("network"), col(Address.account) == bindparam("account"))
    return select(Person, Address).join(Address).where(*at)


@cache
def _reachable() -> SelectOfScalar[Address]:
    return _in_order(col(Address.person_id) == bindparam("person_id"))


@cache
def _reachable_of_all() -> SelectOfScalar[Address]:
    return _in_order(col(Address.person_id).in_(bindparam("numbers", expanding=True)))


def _in_order(whose: ColumnElement[bool]) -> SelectOfScalar[Address]:
    reachable = select(Address).where(whose, col(Address.gone).is_(False))
    return reachable.order_by(col(Address.position), col(Address.id))


@cache
def _roles() -> SelectOfScalar[RoleAssignment]:
    of_person = col(RoleAssignment.person_id) == bindparam("person_id")
    return select(RoleAssignment).where(of_person, *_in_force()).order_by(col(RoleAssignment.id))


@cache
def _roles_and_places() -> Select[RoleAssignment, Municipality]:
    of_person = col(RoleAssignment.person_id) == bindparam("person_id")
    both = select(RoleAssignment, Municipality).join(Municipality, isouter=True)
    return both.where(of_person, *_in_force()).order_by(col(RoleAssignment.id))


@cache
def _lands() -> Select[int, Land | None, Land]:
    return (
        select(RoleAssignment.person_id, col(RoleAssignment.land), col(Municipality.land))
        .join(Municipality, col(Municipality.ags) == col(RoleAssignment.ags), isouter=True)
        .where(*_in_force())
    )


@cache
def _holders() -> Select[Person, RoleAssignment]:
    return (
        select(Person, RoleAssignment)
        .join(RoleAssignment)
        .where(col(RoleAssignment.role) == bindparam("role"), *_in_force())
        .order_by(col(RoleAssignment.position), col(RoleAssignment.id))
    )


@cache
def _holders_in_land() -> Select[Person, RoleAssignment]:
    return _holders().where(col(RoleAssignment.land) == bindparam("land"))


@cache
def _speakers() -> Select[Person, RoleAssignment]:
    return (
        select(Person, RoleAssignment)
        .join(RoleAssignment)
        .where(
            col(RoleAssignment.ags) == bindparam("ags"),
            col(RoleAssignment.role).in_(MUNICIPAL_ROLES),
            *_in_force(),
        )
        .order_by(col(RoleAssignment.position), col(RoleAssignment.id))
    )


def _in_force() -> tuple[ColumnElement[bool], ...]:
    day = bindparam("day", type_=Date)
    return (
        col(RoleAssignment.valid_from) <= day,
        or_(col(RoleAssignment.valid_until).is_(None), col(RoleAssignment.valid_until) >= day),
    )

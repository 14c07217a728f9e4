"""Audiences: whom something is for, kept as criteria and looked up anew each time, so that newcomers are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel
from sqlalchemy import or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from storage.municipalities import Land, MemberStatus, Municipality
from storage.persons import (
    MUNICIPAL_ROLES,
    Address,
    Person,
    Role,
    RoleAssignment,
    colleagues,
    persons_by_number,
    roles_of,
)
from storage.pledges import Programme
from storage.totals import newest_entry_id, offering

PERSON = "person:"
"""How the name of a party begins that is one person."""


class Criteria(BaseModel, frozen=True):
    """What must all be true of somebody; what names nothing leaves it open. Without roles: who speaks for a place."""

    roles: tuple[Role, ...] = ()
    lands: tuple[Land, ...] = ()
    programmes: tuple[Programme, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def wanted_roles(self) -> tuple[Role, ...]:
        """The roles it is for."""
        return self.roles or MUNICIPAL_ROLES

    @property
    def is_municipal(self) -> bool:
        """Whether it is for people who speak for a municipality."""
        return any(role in MUNICIPAL_ROLES for role in self.wanted_roles)


class Audience(BaseModel, frozen=True):
    """Everybody who meets one of several criteria."""

    anyone_of: tuple[Criteria, ...] = (Criteria(),)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody in an audience, and the municipality they speak for in it; none for who is there for themselves."""

    person: Person
    ags: str | None = None

    @property
    def party(self) -> str:
        """Who answers: the municipality, whoever of it writes; else the person alone."""
        return party_of(self.person.id or 0, self.ags)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is in an audience: those who can be written to, those without an address left, and places with neither."""

    recipients: Sequence[Recipient]
    unreachable: Sequence[Person]
    silent_places: Sequence[Municipality]

    @property
    def parties(self) -> list[str]:
        """All who will be asked for an answer, each once."""
        return list(dict.fromkeys(recipient.party for recipient in self.recipients))


def party_of(person_id: int, ags: str | None) -> str:
    """Name who answers: ``05315000`` for a municipality, ``person:7`` for somebody who speaks for none."""
    return ags or f"{PERSON}{person_id}"


def parties_of(person_id: int, roles: Sequence[RoleAssignment]) -> set[str]:
    """List for whom somebody with these roles can answer; without any role for nobody, not even for themselves."""
    own = {party_of(person_id, None)} if roles else set()
    return own | {role.ags for role in roles if role.role in MUNICIPAL_ROLES and role.ags}


def speakers_of(session: Session, party: str, day: date) -> list[Person]:
    """List who speaks for a party on a day: the contacts, then the deputies of a municipality, or the person alone."""
    if not party.startswith(PERSON):
        return colleagues(session, party, day)
    person = session.get_one(Person, int(party.removeprefix(PERSON)))
    return [person] if person.id and roles_of(session, person.id, day) else []


def reach(session: Session, audience: Audience, day: date) -> Reach:
    """Look up who is in an audience on a day."""
    found = list(dict.fromkeys(key for one in audience.anyone_of for key in _members(session, one, day)))
    persons = persons_by_number(session, {person_id for person_id, _ in found})
    reachable = _reachable(session)
    recipients = [Recipient(persons[person_id], ags) for person_id, ags in found if person_id in reachable]
    unreachable = [person for number, person in sorted(persons.items()) if number not in reachable]
    spoken_for = {recipient.ags for recipient in recipients}
    meant = [select(Municipality).where(*which) for which in _meant(session, audience, day)]
    places = {place.ags: place for found in meant for place in session.exec(found)}
    silent = sorted((place for ags, place in places.items() if ags not in spoken_for), key=lambda p: p.folded_name)
    return Reach(recipients, unreachable, silent)


def places_in(session: Session, audience: Audience, day: date) -> set[str]:
    """List the municipalities in an audience by AGS alone, whether or not anybody there can be reached."""
    reachable = _reachable(session)
    members = (member for one in audience.anyone_of for member in _members(session, one, day))
    spoken_for = {ags for person_id, ags in members if ags and person_id in reachable}
    meant = [select(Municipality.ags).where(*which) for which in _meant(session, audience, day)]
    return spoken_for.union(*(session.exec(found) for found in meant))


def includes(session: Session, audience: Audience, person_id: int, day: date) -> list[str | None]:
    """List the municipalities for which a person is in an audience; ``[None]`` if they are in it for themselves."""
    found = (key for one in audience.anyone_of for key in _members(session, one, day, person_id))
    return list(dict.fromkeys(ags for _, ags in found))


def _members(session: Session, one: Criteria, day: date, person_id: int | None = None) -> list[tuple[int, str | None]]:
    """List who meets criteria: numbers of persons, with the municipality they speak for."""
    until = col(RoleAssignment.valid_until)
    held = select(RoleAssignment.person_id, RoleAssignment.role, RoleAssignment.ags).where(
        col(RoleAssignment.role).in_(one.wanted_roles),
        col(RoleAssignment.valid_from) <= day,
        or_(until.is_(None), until >= day),
    )
    if person_id is not None:
        held = held.where(RoleAssignment.person_id == person_id)
    if one.lands:
        of_place = select(Municipality.ags).where(col(Municipality.land).in_(one.lands))
        held = held.where(or_(col(RoleAssignment.ags).in_(of_place), col(RoleAssignment.land).in_(one.lands)))
    if one.places:
        held = held.where(col(RoleAssignment.ags).in_(one.places))
    if one.programmes:
        held = held.where(col(RoleAssignment.ags).in_(_offering(session, one, day)))
    in_order = held.order_by(col(RoleAssignment.ags), col(RoleAssignment.position), col(RoleAssignment.id))
    return [(number, ags if role in MUNICIPAL_ROLES else None) for number, role, ags in session.exec(in_order)]


def _reachable(session: Session) -> set[int]:
    return set(session.exec(select(Address.person_id).where(col(Address.gone).is_(False)).distinct()))


def _meant(session: Session, audience: Audience, day: date) -> list[list[ColumnElement[bool]]]:
    """Say by each criteria which places are meant, whether or not anybody speaks for them."""
    return [_places(session, one, day) for one in audience.anyone_of if one.is_municipal]


def _places(session: Session, one: Criteria, day: date) -> list[ColumnElement[bool]]:
    """Say which places criteria mean: members, or whoever is named."""
    wanted: list[ColumnElement[bool]] = []
    if one.places:
        wanted.append(col(Municipality.ags).in_(one.places))
    else:
        wanted.append(col(Municipality.status) == MemberStatus.MEMBER)
    if one.lands:
        wanted.append(col(Municipality.land).in_(one.lands))
    if one.programmes:
        wanted.append(col(Municipality.ags).in_(_offering(session, one, day)))
    return wanted


def _offering(session: Session, one: Criteria, day: date) -> set[str]:
    return offering(session, one.programmes, day, through=newest_entry_id(session))

"""Who is in an audience: looked up anew each time, so that newcomers are in and whoever has left is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from storage.answers import PERSON
from storage.audience_criteria import Audience
from storage.audience_queries import holding, meant
from storage.municipalities import Municipality, municipalities_by_ags
from storage.persons import (
    MUNICIPAL_ROLES,
    Address,
    Person,
    RoleAssignment,
    colleagues,
    roles_of,
)

NEARLY_ALL = 0.8
"""Share of all who can be reached from which on an audience is everyone."""


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
    found = members(session, audience, day)
    persons = _persons(session, audience, day) if found else {}
    reachable = _reachable(session)
    recipients = [Recipient(persons[person_id], ags) for person_id, ags in found if person_id in reachable]
    unreachable = [person for number, person in sorted(persons.items()) if number not in reachable]
    silent = _places_meant(session, audience, day) - {recipient.ags for recipient in recipients if recipient.ags}
    places = municipalities_by_ags(session, silent).values() if silent else ()
    return Reach(recipients, unreachable, sorted(places, key=lambda place: place.folded_name))


def places_in(session: Session, audience: Audience, day: date) -> set[str]:
    """List the municipalities in an audience by AGS alone, whether or not anybody there can be reached."""
    reachable = _reachable(session)
    spoken_for = {ags for person_id, ags in members(session, audience, day) if ags and person_id in reachable}
    return spoken_for | _places_meant(session, audience, day)


def includes(session: Session, audience: Audience, person_id: int, day: date) -> list[str | None]:
    """List the municipalities for which a person is in an audience; ``[None]`` if they are in it for themselves."""
    return [ags for _, ags in members(session, audience, day, person_id)]


def is_everyone(session: Session, audience: Audience, day: date) -> bool:
    """Say whether an audience reaches at least four fifths of all who speak for a municipality and can be reached."""
    reachable = _reachable(session)
    everyone = {number for number, _ in members(session, Audience(), day)} & reachable
    meant = {number for number, _ in members(session, audience, day)} & everyone
    return bool(everyone) and len(meant) >= NEARLY_ALL * len(everyone)


def members(
    session: Session, audience: Audience, day: date, person_id: int | None = None
) -> list[tuple[int, str | None]]:
    """List who is in an audience, or whether one person is: their numbers, each with the municipality they speak for.

    In the order of the criteria; within one by municipality, the first contacts first.
    """
    found: dict[tuple[int, str | None], None] = {}
    for one in audience.parts():
        rows = select(RoleAssignment.person_id, RoleAssignment.role, RoleAssignment.ags).where(*holding(one, day))
        if person_id is not None:
            rows = rows.where(RoleAssignment.person_id == person_id)
        in_order = rows.order_by(col(RoleAssignment.ags), col(RoleAssignment.position), col(RoleAssignment.id))
        found |= {
            (number, ags if role in MUNICIPAL_ROLES else None): None for number, role, ags in session.exec(in_order)
        }
    return list(found)


def _persons(session: Session, audience: Audience, day: date) -> dict[int, Person]:
    """Look up everybody in an audience. By a query inside the query: nobody wants to send 10,000 numbers."""
    persons: dict[int, Person] = {}
    for one in audience.parts():
        inside = select(RoleAssignment.person_id).where(*holding(one, day))
        found = session.exec(select(Person).where(col(Person.id).in_(inside)))
        persons |= {person.id: person for person in found if person.id}
    return persons


def _reachable(session: Session) -> set[int]:
    return set(session.exec(select(Address.person_id).where(col(Address.gone).is_(False)).distinct()))


def _places_meant(session: Session, audience: Audience, day: date) -> set[str]:
    """List the places that are meant, whether or not anybody speaks for them."""
    wanted = [meant(one, day) for one in audience.parts() if one.is_municipal and not one.is_about_people]
    return set().union(*(session.exec(select(Municipality.ags).where(*which)) for which in wanted))

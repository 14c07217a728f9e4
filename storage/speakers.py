"""Who speaks for many municipalities, and where they can be reached: read at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.persons import MUNICIPAL_ROLES, Address, Person, Role, RoleAssignment

Speaker = tuple[Person, Role]


def speakers_by_place(session: Session, places: Collection[str], day: date) -> dict[str, list[Speaker]]:
    """List who speaks for each municipality on a day, in the order in which they are written to: contacts first."""
    until = col(RoleAssignment.valid_until)
    found = (
        select(Person, RoleAssignment)
        .join(RoleAssignment)
        .where(
            col(RoleAssignment.ags).in_(places),
            col(RoleAssignment.role).in_(MUNICIPAL_ROLES),
            col(RoleAssignment.valid_from) <= day,
            or_(until.is_(None), until >= day),
        )
        .order_by(col(RoleAssignment.position), col(RoleAssignment.id))
    )
    pairs = session.exec(found).all() if places else ()
    by_place: dict[str, dict[int | None, Speaker]] = {}
    for person, given in sorted(pairs, key=lambda pair: MUNICIPAL_ROLES.index(pair[1].role)):
        by_place.setdefault(given.ags or "", {}).setdefault(person.id, (person, given.role))
    return {ags: list(people.values()) for ags, people in by_place.items()}


def addresses_by_person(
    session: Session, people: Collection[int], running: Collection[str] | None = None
) -> dict[int, list[Address]]:
    """List where messages to several persons can go, the preferred address first; only on ``running`` networks."""
    reachable = (col(Address.person_id).in_(people), col(Address.gone).is_(False))
    found = select(Address).where(*reachable).order_by(col(Address.position), col(Address.id))
    by_person: dict[int, list[Address]] = {}
    for address in session.exec(found) if people else ():
        if running is None or address.network in running:
            by_person.setdefault(address.person_id, []).append(address)
    return by_person

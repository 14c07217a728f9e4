"""Who leaves, who has left, and who would be missed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.municipalities import Municipality
from storage.persons import Person, Role, RoleAssignment, colleagues, holders, municipalities_of

KEPT_WITHOUT_ROLE = timedelta(days=180)
"""How long somebody stays known after their last role has ended: until a successor has had time to ask."""


def without_role(session: Session, now: datetime, today: date, most: int) -> Sequence[Person]:
    """List who has held no role for long, and holds none that is to come."""
    end = now - KEPT_WITHOUT_ROLE
    until = col(RoleAssignment.valid_until)
    lately = select(RoleAssignment.id).where(
        RoleAssignment.person_id == Person.id, or_(until.is_(None), until >= today - KEPT_WITHOUT_ROLE)
    )
    long_known = (col(Person.erased_at).is_(None), col(Person.created_at) < end, ~lately.exists())
    return session.exec(select(Person).where(*long_known).order_by(col(Person.id)).limit(most)).all()


def alone_for(
    session: Session, person_id: int, roles: Collection[RoleAssignment], day: date
) -> tuple[list[Municipality], list[RoleAssignment]]:
    """List for which municipalities nobody else speaks, and which coordinations nobody else holds."""
    places = [
        place
        for place in municipalities_of(session, list(roles))
        if not colleagues(session, place.ags, day, without=person_id)
    ]
    offices = [role for role in roles if role.role in {Role.COORDINATOR, Role.LAND_COORDINATOR}]
    return places, [role for role in offices if _is_alone(session, person_id, role, day)]


def _is_alone(session: Session, person_id: int, role: RoleAssignment, day: date) -> bool:
    return all(each.id == person_id for each in holders(session, role.role, day, land=role.land))

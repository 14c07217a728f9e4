"""Who looks after something: whoever made it, or the office once they do not coordinate any more."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.commands import COORDINATORS
from storage.persons import Person, Role, holders, roles_of


def caretakers(session: Session, made_by: int, day: date) -> list[Person]:
    """List who looks after what a person has made."""
    if any(role.role in COORDINATORS for role in roles_of(session, made_by, day)):
        return [session.get_one(Person, made_by)]
    return holders(session, Role.COORDINATOR, day)

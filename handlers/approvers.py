"""Who decides on a municipality's reports: its Land's coordination, else the office; never the reporter."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from storage.ledger import may_be_same
from storage.municipalities import Land
from storage.persons import Person, Role, holders


def approvers(session: Session, land: Land, day: date, *without: int) -> tuple[list[Person], Role]:
    """List the persons who are asked to decide, and the role in which they decide.

    Those ``without`` whom it goes (the reporter, and whoever confirmed first) are not among them, nor an account ever
    linked to theirs.
    """

    def may_decide(person: Person) -> bool:
        return not any(may_be_same(session, person.id or 0, other) for other in without)

    of_land = [*filter(may_decide, holders(session, Role.LAND_COORDINATOR, day, land=land))]
    if of_land:
        return of_land, Role.LAND_COORDINATOR
    return [*filter(may_decide, holders(session, Role.COORDINATOR, day))], Role.COORDINATOR

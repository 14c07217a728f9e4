"""Who decides on a municipality's reports: its Land's coordination, else the office; never the reporter."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from storage.municipalities import Land
from storage.persons import Person, Role, holders


def approvers(session: Session, land: Land, day: date, *, without: int) -> tuple[list[Person], Role]:
    """List the persons who are asked to decide, without the one who reported, and the role in which they decide."""
    of_land = [p for p in holders(session, Role.LAND_COORDINATOR, day, land=land) if p.id != without]
    if of_land:
        return of_land, Role.LAND_COORDINATOR
    return [p for p in holders(session, Role.COORDINATOR, day) if p.id != without], Role.COORDINATOR

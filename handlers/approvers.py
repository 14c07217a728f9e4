"""Who decides on a municipality's reports: its Land's coordination, else the office; never the reporter."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from storage.municipalities import Land
from storage.persons import Person, Role, holders


def approvers(session: Session, land: Land, day: date, *, without: int) -> list[Person]:
    """List the persons who are asked to decide, without the one who reported."""
    of_land = [p for p in holders(session, Role.LAND_COORDINATOR, day, land=land) if p.id != without]
    return of_land or [p for p in holders(session, Role.COORDINATOR, day) if p.id != without]

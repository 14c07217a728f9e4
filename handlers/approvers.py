"""Who decides on a municipality's reports: its Land's coordination, else the office; never the reporter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from storage.ledger import may_be_same
from storage.municipalities import Land
from storage.persons import Person, Role, holders
from storage.pledges import PledgeEntry


def approvers(session: Session, land: Land, day: date, *, without: int) -> tuple[list[Person], Role]:
    """List the persons who are asked to decide, without the one who reported, and the role in which they decide."""
    return _asked(session, land, day, lambda person: person.id != without)


def second_approvers(
    session: Session, report: PledgeEntry, land: Land, day: date, *, first: int
) -> tuple[list[Person], Role]:
    """List the persons who are asked for the second confirmation of a report, and the role in which they decide.

    Neither the reporter nor whoever was ``first`` is among them, nor an account ever linked to theirs.
    """
    done = (report.actor_id, first)
    return _asked(
        session, land, day, lambda person: not any(may_be_same(session, person.id or 0, other) for other in done)
    )


def _asked(session: Session, land: Land, day: date, may_decide: Callable[[Person], bool]) -> tuple[list[Person], Role]:
    of_land = [*filter(may_decide, holders(session, Role.LAND_COORDINATOR, day, land=land))]
    if of_land:
        return of_land, Role.LAND_COORDINATOR
    return [*filter(may_decide, holders(session, Role.COORDINATOR, day))], Role.COORDINATOR

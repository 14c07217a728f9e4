"""What follows from the pledge ledger: totals of a day as known at some point, what changed, and what runs out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy
from sqlalchemy import or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.database import serialize
from storage.engine import Subject
from storage.municipalities import Land, Municipality
from storage.pledges import PledgeEntry, PledgeState, Programme, TargetGroup


@dataclass(frozen=True, slots=True)
class Total:
    """Confirmed places of one programme, target group and Land, and how many municipalities they come from."""

    programme: Programme
    target_group: TargetGroup
    land: Land
    places: int
    municipalities: int


def newest_entry_id(session: Session) -> int:
    """Return how far the ledger is written; entries committed later have higher numbers."""
    serialize(session, Subject.LEDGER)
    return session.exec(select(func.max(PledgeEntry.id))).one() or 0


def pending(session: Session, *, land: Land | None = None) -> Sequence[tuple[PledgeEntry, Municipality]]:
    """List what waits for confirmation, oldest first, of one Land or of all."""
    newest = (
        select(func.max(PledgeEntry.id))
        .group_by(PledgeEntry.ags, PledgeEntry.programme, PledgeEntry.target_group)
        .scalar_subquery()
    )
    query = (
        select(PledgeEntry, Municipality)
        .join(Municipality)
        .where(PledgeEntry.state == PledgeState.PROPOSED, col(PledgeEntry.id).in_(newest))
        .order_by(col(PledgeEntry.id))
    )
    return session.exec(query if land is None else query.where(Municipality.land == land)).all()


def totals(session: Session, day: date, *, through: int, land: Land | None = None) -> list[Total]:
    """Sum the confirmed places that count on a day, as known when the ledger was written up to entry ``through``.

    On each line the newest effective entry that has begun by the day decides; it counts if it is a confirmation that
    has not run out.
    """
    part = _counting(day, through, land).subquery()
    keys = (part.c.programme, part.c.target_group, part.c.land)
    sums = sqlalchemy.select(*keys, func.sum(part.c.places), func.count(part.c.ags.distinct())).group_by(*keys)
    return sorted((Total(*row) for row in session.connection().execute(sums)), key=_total_order)


def municipalities_counted(session: Session, day: date, *, through: int, land: Land | None = None) -> int:
    """Count the municipalities behind the totals of a day, each once."""
    part = _counting(day, through, land).subquery()
    return session.exec(select(func.count(part.c.ags.distinct()))).one()


def _counting(day: date, through: int, land: Land | None) -> Select[PledgeEntry, str]:
    counting = (
        select(PledgeEntry, Municipality.land)
        .join(Municipality)
        .where(col(PledgeEntry.id).in_(_deciding(day, through)), *_counts_on(day))
    )
    return counting if land is None else counting.where(Municipality.land == land)


def offering(day: date, programmes: Collection[Programme], groups: Collection[TargetGroup]) -> SelectOfScalar[str]:
    """Write the query for the municipalities that have confirmed places on a day; for none named, under any."""
    newest = (
        select(func.max(PledgeEntry.id))
        .where(col(PledgeEntry.effective), col(PledgeEntry.valid_from) <= day)
        .group_by(PledgeEntry.ags, PledgeEntry.programme, PledgeEntry.target_group)
    )
    found = select(PledgeEntry.ags).where(col(PledgeEntry.id).in_(newest), *_counts_on(day))
    if programmes:
        found = found.where(col(PledgeEntry.programme).in_(programmes))
    return found.where(col(PledgeEntry.target_group).in_(groups)) if groups else found


def expiring(session: Session, day: date, until: date, *, through: int) -> Sequence[tuple[PledgeEntry, Municipality]]:
    """List what counts on a day and runs out by another, the earliest end first."""
    return session.exec(
        select(PledgeEntry, Municipality)
        .join(Municipality)
        .where(
            col(PledgeEntry.id).in_(_deciding(day, through)), *_counts_on(day), col(PledgeEntry.valid_until) <= until
        )
        .order_by(col(PledgeEntry.valid_until), Municipality.folded_name)
    ).all()


def changes(session: Session, after: int, through: int) -> Sequence[tuple[PledgeEntry, Municipality]]:
    """List the entries written after one entry up to another, in the order they were written."""
    return session.exec(
        select(PledgeEntry, Municipality)
        .join(Municipality)
        .where(col(PledgeEntry.id) > after, col(PledgeEntry.id) <= through)
        .order_by(col(PledgeEntry.id))
    ).all()


def _deciding(day: date, through: int) -> ColumnElement[int]:
    # Of one chain, a higher version always has a higher id, so the highest id is the newest version.
    return (
        select(func.max(PledgeEntry.id))
        .where(col(PledgeEntry.effective), col(PledgeEntry.id) <= through, col(PledgeEntry.valid_from) <= day)
        .group_by(PledgeEntry.ags, PledgeEntry.programme, PledgeEntry.target_group)
        .scalar_subquery()
    )


def _counts_on(day: date) -> tuple[ColumnElement[bool], ...]:
    not_over = or_(col(PledgeEntry.valid_until).is_(None), col(PledgeEntry.valid_until) >= day)
    return (col(PledgeEntry.state) == PledgeState.CONFIRMED, not_over)


def _total_order(total: Total) -> tuple[int, int, str]:
    return list(Programme).index(total.programme), list(TargetGroup).index(total.target_group), total.land

"""What follows from the pledge ledger: totals of a day as known at some point, what changed, and what runs out.

``through`` is how far the ledger is read: the number of an entry (:func:`known_on`, :func:`newest_entry_id`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy
from sqlalchemy import text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.database import serialize
from storage.engine import Subject
from storage.links import ever_linked
from storage.municipalities import Land, Municipality
from storage.pledge_spans import IS_KNOWN, IS_LAPSING, IS_PENDING, PledgeSpan
from storage.pledges import Line, PledgeEntry, PledgeState, Programme, TargetGroup, line_of


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


def newest_entry(session: Session) -> PledgeEntry | None:
    """Find the last entry of the ledger."""
    return session.exec(select(PledgeEntry).order_by(col(PledgeEntry.id).desc()).limit(1)).first()


def known_on(session: Session, moment: datetime) -> int:
    """Return how far the ledger was written at a moment: up to right before the first entry recorded after it.

    So an entry of a clock that was behind does not become known before those that were written before it.
    """
    # With "+ 0" SQLite looks through what is later, in the index, and not through all that is earlier, in the table.
    later = select(func.min(col(PledgeEntry.id) + 0)).where(PledgeEntry.recorded_at > moment)
    first = session.exec(later).one()
    if first is not None:
        return first - 1
    return session.exec(select(func.max(PledgeEntry.id))).one() or 0


def begun_at(session: Session) -> datetime | None:
    """Return when the ledger's first entry was recorded, None for an unwritten one."""
    return session.exec(select(PledgeEntry.recorded_at).order_by(col(PledgeEntry.id)).limit(1)).first()


def pending(session: Session, *, land: Land | None = None) -> Sequence[tuple[PledgeEntry, Municipality]]:
    """List what waits for confirmation, oldest first, of one Land or of all."""
    waiting = select(PledgeSpan.entry_id).where(text(IS_PENDING))
    query = (
        select(PledgeEntry, Municipality)
        .join(Municipality)
        .where(col(PledgeEntry.id).in_(waiting))
        .order_by(col(PledgeEntry.id))
    )
    return session.exec(query if land is None else query.where(Municipality.land == land)).all()


def left_to_decide(session: Session, lands: Collection[Land], person_id: int) -> int:
    """Count what waits in some Länder that a person has neither reported nor confirmed as the first of two.

    Nor an account ever linked to theirs.
    """
    people = {person_id, *ever_linked(session, person_id)}
    endorsed = select(PledgeEntry.about_id).where(
        PledgeEntry.state == PledgeState.ENDORSED,
        col(PledgeEntry.actor_id).in_(people),
        col(PledgeEntry.about_id).is_not(None),
    )
    left = (
        select(func.count())
        .select_from(PledgeSpan)
        .join(PledgeEntry, col(PledgeEntry.id) == PledgeSpan.entry_id)
        .where(
            text(IS_PENDING),
            col(PledgeSpan.land).in_(lands),
            col(PledgeEntry.actor_id).not_in(people),
            col(PledgeEntry.id).not_in(endorsed),
        )
    )
    return session.exec(left).one()


def totals(
    session: Session, day: date, *, through: int, land: Land | None = None, waiting: bool = False
) -> list[Total]:
    """Sum the confirmed places that count on a day, as known when the ledger was written up to entry ``through``.

    On each line the newest confirmation or withdrawal that has begun by the day decides; what has run out does not
    count. With ``waiting``: the places that wait for confirmation instead, of reports that contradict each other the
    higher number.
    """
    keys = (col(PledgeSpan.programme), col(PledgeSpan.target_group), col(PledgeSpan.land))
    counting = _counting(day, through, land, waiting=waiting)
    # What is confirmed on a line is one span on any day; of what waits there may be several.
    spans = sqlalchemy.select(*keys, col(PledgeSpan.places)).where(*counting)
    highest = sqlalchemy.select(*keys, func.max(col(PledgeSpan.places)).label("places")).where(*counting)
    part = (highest.group_by(*keys, col(PledgeSpan.ags)) if waiting else spans).subquery()
    grouped = (part.c.programme, part.c.target_group, part.c.land)
    sums = sqlalchemy.select(*grouped, func.sum(part.c.places), func.count()).group_by(*grouped)
    return sorted((Total(*row) for row in session.connection().execute(sums)), key=_total_order)


def places_of(reports: Iterable[tuple[PledgeEntry, Municipality]]) -> int:
    """Add up the places of reports that wait, of those that contradict each other the higher number."""
    highest: dict[Line, int] = {}
    for entry, _ in reports:
        highest[line_of(entry)] = max(entry.places, highest.get(line_of(entry), 0))
    return sum(highest.values())


def municipalities_counted(session: Session, day: date, *, through: int, land: Land | None = None) -> int:
    """Count the municipalities behind the totals of a day, each once."""
    counted = select(func.count(col(PledgeSpan.ags).distinct())).where(*_counting(day, through, land))
    return session.exec(counted).one()


def _counting(day: date, through: int, land: Land | None, *, waiting: bool = False) -> tuple[ColumnElement[bool], ...]:
    counting = (
        col(PledgeSpan.pending).is_(waiting),
        col(PledgeSpan.valid_from) <= day,
        col(PledgeSpan.valid_until) >= day,
        col(PledgeSpan.known_from) <= through,
        col(PledgeSpan.known_until) > through,
    )
    return counting if land is None else (*counting, col(PledgeSpan.land) == land)


def offering(day: date, programmes: Collection[Programme], groups: Collection[TargetGroup]) -> SelectOfScalar[str]:
    """Write the query for the municipalities that have confirmed places on a day; for none named, under any."""
    found = select(PledgeSpan.ags).where(
        text(IS_KNOWN),
        col(PledgeSpan.pending).is_(False),
        col(PledgeSpan.valid_from) <= day,
        col(PledgeSpan.valid_until) >= day,
    )
    if programmes:
        found = found.where(col(PledgeSpan.programme).in_(programmes))
    return found.where(col(PledgeSpan.target_group).in_(groups)) if groups else found


def expiring(session: Session, day: date, until: date) -> Sequence[tuple[PledgeEntry, Municipality]]:
    """List what counts on a day and ends by another without anything that follows, the earliest end first."""
    within = (col(PledgeSpan.valid_until) >= day, col(PledgeSpan.valid_until) <= until)
    ends = select(PledgeSpan.entry_id).where(text(IS_LAPSING), *within, col(PledgeSpan.valid_from) <= day)
    return session.exec(
        select(PledgeEntry, Municipality)
        .join(Municipality)
        .where(col(PledgeEntry.id).in_(ends))
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


def _total_order(total: Total) -> tuple[int, int, str]:
    return list(Programme).index(total.programme), list(TargetGroup).index(total.target_group), total.land

"""The pledge ledger: what municipalities offer, as append-only chains of entries.

There is one chain for each municipality, programme and target group. Every entry carries the whole offer as it then
stood, numbered by ``version``; the unique version makes it impossible that two people go on from the same entry.
Entries marked ``effective`` (confirmations, and withdrawals of what was confirmed) decide what counts, all others are
on the way there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import CheckConstraint, Date, Index, UniqueConstraint, bindparam, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Field, Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.database import serialize
from storage.engine import Subject
from storage.records import Record, UtcDateTime, enum_column

MAX_PLACES = 100_000
"""More places than any municipality can mean: beyond it stands a typing error."""


class Programme(StrEnum):
    """The admission programmes a pledge can be made under."""

    FEDERAL_EXISTING = "federal_existing"
    FEDERAL_HUMANITARIAN = "federal_humanitarian"
    NEST = "nest"
    LAND = "land"
    DUBLIN = "dublin"
    MUNICIPAL = "municipal"
    SEA_RESCUE = "sea_rescue"
    GREEK_CAMPS = "greek_camps"


class TargetGroup(StrEnum):
    """For whom the places are."""

    EVERYONE = "everyone"
    UNACCOMPANIED_MINORS = "unaccompanied_minors"
    VULNERABLE = "vulnerable"


class PledgeState(StrEnum):
    """What an entry says happened to the offer."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class PledgeEntry(Record, table=True):
    """One entry. ``valid_from`` and ``valid_until`` are days, both included; no end means until further notice."""

    __tablename__ = "pledge_entry"
    __table_args__ = (
        UniqueConstraint("ags", "programme", "target_group", "version"),
        CheckConstraint("places > 0", name="places_positive"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="end_after_start"),
        Index("ix_pledge_effective", "effective", "valid_from"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ags: str = Field(foreign_key="municipality.ags")
    programme: Programme = Field(sa_type=enum_column(Programme))
    target_group: TargetGroup = Field(sa_type=enum_column(TargetGroup))
    version: int
    state: PledgeState = Field(sa_type=enum_column(PledgeState))
    effective: bool
    places: int
    valid_from: date
    valid_until: date | None = None
    resolution: str = ""
    condition: str = ""
    actor_id: int = Field(foreign_key="person.id")
    reason: str = ""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Line:
    """What a chain belongs to."""

    ags: str
    programme: Programme
    target_group: TargetGroup


@dataclass(frozen=True, slots=True)
class Offer:
    """What a municipality offers on a line."""

    places: int
    valid_from: date
    valid_until: date | None = None
    resolution: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line stands on a day: what counts, what waits for confirmation, and the version to go on from.

    ``planned`` is a confirmation that takes the place of what counts on a later day.
    """

    line: Line
    in_force: PledgeEntry | None
    pending: PledgeEntry | None
    version: int
    planned: PledgeEntry | None = None


class LedgerError(Exception):
    """The ledger does not take the entry."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class ChangedMeanwhileError(LedgerError):
    """Somebody else wrote to this line since it was looked at."""


class OwnReportError(LedgerError):
    """Nobody decides on their own report."""


def line_of(entry: PledgeEntry) -> Line:
    """Say which chain an entry belongs to."""
    return Line(entry.ags, entry.programme, entry.target_group)


def standing(session: Session, line: Line, day: date = date.max) -> Standing:
    """Look up how a line stands on a day, by default when all that is confirmed has begun. Unwritten: version 0."""
    newest = session.exec(_newest_of_line(), params={**_keys(line), "day": day}).all()
    last = newest[0] if newest else None
    deciding = [entry for entry in newest if entry.effective]
    begun = next((entry for entry in deciding if entry.valid_from <= day), None)
    coming = deciding[0] if deciding and deciding[0] is not begun else None
    return Standing(
        line,
        in_force=_if_in(PledgeState.CONFIRMED, begun),
        pending=_if_in(PledgeState.PROPOSED, last),
        version=last.version if last else 0,
        planned=_if_in(PledgeState.CONFIRMED, coming),
    )


def _if_in(state: PledgeState, entry: PledgeEntry | None) -> PledgeEntry | None:
    return entry if entry is not None and entry.state is state else None


def standings(session: Session, ags: str, day: date = date.max) -> list[Standing]:
    """List how all lines of a municipality stand, leaving out those with nothing in force, planned or pending."""
    lines = session.exec(
        select(PledgeEntry.programme, PledgeEntry.target_group).where(PledgeEntry.ags == ags).distinct()
    ).all()
    found = [standing(session, Line(ags, Programme(name), TargetGroup(group)), day) for name, group in sorted(lines)]
    return [each for each in found if each.in_force or each.planned or each.pending]


def run_out(entry: PledgeEntry, day: date) -> bool:
    """Say whether an entry's offer is over by a day."""
    return entry.valid_until is not None and entry.valid_until < day


def propose(session: Session, seen: Standing, offer: Offer, actor_id: int, now: datetime) -> PledgeEntry:
    """Report an offer on a line as it was last seen. Raises :class:`ChangedMeanwhileError`; nothing is overwritten."""
    return _append(session, seen, offer, PledgeState.PROPOSED, actor_id, now)


def withdraw(session: Session, seen: Standing, actor_id: int, now: datetime, today: date) -> list[PledgeEntry]:
    """Withdraw what waits and what counts on a line: it counts no more from today on.

    A municipality needs nobody's leave to take its own offer back. Raises :class:`ChangedMeanwhileError`.
    """
    entries: list[PledgeEntry] = []
    counting = seen.in_force or seen.planned  # one entry from today on ends both
    for entry in (seen.pending, counting):
        if entry is not None:
            offer = offer_of(entry)
            counts = entry is counting
            # From today, also when what counts begins later: else an older offer would count again until then.
            start = today if counts else entry.valid_from
            ended = Offer(offer.places, start, _not_before(offer.valid_until, start), offer.resolution, offer.condition)
            basis = Standing(seen.line, None, None, seen.version + len(entries))
            entries.append(_append(session, basis, ended, PledgeState.WITHDRAWN, actor_id, now, effective=counts))
    return entries


def decide(  # noqa: PLR0913 - a decision is: on what, how, by whom, why, when
    session: Session, entry: PledgeEntry, state: PledgeState, actor_id: int, now: datetime, *, reason: str = ""
) -> PledgeEntry:
    """Confirm or reject a proposed entry.

    Raises :class:`OwnReportError` for the reporter, and :class:`ChangedMeanwhileError` when the entry is no longer the
    line's last one, or none that waits: it was decided, changed or withdrawn in the meantime.
    """
    if entry.state is not PledgeState.PROPOSED:
        raise ChangedMeanwhileError
    if entry.actor_id == actor_id:
        raise OwnReportError
    basis = Standing(line_of(entry), None, None, entry.version)
    effective = state is PledgeState.CONFIRMED
    return _append(session, basis, offer_of(entry), state, actor_id, now, effective=effective, reason=reason)


def _append(  # noqa: PLR0913 - the one place where an entry is made
    session: Session,
    seen: Standing,
    offer: Offer,
    state: PledgeState,
    actor_id: int,
    now: datetime,
    *,
    effective: bool = False,
    reason: str = "",
) -> PledgeEntry:
    serialize(session, Subject.LEDGER)
    last = session.exec(_last_version(), params=_keys(seen.line)).one() or 0
    if last != seen.version:
        raise ChangedMeanwhileError
    entry = PledgeEntry(
        ags=seen.line.ags,
        programme=seen.line.programme,
        target_group=seen.line.target_group,
        version=last + 1,
        state=state,
        effective=effective,
        places=offer.places,
        valid_from=offer.valid_from,
        valid_until=offer.valid_until,
        resolution=offer.resolution,
        condition=offer.condition,
        actor_id=actor_id,
        reason=reason,
        recorded_at=now,
    )
    session.add(entry)
    session.flush()
    return entry


def previous_in_force(session: Session, entry: PledgeEntry) -> PledgeEntry | None:
    """Find the confirmation that counted on an entry's line before it, if any: what "bisher" refers to."""
    earlier = select(PledgeEntry).where(
        *_of_line(), col(PledgeEntry.effective), col(PledgeEntry.version) < entry.version
    )
    newest_first = earlier.order_by(col(PledgeEntry.version).desc())
    before = session.exec(newest_first, params=_keys(line_of(entry))).first()
    return before if before and before.state is PledgeState.CONFIRMED else None


def _keys(line: Line) -> dict[str, str]:
    return {"ags": line.ags, "programme": line.programme, "target_group": line.target_group}


# Statements that nearly every report needs. Building one costs more than running it, so each is built once.


@cache
def _of_line() -> tuple[ColumnElement[bool], ...]:
    return (
        col(PledgeEntry.ags) == bindparam("ags"),
        col(PledgeEntry.programme) == bindparam("programme"),
        col(PledgeEntry.target_group) == bindparam("target_group"),
    )


@cache
def _last_version() -> SelectOfScalar[int]:
    return select(func.max(PledgeEntry.version)).where(*_of_line())


@cache
def _newest_of_line() -> SelectOfScalar[PledgeEntry]:
    """Build: the last entry of a line, its last effective one, and the last that has begun by a day, newest first."""
    effective = _last_version().where(col(PledgeEntry.effective))
    begun = effective.where(col(PledgeEntry.valid_from) <= bindparam("day", type_=Date))
    wanted = [part.scalar_subquery() for part in (_last_version(), effective, begun)]
    newest = or_(*(col(PledgeEntry.version) == part for part in wanted))
    return select(PledgeEntry).where(*_of_line(), newest).order_by(col(PledgeEntry.version).desc())


def offer_of(entry: PledgeEntry) -> Offer:
    """Return what an entry offers."""
    return Offer(entry.places, entry.valid_from, entry.valid_until, entry.resolution, entry.condition)


def _not_before(end: date | None, start: date) -> date | None:
    return None if end is None else max(end, start)

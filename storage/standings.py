"""How the lines of the ledger stand: what counts on a day, what waits, and what happened on a line.

The rules by which they change are in :mod:`storage.ledger`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import Date, bindparam, or_, text
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.pledge_spans import IS_KNOWN, PledgeSpan
from storage.pledges import (
    EVIDENCE,
    Line,
    Offer,
    PledgeEntry,
    PledgeState,
    Programme,
    TargetGroup,
    line_of,
    offer_of,
    run_out,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line stands on a day: what counts, what waits for confirmation, and the version to go on from.

    ``planned`` is a confirmation that takes the place of what counts on a later day. Of several ``reports`` their
    authors had not seen each other's: they contradict each other until one is confirmed.
    """

    line: Line
    in_force: PledgeEntry | None
    reports: tuple[PledgeEntry, ...]
    version: int
    planned: PledgeEntry | None = None

    @property
    def pending(self) -> PledgeEntry | None:
        """The newest report that waits."""
        return self.reports[-1] if self.reports else None

    def lasting(self, day: date) -> PledgeEntry | None:
        """Give what counts on a day, or else what will: what a municipality can stand by, or take back."""
        return self.in_force if self.in_force and not run_out(self.in_force, day) else self.planned


def standing(session: Session, line: Line, day: date = date.max) -> Standing:
    """Look up how a line stands on a day, by default when all that is confirmed has begun. Unwritten: version 0."""
    newest = session.exec(_newest_of_line(), params={**keys_of(line), "day": day}).all()
    deciding = [entry for entry in newest if entry.effective]
    begun = next((entry for entry in deciding if entry.valid_from <= day), None)
    coming = deciding[0] if deciding and deciding[0] is not begun else None
    waits = bool(newest) and not newest[0].effective  # nothing waits behind a decision: it closes every report
    return Standing(
        line,
        in_force=_if_confirmed(begun),
        reports=tuple(open_reports(session, line)) if waits else (),
        version=newest[0].version if newest else 0,
        planned=_if_confirmed(coming),
    )


def _if_confirmed(entry: PledgeEntry | None) -> PledgeEntry | None:
    return entry if entry is not None and entry.state is PledgeState.CONFIRMED else None


def standings(session: Session, ags: str, day: date = date.max) -> list[Standing]:
    """List how all lines of a municipality stand, leaving out those with nothing in force, planned or pending."""
    found = [standing(session, line, day) for line in lines_of(session, ags)]
    return [each for each in found if each.in_force or each.planned or each.pending]


def lines_of(session: Session, ags: str) -> list[Line]:
    """List the lines on which anything was ever written for a municipality."""
    lines = select(PledgeEntry.programme, PledgeEntry.target_group).where(PledgeEntry.ags == ags).distinct()
    return [Line(ags, Programme(name), TargetGroup(group)) for name, group in sorted(session.exec(lines))]


def offer_as_known(session: Session, entry: PledgeEntry) -> Offer:
    """Return what an entry offers, with the evidence that was added to it since."""
    newest = _about(session, entry, PledgeState.EVIDENCED)
    offer = offer_of(entry)
    return replace(offer, **{name: getattr(newest, name) for name in EVIDENCE}) if newest else offer


def endorsement(session: Session, report: PledgeEntry) -> PledgeEntry | None:
    """Find the first of two confirmations of a report, if there is one."""
    return _about(session, report, PledgeState.ENDORSED)


def confirmation_of(session: Session, report: PledgeEntry) -> PledgeEntry | None:
    """Find the confirmation of a report, if there is one."""
    return _about(session, report, PledgeState.CONFIRMED)


def previous_in_force(session: Session, entry: PledgeEntry) -> PledgeEntry | None:
    """Find the confirmation that counted on an entry's line before it, if any: what "bisher" refers to."""
    earlier = select(PledgeEntry).where(
        *of_line(), col(PledgeEntry.effective), col(PledgeEntry.version) < entry.version
    )
    newest_first = earlier.order_by(col(PledgeEntry.version).desc())
    before = session.exec(newest_first, params=keys_of(line_of(entry))).first()
    return before if before and before.state is PledgeState.CONFIRMED else None


def life_of(session: Session, line: Line) -> Sequence[PledgeEntry]:
    """List all that was ever written on a line, in that order."""
    entries = select(PledgeEntry).where(*of_line()).order_by(col(PledgeEntry.version))
    return session.exec(entries, params=keys_of(line)).all()


def _about(session: Session, entry: PledgeEntry, state: PledgeState) -> PledgeEntry | None:
    found = select(PledgeEntry).where(PledgeEntry.about_id == entry.id, PledgeEntry.state == state)
    return session.exec(found.order_by(col(PledgeEntry.version).desc())).first()


def open_reports(session: Session, line: Line) -> Sequence[PledgeEntry]:
    """List the reports of a line that wait, oldest first: more than one contradict each other."""
    spans = session.exec(known_spans(), params=keys_of(line)).all()
    return entries_by_number(session, [span.entry_id for span in spans if span.pending])


def entries_by_number(session: Session, numbers: Sequence[int]) -> Sequence[PledgeEntry]:
    """Look several entries up at once, in the order they were written."""
    if not numbers:
        return ()
    return session.exec(select(PledgeEntry).where(col(PledgeEntry.id).in_(numbers)).order_by(col(PledgeEntry.id))).all()


def keys_of(line: Line) -> dict[str, str]:
    """Give the parameters that name a line in the statements below."""
    return {"ags": line.ags, "programme": line.programme, "target_group": line.target_group}


# Statements that nearly every report needs. Building one costs more than running it, so each is built once.


@cache
def of_line() -> tuple[ColumnElement[bool], ...]:
    """Build: what is true of the entries of a line."""
    return (
        col(PledgeEntry.ags) == bindparam("ags"),
        col(PledgeEntry.programme) == bindparam("programme"),
        col(PledgeEntry.target_group) == bindparam("target_group"),
    )


@cache
def last_version() -> SelectOfScalar[int]:
    """Build: the version of a line's last entry."""
    return select(func.max(PledgeEntry.version)).where(*of_line())


@cache
def known_spans() -> SelectOfScalar[PledgeSpan]:
    """Build: the spans of a line that still hold."""
    return select(PledgeSpan).where(
        col(PledgeSpan.ags) == bindparam("ags"),
        col(PledgeSpan.programme) == bindparam("programme"),
        col(PledgeSpan.target_group) == bindparam("target_group"),
        text(IS_KNOWN),
    )


@cache
def _newest_of_line() -> SelectOfScalar[PledgeEntry]:
    """Build: the last entry of a line, its last effective one, and the last that has begun by a day, newest first."""
    effective = last_version().where(col(PledgeEntry.effective))
    begun = effective.where(col(PledgeEntry.valid_from) <= bindparam("day", type_=Date))
    wanted = [part.scalar_subquery() for part in (last_version(), effective, begun)]
    newest = or_(*(col(PledgeEntry.version) == part for part in wanted))
    return select(PledgeEntry).where(*of_line(), newest).order_by(col(PledgeEntry.version).desc())

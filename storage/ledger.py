"""The rules of the pledge ledger: how entries are made, by whom, and in which order.

Nothing is overwritten. Whoever goes on from what has changed meanwhile is told so; two colleagues who report different
offers from the same view both keep their reports, and whoever confirms one settles it. Nobody decides on their own
report, nor through an account that was ever linked to theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.database import serialize
from storage.engine import Subject
from storage.ledger_chain import next_digest
from storage.links import were_linked
from storage.pledge_spans import closes, follow, span_start
from storage.pledges import (
    EVIDENCE,
    Line,
    Offer,
    PledgeEntry,
    PledgeState,
    line_of,
)
from storage.standings import (
    Standing,
    endorsement,
    entries_by_number,
    keys_of,
    known_spans,
    last_version,
    of_line,
    offer_as_known,
    open_reports,
)


class LedgerError(Exception):
    """The ledger does not take the entry."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class ChangedMeanwhileError(LedgerError):
    """Somebody else wrote to this line since it was looked at."""


class OwnReportError(LedgerError):
    """Nobody decides on their own report."""


class EndorsedError(LedgerError):
    """The second confirmation needs somebody else than the first."""


class NothingInForceError(LedgerError):
    """There is nothing on the line that could be meant."""


def propose(session: Session, seen: Standing, offer: Offer, actor_id: int, now: datetime) -> PledgeEntry:
    """Report an offer on a line as it was last seen.

    A report of a colleague that its author had not seen stays open beside it. Raises :class:`ChangedMeanwhileError`
    where anything else has happened since; nothing is overwritten.
    """
    pen = _take_pen(session, seen.line, actor_id, now)
    if pen.last != seen.version and _more_than_reports(session, seen):
        raise ChangedMeanwhileError
    return pen.write(PledgeState.PROPOSED, offer, base=seen.version)


def decide(  # noqa: PLR0913 - a decision is: on what, how, by whom, why, when
    session: Session,
    report: PledgeEntry,
    state: PledgeState,
    actor_id: int,
    now: datetime,
    *,
    reason: str = "",
    two_from: int | None = None,
) -> PledgeEntry:
    """Confirm or reject a report. Confirming one of several that contradict each other rejects the others.

    From ``two_from`` places on a report needs two confirmations: the first one is an endorsement, and it still waits.
    Raises :class:`OwnReportError` for the reporter, :class:`EndorsedError` for whoever confirmed first, and
    :class:`ChangedMeanwhileError` for what does not wait: it was decided, changed or withdrawn in the meantime.
    """
    pen = _take_pen(session, line_of(report), actor_id, now)
    reports = {each.id: each for each in open_reports(session, pen.line)}
    if report.id not in reports:
        raise ChangedMeanwhileError
    if may_be_same(session, report.actor_id, actor_id):
        raise OwnReportError
    offer = offer_as_known(session, report)
    if state is PledgeState.CONFIRMED:
        if two_from is not None and report.places >= two_from and _is_first(session, report, actor_id):
            return pen.write(PledgeState.ENDORSED, offer, about=report)
        for other in reports.values():
            if other.id != report.id:
                pen.write(PledgeState.REJECTED, offer_as_known(session, other), about=other)
    return pen.write(state, offer, about=report, reason=reason)


def withdraw(session: Session, seen: Standing, actor_id: int, now: datetime, today: date) -> list[PledgeEntry]:
    """Withdraw what waits and what counts on a line: it counts no more from today on.

    A municipality needs nobody's leave to take its own offer back; one that is over goes on being so where a report is
    taken back. Raises :class:`ChangedMeanwhileError`.
    """
    pen = _take_pen(session, seen.line, actor_id, now, seen)
    entries = [pen.write(PledgeState.WITHDRAWN, offer_as_known(session, each), about=each) for each in seen.reports]
    # One entry from today on ends both what counts and what will.
    counting = seen.lasting(today) or (None if seen.reports else seen.in_force)
    if counting is not None:
        # From today, also when what counts begins later: else an older offer would count again until then.
        end = None if counting.valid_until is None else max(counting.valid_until, today)
        ended = replace(offer_as_known(session, counting), valid_from=today, valid_until=end)
        entries.append(pen.write(PledgeState.WITHDRAWN, ended, about=counting, effective=True))
    return entries


def reaffirm(session: Session, seen: Standing, actor_id: int, now: datetime, today: date) -> PledgeEntry:
    """Note that a municipality stands by what counts on a line; no number changes.

    Raises :class:`ChangedMeanwhileError`, and :class:`NothingInForceError` where nothing counts or something waits.
    """
    pen = _take_pen(session, seen.line, actor_id, now, seen)
    stands = seen.lasting(today)
    if stands is None or seen.reports:
        raise NothingInForceError
    return pen.write(PledgeState.REAFFIRMED, offer_as_known(session, stands), about=stands)


def add_evidence(  # noqa: PLR0913 - what for, as it was seen, what, by whom, when
    session: Session, seen: Standing, entry: PledgeEntry, evidence: Offer, actor_id: int, now: datetime
) -> PledgeEntry:
    """Add evidence to a report that waits or to what counts on a line; no number changes, and nobody need confirm it.

    Of ``evidence`` only what says what an offer rests on is taken: the file where there is one; where anything else is
    said, all of that, so that no number of one resolution stands beside the day of another.
    Raises :class:`ChangedMeanwhileError`, and :class:`NothingInForceError` for an entry that neither waits nor counts.
    """
    pen = _take_pen(session, seen.line, actor_id, now, seen)
    if entry.id not in {each.id for each in (*seen.reports, seen.in_force, seen.planned) if each is not None}:
        raise NothingInForceError
    said = {name: getattr(evidence, name) for name in EVIDENCE if name != "file_id"}
    said = {**(said if any(said.values()) else {}), **({"file_id": evidence.file_id} if evidence.file_id else {})}
    return pen.write(PledgeState.EVIDENCED, replace(offer_as_known(session, entry), **said), about=entry)


@dataclass(slots=True)
class _Pen:
    """Writes entries of one line, one behind the other, for one person at one moment. Nobody else writes meanwhile."""

    session: Session
    line: Line
    actor_id: int
    now: datetime
    last: int

    def write(  # noqa: PLR0913 - the one place where an entry is made
        self,
        state: PledgeState,
        offer: Offer,
        *,
        base: int | None = None,
        about: PledgeEntry | None = None,
        effective: bool = False,
        reason: str = "",
    ) -> PledgeEntry:
        offered: dict[str, Any] = {field.name: getattr(offer, field.name) for field in fields(Offer)}
        entry = PledgeEntry(
            **{**offered, "condition_kinds": [kind.value for kind in offer.condition_kinds]},
            ags=self.line.ags,
            programme=self.line.programme,
            target_group=self.line.target_group,
            version=self.last + 1,
            base=self.last if base is None else base,
            state=state,
            effective=effective or state is PledgeState.CONFIRMED,
            about_id=about.id if about else None,
            actor_id=self.actor_id,
            reason=reason,
            recorded_at=self.now,
        )
        entry.digest = next_digest(self.session, entry)
        self.session.add(entry)
        self.session.flush()
        self.last = entry.version
        _carry_on(self.session, entry)
        return entry


def _take_pen(session: Session, line: Line, actor_id: int, now: datetime, seen: Standing | None = None) -> _Pen:
    """Begin to write; where somebody goes on from what they have seen, only if nothing was written since."""
    serialize(session, Subject.LEDGER)
    last = session.exec(last_version(), params=keys_of(line)).one() or 0
    if seen is not None and seen.version != last:
        raise ChangedMeanwhileError
    return _Pen(session, line, actor_id, now, last)


def _more_than_reports(session: Session, seen: Standing) -> bool:
    since = select(PledgeEntry.state).where(*of_line(), col(PledgeEntry.version) > seen.version)
    return any(state is not PledgeState.PROPOSED for state in session.exec(since, params=keys_of(seen.line)))


def _carry_on(session: Session, entry: PledgeEntry) -> None:
    """Carry the spans of an entry's line on."""
    first = entry.version == 1  # nothing can be known of its line
    known = () if first else session.exec(known_spans(), params=keys_of(line_of(entry))).all()
    reports = entries_by_number(session, [span.entry_id for span in known if span.pending])
    ended, begun = follow(known, entry, closes(entry, reports))
    for span in ended:
        span.known_until = span_start(entry)
    session.add_all([*ended, *begun])
    session.flush()


def _is_first(session: Session, report: PledgeEntry, actor_id: int) -> bool:
    """Say whether nobody has confirmed a report yet. Raises :class:`EndorsedError` for whoever has."""
    first = endorsement(session, report)
    if first is not None and may_be_same(session, first.actor_id, actor_id):
        raise EndorsedError
    return first is None


def may_be_same(session: Session, one: int, other: int) -> bool:
    """Say whether two persons may be one human being: their accounts were linked at some time."""
    return one == other or were_linked(session, one, other)

"""The rules of the pledge ledger: how entries are made, by whom, and in which order.

Nothing is overwritten. Whoever goes on from what has changed meanwhile is told so; two colleagues who report different
offers from the same view both keep their reports, and whoever confirms one settles it. Nobody decides on their own
report, nor through an account that was ever linked to theirs.
"""

from __future__ import annotations

from dataclasses import fields, replace
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
    offer_of,
    run_out,
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
    serialize(session, Subject.LEDGER)
    since = select(PledgeEntry.state).where(*of_line(), col(PledgeEntry.version) > seen.version)
    if any(state is not PledgeState.PROPOSED for state in session.exec(since, params=keys_of(seen.line))):
        raise ChangedMeanwhileError
    return _append(session, seen, PledgeState.PROPOSED, offer, actor_id, now)


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
    serialize(session, Subject.LEDGER)
    line = line_of(report)
    reports = {each.id: each for each in open_reports(session, line)}
    if report.id not in reports:
        raise ChangedMeanwhileError
    if _is_same(session, report.actor_id, actor_id):
        raise OwnReportError
    seen = _as_written(session, line)
    offer = offer_as_known(session, report)
    if state is PledgeState.CONFIRMED and two_from is not None and report.places >= two_from:
        first = endorsement(session, report)
        if first is None:
            return _append(session, seen, PledgeState.ENDORSED, offer, actor_id, now, about=report)
        if _is_same(session, first.actor_id, actor_id):
            raise EndorsedError
    if state is PledgeState.CONFIRMED:
        for other in reports.values():
            if other.id != report.id:
                _append(session, seen, PledgeState.REJECTED, offer_of(other), actor_id, now, about=other)
                seen = replace(seen, version=seen.version + 1)
    return _append(session, seen, state, offer, actor_id, now, about=report, reason=reason)


def withdraw(session: Session, seen: Standing, actor_id: int, now: datetime, today: date) -> list[PledgeEntry]:
    """Withdraw what waits and what counts on a line: it counts no more from today on.

    A municipality needs nobody's leave to take its own offer back. Raises :class:`ChangedMeanwhileError`.
    """
    _expect(session, seen)
    entries: list[PledgeEntry] = []
    counting = seen.in_force or seen.planned  # one entry from today on ends both
    for entry in (*seen.reports, counting):
        if entry is not None:
            counts = entry is counting
            # From today, also when what counts begins later: else an older offer would count again until then.
            start = today if counts else entry.valid_from
            ended = replace(offer_of(entry), valid_from=start, valid_until=_not_before(entry.valid_until, start))
            basis = replace(seen, version=seen.version + len(entries))
            state = PledgeState.WITHDRAWN
            entries.append(_append(session, basis, state, ended, actor_id, now, about=entry, effective=counts))
    return entries


def reaffirm(session: Session, seen: Standing, actor_id: int, now: datetime, today: date) -> PledgeEntry:
    """Note that a municipality stands by what counts on a line; no number changes.

    Raises :class:`ChangedMeanwhileError`, and :class:`NothingInForceError` where nothing counts or something waits.
    """
    _expect(session, seen)
    stands = seen.in_force if seen.in_force and not run_out(seen.in_force, today) else seen.planned
    if stands is None or seen.reports:
        raise NothingInForceError
    offer = offer_as_known(session, stands)
    return _append(session, seen, PledgeState.REAFFIRMED, offer, actor_id, now, about=stands)


def add_evidence(  # noqa: PLR0913 - what for, as it was seen, what, by whom, when
    session: Session, seen: Standing, entry: PledgeEntry, evidence: Offer, actor_id: int, now: datetime
) -> PledgeEntry:
    """Add evidence to a report that waits or to what counts on a line; no number changes, and nobody need confirm it.

    Of ``evidence`` only what says what an offer rests on is taken: the file where there is one; where anything else is
    said, all of that, so that no number of one resolution stands beside the day of another.
    Raises :class:`ChangedMeanwhileError`, and :class:`NothingInForceError` for an entry that neither waits nor counts.
    """
    _expect(session, seen)
    if entry.id not in {each.id for each in (*seen.reports, seen.in_force, seen.planned) if each is not None}:
        raise NothingInForceError
    said = {name: getattr(evidence, name) for name in EVIDENCE if name != "file_id"}
    said = {**(said if any(said.values()) else {}), **({"file_id": evidence.file_id} if evidence.file_id else {})}
    offer = replace(offer_as_known(session, entry), **said)
    return _append(session, seen, PledgeState.EVIDENCED, offer, actor_id, now, about=entry)


def _append(  # noqa: PLR0913 - the one place where an entry is made
    session: Session,
    seen: Standing,
    state: PledgeState,
    offer: Offer,
    actor_id: int,
    now: datetime,
    *,
    about: PledgeEntry | None = None,
    effective: bool = False,
    reason: str = "",
) -> PledgeEntry:
    serialize(session, Subject.LEDGER)
    last = session.exec(last_version(), params=keys_of(seen.line)).one() or 0
    offered: dict[str, Any] = {field.name: getattr(offer, field.name) for field in fields(Offer)}
    entry = PledgeEntry(
        **{**offered, "condition_kinds": [kind.value for kind in offer.condition_kinds]},
        ags=seen.line.ags,
        programme=seen.line.programme,
        target_group=seen.line.target_group,
        version=last + 1,
        base=seen.version,
        state=state,
        effective=effective or state is PledgeState.CONFIRMED,
        about_id=about.id if about else None,
        actor_id=actor_id,
        reason=reason,
        recorded_at=now,
    )
    entry.digest = next_digest(session, entry)
    session.add(entry)
    session.flush()
    _carry_on(session, entry)
    return entry


def _carry_on(session: Session, entry: PledgeEntry) -> None:
    """Carry the spans of an entry's line on."""
    known = session.exec(known_spans(), params=keys_of(line_of(entry))).all()
    numbers = [span.entry_id for span in known if span.pending]
    reports = entries_by_number(session, numbers)
    ended, begun = follow(known, entry, closes(entry, reports))
    for span in ended:
        span.known_until = span_start(entry)
    session.add_all([*ended, *begun])
    session.flush()


def _expect(session: Session, seen: Standing) -> None:
    serialize(session, Subject.LEDGER)
    if (session.exec(last_version(), params=keys_of(seen.line)).one() or 0) != seen.version:
        raise ChangedMeanwhileError


def _as_written(session: Session, line: Line) -> Standing:
    return Standing(line, None, (), session.exec(last_version(), params=keys_of(line)).one() or 0)


def _is_same(session: Session, one: int, other: int) -> bool:
    return one == other or were_linked(session, one, other)


def _not_before(end: date | None, start: date) -> date | None:
    return None if end is None else max(end, start)

"""The digest: what changed since the last one, the totals with their differences, and what runs out soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.enquiry_words import still_open
from handlers.lapses import lapse_line
from handlers.messages import Message
from handlers.pledge_words import entry_words
from handlers.round_figures import fresh_line
from handlers.turn import Office, Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.digests import Digest, latest_digest
from storage.groups import Group, groups_of
from storage.municipalities import Municipality
from storage.outbox import Lane
from storage.persons import Role
from storage.pledges import PledgeEntry, PledgeState, Programme, line_of
from storage.standings import previous_in_force
from storage.totals import Total, changes, expiring, municipalities_counted, newest_entry_id, pending, places_of, totals

SOON = timedelta(days=60)
LISTED = 15
"""Lines of one section before the rest is only counted: a digest is read on a phone."""

CHANGES = (PledgeState.PROPOSED, PledgeState.CONFIRMED, PledgeState.REJECTED, PledgeState.WITHDRAWN)
"""What a digest lists; that an offer is still so, or better proven, changes nothing."""

Entries = Sequence[tuple[PledgeEntry, Municipality]]


@dataclass(frozen=True, slots=True)
class Period:
    """What a digest covers: the ledger after one entry up to another, and the days their totals are taken of."""

    after: int
    through: int
    before: date | None
    day: date
    now: datetime


def preview(turn: Turn, _: str) -> Replies:
    """Show the digest as it would go out now; nothing is noted, so the group's next one is the same."""
    groups = groups_of(turn.session, Role.SPOKESPERSON)
    period = _period(turn.session, turn.office, groups[0] if groups else None, turn.now)
    text = _text(turn.session, turn.office, turn.wording, period)
    nobody = "digest-preview-nobody" if turn.holds(Role.COORDINATOR) else "digest-preview-ask-office"
    hint = turn.wording("digest-preview" if groups else nobody)
    return [Outgoing(Message(Markdown(f"{text}\n\n{hint}")))]


def digest_for(
    session: Session, office: Office, group: Group, now: datetime, *, missed: datetime | None
) -> tuple[Outgoing, Digest]:
    """Write the digest for a group, and the record of how far it reaches. ``missed``: when it was due, if long past."""
    period = _period(session, office, group, now)
    wording = office.wording(group.language)
    text = _text(session, office, wording, period)
    if missed is not None:
        text = Markdown(f"{text}\n\n{wording('digest-late', due=missed)}")
    why = wording("why-digest", role=group.role)
    return Outgoing(Message(text), group=group, lane=Lane.NOTICE, why=why), Digest(
        group_id=group.id or 0, day=period.day, through=period.through
    )


def _period(session: Session, office: Office, group: Group | None, now: datetime) -> Period:
    last = latest_digest(session, group.id) if group and group.id else None
    through = newest_entry_id(session)
    return Period(last.through if last else 0, through, last.day if last else None, office.day(now), now)


def _text(session: Session, office: Office, wording: Wording, period: Period) -> Markdown:
    written = changes(session, period.after, period.through)
    heading = wording("digest-heading", day=period.day)
    shown = [(_as_offered(session, entry), place) for entry, place in written]
    sections = [section for state in CHANGES for section in _changed(wording, state, written, shown)]
    if not sections:
        sections = [_unchanged(session, wording, period)]
    sections += [*_reaffirmed(wording, written), _totals(session, wording, period)]
    sections += fresh_line(session, wording, office, period.day, period.now)
    sections += [*_waiting(session, wording), *_expiring(session, wording, period)]
    sections += [lapse_line(session, wording, office, period.day), *still_open(session, wording, period.day)]
    return Markdown("\n\n".join(filter(None, [heading, *sections])))


def _reaffirmed(wording: Wording, written: Entries) -> list[Markdown]:
    """Count the lines that their municipalities stand by, each once."""
    lines = {line_of(entry) for entry, _ in written if entry.state is PledgeState.REAFFIRMED}
    places = {line.ags for line in lines}
    return [wording("round-digest", count=len(lines), municipalities=len(places))] if lines else []


def _unchanged(session: Session, wording: Wording, period: Period) -> Markdown:
    """Say that nothing was reported, and if so, that the numbers have changed all the same: days pass by themselves."""
    if period.before is None:
        return wording("digest-unchanged")
    now = totals(session, period.day, through=period.through)
    same = now == totals(session, period.before, through=period.after)
    return wording("digest-unchanged-since" if same else "digest-unchanged-begun", day=period.before)


def _as_offered(session: Session, entry: PledgeEntry) -> PledgeEntry:
    """Show a withdrawn offer with the period it had, not with the one day on which it ended."""
    if entry.state is PledgeState.WITHDRAWN and entry.effective:
        return previous_in_force(session, entry) or entry
    return entry


def _changed(wording: Wording, state: PledgeState, written: Entries, shown: Entries) -> list[Markdown]:
    part = [show for (entry, _), show in zip(written, shown, strict=True) if entry.state is state]
    if not part:
        return []
    return [_section(wording, f"digest-{state}", part, "digest-line")]


def _section(wording: Wording, heading: str, part: Entries, line: str) -> Markdown:
    lines = [wording(heading, count=len(part))]
    for entry, place in part[:LISTED]:
        reason = wording("digest-reason", reason=entry.reason) if entry.reason else ""
        lines.append(wording(line, municipality=place.name, offer=entry_words(wording, entry), reason=reason))
    if len(part) > LISTED:
        lines.append(wording("digest-more", count=len(part) - LISTED))
    return Markdown("\n".join(lines))


def _totals(session: Session, wording: Wording, period: Period) -> Markdown:
    now = totals(session, period.day, through=period.through)
    before = totals(session, period.before, through=period.after) if period.before else []
    places = sum(total.places for total in now)
    counted = municipalities_counted(session, period.day, through=period.through)
    difference = _difference(wording, places - sum(total.places for total in before))
    lines = [wording("digest-totals", places=places, municipalities=counted, difference=difference)]
    for programme in Programme:
        new, old = _of(programme, now), _of(programme, before)
        if new or old:
            change = _difference(wording, new - old)
            lines.append(wording("digest-total", programme=programme, places=new, difference=change))
    return Markdown("\n".join(lines))


def _of(programme: Programme, sums: Sequence[Total]) -> int:
    return sum(total.places for total in sums if total.programme is programme)


def _difference(wording: Wording, change: int) -> Markdown:
    if change == 0:
        return wording("difference-none")
    return wording("difference-more", change=change) if change > 0 else wording("difference-less", change=-change)


def _waiting(session: Session, wording: Wording) -> list[Markdown]:
    waiting = pending(session)
    return [wording("totals-waiting", count=len(waiting), places=places_of(waiting))] if waiting else []


def _expiring(session: Session, wording: Wording, period: Period) -> list[Markdown]:
    part = expiring(session, period.day, period.day + SOON)
    return [_section(wording, "digest-expiring", part, "digest-line")] if part else []

"""The ledger as a table: what stands and what waits goes out, and what a table says else comes in as reports.

All rows become reports or none does, and each waits for somebody else's confirmation, as any report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import Session, col, func, or_, select

from storage.ledger import propose
from storage.municipalities import Land, Municipality
from storage.pledge_spans import IS_KNOWN, PledgeSpan
from storage.pledges import EVIDENCE, Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup, line_of, offer_of
from storage.standings import Standing

COLUMNS = (
    *("ags", "municipality", "programme", "target_group", "places", "valid_from", "valid_until"),
    *("resolution", "resolved_on", "paper", "link", "condition", "condition_kinds", "state"),
)
SAID = ("resolution", "resolved_on", "paper", "link")
"""The columns of evidence; a file has none."""


@dataclass(frozen=True, slots=True)
class Held:
    """An offer that counts, will count, or waits for confirmation, with the evidence that is known of it."""

    municipality: Municipality
    line: Line
    number: int
    waits: bool
    offer: Offer


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row of a table says of a line; a field that it does not name stays as it is."""

    row: int
    line: Line
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """A report that a row makes: ``before`` is what is confirmed last on its line, ``instead`` what waits there."""

    row: int
    municipality: Municipality
    seen: Standing
    before: Offer | None
    instead: Offer | None
    offer: Offer


def held_offers(session: Session, day: date, *, lands: Collection[Land] | None = None) -> list[Held]:
    """List what is not over by a day, and what waits, in the order of municipalities and lines."""
    lasting = or_(col(PledgeSpan.pending), col(PledgeSpan.valid_until) >= day)
    found = (
        select(PledgeEntry, Municipality, PledgeSpan.pending)
        .join(PledgeSpan, col(PledgeSpan.entry_id) == PledgeEntry.id)
        .join(Municipality, col(Municipality.ags) == PledgeEntry.ags)
        .where(text(IS_KNOWN), lasting)
        .order_by(PledgeEntry.ags, PledgeEntry.programme, PledgeEntry.target_group, col(PledgeEntry.id))
    )
    if lands is not None:
        found = found.where(col(PledgeSpan.land).in_(lands))
    added = _added_evidence(session)
    return [
        Held(place, line_of(entry), entry.id or 0, waits, _with(offer_of(entry), added.get(entry.id, {})))
        for entry, place, waits in session.exec(found)
    ]


def _added_evidence(session: Session) -> dict[int | None, dict[str, object]]:
    """Give the newest evidence that was added to entries, by their numbers."""
    handed_in = select(PledgeEntry).where(PledgeEntry.state == PledgeState.EVIDENCED).order_by(col(PledgeEntry.id))
    return {each.about_id: {name: getattr(each, name) for name in EVIDENCE} for each in session.exec(handed_in)}


def planned_changes(session: Session, wanted: Sequence[Wanted], day: date) -> list[Change]:
    """Say which reports rows make; none where what they say stands or waits already."""
    held: dict[Line, list[Held]] = defaultdict(list)
    for offer in held_offers(session, day):
        held[offer.line].append(offer)
    versions = _versions(session)
    places = {place.ags: place for place in session.exec(select(Municipality))}
    changes: list[Change] = []
    for each in wanted:
        known = held[each.line]
        if any(_says(one.offer, each.said) for one in known):
            continue
        confirmed, waiting = (
            next((one.offer for one in reversed(known) if one.waits is waits), None) for waits in (False, True)
        )
        seen = Standing(each.line, None, (), versions.get(each.line, 0))
        changes.append(
            Change(each.row, places[each.line.ags], seen, confirmed, waiting, _offer(waiting or confirmed, each.said))
        )
    return changes


def _says(offer: Offer, said: Mapping[str, object]) -> bool:
    return all(getattr(offer, name) == value for name, value in said.items())


def _offer(before: Offer | None, said: Mapping[str, object]) -> Offer:
    """Make the offer of a row.

    What it says can be more of the resolution that is known. Where it is another one, nothing that was known of the one
    before stands beside it, also no file; nor do the kinds of one condition beside the words of another.
    """
    if before is None:
        return Offer(**dict(said))  # type: ignore[arg-type]
    offer = _with(before, said)
    is_other = any(getattr(before, name) not in {None, "", getattr(offer, name)} for name in SAID)
    over: list[str] = [*EVIDENCE] if is_other else []
    over += ["condition_kinds"] if offer.condition != before.condition else []
    unsaid = {each.name: each.default for each in fields(Offer) if each.name in over and each.name not in said}
    return _with(offer, unsaid)


def _with(offer: Offer, said: Mapping[str, object]) -> Offer:
    return replace(offer, **dict(said))  # type: ignore[arg-type]


def _versions(session: Session) -> dict[Line, int]:
    keys = (PledgeEntry.ags, PledgeEntry.programme, PledgeEntry.target_group)
    newest = select(*keys, func.max(PledgeEntry.version)).group_by(*keys)
    return {
        Line(ags, Programme(programme), TargetGroup(group)): version
        for ags, programme, group, version in session.exec(newest)
    }


def take_changes(session: Session, changes: Sequence[Change], actor_id: int, now: datetime) -> list[PledgeEntry]:
    """Write the reports. Raises :class:`storage.ledger.ChangedMeanwhileError` where a line has changed since."""
    return [propose(session, change.seen, change.offer, actor_id, now) for change in changes]

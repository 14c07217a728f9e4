"""What counts and what waits on every day, as known after every entry of the ledger: its entries as spans of two times.

A span says that an entry's places count (or wait) from one day until another, and from which entry of the ledger until
which one that was known. Nothing is ever deleted from what was known, so that the totals of any day as known at any
time are one look at one index. All of it follows from the ledger alone: :func:`spans_of` makes it anew.

Source of the shape: R. T. Snodgrass, Developing Time-Oriented Database Applications in SQL (1999), chapter 10.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from storage.municipalities import Land, land_of
from storage.pledges import PledgeEntry, PledgeState, Programme, TargetGroup
from storage.records import Record, enum_column

ENDLESS = date.max
"""The last day of a span whose offer has no end."""

STILL = 2**62
"""Beyond every entry: until here is known what still holds."""

IS_KNOWN = f"known_until = {STILL}"
IS_LAPSING = f"{IS_KNOWN} AND lapses"
IS_PENDING = f"{IS_KNOWN} AND pending"
"""As SQL without parameters: only so do databases see that a partial index serves a query."""


class PledgeSpan(Record, table=True):
    """An entry's places on the days from ``valid_from`` to ``valid_until``, both included.

    It was known from the entry ``known_from`` on until right before the entry ``known_until``. Places that are
    ``pending`` are reported and wait for confirmation.
    """

    __tablename__ = "pledge_span"
    __table_args__ = (
        Index(
            "ix_pledge_span_totals",
            *("pending", "programme", "target_group", "land"),
            *("valid_from", "valid_until", "known_from", "known_until", "places", "ags"),
        ),
        Index(
            "ix_pledge_span_line",
            *("ags", "programme", "target_group"),
            sqlite_where=text(IS_KNOWN),
            postgresql_where=text(IS_KNOWN),
        ),
        Index(
            "ix_pledge_span_lapsing",
            "valid_until",
            sqlite_where=text(IS_LAPSING),
            postgresql_where=text(IS_LAPSING),
        ),
        Index(
            "ix_pledge_span_pending",
            "entry_id",
            sqlite_where=text(IS_PENDING),
            postgresql_where=text(IS_PENDING),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="pledge_entry.id")
    ags: str = Field(foreign_key="municipality.ags")
    land: Land = Field(sa_type=enum_column(Land))
    programme: Programme = Field(sa_type=enum_column(Programme))
    target_group: TargetGroup = Field(sa_type=enum_column(TargetGroup))
    places: int
    valid_from: date
    valid_until: date
    pending: bool
    lapses: bool
    """Whether confirmed places end with it and nothing follows on the next day."""
    known_from: int = Field(sa_type=BigInteger)
    known_until: int = Field(default=STILL, sa_type=BigInteger)


def closes(entry: PledgeEntry, reports: Iterable[PledgeEntry]) -> set[int]:
    """Say which open reports of its line an entry closes.

    A report closes those its author had seen, and their own; a decision and a withdrawal the one they are about.
    """
    if entry.state is PledgeState.PROPOSED:
        old = (each for each in reports if each.version <= entry.base or each.actor_id == entry.actor_id)
        return {each.id for each in old if each.id is not None}
    ends = {PledgeState.CONFIRMED, PledgeState.REJECTED, PledgeState.WITHDRAWN}
    return {entry.about_id} if entry.state in ends and entry.about_id is not None else set()


def follow(
    known: Sequence[PledgeSpan], entry: PledgeEntry, closed: Collection[int]
) -> tuple[list[PledgeSpan], list[PledgeSpan]]:
    """Say what a line's next entry makes of the spans known before it: those that end, and those that begin.

    From its first day on an effective entry takes the place of whatever counted, also beyond its own last day: it says
    how the offer goes on, and an older one never comes back behind it.
    """
    ended = [span for span in known if span.pending and span.entry_id in closed]
    begun: list[PledgeSpan] = []
    if entry.state is PledgeState.PROPOSED:
        begun.append(_span(entry, pending=True))
    if entry.effective:
        day_before = entry.valid_from - timedelta(days=1)
        over = [span for span in known if not span.pending and span.valid_until >= day_before]
        ended += over
        begun += [_until(span, day_before, entry) for span in over if span.valid_from <= day_before]
        if entry.state is PledgeState.CONFIRMED:
            begun.append(_span(entry, pending=False))
    return ended, begun


def spans_of(entries: Sequence[PledgeEntry]) -> list[PledgeSpan]:
    """Make all spans of one line from its entries, in the order they were written."""
    spans: list[PledgeSpan] = []
    by_number: Mapping[int | None, PledgeEntry] = {entry.id: entry for entry in entries}
    for entry in entries:
        known = [span for span in spans if span.known_until == STILL]
        reports = [by_number[span.entry_id] for span in known if span.pending]
        ended, begun = follow(known, entry, closes(entry, reports))
        for span in ended:
            span.known_until = span_start(entry)
        spans += begun
    return spans


def span_start(entry: PledgeEntry) -> int:
    """Give the number from which on what an entry says is known: its own."""
    if entry.id is None:
        raise LookupError("this entry was never stored")
    return entry.id


def _span(entry: PledgeEntry, *, pending: bool) -> PledgeSpan:
    return PledgeSpan(
        entry_id=span_start(entry),
        ags=entry.ags,
        land=land_of(entry.ags),
        programme=entry.programme,
        target_group=entry.target_group,
        places=entry.places,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until or ENDLESS,
        pending=pending,
        lapses=not pending and entry.valid_until is not None,
        known_from=span_start(entry),
    )


def _until(span: PledgeSpan, day: date, entry: PledgeEntry) -> PledgeSpan:
    """Give what is left of a span before the first day of an entry, with which it goes on or was taken back."""
    kept = span.model_dump(exclude={"id", "known_until"})
    return PledgeSpan(**{**kept, "valid_until": day, "lapses": False, "known_from": span_start(entry)})

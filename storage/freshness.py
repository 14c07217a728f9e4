"""How fresh the pledges are: what share of the places was confirmed lately, and who has said nothing since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy
from sqlalchemy import text
from sqlmodel import Session, col, func, select, union

from storage.municipalities import Land
from storage.pledge_spans import IS_KNOWN, PledgeSpan
from storage.pledges import PledgeEntry, PledgeState
from storage.rounds import RoundPart

FRESH = timedelta(days=90)
"""How long a confirmation is taken for fresh: a quarter, from one round to the next."""

BY_MUNICIPALITY = (PledgeState.PROPOSED, PledgeState.REAFFIRMED, PledgeState.EVIDENCED, PledgeState.WITHDRAWN)
"""Entries that the municipality's side writes; all others are decisions about them."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """The confirmed places of one Land that count, and how many of them were confirmed lately."""

    land: Land
    places: int
    fresh: int


def freshness(session: Session, day: date, now: datetime) -> list[Freshness]:
    """Say for each Land how many of the places that count on a day were confirmed, or confirmed again, lately."""
    lately = col(PledgeEntry.recorded_at) >= now - FRESH
    confirmed = select(PledgeEntry.id).where(lately, PledgeEntry.state == PledgeState.CONFIRMED)
    reaffirmed = select(PledgeEntry.about_id).where(lately, PledgeEntry.state == PledgeState.REAFFIRMED)
    is_fresh = col(PledgeSpan.entry_id).in_(union(confirmed, reaffirmed))
    fresh = func.sum(sqlalchemy.case((is_fresh, col(PledgeSpan.places)), else_=0))
    sums = (
        sqlalchemy.select(col(PledgeSpan.land), func.sum(col(PledgeSpan.places)), fresh)
        .where(
            text(IS_KNOWN),
            col(PledgeSpan.pending).is_(False),
            col(PledgeSpan.valid_from) <= day,
            col(PledgeSpan.valid_until) >= day,
        )
        .group_by(col(PledgeSpan.land))
    )
    found = [Freshness(*row) for row in session.connection().execute(sums)]
    return sorted(found, key=lambda each: list(Land).index(each.land))


def share(found: Collection[Freshness]) -> int | None:
    """Give the share of fresh places in whole per cent (:func:`percent_of`); None where no place counts."""
    places = sum(each.places for each in found)
    return percent_of(sum(each.fresh for each in found), places) if places else None


def percent_of(part: int, whole: int) -> int:
    """Round a share to whole per cent; 100 is said of nothing but all of it."""
    return 100 if part == whole else min(99, round(100 * part / whole))


def last_word(session: Session, places: Collection[str]) -> dict[str, datetime]:
    """Give when each municipality last said something about its pledges; who never did is missing."""
    wrote = (
        select(PledgeEntry.ags, func.max(PledgeEntry.recorded_at))
        .where(col(PledgeEntry.ags).in_(places), col(PledgeEntry.state).in_(BY_MUNICIPALITY))
        .group_by(PledgeEntry.ags)
    )
    answered = (
        select(RoundPart.ags, func.max(RoundPart.answered_at))
        .where(col(RoundPart.ags).in_(places), col(RoundPart.answered_at).is_not(None))
        .group_by(RoundPart.ags)
    )
    words: dict[str, datetime] = {}
    for ags, moment in (*session.exec(wrote), *session.exec(answered)) if places else ():
        words[ags] = max(moment, words.get(ags, moment))
    return words

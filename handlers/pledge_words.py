"""How an offer, a municipality and a Land are put into words, the same in every message."""

from __future__ import annotations

from handlers.wording import Markdown, Wording
from storage.municipalities import Municipality
from storage.pledges import Offer, PledgeEntry, Programme, TargetGroup


def offer_words(wording: Wording, programme: Programme, group: TargetGroup, offer: Offer | PledgeEntry) -> Markdown:
    """Put an offer into one line: places, for whom, programme and period."""
    return wording(
        "pledge-offer", places=offer.places, programme=programme, group=group, period=period_words(wording, offer)
    )


def entry_words(wording: Wording, entry: PledgeEntry) -> Markdown:
    """Put the offer of a ledger entry into one line."""
    return offer_words(wording, entry.programme, entry.target_group, entry)


def period_words(wording: Wording, offer: Offer | PledgeEntry) -> Markdown:
    """Say from when until when an offer holds."""
    if offer.valid_until is None:
        return wording("period-open", start=offer.valid_from)
    return wording("period", start=offer.valid_from, end=offer.valid_until)


def conditions_words(wording: Wording, offer: Offer | PledgeEntry) -> Markdown:
    """Say what an offer rests on: its council resolution, or that none was named, and its condition if it has one."""
    resolution = wording("resolution", text=offer.resolution) if offer.resolution else wording("resolution-missing")
    condition = wording("condition", text=offer.condition) if offer.condition else ""
    return Markdown(f"{resolution}\n{condition}".strip())


def place_words(wording: Wording, municipality: Municipality) -> Markdown:
    """Name a municipality so that it cannot be mistaken: with its Land and its AGS."""
    return wording("place", name=municipality.name, land=municipality.land, ags=municipality.ags)

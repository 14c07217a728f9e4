"""How an offer, a municipality and a Land are put into words, the same in every message."""

from __future__ import annotations

from sqlmodel import Session

from handlers.messages import Choice
from handlers.pledge_evidence import days_in
from handlers.wording import Markdown, Wording, escape
from storage.files import name_and_digest
from storage.ledger_chain import SHORT
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


def conditions_words(wording: Wording, session: Session, offer: Offer | PledgeEntry) -> Markdown:
    """Say what an offer rests on (:func:`evidence_words`) and, if it depends on something, on what."""
    condition = wording("condition", text=offer.condition) if offer.condition else ""
    return Markdown(f"{evidence_words(wording, session, offer)}\n{condition}".strip())


def evidence_words(wording: Wording, session: Session, offer: Offer | PledgeEntry) -> Markdown:
    """Say in one line what an offer rests on: what was written, what else is known, the file; or that it is nothing.

    Offers as :func:`storage.standings.offer_as_known` gives them hold what was handed in later, too.
    """
    parts = [escape(offer.resolution)] if offer.resolution else []
    if offer.resolved_on and offer.resolved_on not in days_in(offer.resolution, offer.resolved_on):
        parts.append(wording("evidence-day", day=offer.resolved_on))
    if offer.paper and offer.paper not in offer.resolution:
        parts.append(wording("evidence-paper", paper=offer.paper))
    if offer.link and offer.link.removeprefix("https://") not in offer.resolution:
        parts.append(escape(offer.link))
    if offer.file_id:
        name, digest = name_and_digest(session, offer.file_id)
        parts.append(wording("evidence-file", name=name, digest=digest[:SHORT]))
    return wording("resolution", text=Markdown(" · ".join(parts))) if parts else wording("resolution-missing")


def file_choices(wording: Wording, offer: Offer | PledgeEntry, number: int | None) -> tuple[Choice, ...]:
    """Offer to show the file that belongs to an entry, if there is one."""
    return (Choice(wording("evidence-show"), f"/beleg zeigen {number}"),) if offer.file_id else ()


def place_words(wording: Wording, municipality: Municipality) -> Markdown:
    """Name a municipality so that it cannot be mistaken: with its Land and its AGS."""
    return wording("place", name=municipality.name, land=municipality.land, ags=municipality.ags)

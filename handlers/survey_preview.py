"""Before a survey is published: who will get it where, and who cannot be reached and what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from handlers.survey_chasing import responsible_for
from handlers.survey_reach_words import LISTED
from handlers.survey_reaching import asked_at, speakers_of_places
from handlers.turn import Office, identity
from handlers.wording import Markdown, Wording
from storage.municipalities import municipalities_by_ags
from storage.persons import Language, preferred_addresses
from storage.speakers import speakers_by_place
from storage.surveys import Survey


def preview_reach(
    session: Session, office: Office, survey: Survey, day: date, language: Language | None = None
) -> Markdown:
    """Say whom a survey would reach on a day; in the house's language unless another is named."""
    wording = office.wording(language)
    wanted = asked_at(session, survey, day)
    places = sorted(municipalities_by_ags(session, wanted).values(), key=lambda place: place.folded_name)
    there = speakers_of_places(session, office, wanted, day)
    first = {ags: who.first for ags, who in there.items() if who.first}
    addresses = preferred_addresses(session, {identity(person) for person in first.values()}, office.networks)
    lines = [
        wording(
            "survey-reach-preview-line",
            name=place.name,
            label=person.label,
            network=wording.network(addresses[identity(person)].network),
        )
        for place in places
        if (person := first.get(place.ags))
    ]
    parts = [_listed(wording, wording("survey-reach-preview", count=len(lines)), lines)]
    known = speakers_by_place(session, wanted, day)
    silent = [
        wording(
            "survey-reach-preview-gone" if place.ags in known else "survey-reach-preview-nobody",
            name=place.name,
            task=responsible_for(session, survey, place.land, day).label,
        )
        for place in places
        if place.ags not in first
    ]
    if silent:
        parts.append(_listed(wording, wording("survey-reach-preview-silent"), silent))
    return Markdown("\n\n".join(parts))


def _listed(wording: Wording, heading: Markdown, lines: Sequence[Markdown]) -> Markdown:
    more = [wording("survey-reach-preview-more", more=len(lines) - LISTED)] if len(lines) > LISTED else []
    return Markdown("\n".join([heading, *lines[:LISTED], *more]))

"""The results go back to whoever took part: when a survey is closed, each Land its own rows beside the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlmodel import Session

from handlers.meeting_sending import fairly
from handlers.messages import Message
from handlers.survey_result_views import rights_of_participants, view
from handlers.survey_results import choices_of, overview
from handlers.turn import Office, Outgoing, Replies, identity
from storage.audience_criteria import Audience, Criteria
from storage.audiences import Recipient, reach
from storage.municipalities import Land, land_of
from storage.outbox import Lane, Urgency
from storage.persons import Language
from storage.survey_participation import parts
from storage.surveys import Survey


def results_messages(session: Session, office: Office, survey: Survey, now: datetime) -> Replies:
    """Write the results of a closed survey to everybody who speaks for a municipality that has sent, once each.

    One message for each, with their Länder's rows; what does not fit it is behind its buttons. Nobody has to be asked
    twice: a message's key is of the survey and its reader.
    """
    counted = view(session, office.wording(), survey, rights_of_participants(survey, ()), now)

    @cache
    def message(language: Language, lands: frozenset[Land]) -> Message:
        rights = rights_of_participants(survey, lands)
        found = replace(counted, wording=office.wording(language), rights=rights)
        first = overview(found)[0]
        return Message(first.text, choices_of(found), first.attachment)

    people = _readers(session, survey, office, now)
    lands = _lands(people)
    told: dict[int, Outgoing] = {}
    for person in (recipient.person for recipient in people):
        number = identity(person)
        if number not in told:
            why = office.wording(person.language)("survey-result-why", survey=counted.title)
            told[number] = Outgoing(
                message(person.language, frozenset(lands[number])),
                person=person,
                lane=Lane.BULK,
                key=f"survey-{survey.id}-results-{number}",
                urgency=Urgency.NORMAL,
                why=why,
            )
    return list(told.values())


def _readers(session: Session, survey: Survey, office: Office, now: datetime) -> Collection[Recipient]:
    """List who speaks for whoever has sent; one of each municipality before anybody's second."""
    sent = tuple(part.ags for part in parts(session, survey.id or 0) if part.sent_at)
    if not sent:
        return ()
    return fairly(reach(session, Audience(anyone_of=(Criteria(places=sent),)), office.day(now)).recipients)


def _lands(people: Collection[Recipient]) -> dict[int, set[Land]]:
    found: dict[int, set[Land]] = defaultdict(set)
    for recipient in people:
        if recipient.ags:
            found[identity(recipient.person)].add(land_of(recipient.ags))
    return found

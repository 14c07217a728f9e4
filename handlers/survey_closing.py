"""The end of a survey: it closes once, and who made it and the office hear who has answered and who has not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.caretakers import caretakers
from handlers.messages import Choice, Message
from handlers.survey_chasing import refresh_tasks
from handlers.survey_polls import end_poll
from handlers.survey_reach_words import names, place_names
from handlers.survey_result_sending import results_messages
from handlers.turn import Office, Outgoing, Replies, notice
from handlers.wording import Markdown, Wording
from storage.municipalities import municipalities_by_ags
from storage.persons import Role, holders
from storage.survey_participation import Participation, Rate, missing, rates
from storage.survey_polls import poll_of
from storage.survey_sending import close
from storage.surveys import Survey


def close_survey(session: Session, office: Office, survey_id: int, now: datetime) -> Replies:
    """Close a survey, at its time or by hand, and tell who is to know.

    Raises :class:`storage.surveys.NotOpenError` if it is closed already or was never open.
    """
    survey = close(session, survey_id, now)
    if poll_of(session, survey_id):  # whose group reads the result, and nobody else
        return end_poll(session, office, survey, now)
    refresh_tasks(session, office, survey, now)
    return [*_tell_office(session, office, survey, now), *results_messages(session, office, survey, now)]


def _tell_office(session: Session, office: Office, survey: Survey, now: datetime) -> list[Outgoing]:
    day = office.day(now)
    people = [*caretakers(session, survey.created_by, day), *holders(session, Role.COORDINATOR, day)]
    told: list[Outgoing] = []
    for person in {person.id: person for person in people}.values():
        wording = office.wording(person.language)
        text = standing_words(session, wording, survey, wording("survey-reach-closed", title=survey.title))
        results = Choice(wording("survey-reach-results"), f"/umfragen {survey.id} ergebnisse")
        told.append(notice(Message(text, (results,)), person, wording("why-survey-office", title=survey.title)))
    return told


def standing_words(session: Session, wording: Wording, survey: Survey, lead: Markdown) -> Markdown:
    """Say how many municipalities have answered, by Land, and which have not, or have begun and not sent."""
    by_land = rates(session, survey.id or 0)
    total = sum(by_land.values(), start=Rate())
    left = missing(session, survey.id or 0)
    parts = [lead, wording("survey-reach-rate", sent=total.sent, asked=total.invited)]
    if len(by_land) > 1:
        lines = [
            wording("survey-reach-rate-land", land=land, sent=rate.sent, asked=rate.invited)
            for land, rate in by_land.items()
        ]
        parts.append(Markdown("\n".join(lines)))
    unsent = [part for part in left if part.begun_at]
    silent = [part for part in left if not part.begun_at]
    if silent:
        parts.append(wording("survey-reach-silent", names=_names(session, wording, silent)))
    if unsent:
        parts.append(wording("survey-reach-not-sent", names=_names(session, wording, unsent)))
    return Markdown("\n\n".join(parts))


def _names(session: Session, wording: Wording, parts: Sequence[Participation]) -> Markdown:
    return names(wording, place_names(municipalities_by_ags(session, {part.ags for part in parts}).values()))

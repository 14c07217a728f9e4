"""Telling municipalities which of their answers a correction has made void: only those, and which questions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from handlers.messages import Message
from handlers.survey_reach_words import answer_choice
from handlers.survey_reaching import speakers_of_places
from handlers.turn import Office, Outgoing, Replies, identity, notice
from handlers.wording import Markdown
from storage.municipalities import Municipality, municipalities_by_ags
from storage.persons import Person, municipalities_of, roles_of
from storage.speakers import speakers_by_place
from storage.survey_answers import Standing, history
from storage.survey_corrections import Correction
from storage.survey_forms import Form, label_of
from storage.surveys import Survey, form_of


def tell_correction(session: Session, office: Office, survey: Survey, correction: Correction, now: datetime) -> Replies:
    """Tell who answers for a municipality, and who gave the answers that are void, what is to be answered again."""
    form = form_of(session, survey, correction.version.number)
    lost = {ags: [name for name in gone if form.question(name)] for ags, gone in correction.lost.items()}
    concerned = {ags for ags, gone in lost.items() if gone}
    places = municipalities_by_ags(session, concerned)
    return [
        _told(session, office, survey, form, places[ags], lost[ags], person, now)
        for ags in sorted(concerned)
        for person in _readers(session, office, survey, ags, lost[ags], now)
    ]


def _readers(  # noqa: PLR0913 - of whom, about what, as of when
    session: Session, office: Office, survey: Survey, ags: str, lost: Collection[str], now: datetime
) -> list[Person]:
    """List the first who speaks for a municipality, and who gave an answer that is void and still speaks for it."""
    day = office.day(now)
    said = history(session, survey.id or 0, ags)
    by = {each.person_id for each in said if each.standing is Standing.OUTDATED and each.question in lost}
    first = speakers_of_places(session, office, [ags], day).get(ags)
    speaking = [person for person, _ in speakers_by_place(session, [ags], day).get(ags, ())]
    return [each for each in speaking if each.id in by or (first and first.first and each.id == first.first.id)]


def _told(  # noqa: PLR0913 - whom, about what, for whom
    session: Session,
    office: Office,
    survey: Survey,
    form: Form,
    place: Municipality,
    lost: Collection[str],
    person: Person,
    now: datetime,
) -> Outgoing:
    wording = office.wording(person.language)
    labels = [question.label for question in form.questions if question.name in lost]
    lines = [wording("survey-reach-question", label=label_of(label, wording.language)) for label in labels]
    lead = wording("survey-reach-corrected", title=survey.title, name=place.name, count=len(lines))
    own = municipalities_of(session, roles_of(session, identity(person), office.day(now)))
    choice = answer_choice(wording, survey, place, alone=len(own) == 1)
    why = wording("why-survey", title=survey.title, whose=place.name)
    return notice(Message(Markdown("\n".join([lead, *lines])), (choice,)), person, why)

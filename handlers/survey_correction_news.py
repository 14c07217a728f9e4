"""Telling municipalities what a correction asks of them: answers that it made void, and questions that are new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from handlers.messages import Message
from handlers.survey_logic import Logic
from handlers.survey_reach_words import answer_choice
from handlers.survey_reaching import speakers_of_places
from handlers.turn import Office, Outgoing, Replies, identity, notice
from handlers.wording import Markdown
from storage.municipalities import Municipality, municipalities_by_ags
from storage.persons import Person, municipalities_of, roles_of
from storage.speakers import speakers_by_place
from storage.survey_answers import Standing, history
from storage.survey_corrections import Correction
from storage.survey_forms import UNANSWERED, Form, label_of
from storage.survey_participation import parts
from storage.surveys import Anonymity, Survey, form_of


def tell_correction(session: Session, office: Office, survey: Survey, correction: Correction, now: datetime) -> Replies:
    """Tell who answers for a municipality, and who gave the answers that are void, what is to be answered (again).

    Whoever has not sent yet meets new questions anyway; who has, hears of them, for nothing else asks for them.
    """
    form = form_of(session, survey, correction.version.number)
    open_questions = {ags: [name for name in gone if form.question(name)] for ags, gone in correction.lost.items()}
    added = _added(session, office, survey, form, now)
    for ags, names in added.items():
        open_questions.setdefault(ags, []).extend(names)
    concerned = {ags for ags, names in open_questions.items() if names}
    places = municipalities_by_ags(session, concerned)
    return [
        _told(session, office, survey, form, places[ags], open_questions[ags], person, now, sent=ags in added)
        for ags in sorted(concerned)
        for person in _readers(session, office, survey, ags, open_questions[ags], now)
    ]


def _added(session: Session, office: Office, survey: Survey, form: Form, now: datetime) -> dict[str, list[str]]:
    """List the new questions that those are asked who have sent, by municipality."""
    before = form_of(session, survey, survey.published - 1)
    new = {each.name for each in form.questions if each.type not in UNANSWERED and not before.question(each.name)}
    if not new or survey.anonymity is Anonymity.ANONYMOUS:  # an anonymous ballot cannot be added to
        return {}
    logic, today = Logic(form), office.day(now)
    found = {
        part.ags: [name for name in logic.standing(part.sheet, today).relevant if name in new]
        for part in parts(session, survey.id or 0)
        if part.sent_at is not None
    }
    return {ags: names for ags, names in found.items() if names}


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
    *,
    sent: bool,
) -> Outgoing:
    wording = office.wording(person.language)
    labels = [question.label for question in form.questions if question.name in lost]
    lines = [wording("survey-reach-question", label=label_of(label, wording.language)) for label in labels]
    key = "survey-reach-added" if sent else "survey-reach-corrected"
    lead = wording(key, title=survey.title, name=place.name, count=len(lines))
    own = municipalities_of(session, roles_of(session, identity(person), office.day(now)))
    choice = answer_choice(wording, survey, place, alone=len(own) == 1)
    why = wording("why-survey", title=survey.title, whose=place.name)
    return notice(Message(Markdown("\n".join([lead, *lines])), (choice,)), person, why)

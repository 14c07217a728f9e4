"""A survey from a document: all of it or nothing, and never a second time.

Who made it is whoever is named here. Who said what is found by their label, the first of that label for the first in
the document; whom nobody knows any more is written down as a person without an address and without a role. An
anonymous survey, and any that was exported with nothing but protected results, comes back closed and with these
results: good for looking at, and as the earlier wave of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.member_files import RowFault
from storage.municipalities import Municipality
from storage.persons import Person
from storage.survey_answers import SurveyAnswer
from storage.survey_documents import Place, SurveyDocument, SurveyFileError, Wave, read_document
from storage.survey_handovers import SurveyHandover
from storage.survey_participation import Participation
from storage.survey_results import ResultStep
from storage.surveys import Survey, SurveyState, SurveyVersion, create


def import_survey(session: Session, text: str, by: int, now: datetime) -> Survey:
    """Take a survey from what :func:`storage.survey_documents.written` wrote; ``by`` is then who made it.

    Raises :class:`storage.survey_documents.SurveyFileError`; it names unknown municipalities by their lines.
    """
    document = read_document(text)
    if known := _wave(session, Wave(title=document.title, created_at=document.created_at)):
        raise SurveyFileError(RowFault(1, f"this survey is here already: it is number {known}"))
    follows = _wave(session, document.follows) if document.follows else None
    if document.follows and follows is None:
        raise SurveyFileError(RowFault(1, f"please import the earlier wave first: {document.follows.title}"))
    _refuse_unknown(session, document, text)
    survey = create(session, _survey(document, follows, by))
    survey_id = survey.id or 0
    for version in document.versions:
        plain = version.model_dump(exclude={"form"})
        form = version.form.model_dump(mode="json", exclude_defaults=True)
        session.add(SurveyVersion(**plain, survey_id=survey_id, form=form, published_by=by))
    if document.step:
        results = document.step.results.model_copy(update={"survey_id": survey_id})
        kept = results.model_dump(mode="json")
        session.add(ResultStep(survey_id=survey_id, sent=results.sent, results=kept, taken_at=document.step.taken_at))
    people = _people(session, document.people, now)
    _add(session, Participation, [_part(survey_id, place, people) for place in document.places])
    _add(session, SurveyAnswer, [said for place in document.places for said in _said(survey_id, place, people)])
    _add(session, SurveyHandover, [handed for place in document.places for handed in _handed(survey_id, place, people)])
    session.flush()
    return survey


def _wave(session: Session, wave: Wave) -> int | None:
    """Find the number of a survey by what it is known by everywhere."""
    wanted = (Survey.title == wave.title, Survey.created_at == wave.created_at)
    return session.exec(select(Survey.id).where(*wanted)).first()


def _refuse_unknown(session: Session, document: SurveyDocument, text: str) -> None:
    known = set(session.exec(select(Municipality.ags)))
    unknown = {place.ags: place.name for place in document.places if place.ags not in known}
    unknown |= {ags: "" for ags in document.excluded if ags not in known and ags not in unknown}
    if not unknown:
        return
    lines = {line.strip().rstrip(","): number for number, line in enumerate(text.splitlines(), start=1)}
    faults = [
        RowFault(
            lines.get(f'"ags": "{ags}"') or lines.get(f'"{ags}"') or 1,
            f"AGS {ags}{f' ({name})' if name else ''} is no municipality here; import the members first",
        )
        for ags, name in unknown.items()
    ]
    raise SurveyFileError(*sorted(faults, key=lambda fault: fault.row))


def _survey(document: SurveyDocument, follows: int | None, by: int) -> Survey:
    same = {"title", "anonymity", "opens_at", "closes_at", "version", "published", "created_at", "changed_at"}
    return Survey(
        **document.model_dump(include=same),
        audience=document.audience.model_dump(mode="json"),
        excluded=list(document.excluded),
        draft=document.draft.model_dump(mode="json", exclude_defaults=True),
        state=SurveyState.CLOSED if document.protected else document.state,
        follows=follows,
        created_by=by,
    )


def _people(session: Session, labels: Sequence[str], now: datetime) -> Mapping[int, int]:
    """Find people by their labels, or write them down; gives their numbers here by those of the document."""
    known: dict[str, list[int]] = defaultdict(list)
    for number, label in session.exec(
        select(Person.id, Person.label).where(col(Person.label).in_(labels)).order_by(col(Person.id))
    ):
        known[label].append(number or 0)
    found: dict[int, int] = {}
    for number, label in enumerate(labels, start=1):
        if known[label]:
            found[number] = known[label].pop(0)
        else:
            person = Person(label=label, created_at=now)
            session.add(person)
            session.flush()
            found[number] = person.id or 0
    return found


Values = dict[str, object]


def _add(session: Session, kind: type[Participation | SurveyAnswer | SurveyHandover], rows: list[Values]) -> None:
    """Write many records at once, in this order."""
    if rows:
        session.connection().execute(sa.insert(kind), rows)


def _part(survey_id: int, place: Place, people: Mapping[int, int]) -> Values:
    values = place.model_dump(include={"ags", "invited_at", "begun_at", "sent_at", "by_proxy", "sheet"})
    return values | {"survey_id": survey_id, "sent_by": people[place.sent_by] if place.sent_by else None}


def _said(survey_id: int, place: Place, people: Mapping[int, int]) -> list[Values]:
    here = {"survey_id": survey_id, "ags": place.ags}
    return [each.model_dump(exclude={"person"}) | here | {"person_id": people[each.person]} for each in place.said]


def _handed(survey_id: int, place: Place, people: Mapping[int, int]) -> list[Values]:
    return [
        {
            "survey_id": survey_id,
            "ags": place.ags,
            "question": each.question,
            "person_id": people[each.person],
            "handed_by": people[each.handed_by],
            "handed_at": each.handed_at,
        }
        for each in place.handed
    ]

"""What leaves the house of a survey: the answers of each municipality, or everything as a document.

Who may see what is decided above: of a survey that is not theirs to see, people get :func:`protected_document` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.municipalities import Land, Municipality, SizeClass, municipalities_by_ags, size_class
from storage.persons import persons_by_number
from storage.survey_answers import Standing, SurveyAnswer
from storage.survey_documents import Handed, Place, Spoken, Step, SurveyDocument, Version, Wave
from storage.survey_forms import Form
from storage.survey_handovers import SurveyHandover
from storage.survey_lists import versions
from storage.survey_participation import Participation, Sheet, parts
from storage.survey_results import Results, ResultStep, results
from storage.surveys import Anonymity, Survey


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A municipality that is asked; until it has sent, its answers are nobody else's business and not in ``sheet``.

    ``contradicted`` are the questions to which colleagues have said different things.
    """

    ags: str
    name: str
    land: Land
    size: SizeClass | None
    sent_at: datetime | None
    by_proxy: bool
    sheet: Sheet
    contradicted: Sequence[str]


def answer_rows(session: Session, survey_id: int) -> list[AnswerRow]:
    """List the municipalities that are asked, by AGS."""
    contradicted = _contradicted(session, survey_id)
    place, part = Municipality, Participation
    of_place = (col(place.ags), col(place.name), col(place.land), col(place.population))
    of_part = (col(part.sent_at), col(part.by_proxy), col(part.sheet))
    asked = sa.select(*of_place, *of_part).join_from(part, place).where(col(part.survey_id) == survey_id)
    rows = session.connection().execute(asked.order_by(col(place.ags)))
    return [
        AnswerRow(
            ags=ags,
            name=name,
            land=land,
            size=size_class(ags, population),
            sent_at=sent_at,
            by_proxy=by_proxy,
            sheet=sheet if sent_at else {},
            contradicted=sorted(contradicted[ags]) if sent_at else (),
        )
        for ags, name, land, population, sent_at, by_proxy, sheet in rows
    ]


def _contradicted(session: Session, survey_id: int) -> dict[str, set[str]]:
    """List by municipality the questions where what counts is contradicted."""
    here = (SurveyAnswer.survey_id == survey_id, SurveyAnswer.standing == Standing.CONTRADICTS)
    found: dict[str, set[str]] = defaultdict(set)
    for ags, question in session.exec(select(SurveyAnswer.ags, SurveyAnswer.question).where(*here)):
        found[ags].add(question)
    return found


def protected_document(session: Session, survey: Survey, now: datetime) -> SurveyDocument:
    """Write down what everybody may see: the forms, and results with nothing under five.

    The results are those that :func:`storage.survey_results.results` shows, so that two exports differ as two of them.
    """
    results(session, survey.id or 0, now)
    return _document(session, survey, protected=True, places=(), people=())


def document_of(session: Session, survey: Survey, *, drafts: bool) -> SurveyDocument:
    """Write down everything; without ``drafts``, what a municipality has said only once it has sent.

    Raises ValueError for an anonymous survey: who said what is not known, and who was asked goes with the results.
    """
    if survey.anonymity is Anonymity.ANONYMOUS:
        raise ValueError("of an anonymous survey there are no answers by municipality")
    people = _People()
    places = _places(session, survey.id or 0, people, drafts=drafts)
    labels = persons_by_number(session, people.numbers)
    return _document(
        session,
        survey,
        protected=False,
        places=places,
        people=tuple(labels[number].label for number in people.numbers),
    )


def _document(
    session: Session, survey: Survey, *, protected: bool, places: tuple[Place, ...], people: tuple[str, ...]
) -> SurveyDocument:
    wave = session.get(Survey, survey.follows) if survey.follows else None
    step = session.get(ResultStep, survey.id)
    shown = Results.model_validate(step.results).model_copy(update={"survey_id": 0}) if step else None
    published = tuple(
        Version(
            number=each.number,
            form=Form.model_validate(each.form),
            reason=each.reason,
            published_at=each.published_at,
        )
        for each in versions(session, survey.id or 0)
    )
    return SurveyDocument(
        protected=protected,
        title=survey.title,
        anonymity=survey.anonymity,
        audience=survey.whom,
        excluded=tuple(survey.excluded),
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        state=survey.state,
        version=survey.version,
        published=survey.published,
        created_at=survey.created_at,
        changed_at=survey.changed_at,
        follows=Wave(title=wave.title, created_at=wave.created_at) if wave else None,
        draft=Form.model_validate(survey.draft),
        versions=published,
        people=people,
        places=places,
        step=Step(results=shown, taken_at=step.taken_at) if step and shown else None,
    )


@dataclass(slots=True)
class _People:
    """Numbers people from 1 as they come up: a document must not tell how many the database knows."""

    numbers: dict[int, int] = field(default_factory=dict)

    def __call__(self, person_id: int) -> int:
        return self.numbers.setdefault(person_id, len(self.numbers) + 1)


def _places(session: Session, survey_id: int, people: _People, *, drafts: bool) -> tuple[Place, ...]:
    asked = parts(session, survey_id)
    names = municipalities_by_ags(session, [part.ags for part in asked])
    shown = {part.ags for part in asked if drafts or part.sent_at}
    said = _by_place(_all_of(session, SurveyAnswer, survey_id), shown)
    handed = _by_place(_all_of(session, SurveyHandover, survey_id), shown)
    return tuple(
        Place(
            **part.model_dump(include={"ags", "invited_at", "begun_at", "sent_at", "by_proxy"}),
            name=names[part.ags].name,
            sent_by=people(part.sent_by) if part.sent_by else None,
            sheet=part.sheet if part.ags in shown else {},
            said=tuple(_spoken(each, people) for each in said[part.ags]),
            handed=tuple(_handed(each, people) for each in handed[part.ags]),
        )
        for part in asked
    )


Kept = TypeVar("Kept", SurveyAnswer, SurveyHandover)


def _all_of(session: Session, kind: type[Kept], survey_id: int) -> Sequence[Kept]:
    return session.exec(select(kind).where(kind.survey_id == survey_id).order_by(col(kind.id))).all()


def _by_place(found: Iterable[Kept], shown: Collection[str]) -> dict[str, list[Kept]]:
    by_place: dict[str, list[Kept]] = defaultdict(list)
    for each in found:
        if each.ags in shown:
            by_place[each.ags].append(each)
    return by_place


def _spoken(said: SurveyAnswer, people: _People) -> Spoken:
    same = {"question", "version", "value", "standing", "aside", "took_over", "by_proxy", "said_at"}
    return Spoken(**said.model_dump(include=same), person=people(said.person_id))


def _handed(handover: SurveyHandover, people: _People) -> Handed:
    return Handed(
        question=handover.question,
        person=people(handover.person_id),
        handed_by=people(handover.handed_by),
        handed_at=handover.handed_at,
    )

"""What it costs to count a large survey."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter

from sqlmodel import Session

from storage import schema
from storage.audience_criteria import Audience
from storage.database import Database
from storage.municipalities import LAND_BY_AGS_PREFIX, Municipality, fold, land_of
from storage.persons import Person
from storage.survey_ballots import WaitingBallot, empty
from storage.survey_forms import Answer, Form, Option, Question, QuestionType
from storage.survey_participation import Participation, Sheet
from storage.survey_results import Results, results
from storage.surveys import Anonymity, Survey, SurveyState, create, publish
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

NOW = datetime(2021, 7, 1, 8, tzinfo=UTC)
QUESTIONS, PLACES, ROUNDS = 40, 10_000, 3
KINDS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.INTEGER, QuestionType.TEXT)
NAMES = ("yes", "partly", "planned", "no", "unknown")
OPTIONS = tuple(Option(name=name, label={"de": name}) for name in NAMES)
POPULATIONS = (2_000, 12_000, 60_000, 300_000)


@benchmark("results", f"results with cross-tabs: {QUESTIONS} questions, {PLACES} municipalities; SQLite on disk")
async def counting(here: Surroundings) -> Result:
    """Count a survey of each anonymity with rows by Land and by size, from the tables as answering leaves them.

    A quarter of the questions each are single and multiple choices of five, numbers, and free texts. The figure is the
    open survey's, which is counted anew whenever somebody looks; the slowest of three times.
    """
    database = Database(f"sqlite:///{here.directory() / 'results.db'}")
    schema.upgrade(database)
    rows = []
    for anonymity in Anonymity:
        with database.transaction() as session:
            survey_id = _answered(session, anonymity)
        seconds = [await asyncio.to_thread(_count, database, survey_id) for _ in range(ROUNDS)]
        rows.append((anonymity.value, *(round(each, 2) for each in seconds)))
    database.close()
    table = Table("Seconds until the results are there", ("", "first", "second", "third"), rows)
    return Result([table], {"results_s_10k": max(rows[0][1:])}, under={"results_s_10k": 1})


def _count(database: Database, survey_id: int) -> float:
    began = perf_counter()
    with database.transaction() as session:
        found = results(session, survey_id, NOW)
    seconds = perf_counter() - began
    _check(found)
    return seconds


def _check(found: Results | None) -> None:
    counted = [] if found is None else [each.total.answered or 0 for each in found.questions]
    if len(counted) != QUESTIONS or min(counted) < PLACES * 0.8:
        raise ValueError(f"not all was counted, something else was measured: {counted}")


def form_of_forty() -> Form:
    """Make the form that is answered and counted."""
    kinds = [KINDS[number % len(KINDS)] for number in range(QUESTIONS)]
    chosen = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
    asked = [
        Question(name=f"q{number}", type=kind, options=OPTIONS if kind in chosen else ())
        for number, kind in enumerate(kinds)
    ]
    return Form(title={"de": "Jahresumfrage"}, questions=tuple(asked))


def _answered(session: Session, anonymity: Anonymity) -> int:
    """Write down a survey that all have sent, as sending leaves it; of the anonymous one all ballots are read."""
    if session.get(Person, 1) is None:
        session.add(Person(label="Koordinierungsstelle", created_at=NOW))
        session.add_all(place_of(number) for number in range(PLACES))
        session.flush()
    form, chance = form_of_forty(), Random(5)  # noqa: S311 - the same survey each time, no secret
    times = {"opens_at": NOW, "closes_at": NOW + timedelta(days=14), "created_at": NOW, "changed_at": NOW}
    made = {"draft": form.model_dump(mode="json"), "audience": Audience().model_dump(mode="json"), "created_by": 1}
    survey = create(session, Survey(title="Jahresumfrage", anonymity=anonymity, **times, **made))
    survey_id = survey.id or 0
    publish(session, survey_id, 1, 1, NOW)
    moments = {"invited_at": NOW, "begun_at": NOW, "sent_at": NOW}
    sheets = {ags_of(number): sheet_of(form, chance) for number in range(PLACES)}
    for ags, sheet in sheets.items():
        if anonymity is Anonymity.ANONYMOUS:
            session.add(WaitingBallot(survey_id=survey_id, sheet=sheet, land=land_of(ags)))
        kept: Sheet = {} if anonymity is Anonymity.ANONYMOUS else sheet
        session.add(Participation(survey_id=survey_id, ags=ags, sheet=kept, **moments))
    session.flush()
    empty(session, survey_id)
    if anonymity is not Anonymity.OPEN:  # of the others there is one result, once they are closed
        survey.state = SurveyState.CLOSED
    return survey_id


def place_of(number: int) -> Municipality:
    """Give a municipality."""
    ags, name = ags_of(number), f"Kommune {number}"
    people = POPULATIONS[number // 7 % len(POPULATIONS)]
    return Municipality(ags=ags, name=name, folded_name=fold(name), land=land_of(ags), population=people)


def ags_of(number: int) -> str:
    """Give the key of a municipality."""
    prefixes = list(LAND_BY_AGS_PREFIX)
    return f"{prefixes[number % len(prefixes)]}{number:06}"


def sheet_of(form: Form, chance: Random) -> Sheet:
    """Answer a form by chance."""
    return {question.name: _value(question, chance) for question in form.questions if chance.random() < 0.95}


def _value(question: Question, chance: Random) -> Answer:
    if chance.random() < 0.05:
        return None
    match question.type:
        case QuestionType.SELECT_ONE:
            return chance.choice(NAMES)
        case QuestionType.SELECT_MULTIPLE:
            return [name for name in NAMES if chance.random() < 0.4]
        case QuestionType.INTEGER:
            return chance.randrange(500)
        case _:
            return f"Wir brauchen {chance.randrange(10**6)} Wohnungen und mehr Zeit."

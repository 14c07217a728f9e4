"""What one answer in a large survey costs the processor: the way from an event to its committed next question."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from random import Random
from statistics import median, quantiles
from time import process_time
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import Session

from bot.clock import Clock
from bot.intake import Intake
from handlers.messages import Incoming
from handlers.turn import Office
from storage import schema
from storage.audience_criteria import Audience
from storage.database import Database
from storage.persons import Person, Role
from storage.survey_answers import SurveyAnswer
from storage.survey_forms import QuestionType
from storage.survey_participation import Participation, parts
from storage.surveys import Survey, create, publish
from tests.bench.people import add_person
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings
from tests.bench.surveys import NOW, PLACES, QUESTIONS, ags_of, form_of_forty, place_of, sheet_of

CONTACTS = 20
TARGET = 5.0
BETWEEN = timedelta(seconds=3)
SAID = {QuestionType.SELECT_ONE: "2", QuestionType.SELECT_MULTIPLE: "1,3 und 5", QuestionType.INTEGER: "zwölf Plätze"}


@benchmark("answering", f"CPU of Intake.take for one answer: {QUESTIONS} questions, {PLACES} municipalities asked")
async def answering(here: Surroundings) -> Result:
    """Answer a survey whole, as many contacts, while all other municipalities have sent theirs."""
    addresses = {"SQLite": f"sqlite:///{here.directory() / 'answers.db'}", "PostgreSQL": here.postgres()}
    spent = {name: await asyncio.to_thread(_measure, url) for name, url in addresses.items()}
    rows = [(name, round(median(each), 2), round(quantiles(each, n=20)[18], 2)) for name, each in spent.items()]
    figures = {"answer_cpu_ms": rows[0][1], "answer_cpu_ms_postgresql": rows[1][1]}
    table = Table("CPU in ms (PostgreSQL: without the server's own)", ("", "median", "p95"), rows)
    return Result([table], figures, under={"answer_cpu_ms": TARGET})


def _measure(url: str) -> list[float]:
    database = Database(url)
    schema.upgrade(database)
    with database.transaction() as session:
        number = _survey(session)
    clock = Clock(NOW)
    office = Office(ZoneInfo("Europe/Berlin"))
    events = count(1)
    spent: list[float] = []
    with ThreadPoolExecutor(1) as executor:
        intake = Intake(database, office, clock, executor, wake=lambda: None)

        def say(name: str, text: str) -> float:
            clock.set(clock.now() + BETWEEN)
            incoming = Incoming("core", f"event-{next(events)}", account=name, chat=name, direct=True, text=text)
            began = process_time()
            intake.take(incoming)
            return (process_time() - began) * 1000

        for contact in range(CONTACTS):
            say(f"contact-{contact}", f"umfragen {number}")
            texts = [SAID.get(question.type, "Wir brauchen mehr Wohnungen.") for question in form_of_forty().questions]
            spent += [say(f"contact-{contact}", text) for text in texts]
            say(f"contact-{contact}", "absenden")
    with database.transaction() as session:
        if any(part.sent_at is None for part in parts(session, number)):
            raise ValueError("not everybody has answered all and sent it: something else was measured")
    database.close()
    return spent


def _survey(session: Session) -> int:
    """Publish a survey; all have answered and sent but the contacts that will."""
    session.add(Person(label="Koordinierungsstelle", created_at=NOW))
    session.add_all(place_of(number) for number in range(PLACES))
    session.flush()
    form, chance = form_of_forty(), Random(5)  # noqa: S311 - the same survey each time, no secret
    times = {"opens_at": NOW, "closes_at": NOW + timedelta(days=14), "created_at": NOW, "changed_at": NOW}
    made = {"draft": form.model_dump(mode="json"), "audience": Audience().model_dump(mode="json"), "created_by": 1}
    number = create(session, Survey(title="Jahresumfrage", **times, **made)).id or 0
    publish(session, number, 1, 1, NOW)
    for contact in range(CONTACTS):
        ags = ags_of(contact)
        where = ("core", f"contact-{contact}")
        add_person(session, f"Ansprechperson {contact}", Role.CONTACT, where, NOW, ags)
        session.add(Participation(survey_id=number, ags=ags, invited_at=NOW))
    sheets = {ags_of(place): sheet_of(form, chance) for place in range(CONTACTS, PLACES)}
    moments = {"invited_at": NOW, "begun_at": NOW, "sent_at": NOW}
    sent = [{"survey_id": number, "ags": ags, "sheet": sheet, **moments} for ags, sheet in sheets.items()]
    session.connection().execute(insert(Participation), sent)
    said = {"survey_id": number, "version": 1, "person_id": 1, "said_at": NOW}
    answers = [
        {"ags": ags, "question": name, "value": value, **said}
        for ags, sheet in sheets.items()
        for name, value in sheet.items()
    ]
    session.connection().execute(insert(SurveyAnswer), answers)
    return number

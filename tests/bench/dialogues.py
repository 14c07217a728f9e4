"""What open dialogues cost the service's memory: they are rows, so ten thousand of them should cost nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import insert
from sqlmodel import Session

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.person import Person as Chatting
from storage import schema
from storage.audience_criteria import Audience
from storage.consents import agree
from storage.database import Database
from storage.dialogues import DialoguePosition
from storage.persons import Person, Role
from storage.survey_participation import Participation
from storage.surveys import Survey, create, publish
from tests.bench.people import add_person
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings
from tests.bench.surveys import ags_of, form_of_forty, place_of, sheet_of

OPEN, ANSWERING = 10_000, 100
SAID = ("2", "1,3 und 5", "12", "Wir brauchen mehr Wohnungen.")
WITHIN = 60.0


@benchmark("dialogues", f"resident memory with 0 and {OPEN} open survey dialogues, {ANSWERING} more people answering")
async def dialogues(here: Surroundings) -> Result:
    """Answer a survey through Telegram's double, beside nobody and beside very many who have begun and are silent."""
    held = {count: await _held(here, count) for count in (0, OPEN)}
    rows = [(f"{count} open", round(fresh, 1), round(served, 1)) for count, (fresh, served) in held.items()]
    growth = round(held[OPEN][1] - held[0][1], 1)
    table = Table("Resident memory in MB", ("", "when ready", f"after {ANSWERING} have answered"), rows)
    return Result([table], {"rss_growth_mb_10k_dialogues": growth}, under={"rss_growth_mb_10k_dialogues": 5})


async def _held(here: Surroundings, silent: int) -> tuple[float, float]:
    async with TelegramDouble() as double:
        people = [double.person(f"Ansprechperson {number}") for number in range(ANSWERING)]
        for person in people:
            person.start()
        double.updates.clear()
        installation = await install(here, telegram=double)
        number = await asyncio.to_thread(_prepare, installation, people, silent)
        async with Serving(installation) as serving:
            fresh = serving.rss_mb()
            await asyncio.gather(*(_answer(person, number) for person in people))
            return fresh, serving.rss_mb()


async def _answer(person: Chatting, number: int) -> None:
    for text in (f"umfragen {number}", *SAID):
        person.say(text)
        while (await person.next_message(WITHIN)).is_edited:
            pass  # a keyboard that was taken away is no answer


def _prepare(installation: Installation, people: Sequence[Chatting], silent: int) -> int:
    database, now = Database(installation.database_url), datetime.now(UTC)
    schema.upgrade(database)
    with database.transaction() as session:
        number = _publish(session, len(people) + silent, now)
        for place, person in enumerate(people):
            account = str(person.user.id)
            add_person(session, f"Ansprechperson {place}", Role.CONTACT, ("telegram", account), now, ags_of(place))
            agree(session, "telegram", account, now)
        _begin(session, number, range(len(people), len(people) + silent), now)
    database.close()
    return number


def _publish(session: Session, places: int, now: datetime) -> int:
    """Publish a survey that asks so many; the clock is not to invite anybody meanwhile."""
    session.add(Person(label="Koordinierungsstelle", created_at=now))
    session.add_all(place_of(place) for place in range(places))
    session.flush()
    times = {"opens_at": now, "closes_at": now + timedelta(days=14), "created_at": now, "changed_at": now}
    made = {"draft": form_of_forty().model_dump(mode="json"), "audience": Audience().model_dump(mode="json")}
    survey = create(session, Survey(title="Jahresumfrage", created_by=1, **times, **made))
    publish(session, survey.id or 0, 1, 1, now)
    survey.planned_version = survey.version
    asked = [{"survey_id": survey.id, "ags": ags_of(place), "sheet": {}, "invited_at": now} for place in range(places)]
    session.connection().execute(insert(Participation), asked)
    return survey.id or 0


def _begin(session: Session, survey_id: int, places: Sequence[int], now: datetime) -> None:
    """Let the contacts of municipalities stand in the middle of the survey."""
    if not places:
        return
    form, chance, connection = form_of_forty(), Random(5), session.connection()  # noqa: S311 - no secret
    people = [{"id": place + OPEN, "label": f"Ansprechperson {place}", "created_at": now} for place in places]
    connection.execute(insert(Person), people)
    moments = {"dialogue": "survey", "step": "ask:q20", "started_at": now, "updated_at": now}
    state = {"survey": survey_id, "version": 1, "as": "own", "handed": False}
    kept = {place + OPEN: state | {"ags": ags_of(place), "sheet": sheet_of(form, chance)} for place in places}
    standing = [moments | {"person_id": person_id, "answers": answers} for person_id, answers in kept.items()]
    connection.execute(insert(DialoguePosition), standing)

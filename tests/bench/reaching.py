"""What it costs to reach all that a large survey asks: invitations at one stroke of the clock, and later reminders."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers.turn import Office
from scheduler.striking import tick
from storage import schema
from storage.audience_criteria import Audience
from storage.database import Database
from storage.surveys import Survey, create, publish
from tests.bench.people import OFFICE, add_network
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings
from tests.bench.surveys import PLACES, form_of_forty

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2021, 7, 1, 10, tzinfo=BERLIN)
ROUNDS = {
    "invitations": NOW,
    "the first reminder": datetime(2021, 7, 9, 8, 30, tzinfo=BERLIN),
    "the next, and tasks": datetime(2021, 7, 16, 8, 30, tzinfo=BERLIN),
}


@benchmark("reach", f"{PLACES} municipalities asked, one contact each, none answers; SQLite on disk, one tick each")
async def reaching(here: Surroundings) -> Result:
    """Open a survey, and remind all twice, by the rules themselves; nothing is sent meanwhile.

    The figure is the slower one of the invitations and the first reminder. As nobody stands in for a contact here, the
    second reminder also gives all to the coordination.
    """
    database = Database(f"sqlite:///{here.directory() / 'reach.db'}")
    schema.upgrade(database)
    with database.transaction() as session:
        _publish(session)
    rows = []
    for name, moment in ROUNDS.items():
        began, used = perf_counter(), process_time()
        said = await asyncio.to_thread(tick, database, Office(BERLIN), moment)
        seconds, cpu = perf_counter() - began, process_time() - used
        rows.append((name, said, round(seconds, 2), round(cpu, 2)))
    database.close()
    if [row[1] for row in rows[:2]] != [PLACES, PLACES]:
        raise ValueError(f"not everybody was told once: something else was measured: {rows}")
    table = Table("From the stroke until all is in the outbox", ("", "messages", "seconds", "CPU seconds"), rows)
    return Result([table], {"reach_s_10k": max(row[2] for row in rows[:2])}, under={"reach_s_10k": 10})


def _publish(session: Session) -> None:
    add_network(session, [f"contact-{number}" for number in range(PLACES)], NOW)
    times = {"opens_at": NOW, "closes_at": NOW + timedelta(days=40), "created_at": NOW, "changed_at": NOW}
    made = {"draft": form_of_forty().model_dump(mode="json"), "audience": Audience().model_dump(mode="json")}
    number = create(session, Survey(title="Jahresumfrage", created_by=OFFICE, **times, **made)).id or 0
    publish(session, number, 1, OFFICE, NOW)

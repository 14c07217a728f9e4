"""Whether it matters to one person how many others there are: 100,000 contacts against 1,000."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median, quantiles
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.clock import Clock
from bot.intake import Intake
from handlers.digests import digest_for
from handlers.messages import Incoming
from handlers.turn import Office
from storage import schema
from storage.database import Database
from storage.groups import Group
from storage.persons import Role
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

FEW, MANY = 1_000, 100_000
PLACES = 1_000
EVENTS, DIGESTS, WRITERS = 600, 20, 100
BETWEEN = timedelta(seconds=1)
NOW = datetime(2021, 7, 5, 7, tzinfo=UTC)
LINES = ("zusage 12 UMF NEST bis 31.12.2031", "ja", "zusagen", "umfragen 3")

FILL = f"""
INSERT INTO municipality (ags, name, folded_name, land, status, named_as)
SELECT '05' || lpad(place::text, 6, '0'), 'Ort ' || place, 'ort ' || place, 'DE-NW', 'member', ''
FROM generate_series(1, {PLACES}) AS place;
INSERT INTO person (label, language, created_at)
SELECT 'Ansprechperson ' || number, 'de', now() FROM generate_series(1, {{rows}}) AS number;
INSERT INTO address (person_id, network, account, chat, position, gone, created_at)
SELECT id, 'core', 'contact-' || id, 'contact-' || id, 0, false, now() FROM person;
INSERT INTO role_assignment (person_id, role, ags, position, valid_from)
SELECT id, 'contact', '05' || lpad((1 + id % {PLACES})::text, 6, '0'), 0, date '2021-01-01' FROM person;
"""  # noqa: S608 - our own words


@benchmark("contacts", f"{MANY} contacts of {PLACES} municipalities against {FEW}: reports in one line; PostgreSQL")
async def contacts(here: Surroundings) -> Result:
    """Take in what a hundred of them write, and write a digest of it; nothing is sent meanwhile."""
    few, many = [await asyncio.to_thread(_measure, here.postgres(), rows) for rows in (FEW, MANY)]
    columns = ("contacts", "event, ms: median", "p99", "digest, ms")
    rows = [(number, *(round(each, 2) for each in found)) for number, found in ((FEW, few), (MANY, many))]
    figures = {"contacts_inbound_p99_ratio": round(many[1] / few[1], 2)}
    figures["contacts_digest_ratio"] = round(many[2] / few[2], 2)
    return Result([Table("From the event to its commit, and a digest", columns, rows)], figures)


def _measure(url: str, rows: int) -> tuple[float, float, float]:
    database, clock, office = Database(url), Clock(NOW), Office(ZoneInfo("Europe/Berlin"))
    schema.upgrade(database)
    with database.transaction() as session:
        for statement in filter(str.strip, FILL.format(rows=rows).split(";")):
            session.connection().execute(text(statement))
        session.add(Group(network="core", chat="g", role=Role.SPOKESPERSON, created_at=NOW))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    with ThreadPoolExecutor(1) as executor:
        taken = _write(Intake(database, office, clock, executor, wake=lambda: None), clock, rows)
    digests = [_digest(database, office, clock.now()) for _ in range(DIGESTS)]
    database.close()
    return median(taken), quantiles(taken, n=100)[98], median(digests)


def _write(intake: Intake, clock: Clock, rows: int) -> list[float]:
    taken, numbers = [], count()
    for turn in range(EVENTS // WRITERS):
        for writer in range(WRITERS):
            number, account = next(numbers), f"contact-{1 + writer * (rows // WRITERS)}"
            clock.set(NOW + number * BETWEEN)
            said = LINES[turn % len(LINES)]
            began = perf_counter()
            intake.take(Incoming("core", f"event-{number}", account=account, chat=account, direct=True, text=said))
            taken.append((perf_counter() - began) * 1000)
    return taken[WRITERS // 2 :]  # the first ones load what all need


def _digest(database: Database, office: Office, now: datetime) -> float:
    began = perf_counter()
    with database.transaction() as session:
        group = session.get_one(Group, 1)
        digest_for(session, office, group, now, missed=None)
    return (perf_counter() - began) * 1000

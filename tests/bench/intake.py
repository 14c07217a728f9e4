"""What one report costs the processor: the way from an event to its committed answers."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median, quantiles
from time import process_time
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.intake import Intake
from handlers.messages import Incoming
from handlers.turn import Office
from storage import schema
from storage.database import Database
from storage.persons import Role
from storage.totals import newest_entry_id
from tests.bench.people import add_contacts, add_person
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

REPORTS = 200
WARM_UP = 10
CONTACTS = 20
TARGET = 4.0
START = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
BETWEEN = timedelta(seconds=20)
LINES = (
    "zusage {} UMF NEST bis 31.12.2021",
    "zusage {} Plätze NEST für alle ab 1.9. bis Ende 2022",
    "Zusage: {} Personen Seenotrettung alle bis Ende Juni 2022",
    "zusage {} Plätze Landesprogramm besonders Schutzbedürftige bis 31.12.2022",
)
"""Lines that leave nothing to ask: after the `ja` the report stands in the ledger."""


@benchmark("intake", f"CPU of Intake.take for {REPORTS} reports in one line, each with its `ja`; a database on disk")
async def intake(here: Surroundings) -> Result:
    """Take in reports of many municipalities, on SQLite and on PostgreSQL."""
    addresses = {"SQLite": f"sqlite:///{here.directory() / 'hafenbote.db'}", "PostgreSQL": here.postgres()}
    taken = {name: await asyncio.to_thread(_measure, url) for name, url in addresses.items()}
    rows = [
        (f"{name}: {what}", round(median(spent), 2), round(quantiles(spent, n=20)[18], 2))
        for name, reports in taken.items()
        for what, spent in _views(reports).items()
    ]
    per_event = {name: round(median(_views(reports)["per event"]), 2) for name, reports in taken.items()}
    return Result(
        [Table("CPU in ms (PostgreSQL: without the server's own)", ("", "median", "p95"), rows)],
        {"intake_cpu_ms": per_event["SQLite"], "intake_cpu_ms_postgresql": per_event["PostgreSQL"]},
        {"intake_cpu_ms": TARGET},
    )


def _views(reports: list[tuple[float, float]]) -> dict[str, list[float]]:
    return {
        "the line": [line for line, _ in reports],
        "its `ja`": [yes for _, yes in reports],
        "per event": [(line + yes) / 2 for line, yes in reports],
        "per report": [line + yes for line, yes in reports],
    }


def _measure(url: str) -> list[tuple[float, float]]:
    database = Database(url)
    schema.upgrade(database)
    _people(database)
    clock = Clock(START)
    office = Office(ZoneInfo("Europe/Berlin"))
    with ThreadPoolExecutor(1) as executor:
        one = _Reporting(Intake(database, office, clock, executor, wake=lambda: None), clock)
        reports = [one.report(number) for number in range(WARM_UP + REPORTS)][WARM_UP:]
    with database.transaction() as session:
        if newest_entry_id(session) != WARM_UP + REPORTS:
            raise ValueError("not every report has arrived in the ledger: something else was measured")
    database.close()
    return reports


class _Reporting:
    """Contacts who report in turn, slowly enough for the flood guard."""

    def __init__(self, intake: Intake, clock: Clock) -> None:
        self._intake = intake
        self._clock = clock
        self._events = count(1)

    def report(self, number: int) -> tuple[float, float]:
        """Report and confirm; returns the milliseconds of CPU both took."""
        self._clock.set(START + number * BETWEEN)
        line = LINES[number % len(LINES)].format(number + 1)
        return self._take(_contact(number), line), self._take(_contact(number), "ja")

    def _take(self, name: str, text: str) -> float:
        incoming = Incoming("core", f"event-{next(self._events)}", account=name, chat=name, direct=True, text=text)
        began = process_time()
        self._intake.take(incoming)
        return (process_time() - began) * 1000


def _people(database: Database) -> None:
    with database.transaction() as session:
        add_contacts(session, "core", [_contact(number) for number in range(CONTACTS)], START)
        add_person(session, "Koordinierungsstelle", Role.COORDINATOR, ("core", "office"), START)


def _contact(number: int) -> str:
    return f"contact-{number % CONTACTS}"

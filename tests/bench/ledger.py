"""What it costs to add the ledger up: totals of any day as known at any time, and the digest, while it grows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import count, islice, product
from random import Random
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from handlers.digests import digest_for
from handlers.turn import Office
from storage import schema
from storage.database import Database
from storage.digests import Digest
from storage.groups import Group
from storage.ledger_chain import FIRST, digest_of
from storage.persons import Role
from storage.pledge_spans import PledgeSpan, spans_of
from storage.pledges import PledgeEntry, PledgeState, Programme, TargetGroup
from storage.totals import known_on, municipalities_counted, totals
from tests.bench.people import OFFICE, add_network
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings
from tests.bench.surveys import ags_of

BERLIN = ZoneInfo("Europe/Berlin")
MUNICIPALITIES = 10_793
"""As many as Germany had in 2021 (Statistisches Bundesamt, Gemeindeverzeichnis)."""

SIZES = (1_000, 10_000, 50_000, 200_000)
BEGINNING = datetime(2018, 1, 1, 9, tzinfo=BERLIN)
NOW = datetime(2021, 7, 1, 9, tzinfo=BERLIN)
LINES = tuple(product(Programme, TargetGroup))
DAYS = tuple(date(2018, 6, 1) + timedelta(days=90 * number) for number in range(16))
DIGEST_AFTER = 200
"""Entries since the last digest: a busy week."""

GROUP = 1


@benchmark(
    "ledger", f"{MUNICIPALITIES} municipalities; SQLite on disk; median of {len(DAYS)} days, as known now and then"
)
async def adding_up(here: Surroundings) -> Result:
    """Add up the places of days of four years, as known now and as known on that day, and write a digest."""
    rows = []
    for size in SIZES:
        database = Database(f"sqlite:///{here.directory() / f'ledger-{size}.db'}")
        schema.upgrade(database)
        await asyncio.to_thread(_fill, database, size)
        rows.append((size, *await asyncio.to_thread(_measure, database)))
        database.close()
    columns = ("ledger lines", "totals now, ms", "as known then, ms", "municipalities, ms", "digest, ms")
    largest = rows[-1]
    figures = {"totals_ms_200k": max(largest[1], largest[2]), "digest_ms_200k": largest[4]}
    table = Table("While the ledger grows", columns, rows)
    return Result([table], figures, under={"totals_ms_200k": 50, "digest_ms_200k": 200})


def _measure(database: Database) -> tuple[float, float, float, float]:
    with database.transaction() as session:
        newest = known_on(session, NOW)
        group, office = session.get_one(Group, GROUP), Office(BERLIN)
        return (
            _milliseconds(lambda day: totals(session, day, through=newest)),
            _milliseconds(lambda day: totals(session, day, through=known_on(session, _morning(day)))),
            _milliseconds(lambda day: municipalities_counted(session, day, through=newest)),
            _milliseconds(lambda _: digest_for(session, office, group, NOW, missed=None)),
        )


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BERLIN)


def _milliseconds(work: Callable[[date], object]) -> float:
    taken = []
    for day in DAYS:
        began = perf_counter()
        work(day)
        taken.append((perf_counter() - began) * 1000)
    return round(median(taken), 1)


def _fill(database: Database, size: int) -> None:
    """Write a ledger of so many entries: lines with reports, most of them confirmed, and changed from time to time."""
    entries = list(islice(_entries(Random(7)), size))  # noqa: S311 - the same ledger every time
    step = (NOW - BEGINNING) / size
    digest = FIRST
    lines: dict[tuple[str, str, str], list[PledgeEntry]] = {}
    for number, entry in enumerate(entries, 1):
        entry.id, entry.recorded_at = number, BEGINNING + number * step
        digest = entry.digest = digest_of(entry, digest, "")
        lines.setdefault((entry.ags, entry.programme, entry.target_group), []).append(entry)
    spans = [span.model_dump(exclude={"id"}) for line in lines.values() for span in spans_of(line)]
    with database.transaction() as session:
        add_network(session, [f"contact-{number}" for number in range(MUNICIPALITIES)], BEGINNING)
        session.connection().execute(insert(PledgeEntry), [entry.model_dump() for entry in entries])
        session.connection().execute(insert(PledgeSpan), spans)
        session.add(Group(id=GROUP, network="core", chat="g", role=Role.SPOKESPERSON, created_at=BEGINNING))
        session.flush()
        session.add(Digest(group_id=GROUP, day=NOW.date() - timedelta(days=7), through=size - DIGEST_AFTER))


def _entries(chance: Random) -> Iterator[PledgeEntry]:
    """Report by chance, five lines to a municipality; most is decided at once, a few reports wait."""
    versions: dict[tuple[int, int], int] = {}
    numbers = count(1)
    while True:
        place = chance.randrange(MUNICIPALITIES)
        line = (place * 5 + chance.randrange(5)) % len(LINES)
        start = BEGINNING.date() + timedelta(days=chance.randrange(1200))
        end = start + timedelta(days=chance.randrange(30, 900)) if chance.random() < 0.8 else None
        places = chance.randrange(1, 60)
        states = [PledgeState.PROPOSED]
        if chance.random() < 0.98:
            states.append(PledgeState.REJECTED if chance.random() < 0.1 else PledgeState.CONFIRMED)
        report = 0
        for state in states:
            version = versions.get((place, line), 0) + 1
            versions[place, line] = version
            number = next(numbers)
            yield PledgeEntry(
                ags=ags_of(place),
                programme=LINES[line][0],
                target_group=LINES[line][1],
                version=version,
                base=version - 1,
                state=state,
                effective=state is PledgeState.CONFIRMED,
                places=places,
                valid_from=start,
                valid_until=end,
                about_id=report or None,
                actor_id=OFFICE if report else OFFICE + 1 + place,
                recorded_at=BEGINNING,
            )
            report = number

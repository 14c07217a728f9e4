"""What a large announcement costs until it is written out in full."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import quantiles
from threading import Event
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from sqlalchemy import URL
from sqlmodel import Session, col, func, select

from handlers.announcement_letters import addressees
from handlers.turn import Office
from scheduler.striking import tick
from storage import schema
from storage.announcement_deliveries import Delivery, standing
from storage.announcement_release import UNDO, release_alone
from storage.announcements import Announcement, create
from storage.audiences import Audience
from storage.database import Database
from storage.outbox import Urgency
from tests.bench.pacing import ANNOUNCED
from tests.bench.people import OFFICE, add_network
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2021, 7, 6, 12, tzinfo=BERLIN)
RECIPIENTS = 10_000
LETTER = f"Liebe Kolleg*innen aus {{Kommune}},\n\n{ANNOUNCED}\n\nBitte geben Sie bis zum 6.8.2021 **Bescheid**."


class Timed(Database):
    """A database that notes how long each transaction holds it, in seconds, from its beginning to its commit."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.held: list[float] = []

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a unit of work, and look at the clock before and after it."""
        began = 0.0
        try:
            with super().transaction() as session:
                session.connection()
                began = perf_counter()
                yield session
        finally:
            self.held.append(perf_counter() - began)


@contextmanager
def asking(database: Database) -> Iterator[list[float]]:
    """Let somebody ask for something small again and again meanwhile; gives the seconds they wait for their turn."""
    waited, over = list[float](), Event()

    def ask() -> None:
        while not over.wait(0.05):
            began = perf_counter()
            with database.transaction() as session:
                session.connection()
                waited.append(perf_counter() - began)

    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(ask)
        try:
            yield waited
        finally:
            over.set()
        asked.result()


def release_to_all(
    session: Session, office: Office, now: datetime, urgency: Urgency = Urgency.NORMAL, files: Sequence[int] = ()
) -> int:
    """Write and release an announcement to all contacts, so that it begins by itself at this moment."""
    before = now - UNDO
    text = {"subject": "Dialog", "text": LETTER, "audience": Audience().model_dump(mode="json"), "urgency": urgency}
    made = {"created_by": OFFICE, "created_at": before, "edited_by": OFFICE, "edited_at": before, "files": list(files)}
    announcement = create(session, Announcement(**(text | made)))
    whom = addressees(session, office, announcement, before)
    return release_alone(session, announcement.id or 0, announcement.version, OFFICE, before, whom).id or 0


@benchmark("expand", f"an announcement to {RECIPIENTS} recipients, from its begin until every letter is in the outbox")
async def expanding(here: Surroundings) -> Result:
    """Let the clock strike on SQLite and on PostgreSQL, both on disk; nothing is sent meanwhile.

    Each letter is filled in for who gets it. It goes in bits, so that whoever writes meanwhile gets their turn: on
    SQLite an answer waits for one of them to end, hence the longest transaction and the waits of somebody who asks.
    """
    where = {"SQLite": f"sqlite:///{here.directory() / 'expand.db'}", "PostgreSQL": here.postgres()}
    rows = [await asyncio.to_thread(_expand, name, url) for name, url in where.items()]
    columns = ("", "in the outbox", "seconds", "CPU seconds", "longest transaction, ms", "others wait, p95")
    table = Table("From the stroke until all is in the outbox", columns, rows)
    slowest = max(float(row[2]) for row in rows)
    return Result([table], {"expand_s_10k": slowest}, under={"expand_s_10k": 10})


def _expand(name: str, url: str | URL) -> Sequence[str | float]:
    database, office = Timed(str(url)), Office(BERLIN)
    schema.upgrade(database)
    with database.transaction() as session:
        add_network(session, [f"contact-{number}" for number in range(RECIPIENTS)], NOON)
        session.flush()
        number = release_to_all(session, office, NOON)
    office.wording()("announcing-report")  # as in operation, the texts have been read by then
    database.held.clear()
    began, used, now = perf_counter(), process_time(), NOON
    with asking(database) as waited:
        while _posted(database, number) < RECIPIENTS:
            tick(database, office, now)
            now += timedelta(seconds=1)
    seconds, cpu, longest = perf_counter() - began, process_time() - used, max(database.held)
    with database.transaction() as session:
        counted = standing(session, number)
    database.close()
    if (counted.total, counted.waiting.total()) != (RECIPIENTS, RECIPIENTS):
        raise ValueError(f"not everybody has a letter in line: something else was measured: {counted}")
    asked = quantiles(waited, n=20)[18] if len(waited) > 1 else waited[0]
    return name, counted.total, round(seconds, 2), round(cpu, 2), *(round(each * 1000) for each in (longest, asked))


def _posted(database: Database, number: int) -> int:
    with database.transaction() as session:
        there = (Delivery.announcement_id == number, col(Delivery.outbox_id).is_not(None))
        return session.exec(select(func.count()).select_from(Delivery).where(*there)).one()

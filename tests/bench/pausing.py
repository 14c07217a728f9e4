"""How soon a pause holds, and how long an answer takes while an announcement goes out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from statistics import median, quantiles
from time import monotonic
from zoneinfo import ZoneInfo

from bot.demo.telegram_double.double import TelegramDouble
from handlers.turn import Office
from storage import schema
from storage.announcement_release import go_on, pause
from storage.consents import agree
from storage.database import Database
from storage.outbox import Urgency
from tests.bench.announcing import release_to_all
from tests.bench.pacing import NETWORK, Writer, announced
from tests.bench.people import add_network
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings

RECIPIENTS, WRITERS = 900, 10
PAUSES, BETWEEN = 5, 100
"""How often it is paused, and after how many letters each time."""

QUIET = 3.0
"""Seconds after which nothing more comes."""


@dataclass
class Run:
    """An announcement on its way; ``late`` are the seconds from each pause's commit to the last send behind it."""

    double: TelegramDouble
    database: Database
    number: int
    late: list[float] = field(default_factory=list)

    async def until(self, sent: int) -> None:
        """Wait until so many letters have arrived."""
        while len(announced(self.double)) < sent:  # noqa: ASYNC110 - a double tells nobody
            await asyncio.sleep(0.05)

    async def pause(self) -> None:
        """Pause, look what comes all the same, and go on."""
        await asyncio.to_thread(self._do, pause)
        committed = monotonic()
        await asyncio.sleep(QUIET)
        self.late.append(max(0.0, announced(self.double)[-1].at - committed))
        await asyncio.to_thread(self._do, go_on)

    def _do(self, deed: object) -> None:
        with self.database.transaction() as session:
            deed(session, self.number)  # type: ignore[operator]


@benchmark("pausing", f"an announcement to {RECIPIENTS} chats, paused {PAUSES} times, while {WRITERS} people write")
async def pausing(here: Surroundings) -> Result:
    """Pause an announcement that a service in a process of its own sends at Telegram's pace, to our strict double.

    The figure is that of the pause after which a send began last. Answers are those from before its begin, when
    it is written out, to its last letter.
    """
    async with TelegramDouble() as double:
        people = [double.person(f"Ansprechperson {number}") for number in range(RECIPIENTS)]
        for person in people:
            person.start()
        double.updates.clear()
        writers = [Writer(person) for person in people[:: RECIPIENTS // WRITERS]]
        installation = await install(here, telegram=double)
        database = await asyncio.to_thread(_known, installation, [str(person.user.id) for person in people])
        async with Serving(installation), asyncio.TaskGroup() as group:
            writing = [group.create_task(one.write(Random(number))) for number, one in enumerate(writers)]  # noqa: S311 - no secret
            await asyncio.sleep(QUIET)
            run = Run(double, database, await asyncio.to_thread(_release, database))
            for paused in range(1, PAUSES + 1):
                await run.until(paused * BETWEEN)
                await run.pause()
            await run.until(RECIPIENTS)
            for task in writing:
                task.cancel()
        database.close()
        if Counter(call.chat_id for call in announced(double)) != Counter(person.user.id for person in people):
            raise ValueError("not everybody got the announcement once: something else was measured")
    return _result(run.late, [seconds for one in writers for seconds in one.waited])


def _known(installation: Installation, accounts: Sequence[str]) -> Database:
    database, now = Database(installation.database_url), datetime.now(UTC)
    schema.upgrade(database)
    with database.transaction() as session:
        add_network(session, accounts, now, NETWORK)
        for account in accounts:
            agree(session, NETWORK, account, now)
    return database


def _release(database: Database) -> int:
    """Release something urgent: it goes by night, too."""
    with database.transaction() as session:
        return release_to_all(session, Office(ZoneInfo("Europe/Berlin")), datetime.now(UTC), Urgency.URGENT)


def _result(late: Sequence[float], waited: Sequence[float]) -> Result:
    p95 = quantiles(waited, n=20)[18]
    columns = ("", "how many", "median", "longest")
    rows = [
        (name, len(seconds), *(round(each, 3) for each in (median(seconds), max(seconds))))
        for name, seconds in (("from a pause to the last send that begins", late), ("until an answer", waited))
    ]
    return Result(
        [Table("Seconds", columns, rows)],
        {"pause_s": round(max(late), 3), "reply_p95_s_during_announcement": round(p95, 3)},
        under={"pause_s": 1, "reply_p95_s_during_announcement": 1},
    )

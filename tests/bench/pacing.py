"""How well Telegram's limits are used, and how long an answer takes while they are: against our strict double."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from random import Random
from statistics import median, quantiles
from time import monotonic

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.person import Person
from bot.demo.telegram_double.server import Call
from storage import schema
from storage.consents import agree
from storage.database import Database
from storage.outbox import Lane, OutboxMessage
from tests.bench.people import add_contacts
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings

NETWORK = "telegram"
RECIPIENTS = 3000
WRITERS = 10
LINES = ("status", "hilfe", "zusagen")
PAUSES = (1.0, 5.0)
"""Seconds a writer lets pass between an answer and the next line, at least and at most."""

ANNOUNCED = "Einladung zum virtuellen Dialog mit dem Ministerium am 12.8.2021 um 14 Uhr."
WITHIN = 20.0


@dataclass
class Writer:
    """Somebody who gets the announcement and writes meanwhile; ``waited`` are the seconds until each answer."""

    person: Person
    waited: list[float] = field(default_factory=list)

    async def write(self, pauses: Random) -> None:
        """Write, wait for the answer, and again."""
        for line in cycle(LINES):
            await asyncio.sleep(pauses.uniform(*PAUSES))
            began = monotonic()
            self.person.say(line)
            while ANNOUNCED in (await self.person.next_message(WITHIN)).text:
                pass
            self.waited.append(monotonic() - began)


@benchmark("pacing", f"an announcement to {RECIPIENTS} chats within Telegram's limits, while {WRITERS} people write")
async def pacing(here: Surroundings) -> Result:
    """Announce something with the service in a process of its own; the double, in ours, counts what comes too early.

    Not a moment is forgiven. The share is that of 30 messages a second, answers among them, from the announcement's
    first message to its last.
    """
    async with TelegramDouble() as double:
        people = [double.person(f"Ansprechperson {number}") for number in range(RECIPIENTS)]
        for person in people:
            person.start()
        double.updates.clear()
        writers = [Writer(person) for person in people[:: RECIPIENTS // WRITERS]]
        installation = await install(here, telegram=double)
        await asyncio.to_thread(announce, installation, people, [_account(writer.person) for writer in writers])
        async with Serving(installation) as serving, asyncio.TaskGroup() as group:
            writing = [group.create_task(one.write(Random(number))) for number, one in enumerate(writers)]  # noqa: S311 - no secret
            while len(arrived := announced(double)) < RECIPIENTS:  # noqa: ASYNC110 - a double tells nobody
                await asyncio.sleep(0.5)
            cpu_seconds = serving.cpu_seconds()
            for task in writing:
                task.cancel()
    if Counter(call.chat_id for call in arrived) != Counter(person.user.id for person in people):
        raise ValueError("not everybody got the announcement once: something else was measured")
    return _result(double, arrived, [seconds for one in writers for seconds in one.waited], cpu_seconds)


def announce(installation: Installation, people: Sequence[Person], writers: Sequence[str]) -> None:
    """Make a database in which an announcement to people waits; ``writers`` are the accounts of those we know."""
    database, now = Database(installation.database_url), datetime.now(UTC)
    schema.upgrade(database)
    with database.transaction() as session:
        add_contacts(session, NETWORK, writers, now)
        for account in writers:
            agree(session, NETWORK, account, now)
        row = {"network": NETWORK, "lane": Lane.BULK, "text": ANNOUNCED, "created_at": now}
        session.add_all(OutboxMessage(chat=_account(person), **row) for person in people)
    database.close()


def _account(person: Person) -> str:
    return str(person.user.id)


def announced(double: TelegramDouble) -> list[Call]:
    """List the sends of the announcement that have arrived."""
    return [call for call in double.calls_of("sendMessage") if call.done and ANNOUNCED in call.params["text"]]


def _result(double: TelegramDouble, announced: Sequence[Call], waited: Sequence[float], cpu_seconds: float) -> Result:
    sends, seconds = double.limits.overall
    first, last = announced[0].at, announced[-1].at
    sent = sum(first <= call.at <= last for call in double.calls_of("sendMessage"))
    share = (sent - 1) / (last - first) / (sends / seconds)
    early, p95 = len(double.violations), quantiles(waited, n=20)[18]
    columns = ("messages", "in seconds", "CPU ms each", "answers", "after s: median", "longest", "too early")
    row = (sent, last - first, cpu_seconds / sent * 1000, len(waited), median(waited), max(waited), early)
    return Result(
        [Table("The announcement, and the answers meanwhile", columns, [[round(cell, 2) for cell in row]])],
        {
            "paced_share_of_limit": round(share, 3),
            "limit_violations": early,
            "reply_p95_s_during_bulk": round(p95, 3),
        },
        under={"limit_violations": 1, "reply_p95_s_during_bulk": 1},
        at_least={"paced_share_of_limit": 0.98},
    )

"""Several instances on one PostgreSQL: what each adds, how soon another goes on, how they start, and what they hold."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import count
from time import monotonic

import psutil
from aiohttp import ClientSession
from sqlmodel import func, select

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.person import Person
from storage import schema
from storage.consents import agree
from storage.database import Database
from storage.inbox import InboxEvent
from storage.leases import Lease
from tests.bench.people import add_contacts
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings

NETWORK = "telegram"
SECRET = "nur-fuer-diesen-vergleich"
WEBHOOK = {
    "TELEGRAM_MODE": "webhook",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
    "PUBLIC_URL": "https://hafenbote.example.org",
    "ROUND_SCHEDULE": "off",
}
WRITERS, LINES = 24, 25
"""Who writes at once, and how much each: fewer than 30 lines a minute, for more are too many."""

KILLS = 3
WITHIN = 60.0


@benchmark("scale", f"{WRITERS} people write {LINES} lines each to webhooks: three instances on PostgreSQL against one")
async def scale(here: Surroundings) -> Result:
    """Bring updates to the instances in turn, each person's one after the other, as fast as they are answered.

    An update is handled when it is answered with 200: then its answer is committed. All share this machine with
    PostgreSQL and with whoever writes; where its processors are busy with one instance, another adds nothing.
    """
    one, three = await _handled(here, 1), await _handled(here, 3)
    columns = ("instances", "updates a second", "CPU ms each (bot)", "of the machine", "added by each")
    added = (three[0] - one[0]) / 2
    rows = [(1, *_rounded(one), ""), (3, *_rounded(three), round(added, 1))]
    return Result([Table("Updates handled", columns, rows)], {"scale_3_over_1": round(three[0] / one[0], 2)})


def _rounded(measured: tuple[float, float, float]) -> tuple[float, float, str]:
    return round(measured[0], 1), round(measured[1], 2), f"{measured[2]:.0f} %"


async def _handled(here: Surroundings, instances: int) -> tuple[float, float, float]:
    """Give updates a second, milliseconds of CPU of our processes for each, and how busy the machine was."""
    async with TelegramDouble() as double, AsyncExitStack() as stack, ClientSession() as http:
        people, url = _people(double, WRITERS), here.postgres()
        installations = [await install(here, None, double, url, **WEBHOOK) for _ in range(instances)]
        await asyncio.to_thread(_prepare, url, people)
        running = [await stack.enter_async_context(Serving(each)) for each in installations]
        await _talk(http, installations, people, range(2))
        busy, before, began = psutil.cpu_percent(), sum(each.cpu_seconds() for each in running), monotonic()
        await _talk(http, installations, people, range(2, LINES))
        seconds, busy = monotonic() - began, psutil.cpu_percent()
        used = sum(each.cpu_seconds() for each in running) - before
        taken_in = await asyncio.to_thread(_taken_in, url)
    if taken_in != WRITERS * LINES:
        raise ValueError(f"{taken_in} updates were handled: something else was measured")
    updates = WRITERS * (LINES - 2)
    return updates / seconds, used / updates * 1000, busy


def _people(double: TelegramDouble, many: int) -> list[Person]:
    people = [double.person(f"Ansprechperson {number}") for number in range(many)]
    for person in people:
        person.start()
    double.updates.clear()
    return people


def _prepare(url: str, people: Sequence[Person]) -> None:
    database, now = Database(url), datetime.now(UTC)
    schema.upgrade(database)
    accounts = [str(person.user.id) for person in people]
    with database.transaction() as session:
        add_contacts(session, NETWORK, accounts, now)
        for account in accounts:
            agree(session, NETWORK, account, now)
    database.close()


def _taken_in(url: str) -> int:
    database = Database(url)
    with database.transaction() as session:
        found = session.exec(select(func.count()).select_from(InboxEvent)).one()
    database.close()
    return found


async def _talk(
    http: ClientSession, installations: Sequence[Installation], people: Sequence[Person], lines: range
) -> None:
    turns = count()

    async def write(place: int, person: Person) -> None:
        user = {"id": person.user.id, "is_bot": False, "first_name": person.user.first_name}
        chat = {"id": person.user.id, "type": "private", "first_name": person.user.first_name}
        for line in lines:
            said = {"message_id": line + 10, "date": 1, "chat": chat, "from": user, "text": f"umfragen {line + 1}"}
            where = f"{installations[next(turns) % len(installations)].base_url}/telegram"
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            update = {"update_id": 1 + place * LINES + line, "message": said}
            async with http.post(where, json=update, headers=headers) as answer:
                answer.raise_for_status()

    async with asyncio.TaskGroup() as group:
        for place, person in enumerate(people):
            group.create_task(write(place, person))


@benchmark("takeover", f"kill -9 of whoever holds Telegram, {KILLS} times: seconds until another sends; PostgreSQL")
async def takeover(here: Surroundings) -> Result:
    """Ask something right after the kill, by polling; what counts is the moment at which the answer is there."""
    taken: list[float] = []
    async with TelegramDouble() as double, AsyncExitStack() as stack:
        (person,), url = _people(double, 1), here.postgres()
        await asyncio.to_thread(_prepare, url, [person])
        running: dict[str, Serving] = {}
        for _ in range(KILLS + 1):
            installation = await install(here, None, double, url, ROUND_SCHEDULE="off")
            serving = await stack.enter_async_context(Serving(installation))
            running[f":{serving.pid}:"] = serving
        for _ in range(KILLS):
            owner = await asyncio.to_thread(_holder, url)
            name = next(name for name in running if name in owner)
            await running.pop(name).kill()
            began = monotonic()
            person.say("status")
            await person.next_message(WITHIN)
            taken.append(monotonic() - began)
    rows = [(f"kill {number}", round(seconds, 1)) for number, seconds in enumerate(taken, 1)]
    table = Table("Seconds from the kill to the answer", ("", "seconds"), rows)
    return Result([table], {"takeover_s": round(max(taken), 1)}, under={"takeover_s": 30})


def _holder(url: str) -> str:
    database = Database(url)
    with database.transaction() as session:
        owner = session.get_one(Lease, NETWORK).owner
    database.close()
    return owner


@benchmark("start_postgresql", "start to ready, and resident memory, on PostgreSQL with both networks; real Synapse")
async def start_postgresql(here: Surroundings) -> Result:
    """Start on an empty database, then a second instance beside the first."""
    bot, url = await here.account("bot"), here.postgres()
    async with TelegramDouble() as double, AsyncExitStack() as stack:
        rows = []
        for name in ("the first, on an empty database", "a second beside it"):
            installation = await install(here, bot, double, url, MATRIX_STORE_KEY=SECRET, ROUND_SCHEDULE="off")
            serving = await stack.enter_async_context(Serving(installation))
            rows.append((name, round(serving.ready_seconds, 2), round(serving.rss_mb(), 1)))
    figures = {"ready_seconds_postgresql": rows[0][1], "ready_again_seconds_postgresql": rows[1][1]}
    figures["rss_mb_postgresql"] = rows[0][2]
    return Result([Table("Until ready, and then", ("", "seconds", "MB"), rows)], figures)

"""How much memory a service takes while it sends a large announcement with a file."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot import cli
from bot.telegram_network.network import TelegramNetwork
from handlers.turn import Office
from storage import schema
from storage.announcement_deliveries import standing
from storage.database import Database
from storage.files import StoredFile
from storage.outbox import Urgency
from tests.bench.announcing import RECIPIENTS, release_to_all
from tests.bench.clients import FIRST_CHAT, TOKEN
from tests.bench.lean_telegram import lean_telegram
from tests.bench.people import add_network
from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import HOUSE, Surroundings

FILE = 1_000_000
NETWORK = "telegram"
AT_ONCE = 30
"""Letters under way together: all that Telegram takes in a second."""
LOOK_EVERY = 0.2
WITHIN = 900.0


@benchmark("announcing_memory", f"an announcement with a file of 1 MB to {RECIPIENTS} chats, as fast as they take it")
async def growth(here: Surroundings) -> Result:
    """Let a service in a process of its own send all to a server that only answers; Telegram's limits are off.

    The figure is the most that it held at any moment until its report was out, beyond what it held before.
    """
    async with lean_telegram() as url:
        installation = _unpaced(await install(here), url)
        database = await asyncio.to_thread(_known, installation)
        async with Serving(installation) as serving:
            await asyncio.sleep(3)
            before = most = serving.rss_mb()
            number = await asyncio.to_thread(_release, database)
            async with asyncio.timeout(WITHIN):
                while await asyncio.to_thread(_sent, installation) < RECIPIENTS:
                    for _ in range(10):
                        most = max(most, serving.rss_mb())
                        await asyncio.sleep(LOOK_EVERY)
            for _ in range(60):
                most = max(most, serving.rss_mb())
                await asyncio.sleep(LOOK_EVERY)
            after = serving.rss_mb()
        with database.transaction() as session:
            counted = standing(session, number)
        database.close()
    if (counted.sent, counted.total) != (RECIPIENTS, RECIPIENTS):
        raise ValueError(f"not everybody got it: something else was measured: {counted}")
    rows = [("before", round(before, 1)), ("at most", round(most, 1)), ("at its end", round(after, 1))]
    figure = {"rss_growth_mb_announcement": round(most - before, 1)}
    return Result([Table("Resident memory in MB", ("", "MB"), rows)], figure, under={"rss_growth_mb_announcement": 30})


def _unpaced(installation: Installation, url: str) -> Installation:
    """Let the service send as fast as it can; it is what it is otherwise."""
    command = installation.directory / "unpaced"
    command.write_text(f"#!{sys.executable}\nfrom tests.bench.announcing_memory import main\n\nmain()\n")
    command.chmod(0o700)
    telegram = {"HAFENBOTE_TELEGRAM_TOKEN": TOKEN, "HAFENBOTE_TELEGRAM_API_URL": url, "PYTHONPATH": str(HOUSE)}
    return replace(installation, command=command, settings={**installation.settings, **telegram})


def main() -> None:
    """Be the command line of a service without Telegram's limits."""
    TelegramNetwork.limits, TelegramNetwork.at_once = None, AT_ONCE
    cli.main()


def _known(installation: Installation) -> Database:
    database = Database(installation.database_url)
    schema.upgrade(database)
    with database.transaction() as session:
        add_network(session, [str(FIRST_CHAT + number) for number in range(RECIPIENTS)], datetime.now(UTC), NETWORK)
    return database


def _release(database: Database) -> int:
    """Release something urgent with a file: it goes by night, too."""
    content, now = bytes(FILE), datetime.now(UTC)
    with database.transaction() as session:
        made = {"digest": sha256(content).hexdigest(), "created_at": now}
        file = StoredFile(name="einladung.pdf", media_type="application/pdf", content=content, **made)
        session.add(file)
        session.flush()
        office = Office(ZoneInfo("Europe/Berlin"))
        return release_to_all(session, office, now, Urgency.URGENT, [file.id or 0])


def _sent(installation: Installation) -> int:
    """Count what was sent, without a place in the line of writers, in which the service would be in our way."""
    address = f"file:{installation.directory / 'hafenbote.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()[0])

"""What a claim costs when the outbox has grown old: a million rows that are over, and ten thousand that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median, quantiles
from time import perf_counter

from sqlalchemy import delete, text
from sqlmodel import Session

from bot.telegram_network.addresses import LIMITS
from storage import schema
from storage.claims import claim
from storage.database import Database
from storage.outbox import OutboxMessage, record_all_sent
from storage.pacing import SendSlot, take
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

OLD, WAITING, CHATS = 1_000_000, 10_000, 20_000
CLAIMS, AT_ONCE = 300, 8
NETWORKS = ("matrix", "telegram")

FILL = """
INSERT INTO outbox (key, lane, network, chat, text, choices, urgency, why, of_stranger, pinned, part_names,
    created_at, state, attempts, fence, unknown_sends, parts, redirected, secret, external_id, finished_at)
SELECT '{state}-' || number, {lane}, (ARRAY['matrix', 'telegram'])[1 + number % 2], (number % {chats})::text, 'Hinweis',
    '[]', 'urgent', '', false, false, '[]', now() - interval '30 days', '{state}', 0, 1, 0, 0, false, false,
    {external}, {finished}
FROM generate_series(1, {rows}) AS number
"""


@benchmark("claim", f"{CLAIMS} claims on PostgreSQL with {OLD} rows that are over and {WAITING} that wait")
async def claiming(here: Surroundings) -> Result:
    """Claim again and again, each in a transaction of its own, on both networks, with statistics and without.

    On Matrix up to eight rows go at once, on Telegram as many as its limits let through after a second's pause. What
    was claimed is recorded as sent, which is not part of the figure: the slower network, with statistics.
    """
    database = Database(here.postgres())
    await asyncio.to_thread(_fill, database)
    rows: list[tuple[str, float, float, float]] = []
    for analyzed in (False, True):
        if analyzed:
            await asyncio.to_thread(_analyze, database)
        for network in NETWORKS:
            taken = await asyncio.to_thread(_measure, database, network)
            name = f"{network}, {'with' if analyzed else 'without'} statistics"
            rows.append((name, *(round(each, 2) for each in (median(taken), quantiles(taken, n=100)[98], max(taken)))))
    database.close()
    p99 = max(row[2] for row in rows[-len(NETWORKS) :])
    table = Table("Milliseconds of a claim, with its commit", ("", "median", "p99", "most"), rows)
    return Result([table], {"claim_p99_ms_1m": p99}, under={"claim_p99_ms_1m": 10})


def _fill(database: Database) -> None:
    schema.upgrade(database)
    with database.transaction() as session:
        connection = session.connection()
        connection.execute(text("ALTER TABLE outbox SET (autovacuum_enabled = off)"))  # else chance decides when
        over = {"state": "sent", "lane": 2, "external": "number::text", "finished": "now()", "rows": OLD}
        waits = {"state": "queued", "lane": 1, "external": "NULL", "finished": "NULL", "rows": WAITING}
        for told in (over, waits):
            connection.execute(text(FILL.format(chats=CHATS, **told)))


def _analyze(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE outbox"))


def _measure(database: Database, network: str) -> list[float]:
    taken: list[float] = []
    for _ in range(CLAIMS):
        messages, milliseconds = _timed(database, network)
        if not messages:
            raise ValueError("nothing was left to claim: something else was measured")
        taken.append(milliseconds)
        with database.transaction() as session:
            record_all_sent(session, [(message, message.key) for message in messages], datetime.now(UTC))
            session.connection().execute(delete(SendSlot))  # as if a second had passed
    return taken


def _timed(database: Database, network: str) -> tuple[list[OutboxMessage], float]:
    work: Callable[[Session], list[OutboxMessage]]
    if network == "telegram":
        work = lambda session: take(session, "bench", network, LIMITS, AT_ONCE).messages  # noqa: E731
    else:
        work = lambda session: claim(session, "bench", [network], AT_ONCE)  # noqa: E731
    began = perf_counter()
    with database.transaction() as session:
        messages = work(session)
    return messages, (perf_counter() - began) * 1000

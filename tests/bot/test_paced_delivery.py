"""The whole way out to Telegram: its limits, in a hurry, and what goes wrong on the wire, all at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlmodel import select

from bot import delivery
from bot.clock import Clock
from bot.delivery import Delivery
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.errors import throttled
from bot.demo.telegram_double.faults import Cut
from bot.demo.telegram_double.limits import Limits
from bot.telegram_network.account import TelegramAccount
from bot.telegram_network.addresses import LIMITS, address_of
from bot.telegram_network.network import TelegramNetwork
from storage.database import Database
from storage.outbox import Lane, OutboxMessage, OutboxState
from storage.pacing import Window
from tests.bot.doubles import eventually

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
HURRY = {"overall": (12, 0.4), "chat": (1, 0.3), "group": (3, 0.6)}
"""Messages and seconds: what Telegram allows in more of them."""

PEOPLE = 12
MESSAGES = 60


class Hurried(TelegramNetwork):
    """Our network with these limits."""

    limits = replace(LIMITS, **{name: Window(sends, timedelta(seconds=span)) for name, (sends, span) in HURRY.items()})


@pytest.fixture
async def double(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramDouble]:
    """Give a double that refuses and notes whatever comes a moment too early, and look again without delay."""
    monkeypatch.setattr(delivery, "IDLE", 0.03)
    limits = Limits(True, 0.0, HURRY["overall"], HURRY["chat"], HURRY["group"])  # noqa: FBT003 - enforced
    async with TelegramDouble(limits=limits) as opened:
        yield opened


def open_chats(double: TelegramDouble) -> list[str]:
    """Open chats of every kind; the two topics of the forum share its limit."""
    people = [double.person(f"Ansprechperson {number}") for number in range(PEOPLE)]
    for person in people:
        person.start()
    group, forum = double.group("Sprecher*innen", people[0]), double.forum("Länder", people[0])
    topics = [address_of(forum.id, forum.open_topic(name).id) for name in ("NRW", "Hessen")]
    return [*(address_of(person.user.id) for person in people), address_of(group.id), *topics]


def plan_faults(double: TelegramDouble, chats: Sequence[str], chance: Random) -> None:
    """Plan two refusals with a time to wait, and a broken connection of each kind, in any of the chats."""
    for fault in (throttled(1), throttled(1), *Cut):
        chat_id, nth = int(chance.choice(chats).partition("/")[0]), chance.randint(1, 2)
        if isinstance(fault, Cut):
            double.cut(fault, "sendMessage", chat_id=chat_id, nth=nth)
        else:
            double.refuse(fault, "sendMessage", chat_id=chat_id, nth=nth)


def enqueue(database: Database, chats: Sequence[str], chance: Random) -> None:
    """Queue messages to all chats, in all lanes; what one says is its number."""
    with database.transaction() as session:
        for number in range(MESSAGES):
            where = {"network": "telegram", "chat": chats[number] if number < len(chats) else chance.choice(chats)}
            session.add(OutboxMessage(text=f"{number}", lane=chance.choice([*Lane]), created_at=NOW, **where))


def rows(database: Database) -> list[OutboxMessage]:
    """Read the outbox."""
    with database.transaction() as session:
        return list(session.exec(select(OutboxMessage)))


@asynccontextmanager
async def delivering(double: TelegramDouble, *databases: Database) -> AsyncIterator[None]:
    """Deliver with an instance on each of these."""
    networks = [Hurried(TelegramAccount(double.token, double.url)) for _ in databases]
    with ThreadPoolExecutor(4) as threads:
        instances = [
            Delivery(database, {network.name: network}, Clock(NOW), threads, f"instance {number}")
            for number, (database, network) in enumerate(zip(databases, networks, strict=True))
        ]
        parts = [asyncio.create_task(instance.run()) for instance in instances]
        yield
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
    await asyncio.gather(*(network.close() for network in networks))


async def play(double: TelegramDouble, seed: int, *databases: Database) -> None:
    """Send all, whatever goes wrong; then nothing was early, lost, or said twice without being counted."""
    chance, chats = Random(seed), open_chats(double)  # noqa: S311 - no secret
    plan_faults(double, chats, chance)
    enqueue(databases[0], chats, chance)
    async with delivering(double, *databases):
        await eventually(lambda: {row.state for row in rows(databases[0])} == {OutboxState.SENT}, within=30)
    assert double.violations == []
    heard = Counter((str(call.chat_id), call.params["text"]) for call in double.calls_of("sendMessage") if call.done)
    for row in rows(databases[0]):
        assert 1 <= heard.pop((row.chat.partition("/")[0], row.text)) <= 1 + row.unknown_sends
    assert not heard


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_early_or_lost(double: TelegramDouble, database: Database, seed: int) -> None:
    """Under its limits, told to wait and cut off, everything arrives; only what nobody could know of comes twice."""
    await play(double, seed, database)


async def test_two_instances_are_not_early_either(double: TelegramDouble, postgres_url: str) -> None:
    """Two instances on one database keep the limits together."""
    one, two = Database(postgres_url), Database(postgres_url)
    await play(double, 7, one, two)
    one.close()
    two.close()

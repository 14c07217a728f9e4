"""Who sends in the benchmark of sending: our whole way out, and the bare calls of other libraries."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter, process_time

import aiogram
import aiohttp
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.clock import Clock
from bot.delivery import Delivery
from bot.networks import Network
from bot.service import THREADS
from bot.telegram_network.account import TelegramAccount
from bot.telegram_network.network import TelegramNetwork
from storage import schema
from storage.database import Database
from storage.held import count_by_state
from storage.outbox import Lane, OutboxMessage, OutboxState
from tests.bench.surroundings import Surroundings

TOKEN = "6200000001:AAF-the-lean-server-takes-any-token-0123"
FIRST_CHAT = 5_100_000_001

PTB, AIOGRAM, BARE = "python-telegram-bot", "aiogram", "bare aiohttp POST"

Send = Callable[[int, str], Awaitable[object]]
"""Sends a text to a chat."""

Row = Callable[[int], OutboxMessage]
"""Writes the row of a number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What sending a number of messages came to; the processor time is that of this process alone."""

    per_second: float
    cpu_ms: float


class Unlimited(TelegramNetwork):
    """Our network as it is, but for Telegram's limits."""

    limits = None


class OneByOne(Unlimited):
    """The same with one message in flight."""

    at_once = 1


@asynccontextmanager
async def bare_clients(url: str) -> AsyncIterator[dict[str, Send]]:
    """Open the others, each with the transport it has by default."""
    gram = aiogram.Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    async with telegram.Bot(TOKEN, f"{url}/bot") as ptb, gram.context(), aiohttp.ClientSession() as http:

        async def post(chat: int, text: str) -> object:
            async with http.post(f"{url}/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": text}) as answer:
                return await answer.json()

        yield {PTB: ptb.send_message, AIOGRAM: gram.send_message, BARE: post}


async def loop(send: Send, text: str, at_once: int, messages: int) -> Reading:
    """Do nothing but send."""
    numbers = iter(range(messages))

    async def one_after_the_other() -> None:
        for number in numbers:
            await send(FIRST_CHAT + number, text.format(number))

    return await measured(messages, lambda: asyncio.gather(*(one_after_the_other() for _ in range(at_once))))


@contextmanager
def our_database(here: Surroundings) -> Iterator[Database]:
    """Make a database on disk."""
    database = Database(f"sqlite:///{here.directory() / 'hafenbote.db'}")
    schema.upgrade(database)
    yield database
    database.close()


@asynccontextmanager
async def our_network(kind: type[TelegramNetwork], url: str) -> AsyncIterator[TelegramNetwork]:
    """Open our own; its connections are kept, as those of the others."""
    network = kind(TelegramAccount(TOKEN, url))
    yield network
    await network.close()


async def deliver(database: Database, network: Network, row: Row, messages: int) -> Reading:
    """Claim, render, send and record what waits in the outbox, beside what was sent before."""
    with database.transaction() as session:
        before = count_by_state(session).get(OutboxState.SENT, 0)
        session.add_all(row(number) for number in range(messages))
    with ThreadPoolExecutor(THREADS) as executor:
        delivery = Delivery(database, {network.name: network}, Clock(), executor, "bench")
        delivering: list[asyncio.Task[None]] = []

        async def until_drained() -> None:
            delivering.append(asyncio.create_task(delivery.run()))
            await delivery.drained()

        reading = await measured(messages, until_drained)
        delivering[0].cancel()
        await asyncio.gather(*delivering, return_exceptions=True)
    with database.transaction() as session:
        if count_by_state(session) != {OutboxState.SENT: before + messages}:
            raise ValueError("not every message is recorded as sent: something else was measured")
    return reading


def telegram_row(text: str, number: int) -> OutboxMessage:
    """Write a row of the outbox."""
    where = {"network": TelegramNetwork.name, "chat": str(FIRST_CHAT + number), "lane": Lane.BULK}
    return OutboxMessage(text=text.format(number), created_at=datetime.now(UTC), **where)


async def measured(messages: int, work: Callable[[], Awaitable[object]]) -> Reading:
    """Measure work on a number of messages."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # else whoever sends would walk through all that the libraries of all the others have loaded
    began, used = perf_counter(), process_time()
    await work()
    return Reading(messages / (perf_counter() - began), (process_time() - used) / messages * 1000)

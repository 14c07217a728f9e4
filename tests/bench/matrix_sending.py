"""What a message costs on Matrix: our whole way out, beside a loop that makes the homeserver's requests and no more."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from statistics import median
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.demo.person import MatrixPerson
from bot.demo.synapse import SERVER_NAME
from bot.matrix.network import MatrixNetwork
from bot.matrix.outgoing import render
from bot.matrix.session import MatrixAccount
from handlers.messages import Incoming
from storage.outbox import Lane, OutboxMessage
from tests.bench.clients import Reading, deliver, measured, our_database
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Account, Surroundings

ROOMS = 20
ROUNDS = 5
MESSAGES = 160
AT_ONCE = MatrixNetwork.at_once
TEXT = "**Einladung** zum virtuellen Dialog mit dem Ministerium am *12.8.2021* um 14 Uhr."
OPEN, SEALED = "not encrypted", "encrypted"
JOINED_WITHIN = 120.0

Run = Callable[[int], Awaitable[Reading]]
Round = Mapping[tuple[str, str], Reading]
OURS, BARE = "Hafenbote", f"bare aiohttp PUT, {AT_ONCE} in flight"
Put = Callable[[int], Awaitable[object]]


@benchmark(
    "matrix",
    f"{MESSAGES} messages into {ROOMS} rooms of one Synapse on SQLite: our whole way out against a loop that only puts "
    f"events, {AT_ONCE} in flight; median of {ROUNDS}",
)
async def matrix_sending(here: Surroundings) -> Result:
    """Send in rounds through the same homeserver, each into rooms of its own with one other member.

    Ours claims, encrypts where the room is encrypted, sends and records, and hears what it said in its syncs, as in
    operation. The loop has nothing to hear. What it puts into encrypted rooms was encrypted once beforehand.
    """
    bot, loop, person = [await here.account(name) for name in ("hafenbote", "loop", "member")]
    async with _listening(here, bot) as network, _session(here, loop) as http:
        rooms = await _open_rooms(here, person, bot, http, loop)
        with our_database(here) as database:
            runs: dict[tuple[str, str], Run] = {}
            for kind in (OPEN, SEALED):
                ours, theirs = rooms[bot.user, kind], rooms[loop.user, kind]
                runs[kind, OURS] = partial(deliver, database, network, partial(_row, ours))
                await runs[kind, OURS](ROOMS)  # from now on the keys are shared
                runs[kind, BARE] = partial(_loop, partial(_put, http, theirs, *_event(network, ours[0], kind)))
                await runs[kind, BARE](ROOMS)
            rounds = [{which: await run(MESSAGES) for which, run in runs.items()} for _ in range(ROUNDS)]
    return _result(rounds)


@asynccontextmanager
async def _listening(here: Surroundings, account: Account) -> AsyncIterator[MatrixNetwork]:
    """Run the bot's account; what it hears is nobody's to answer."""
    synapse = await here.synapse()
    servers = frozenset({SERVER_NAME})
    login = {"password": account.password, "store": here.directory(), "allowed_servers": servers}
    network = MatrixNetwork(MatrixAccount(synapse.base_url, account.user, **login), lambda _: False)

    async def receive(_: Sequence[Incoming], __: str = "") -> None:
        """Answer nothing."""

    task = asyncio.create_task(network.run(receive, ""))
    async with asyncio.timeout(JOINED_WITHIN):
        while network.fault():  # noqa: ASYNC110 - it tells nobody when it is ready
            await asyncio.sleep(0.05)
    yield network
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await network.close()


@asynccontextmanager
async def _session(here: Surroundings, account: Account) -> AsyncIterator[aiohttp.ClientSession]:
    """Log in and keep the token in the headers."""
    async with aiohttp.ClientSession((await here.synapse()).base_url) as http:
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": account.user}}
        async with http.post("/_matrix/client/v3/login", json={**login, "password": account.password}) as answer:
            http.headers["Authorization"] = f"Bearer {(await answer.json())['access_token']}"
        yield http


async def _open_rooms(
    here: Surroundings, person: Account, bot: Account, http: aiohttp.ClientSession, loop: Account
) -> dict[tuple[str, str], list[str]]:
    """Open rooms of both kinds with both accounts, and let them join."""
    synapse, rooms = await here.synapse(), dict[tuple[str, str], list[str]]()
    who = {"bot": bot.user, "store": here.directory()}
    async with MatrixPerson(synapse.base_url, person.user, person.password, **who) as member:
        for user in (bot.user, loop.user):
            for kind in (OPEN, SEALED):
                opening = (member.open_group("Verwaltung", [user], encrypted=kind == SEALED) for _ in range(ROOMS))
                opened = rooms[user, kind] = await asyncio.gather(*opening)
                if user == loop.user:
                    await asyncio.gather(*(http.post(f"/_matrix/client/v3/join/{quote(each)}") for each in opened))
                await asyncio.gather(*(member.sees_joined(user, room, JOINED_WITHIN) for room in opened))
    return rooms


def _row(rooms: Sequence[str], number: int) -> OutboxMessage:
    where = {"network": MatrixNetwork.name, "chat": rooms[number % ROOMS], "lane": Lane.BULK}
    return OutboxMessage(text=TEXT, created_at=datetime.now(UTC), **where)


def _event(network: MatrixNetwork, room: str, kind: str) -> tuple[str, dict[str, Any]]:
    """Write the event our way out would put."""
    content = render(_row([room], 0))
    if kind == OPEN:
        return "m.room.message", content
    if network._client is None:
        raise ValueError("not connected")
    sealed: tuple[str, dict[str, Any]] = network._client.encrypt(room, "m.room.message", content)
    return sealed


async def _put(
    http: aiohttp.ClientSession, rooms: Sequence[str], event_type: str, content: Mapping[str, Any], number: int
) -> None:
    where = f"/_matrix/client/v3/rooms/{quote(rooms[number % ROOMS])}/send/{event_type}/{number}"
    async with http.put(where, json=content) as answer:
        if "event_id" not in await answer.json():
            raise ValueError("not sent: something else was measured")


_numbers = count()


async def _loop(put: Put, messages: int) -> Reading:
    waiting = iter([next(_numbers) for _ in range(messages)])

    async def one_after_the_other() -> None:
        for number in waiting:
            await put(number)

    return await measured(messages, lambda: asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE))))


def _result(rounds: Sequence[Round]) -> Result:
    columns = ("", "messages/s", "CPU ms each", "of the bare loop's speed")
    rows = [
        (
            f"{who}, {kind}",
            *(
                round(median(getattr(one[kind, who], what) for one in rounds), digits)
                for what, digits in (("per_second", 1), ("cpu_ms", 2))
            ),
            _share(rounds, kind) if who == OURS else 1.0,
        )
        for kind, who in rounds[0]
    ]
    figures = {"matrix_send_vs_raw": _share(rounds, OPEN), "matrix_encrypted_vs_raw": _share(rounds, SEALED)}
    heading = "Sending on Matrix; the CPU is the sender's own, without the homeserver's"
    return Result(
        [Table(heading, columns, rows)],
        figures,
        at_least={"matrix_send_vs_raw": 0.9, "matrix_encrypted_vs_raw": 0.7},
    )


def _share(rounds: Sequence[Round], kind: str) -> float:
    return round(median(one[kind, OURS].per_second / one[kind, BARE].per_second for one in rounds), 2)

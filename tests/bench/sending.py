"""What a message costs: our whole way out against loops that only send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from statistics import median

from tests.bench.clients import (
    AIOGRAM,
    PTB,
    OneByOne,
    Reading,
    Unlimited,
    bare_clients,
    deliver,
    loop,
    our_database,
    our_network,
    telegram_row,
)
from tests.bench.lean_telegram import lean_telegram
from tests.bench.registry import Result, Table, benchmark
from tests.bench.surroundings import Surroundings

ROUNDS = 5
MESSAGES = 1000
AT_ONCE = Unlimited.at_once
ANNOUNCED = "**Einladung** zum virtuellen Dialog mit dem Ministerium am *12.8.2021* um 14 Uhr."
"""One text for all, as bulk is: ours renders it once. The others send it as it stands, asterisks and all."""

OURS = f"Hafenbote, {AT_ONCE} in flight"

Run = Callable[[int], Awaitable[Reading]]
Round = Mapping[str, Reading]
"""What everybody came to in one round."""


@benchmark("sending", f"{MESSAGES} messages from an outbox on disk, against loops that only send; median of {ROUNDS}")
async def sending(here: Surroundings) -> Result:
    """Send with one client after the other, in rounds, to the same server in a process of its own.

    Ours claims, renders, sends and records, with as many messages in flight as in operation. The loops run in two ways:
    each send awaited before the next, as everybody writes them, and with as many in flight as ours. The figures compare
    with the faster one of the two in each round: that is another way with each library. What ours comes to one by one,
    and with texts that differ, stands in the table.
    """
    async with (
        lean_telegram() as url,
        bare_clients(url) as others,
        our_network(Unlimited, url) as ours,
        our_network(OneByOne, url) as patient,
    ):
        same, others_each = (partial(telegram_row, text) for text in (ANNOUNCED, ANNOUNCED + " Nummer {}"))
        with our_database(here) as database:
            runs: dict[str, Run] = {
                OURS: partial(deliver, database, ours, same),
                f"{OURS}, each text another": partial(deliver, database, ours, others_each),
                "Hafenbote, one by one": partial(deliver, database, patient, same),
            }
            for name, send in others.items():
                runs |= {way: partial(loop, send, ANNOUNCED, at_once) for way, at_once in _ways(name).items()}
            for run in runs.values():
                await run(AT_ONCE)
            rounds = [{name: await run(MESSAGES) for name, run in runs.items()} for _ in range(ROUNDS)]
    return _result(rounds)


def _ways(name: str) -> dict[str, int]:
    return {f"{name}, one by one": 1, f"{name}, {AT_ONCE} in flight": AT_ONCE}


def _result(rounds: Sequence[Round]) -> Result:
    heading = "Sending; the CPU is the sender's own, without the server's"
    columns = ("", "messages/s", "CPU ms each", "we are … times as fast", "… times our CPU")
    return Result(
        [Table(heading, columns, [_row(rounds, name) for name in rounds[0]])],
        {"send_vs_ptb": _times(rounds, *_ways(PTB)), "send_vs_aiogram": _times(rounds, *_ways(AIOGRAM))},
        at_least={"send_vs_ptb": 4, "send_vs_aiogram": 1},
    )


def _row(rounds: Sequence[Round], name: str) -> Sequence[str | float]:
    per_second, cpu_ms = (median(getattr(one[name], what) for one in rounds) for what in ("per_second", "cpu_ms"))
    of_ours = median(one[name].cpu_ms / one[OURS].cpu_ms for one in rounds)
    return name, round(per_second), round(cpu_ms, 2), _times(rounds, name), round(of_ours, 2)


def _times(rounds: Sequence[Round], *names: str) -> float:
    """Say how many times as fast ours was as the fastest of these, in the median of rounds."""
    return round(median(one[OURS].per_second / max(one[name].per_second for name in names) for one in rounds), 2)

"""How long a start takes: from the process to the first ``GET /health/ready`` that is answered with 200."""

from __future__ import annotations

import asyncio
import re
import sys
from collections import Counter
from statistics import median

from tests.bench.registry import Result, Table, benchmark
from tests.bench.serving import Installation, Serving, install
from tests.bench.surroundings import Surroundings

STARTS = 5
TARGET = 2.0
EVENTS = ("started", "matrix_session", "matrix_ready")
LARGEST = 12
OURS = {"bot", "handlers", "scheduler", "storage"}
LIBRARIES = "import sqlmodel, aiohttp.web, nio, apscheduler.schedulers.asyncio, pydantic_settings, structlog"
"""What the client gave us to use: no start can be quicker than importing these."""

SPENT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\w+)")


@benchmark("start", f"the first start and a second one on the same database, median of {STARTS}; SQLite, real Synapse")
async def start(here: Surroundings) -> Result:
    """Start installations anew and once more."""
    first: list[dict[str, float]] = []
    second: list[dict[str, float]] = []
    for _ in range(STARTS):
        installation = await install(here, await here.account("bot"))
        first.append(await _start(installation))
        second.append(await _start(installation))
    rows = [(name, *(round(_median(starts, name), 2) for starts in (first, second))) for name in first[0]]
    imports = [(what, *[round(seconds, 2) for seconds in await _python(code)]) for what, code in _IMPORTS.items()]
    return Result(
        tables=[
            Table("Seconds from the start of the process", ("until", "first", "second"), rows),
            Table("Seconds of a bare interpreter", ("that runs", "median", "fastest"), imports),
            Table("Milliseconds importing, by package (-X importtime)", ("package", "ms"), await _by_package()),
        ],
        figures={
            "ready_seconds": round(_median(first, "ready"), 2),
            "ready_again_seconds": round(_median(second, "ready"), 2),
        },
        under={"ready_seconds": TARGET},
    )


_IMPORTS = {"nothing": "pass", "the client's libraries": LIBRARIES, "the whole service": "import bot.service"}


def _median(starts: list[dict[str, float]], name: str) -> float:
    return median(one[name] for one in starts)


async def _start(installation: Installation) -> dict[str, float]:
    async with Serving(installation) as serving:
        marks = serving.marks()
        times = {name: marks.get(name, float("nan")) for name in EVENTS}
        return {**times, "ready": serving.ready_seconds, "(CPU)": serving.cpu_seconds()}


async def _python(code: str) -> tuple[float, float]:
    loop = asyncio.get_running_loop()
    taken: list[float] = []
    for _ in range(STARTS):
        began = loop.time()
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        await process.wait()
        taken.append(loop.time() - began)
    return median(taken), min(taken)


async def _by_package() -> list[tuple[str, float]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "importtime", "-c", "import bot.service"), stderr=asyncio.subprocess.PIPE
    )
    _, told = await process.communicate()
    spent: Counter[str] = Counter()
    for microseconds, package in SPENT.findall(told.decode()):
        spent["(ours)" if package in OURS else package] += int(microseconds)
    total = sum(spent.values())
    largest = spent.most_common(LARGEST)
    rest = total - sum(each for _, each in largest)
    return [(name, round(each / 1000, 1)) for name, each in [*largest, ("(others)", rest), ("(all)", total)]]

"""``python -m tests.bench [--json] [NAME …]``: all benchmarks, or those named, as tables."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic

from bot.logs import configure_logs
from bot.process import settle
from tests.bench import (
    announcing,
    announcing_memory,
    answering,
    claiming,
    clock,
    contacts,
    dialogues,
    importing,
    intake,
    ledger,
    matrix_sending,
    memory,
    pacing,
    pausing,
    reaching,
    sending,
    several,
    start,
    stock_limits,
    surveys,
)
from tests.bench.registry import BENCHMARKS, Benchmark, Result
from tests.bench.surroundings import Surroundings

MODULES = (
    *(start, memory, dialogues, intake, sending, pacing, clock, surveys, answering, reaching),
    *(several, claiming, contacts),
    *(announcing, pausing, announcing_memory, ledger, importing, matrix_sending, stock_limits),
)
"""Importing a module registers its benchmarks."""


def main() -> None:
    """Run what was asked for."""
    parser = ArgumentParser(prog="python -m tests.bench", description="The benchmarks of Hafenbote.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", action="store_true", help="print all figures as one object, as the last line")
    asked = parser.parse_args()
    unknown = set(asked.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        configure_logs(nowhere)  # logs are written, as in operation: they are part of the costs
        settle()
        figures = asyncio.run(_run(_chosen(asked.names)))
    if asked.json:
        _say(json.dumps(figures))


def _chosen(names: list[str]) -> list[Benchmark]:
    if names:
        return [BENCHMARKS[name] for name in names]
    return [one for one in BENCHMARKS.values() if not one.only_named]


async def _run(chosen: list[Benchmark]) -> dict[str, float]:
    figures: dict[str, float] = {}
    began = monotonic()
    async with Surroundings() as here:
        for one in chosen:
            _say(f"\n## {one.name}: {one.compares}")
            result = await one.run(here)
            _report(result)
            figures |= result.figures
    figures["bench_seconds"] = round(monotonic() - began, 1)
    return figures


def _report(result: Result) -> None:
    for table in result.tables:
        _say("\n" + "\n".join(table.lines()))
    for key, value in result.figures.items():
        targets = [f"under {result.under[key]:g}"] if key in result.under else []
        targets += [f"at least {result.at_least[key]:g}"] if key in result.at_least else []
        _say(f"\n{key} = {value}" + "".join(f" (target: {target})" for target in targets))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

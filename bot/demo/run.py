"""The demo: the main job, played on the real protocol, checked, and then left open for whoever wants to join in."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bot.demo.deeds import Line
from bot.demo.figures import Figures, count_all
from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.player import DifferenceError, Player
from bot.demo.stage import Crowd, ServiceStage
from bot.demo.synapse import Synapse
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import read_transcript

SUMMER = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)
"""The demo's clock: the summer before the federal election of 26.09.2021."""

Tell = Callable[[str], None]


async def run_demo(*, once: bool, as_json: bool, network: str = "matrix") -> int:
    """Play the scenario; returns the process's exit code: 1 when anything differed from the scenario."""
    tell: Tell = _to_stderr if as_json else _to_stdout
    began = monotonic()
    async with open_stage(network, tell) as stage:
        difference = await play(stage, tell)
        figures = await asyncio.to_thread(count_all, stage) | {"seconds": round(monotonic() - began, 1)}
        _report(figures, difference, tell)
        if as_json:
            _to_stdout(json.dumps(figures))
        if not once:
            await _stay(stage, tell)
    return 1 if difference else 0


@asynccontextmanager
async def open_stage(network: str, tell: Tell) -> AsyncIterator[ServiceStage]:
    """Start the networks and the service on a database of their own; all of it is gone afterwards."""
    with TemporaryDirectory(prefix="hafenbote-demo-") as name:
        async with (
            CROWDS[network](Path(name), tell) as crowds,
            ServiceStage(Path(name), crowds, start=SUMMER) as stage,
        ):
            yield stage


@asynccontextmanager
async def _on_matrix(directory: Path, tell: Tell) -> AsyncIterator[Sequence[Crowd]]:
    tell("Ein echter Synapse startet, daneben ein Nachbau von Telegram …")
    async with Synapse(directory / "synapse") as synapse, TelegramDouble() as double:
        yield [MatrixCrowd(synapse, directory), TelegramCrowd(double)]


@asynccontextmanager
async def _on_telegram(_: Path, tell: Tell) -> AsyncIterator[Sequence[Crowd]]:
    tell("Ein Nachbau von Telegram startet …")
    async with TelegramDouble() as double:
        yield [TelegramCrowd(double)]


CROWDS = {"matrix": _on_matrix, "telegram": _on_telegram}
"""The networks the demo can play on. Beside Matrix there is Telegram, too, for somebody who uses both."""


def scenes(networks: int) -> list[list[Line]]:
    """Read what the demo plays: pledges, a round, a meeting, a survey, a letter; on two networks, who links them."""
    names = ["scenario.txt", "runde.txt", "termin.txt", "umfrage.txt", "rundschreiben.txt"]
    if networks > 1:
        names.append("zwei-netze.txt")
    return [read_transcript((resources.files("bot.demo") / name).read_text(encoding="utf-8")) for name in names]


async def play(stage: ServiceStage, tell: Tell) -> str:
    """Play all scenes; returns what differed from them, nothing if all was as expected."""
    player = Player(stage, lambda said: tell(f"\n{said}"))
    try:
        for scene in scenes(len(stage.crowds)):
            await player.play(scene)
    except DifferenceError as difference:
        return str(difference)
    return ""


def _report(figures: Figures, difference: str, tell: Tell) -> None:
    tell("\n" + "\n".join(f"{name}: {value}" for name, value in figures.items()))
    tell(f"\nEtwas war anders als erwartet:\n{difference}" if difference else "\nAlles wie erwartet.")


async def _stay(stage: ServiceStage, tell: Tell) -> None:
    """Print how to join in, and wait for the end."""
    logins = [f"  {line}" for crowd in stage.crowds for line in crowd.logins()]
    tell("\n".join(["\nAlles bleibt offen. Zum Mitmachen:", *logins, "Strg-C beendet."]))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def _to_stdout(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the demo speaks to a terminal


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - with --json the figures alone go to standard output

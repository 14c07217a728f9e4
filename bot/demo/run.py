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

from sqlmodel import col, func, select

from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.player import DifferenceError, Player
from bot.demo.stage import Crowd, ServiceStage
from bot.demo.synapse import Synapse
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import Line, read_transcript
from handlers.messages import ABOUT_THE_CHAT
from storage.digests import Digest
from storage.inbox import InboxEvent
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person
from storage.pledges import PledgeEntry, PledgeState
from storage.totals import newest_entry_id, totals

SUMMER = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)
"""The demo's clock: the summer before the federal election of 26.09.2021."""

Tell = Callable[[str], None]


async def run_demo(*, once: bool, as_json: bool, network: str = "matrix") -> int:
    """Play the scenario; returns the process's exit code: 1 when anything differed from the scenario."""
    tell: Tell = _to_stderr if as_json else _to_stdout
    began = monotonic()
    with TemporaryDirectory(prefix="hafenbote-demo-") as name:
        async with (
            CROWDS[network](Path(name), tell) as crowds,
            ServiceStage(Path(name), crowds, start=SUMMER) as stage,
        ):
            difference = await _play(stage, tell)
            figures = await asyncio.to_thread(_figures, stage) | {"seconds": round(monotonic() - began, 1)}
            _report(figures, difference, tell)
            if as_json:
                _to_stdout(json.dumps(figures))
            if not once:
                await _stay(stage, tell)
    return 1 if difference else 0


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
    """Read what the demo plays: the main job and, where there is a second network, somebody who links it."""
    names = ["scenario.txt"] if networks == 1 else ["scenario.txt", "zwei-netze.txt"]
    return [read_transcript((resources.files("bot.demo") / name).read_text(encoding="utf-8")) for name in names]


async def _play(stage: ServiceStage, tell: Tell) -> str:
    player = Player(stage, lambda said: tell(f"\n{said}"))
    try:
        for scene in scenes(len(stage.crowds)):
            await player.play(scene)
    except DifferenceError as difference:
        return str(difference)
    return ""


def _figures(stage: ServiceStage) -> dict[str, str | int | float]:
    with stage.database.transaction() as session:
        day = stage.office.day(stage.clock.now())
        entries = select(func.count()).select_from(PledgeEntry)
        return {
            "network": stage.crowds[0].network,
            "people": session.exec(select(func.count()).select_from(Person)).one(),
            "accounts": session.exec(select(func.count()).select_from(Address)).one(),
            "messages_in": session.exec(
                select(func.count()).select_from(InboxEvent).where(col(InboxEvent.kind).not_in(ABOUT_THE_CHAT))
            ).one(),
            "messages_out": session.exec(
                select(func.count())
                .select_from(OutboxMessage)
                .where(col(OutboxMessage.state) == OutboxState.SENT, col(OutboxMessage.menu).is_(None))
            ).one(),
            "pledges_confirmed": session.exec(entries.where(col(PledgeEntry.state) == PledgeState.CONFIRMED)).one(),
            "pledges_rejected": session.exec(entries.where(col(PledgeEntry.state) == PledgeState.REJECTED)).one(),
            "places_confirmed": sum(t.places for t in totals(session, day, through=newest_entry_id(session))),
            "digests_sent": session.exec(select(func.count()).select_from(Digest)).one(),
        }


def _report(figures: dict[str, str | int | float], difference: str, tell: Tell) -> None:
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

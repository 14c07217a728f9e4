"""The demo: the main job, played on the real protocol, checked, and then left open for whoever wants to join in."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from sqlmodel import col, func, select

from bot.demo.matrix_stage import MatrixStage
from bot.demo.player import DifferenceError, Player
from bot.demo.synapse import Synapse
from bot.demo.transcript import read_transcript
from storage.digests import Digest
from storage.inbox import InboxEvent
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Person
from storage.pledges import PledgeEntry, PledgeState
from storage.totals import newest_entry_id, totals

SUMMER = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)
"""The demo's clock: the summer before the federal election of 26.09.2021."""

Tell = Callable[[str], None]


async def run_demo(*, once: bool, as_json: bool) -> int:
    """Play the scenario; returns the process's exit code: 1 when anything differed from the scenario."""
    tell: Tell = _to_stderr if as_json else _to_stdout
    began = monotonic()
    with TemporaryDirectory(prefix="hafenbote-demo-") as name:
        tell("Ein echter Synapse startet …")
        async with (
            Synapse(Path(name) / "synapse") as synapse,
            MatrixStage(synapse, Path(name), start=SUMMER) as stage,
        ):
            difference = await _play(stage, tell)
            figures = await asyncio.to_thread(_figures, stage) | {"seconds": round(monotonic() - began, 1)}
            _report(figures, difference, tell)
            if as_json:
                _to_stdout(json.dumps(figures))
            if not once:
                await _stay(synapse, stage, tell)
    return 1 if difference else 0


async def _play(stage: MatrixStage, tell: Tell) -> str:
    scenario = (resources.files("bot.demo") / "scenario.txt").read_text(encoding="utf-8")
    try:
        await Player(stage, lambda said: tell(f"\n{said}")).play(read_transcript(scenario))
    except DifferenceError as difference:
        return str(difference)
    return ""


def _figures(stage: MatrixStage) -> dict[str, str | int | float]:
    with stage.database.transaction() as session:
        day = stage.office.day(stage.clock.now())
        entries = select(func.count()).select_from(PledgeEntry)
        return {
            "network": "matrix",
            "people": session.exec(select(func.count()).select_from(Person)).one(),
            "messages_in": session.exec(select(func.count()).select_from(InboxEvent)).one(),
            "messages_out": session.exec(
                select(func.count()).select_from(OutboxMessage).where(col(OutboxMessage.state) == OutboxState.SENT)
            ).one(),
            "pledges_confirmed": session.exec(entries.where(col(PledgeEntry.state) == PledgeState.CONFIRMED)).one(),
            "pledges_rejected": session.exec(entries.where(col(PledgeEntry.state) == PledgeState.REJECTED)).one(),
            "places_confirmed": sum(t.places for t in totals(session, day, through=newest_entry_id(session))),
            "digests_sent": session.exec(select(func.count()).select_from(Digest)).one(),
        }


def _report(figures: dict[str, str | int | float], difference: str, tell: Tell) -> None:
    tell("\n" + "\n".join(f"{name}: {value}" for name, value in figures.items()))
    tell(f"\nEtwas war anders als erwartet:\n{difference}" if difference else "\nAlles wie erwartet.")


async def _stay(synapse: Synapse, stage: MatrixStage, tell: Tell) -> None:
    """Print how to join in, and wait for the end."""
    lines = [
        f"\nDer Homeserver bleibt offen: {synapse.base_url}",
        f"Der Bot: {stage.bot}",
        "Anmelden mit jeder Matrix-App:",
        *(f"  {name}: {user}   Passwort: {password}" for name, (user, password) in stage.logins.items()),
        "Strg-C beendet.",
    ]
    tell("\n".join(lines))
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


def _to_stdout(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the demo speaks to a terminal


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - with --json the figures alone go to standard output

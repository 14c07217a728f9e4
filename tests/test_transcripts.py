"""Every transcript in tests/transcripts, and the demo's own, on the bare core with both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Player
from bot.demo.run import scenes
from bot.demo.transcript import read_transcript
from storage.database import Database
from tests.core_stage import CoreStage

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS, FILES = sorted(FOLDER.glob("*.txt")), FOLDER / "files"

ON_MATRIX_ONLY = {
    "18-nur-auf-matrix",
    "19-verbinden",
    "20-zwei-konten-zwei-menschen",
    "22-zwei-fragen",
    "104-umfrage-als-abstimmung",
}
ON_MATRIX_ONLY |= {"101-echt"}
"""Transcripts of what Telegram alone does not have: Matrix's encryption, long messages, polls beside choices, and a
second network."""

ON_THE_CORE_ONLY = {"102-einladen-mit-konto", "103-einladen-mit-konto-falsch"}
"""Transcripts that name accounts: elsewhere nobody knows in advance what these are called."""


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_core_says_what_the_transcript_says(path: Path, database: Database) -> None:
    """The transcript, played on intake, handlers, clock and outbox."""
    await Player(CoreStage(database), files=FILES).play(read_transcript(path.read_text(encoding="utf-8")))


async def test_core_says_what_the_demo_shows(database: Database) -> None:
    """The demo's scenes, one after the other: pledges, a meeting, and somebody who links a second network."""
    player = Player(CoreStage(database))
    for scene in scenes(networks=2):
        await player.play(scene)

"""The same transcripts as on the core, through the whole service, a real Synapse and real, encrypted clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.player import Player
from bot.demo.stage import ServiceStage
from bot.demo.synapse import Synapse
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import read_transcript
from tests.core_stage import START
from tests.test_transcripts import FILES, ON_THE_CORE_ONLY, TRANSCRIPTS

PLAYED = [path for path in TRANSCRIPTS if path.stem not in ON_THE_CORE_ONLY]


@pytest.mark.synapse
@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
async def test_people_on_matrix_hear_what_the_transcript_says(path: Path, synapse: Synapse, home: Path) -> None:
    """The transcript, typed into Matrix clients and read off them; who is there "per Telegram" is on a double of it."""
    async with (
        TelegramDouble() as double,
        ServiceStage(home, [MatrixCrowd(synapse, home), TelegramCrowd(double)], start=START) as stage,
    ):
        await Player(stage, files=FILES).play(read_transcript(path.read_text(encoding="utf-8")))

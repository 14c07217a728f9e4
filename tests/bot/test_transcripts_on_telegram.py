"""The same transcripts as on Matrix, through the whole service and a strict double of Telegram's servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Player
from bot.demo.run import scenes
from bot.demo.stage import ServiceStage
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import read_transcript
from bot.telegram_network.network import TelegramNetwork
from tests.core_stage import START
from tests.test_transcripts import FILES, ON_MATRIX_ONLY, TRANSCRIPTS

PLAYED = [path for path in TRANSCRIPTS if path.stem not in ON_MATRIX_ONLY]


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
async def test_people_on_telegram_hear_what_the_transcript_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transcript, typed and tapped by people on Telegram; who reads fast need not wait a second a message."""
    monkeypatch.setattr(TelegramNetwork, "limits", None)
    async with TelegramDouble() as double, ServiceStage(tmp_path, [TelegramCrowd(double)], start=START) as stage:
        await Player(stage, files=FILES).play(read_transcript(path.read_text(encoding="utf-8")))


async def test_what_is_said_keeps_to_the_limits(tmp_path: Path) -> None:
    """The demo's scenario with the pace Telegram asks for: the double counts no message that came too early."""
    async with TelegramDouble() as double, ServiceStage(tmp_path, [TelegramCrowd(double)], start=START) as stage:
        scenario, *_ = scenes(networks=1)
        await Player(stage).play(scenario)
        assert double.violations == []

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
from tests.test_transcripts import FILES, ON_MATRIX_ONLY, ON_THE_CORE_ONLY, TRANSCRIPTS

PLAYED = [path for path in TRANSCRIPTS if path.stem not in ON_MATRIX_ONLY | ON_THE_CORE_ONLY]


@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
async def test_people_on_telegram_hear_what_the_transcript_says(
    path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transcript, typed and tapped by people on Telegram; who reads fast need not wait a second a message."""
    monkeypatch.setattr(TelegramNetwork, "limits", None)
    async with TelegramDouble() as double, ServiceStage(home, [TelegramCrowd(double)], start=START) as stage:
        await Player(stage, files=FILES).play(read_transcript(path.read_text(encoding="utf-8")))


TOO_LONG = """
Am 05.07.2021 um 09:00 Uhr
Dabei: Potsdam (Koordinierungsstelle), Köln (Ansprechperson 05315000)
Gruppe Sprecher*innen (Sprecher*in): Potsdam, Köln
Potsdam schreibt in Sprecher*innen: !umfrage Wohin? a / b / c / d / e / f / g / h / i / j / k / l / m bis Freitag
Hafenbote an Sprecher*innen: Umfrage Nr. 1: Wohin?…13. m…
Köln antwortet in Sprecher*innen auf „Umfrage Nr. 1“: 13
Hafenbote an Köln: Gezählt zur Umfrage Nr. 1: „m“ für Köln. …
Köln schreibt in Sprecher*innen: !14
Hafenbote an Köln: Diese Antwort gibt es nicht. Bitte wählen Sie eine von 1 bis 13.
Am 09.07.2021 um 18:00 Uhr
Hafenbote an Sprecher*innen: …m: 1 Kommune (Köln)…
"""


async def test_a_poll_too_long_for_telegram_is_a_text(home: Path) -> None:
    """Thirteen options are offered as a text, which takes answers, and at the end nothing has to be stopped."""
    async with TelegramDouble() as double, ServiceStage(home, [TelegramCrowd(double)], start=START) as stage:
        await Player(stage).play(read_transcript(TOO_LONG))
        assert (double.calls_of("sendPoll"), double.calls_of("stopPoll")) == ([], [])


async def test_a_poll_is_stopped_at_its_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can go on voting in what does not count any more."""
    monkeypatch.setattr(TelegramNetwork, "limits", None)
    [path] = [path for path in PLAYED if path.stem.startswith("75")]
    async with TelegramDouble() as double, ServiceStage(home, [TelegramCrowd(double)], start=START) as stage:
        await Player(stage).play(read_transcript(path.read_text(encoding="utf-8")))
        assert [(poll.is_closed, len(poll.votes)) for poll in double.world.polls.values()] == [(True, 5)]


async def test_what_is_said_keeps_to_the_limits(home: Path) -> None:
    """The demo's scenario with the pace Telegram asks for: the double counts no message that came too early."""
    async with TelegramDouble() as double, ServiceStage(home, [TelegramCrowd(double)], start=START) as stage:
        scenario, *_ = scenes(networks=1)
        await Player(stage).play(scenario)
        assert double.violations == []

"""Nothing in the log that does not belong there: everything at its finest level, on real networks, with canaries."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import select

from bot import intake
from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.player import Player
from bot.demo.stage import ServiceStage
from bot.demo.synapse import Synapse
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import read_transcript
from handlers.router import respond
from handlers.turn import Replies, Turn
from storage.outbox import OutboxMessage
from tests.core_stage import START

CANARY, BAD = "Kanarienvogel", "Unglückshäher"

STORY = f"""
Am 05.07.2021 um 09:00 Uhr
Dabei: Potsdam (Koordinierungsstelle), Köln (Ansprechperson 05315000)
Köln schreibt: {CANARY} zusage 20
Hafenbote an Köln: …
Fremd: Spatz per Telegram
Spatz per Telegram schreibt: {CANARY}
Hafenbote an Spatz per Telegram: …
Köln schreibt: {BAD} {CANARY}
Hafenbote an Köln: …
Köln schickt: Bild
Hafenbote an Köln: …
"""


class Everything(logging.Handler):
    """What libraries really say."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a sentence as its library meant it."""
        self.said.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def at_their_finest() -> Iterator[Everything]:
    """Let every library say all it can, whatever it was told."""
    known = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    levels, everything = {one: one.level for one in known}, Everything()
    for one in known:
        one.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(everything)
    asyncio.get_running_loop().set_debug(enabled=True)
    try:
        yield everything
    finally:
        asyncio.get_running_loop().set_debug(enabled=False)
        logging.getLogger().removeHandler(everything)
        for one, level in levels.items():
            one.setLevel(level)


def failing(turn: Turn) -> Replies:
    """Fail as handlers may, with what was typed in the error's sentence."""
    if turn.text.startswith(BAD):
        raise LookupError(turn.text) from ValueError(turn.incoming.account)
    return respond(turn)


@pytest.mark.synapse
async def test_no_canary_sings_in_the_log(
    synapse: Synapse, home: Path, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts, accounts, rooms, tokens and passwords: libraries say them all at DEBUG, and none stands in our log.

    What a person is shown when something went wrong is found there, with its place.
    """
    monkeypatch.setattr(intake, "respond", failing)
    with at_their_finest() as everything:
        async with (
            TelegramDouble() as double,
            ServiceStage(home, [MatrixCrowd(synapse, home), TelegramCrowd(double)], start=START) as stage,
        ):
            heard = Player(stage)
            await heard.play(read_transcript(STORY))
            settings = stage.settings
            secrets = [settings.telegram_token, settings.matrix_password, settings.matrix_access_token]
            canaries = {CANARY, BAD, *(one.get_secret_value() for one in secrets), settings.matrix_user}
            canaries |= {
                crowd.account(name) for crowd, name in zip(stage.crowds, ("Köln", "Spatz per Telegram"), strict=True)
            }
            kept = json.loads(next(home.rglob("session.json")).read_text())
            canaries |= {value for key, value in kept.items() if "token" in key and isinstance(value, str)}
            async with aiohttp.ClientSession() as http:
                address = f"http://127.0.0.1:{stage.service.web.port}/calendar/{CANARY}.ics?token={CANARY}"
                assert (await http.get(address)).status == 404
            with stage.database.transaction() as session:
                told = "\n".join(session.exec(select(OutboxMessage.text)))
    canaries -= {""}
    spoken = {canary for canary in canaries for line in everything.said if canary in line}
    assert len(spoken) > 2, "libraries say nothing any more: this test shows nothing"
    found = [line for line in logged.getvalue().splitlines() if any(canary in line for canary in canaries)]
    assert found == []
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    [failure] = [line for line in lines if line["event"] == "handler failed"]
    assert "LookupError at" in failure["exception"]
    assert failure["request"] in told, "what the person was shown"
    assert any(line["event"] == "handled" for line in lines)

"""The log says what happened to which row, as JSON, and never what somebody wrote, who it was, or a secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot import intake
from bot.demo.player import Player
from bot.demo.transcript import read_transcript
from bot.networks import Outcome
from bot.service import Service
from bot.settings import Settings
from handlers.messages import Incoming
from handlers.turn import Replies, Turn
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.persons import Person
from tests.bot.doubles import ScriptedNetwork, eventually
from tests.core_stage import CoreStage

CANARY = "Kanarienvogel"
NAME = "Erika Mustermann"
TOKEN = "syt_Z2VoZWlt_canary"

CONVERSATION = f"""
Am 05.07.2021 um 09:00 Uhr
Dabei: {NAME} (Ansprechperson 05315000), Potsdam (Koordinierungsstelle)
{NAME} schreibt: {CANARY}
Hafenbote an {NAME}: …
{NAME} schreibt: zusage 20 UMF NEST bis 31.12.2021 Beschluss {CANARY}
Hafenbote an {NAME}: …
{NAME} schreibt: abbrechen
Hafenbote an {NAME}: …
{NAME} bearbeitet: {CANARY}
Hafenbote an {NAME}: …
{NAME} reagiert: {CANARY}
Potsdam schreibt: mitglieder {CANARY}
Hafenbote an Potsdam: …
"""


def lines_of(logged: io.StringIO) -> list[dict[str, Any]]:
    """Read the log, each line of which must be one JSON object with its moment, level and origin."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert all({"event", "level", "timestamp", "logger"} <= line.keys() for line in lines)
    return lines


def betrayed(logged: io.StringIO) -> list[str]:
    """List the lines that show what no log may show."""
    return [line for line in logged.getvalue().splitlines() if any(word in line for word in (CANARY, NAME, TOKEN))]


async def test_a_conversation_leaves_no_word(sqlite_database: Database, logged: io.StringIO) -> None:
    """Even at the finest level the log of a conversation shows neither texts nor names, but that it took place."""
    logging.getLogger().setLevel(logging.DEBUG)
    await Player(CoreStage(sqlite_database)).play(read_transcript(CONVERSATION))
    assert [line for line in lines_of(logged) if line["event"] == "handled"]
    assert betrayed(logged) == []


async def test_an_invite_code_is_not_logged(sqlite_database: Database, logged: io.StringIO) -> None:
    """What joins people is a secret too: neither the code an office hands out nor the one somebody types is logged."""
    stage = CoreStage(sqlite_database)
    await Player(stage).play(read_transcript("Dabei: Potsdam (Koordinierungsstelle)"))
    await stage.write("Potsdam", "einladen Ansprechperson Köln", None)
    heard = await stage.next_message("Potsdam")
    code = heard.partition("start ")[2][:14]
    await stage.enter("Köln")
    await stage.write("Köln", f"start {code}", None)
    assert "Ansprechperson Köln" in await stage.next_message("Köln")
    assert code not in logged.getvalue()


def breaking_a_rule_of_the_database(turn: Turn) -> Replies:
    """Fail as a handler does that violates a constraint: the database's sentence quotes all values of the row."""
    for _ in range(2):
        row = Person(id=1, label=turn.text, created_at=turn.now).model_dump()
        turn.session.connection().execute(insert(Person).values(row))
    return []


def quoting_what_was_typed(turn: Turn) -> Replies:
    """Fail as much of Python does: with the value in the sentence, here in three errors that led to each other."""
    try:
        _look_up(turn.text)
    except LookupError:
        return {}[turn.text]


def _look_up(typed: str) -> None:
    try:
        int(typed)
    except ValueError as error:
        raise LookupError(typed) from error


@pytest.mark.parametrize("handler", [breaking_a_rule_of_the_database, quoting_what_was_typed])
async def test_an_error_does_not_quote(
    database: Database, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch, handler: Callable[[Turn], Replies]
) -> None:
    """The log of an error names it and its places, and leaves out its sentence, which may quote what was typed."""
    stage = CoreStage(database)
    await stage.enter(NAME)
    monkeypatch.setattr(intake, "respond", handler)
    await stage.write(NAME, CANARY, None)
    [told] = [line["exception"] for line in lines_of(logged) if line["event"] == "handler failed"]
    assert handler.__name__ in told
    assert betrayed(logged) == []


async def test_all_that_led_to_an_error_is_named(
    sqlite_database: Database, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that came from another one is logged with it, the first one first."""
    stage = CoreStage(sqlite_database)
    await stage.enter(NAME)
    monkeypatch.setattr(intake, "respond", quoting_what_was_typed)
    await stage.write(NAME, CANARY, None)
    [told] = [line["exception"] for line in lines_of(logged) if "exception" in line]
    names = [line.partition(" at ")[0] for line in told.splitlines()]
    assert names == ["builtins.ValueError", "builtins.LookupError", "builtins.KeyError"]


async def test_a_token_is_not_logged(sqlite_url: str, logged: io.StringIO, tmp_path: Path) -> None:
    """A whole service with a token, a dead homeserver, a broken network and a curious visitor logs none of it."""

    async def broken(message: OutboxMessage) -> Outcome:
        raise KeyError(message.text)

    settings = Settings(
        _env_file=None,
        database_url=sqlite_url,
        http_port=0,
        matrix_homeserver="http://127.0.0.1:1",
        matrix_user="@bote:example.org",
        matrix_access_token=TOKEN,
        matrix_store=tmp_path / "store",
    )
    network = ScriptedNetwork(broken)
    service = Service(settings, extra=[network])
    await service.start()
    await eventually(lambda: network.receive)
    assert network.receive is not None
    event = Incoming(network="scripted", event_id="1", account=NAME, chat=NAME, direct=True, text=CANARY)
    await network.receive([event], TOKEN)
    async with aiohttp.ClientSession() as http:
        await http.get(f"http://127.0.0.1:{service.web.port}/health/live?token={TOKEN}")
    await eventually(lambda: {"matrix_loop", "send failed"} <= {line["event"] for line in lines_of(logged)})
    await service.stop()
    assert betrayed(logged) == []


@pytest.mark.parametrize(
    "name", ["nio", "aiohttp.access", "apscheduler.scheduler", "sqlalchemy.engine.Engine", "peewee"]
)
def test_talkative_libraries_are_held_back(logged: io.StringIO, name: str) -> None:
    """Libraries whose messages may hold requests or events are heard from warnings on."""
    library = logging.getLogger(name)
    library.info("GET /sync?access_token=%s", TOKEN)
    library.debug("event %s", CANARY)
    assert logged.getvalue() == ""


def test_foreign_errors_are_json_too(logged: io.StringIO) -> None:
    """A library's error comes out in our format, with its name and place, and without its sentence."""
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("library").exception("it broke")
    [line] = lines_of(logged)
    assert (line["event"], line["level"], line["logger"]) == ("it broke", "error", "library")
    assert line["exception"].startswith("builtins.ValueError at ")
    assert betrayed(logged) == []


def test_an_error_handed_on_is_described(logged: io.StringIO) -> None:
    """An error that was caught elsewhere and never raised here is described as well; its cause may be hidden."""
    never_raised = IntegrityError(CANARY, {}, ValueError(CANARY))
    log = structlog.get_logger("test")
    log.error("handed on", exc_info=never_raised)
    log.error("nothing to hand on", exc_info=None)
    first, second = lines_of(logged)
    assert first["exception"] == "sqlalchemy.exc.IntegrityError at no place"
    assert "exception" not in second
    assert betrayed(logged) == []

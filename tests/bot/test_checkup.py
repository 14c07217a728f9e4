"""The doctor: each part is looked at, and of a fault it is said what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.checkup import Finding, examine
from bot.demo.synapse import Synapse
from bot.demo.telegram_double.double import TelegramDouble
from bot.settings import Settings

ACCOUNT = {"matrix_user": "@bote:example.org", "matrix_password": "geheim"}


async def found(part: str, url: str, **more: object) -> Finding:
    """Examine, and return what was found about one part."""
    findings = await examine(Settings(_env_file=None, database_url=url, **more))
    assert [finding.part for finding in findings] == ["settings", "database", "matrix", "telegram"]
    return next(finding for finding in findings if finding.part == part)


@asynccontextmanager
async def answering(response: web.Response) -> AsyncIterator[str]:
    """Answer whatever is asked for with one response; gives the address."""

    async def answer(_: web.Request) -> web.Response:
        return response

    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_good_installation(database_url: str) -> None:
    """With the newest schema and no network switched on there is nothing to complain about."""
    assert (await found("database", database_url)).ok
    matrix = await found("matrix", database_url)
    assert matrix.ok
    assert matrix.sentence.startswith("off")


async def test_a_database_without_schema(tmp_path: Path) -> None:
    """An empty database is a fault whose remedy is a command."""
    finding = await found("database", f"sqlite:///{tmp_path / 'empty.db'}")
    assert not finding.ok
    assert "hafenbote db upgrade" in finding.sentence


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/x.db", "postgresql://bote:geheim@127.0.0.1:1/x"])
async def test_a_database_that_cannot_be_opened(url: str) -> None:
    """A database out of reach is a fault that names the setting and shows no password."""
    finding = await found("database", url)
    assert not finding.ok
    assert "DATABASE_URL" in finding.sentence
    assert "geheim" not in finding.sentence


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ({"status": 502}, "answers 502"),
        ({"text": "<html>Willkommen im Rathaus</html>", "content_type": "text/html"}, "no homeserver"),
        ({"text": "{", "content_type": "application/json"}, "no homeserver"),
        ({"text": "[]", "content_type": "application/json"}, "no homeserver"),
        ({"text": '{"ok": true}', "content_type": "application/json"}, "no homeserver"),
    ],
)
async def test_something_else_than_a_homeserver(sqlite_url: str, response: dict[str, object], words: str) -> None:
    """Whatever else answers at the homeserver's address is recognised as a wrong address."""
    async with answering(web.Response(**response)) as address:
        finding = await found("matrix", sqlite_url, matrix_homeserver=address, **ACCOUNT)
    assert not finding.ok
    assert words in finding.sentence


async def test_what_matrix_lacks_is_a_fault_that_names_it(sqlite_url: str) -> None:
    """Whoever has set one of the three means to have Matrix on."""
    finding = await found("matrix", sqlite_url, matrix_homeserver="https://matrix.example.org")
    assert not finding.ok
    assert "HAFENBOTE_MATRIX_USER" in finding.sentence
    assert "HAFENBOTE_MATRIX_PASSWORD" in finding.sentence
    assert "HAFENBOTE_MATRIX_HOMESERVER" not in finding.sentence


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "matrix.example.org", "http://"])
async def test_a_homeserver_that_is_not_there(sqlite_url: str, address: str) -> None:
    """A homeserver that does not answer, or an address that is none, is a fault; the doctor does not break on it."""
    finding = await found("matrix", sqlite_url, matrix_homeserver=address, **ACCOUNT)
    assert not finding.ok
    assert "address" in finding.sentence


@pytest.mark.synapse
async def test_a_real_homeserver(sqlite_url: str, synapse: Synapse) -> None:
    """A running homeserver is reached, with or without a slash at the end of its address."""
    for address in (synapse.base_url, f"{synapse.base_url}/"):
        assert await found("matrix", sqlite_url, matrix_homeserver=address, **ACCOUNT) == Finding(
            "matrix", ok=True, sentence="homeserver reached"
        )


async def test_telegram_takes_the_token(sqlite_url: str) -> None:
    """With the right token all is well; with another one the doctor says where to get it, and never shows it."""
    async with TelegramDouble() as double:
        right = await found("telegram", sqlite_url, telegram_api_url=double.url, telegram_token=double.token)
        wrong = await found("telegram", sqlite_url, telegram_api_url=double.url, telegram_token="6200000001:AAwrong")
    assert right == Finding("telegram", ok=True, sentence="token accepted")
    assert wrong == Finding("telegram", ok=False, sentence="the token is refused: take it anew from @BotFather")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "no address at all"])
async def test_a_telegram_that_is_not_there(sqlite_url: str, address: str) -> None:
    """An address nobody answers at, or that is none, is a fault; the token is not in what is said about it."""
    finding = await found("telegram", sqlite_url, telegram_api_url=address, telegram_token="6200000001:AAsecret")
    assert not finding.ok
    assert "AAsecret" not in finding.sentence

"""The doctor: what works, what does not, and what to do about it."""

from __future__ import annotations

import asyncio

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot import credentials
from bot.findings import Finding
from bot.ledger_report import ledger_sentence
from bot.matrix.discovery import find_homeserver
from bot.matrix.examination import examine_account
from bot.matrix.limit_findings import LimitLook
from bot.matrix_account import account_of
from bot.settings import Settings
from storage import schema
from storage.database import Database
from storage.ledger_check import check_ledger
from storage.revisions import revisions, works_on

WITHIN = aiohttp.ClientTimeout(total=10)
NO_HOMESERVER = "what answers there is no homeserver: is its address right?"


async def examine(settings: Settings, *, measures: bool = False) -> list[Finding]:
    """Check the database and every network. Settings were checked when they were read.

    To measure what the homeserver lets through uses up what a running service could send, so it is done if asked for.
    """
    return [
        _settings(),
        *await asyncio.to_thread(_stored, settings),
        *await _matrix(settings, measures=measures),
        await _telegram(settings),
    ]


def _settings() -> Finding:
    """Look who else can read them; what could not be understood has ended the command before."""
    exposed = credentials.exposed()
    if not exposed:
        return Finding("settings", ok=True, sentence="readable")
    named = " ".join(map(str, exposed))
    return Finding("settings", ok=False, sentence=f"everybody on this machine can read secrets: chmod 600 {named}")


def _stored(settings: Settings) -> list[Finding]:
    """Look at the database and, where it can be read, at the ledger in it."""
    database = Database(settings.database_url)
    try:
        finding = _schema(database)
        return [finding, _ledger(database, settings)] if finding.ok else [finding]
    finally:
        database.close()


def _schema(database: Database) -> Finding:
    try:
        at, newest = schema.revision(database)
    except SQLAlchemyError as error:
        return Finding("database", ok=False, sentence=f"cannot be opened ({type(error).__name__}): check DATABASE_URL")
    if at == newest:
        return Finding("database", ok=True, sentence=f"schema {at}")
    if at is None or not works_on(ours := revisions(), at):
        return Finding("database", ok=False, sentence=f"schema is at {at}, not {newest}: run `hafenbote db upgrade`")
    hint = "once all instances are of this release, run `hafenbote db upgrade --finish`"
    return Finding("database", ok=True, sentence=f"schema {at}, {hint if at in ours else 'of a newer release'}")


def _ledger(database: Database, settings: Settings) -> Finding:
    report = check_ledger(database, settings.ledger_key.get_secret_value())
    return Finding("ledger", ok=report.is_whole, sentence=ledger_sentence(report, settings.zone))


async def _matrix(settings: Settings, *, measures: bool) -> list[Finding]:
    if settings.matrix_lacks and settings.matrix_is_begun:
        missing = " and ".join(settings.matrix_lacks)
        return [Finding("matrix", ok=False, sentence=f"off: set {missing} as well")]
    if not settings.matrix_is_on:
        return [Finding("matrix", ok=True, sentence="off: no homeserver, user and password or token are set")]
    fault = await _homeserver_fault(await find_homeserver(settings.matrix_homeserver))
    if fault:
        return [Finding("matrix", ok=False, sentence=fault)]
    reached = Finding("matrix", ok=True, sentence="homeserver reached")
    limits = LimitLook(settings.matrix_admin_token.get_secret_value(), measures)
    with account_of(settings) as account:
        return [reached, *await examine_account(account, limits)]


async def _telegram(settings: Settings) -> Finding:
    if not settings.telegram_is_on:
        return Finding("telegram", ok=True, sentence="off: no token is set")
    fault = await _bot_api_fault(settings.telegram_api_url, settings.telegram_token.get_secret_value())
    return Finding("telegram", ok=not fault, sentence=fault or "token accepted")


async def _bot_api_fault(url: str, token: str) -> str:
    """Ask who we are (https://core.telegram.org/bots/api#getme). The address holds the token: it is never told."""
    try:
        async with (
            aiohttp.ClientSession(timeout=WITHIN) as session,
            session.get(f"{url.rstrip('/')}/bot{token}/getMe") as response,
        ):
            if response.status in {401, 404}:
                return "the token is refused: take it anew from @BotFather"
            return "" if response.status == 200 else f"Telegram answers {response.status}: is its address right?"  # noqa: PLR2004 - HTTP's OK
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return f"Telegram not reached ({type(error).__name__}): check its address"


async def _homeserver_fault(address: str) -> str:
    url = f"{address}/_matrix/client/versions"
    try:
        async with aiohttp.ClientSession(timeout=WITHIN) as session, session.get(url) as response:
            if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                return f"homeserver answers {response.status}: is its address right?"
            told = await response.json()
    except (aiohttp.ContentTypeError, ValueError):
        return NO_HOMESERVER
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"homeserver not reached ({type(error).__name__}): check its address"
    return "" if isinstance(told, dict) and "versions" in told else NO_HOMESERVER

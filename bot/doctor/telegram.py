"""What the doctor finds about Telegram: the token, the bot's rights, and who gets its updates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.findings import Finding, fault, fine, note
from bot.settings import PREFIX, Settings

PART = "telegram"
WITHIN = aiohttp.ClientTimeout(total=10)
RECENT = timedelta(hours=1)
MANY = 100
"""Updates that wait: more than a working bot ever leaves."""


class UnansweredError(Exception):
    """Telegram gives no answer that helps."""


async def look_at_telegram(settings: Settings) -> list[Finding]:
    """Ask who we are, and where updates go."""
    if not settings.telegram_is_on:
        return [fine(PART, "off: no token is set")]
    try:
        async with aiohttp.ClientSession(timeout=WITHIN) as session:
            ours = await _ask(session, settings, "getMe")
            hook = await _ask(session, settings, "getWebhookInfo")
    except UnansweredError as error:
        return [fault(PART, str(error))]
    return [fine(PART, "token accepted"), *_of_account(ours, settings), *_of_webhook(hook, settings)]


async def _ask(session: aiohttp.ClientSession, settings: Settings, method: str) -> Mapping[str, Any]:
    """Call a method without parameters. The address holds the token: it is never told."""
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token.get_secret_value()}/{method}"
    try:
        async with session.get(url) as response:
            if response.status in {401, 404}:
                raise UnansweredError("the token is refused: take it anew from @BotFather")
            if response.status != 200:  # noqa: PLR2004 - HTTP's OK
                raise UnansweredError(f"Telegram answers {response.status}: is its address right?")
            told = (await response.json())["result"]
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
        raise UnansweredError(f"Telegram not reached ({type(error).__name__}): check its address") from error
    return dict(told) if isinstance(told, dict) else {}


def _of_account(ours: Mapping[str, Any], settings: Settings) -> Iterator[Finding]:
    """Look at https://core.telegram.org/bots/api#getme."""
    if ours.get("can_read_all_group_messages"):
        yield note(PART, "the bot is shown all that is said in groups: /setprivacy at @BotFather, Enable")
    if ours.get("can_join_groups") is False:
        yield note(PART, "the bot cannot be added to groups: /setjoingroups at @BotFather, Enable")
    name, named = str(ours.get("username", "")), settings.telegram_user.removeprefix("@")
    if named and named.lower() != name.lower():
        yield fault(PART, f"the token belongs to {name}, not to {named}: set {PREFIX}TELEGRAM_USER={name}")


def _of_webhook(hook: Mapping[str, Any], settings: Settings) -> Iterator[Finding]:
    """Look at https://core.telegram.org/bots/api#webhookinfo."""
    url, ours = str(hook.get("url", "")), settings.telegram_webhook
    if url and not ours:
        sentence = f"updates go to a webhook at {urlsplit(url).hostname} while {PREFIX}TELEGRAM_MODE is polling"
        remedy = "restart the service; if it comes back, somebody else uses the token (/revoke at @BotFather)"
        yield fault(PART, f"{sentence}: {remedy}")
    elif url != ours:
        yield fault(PART, f"updates do not go to {ours}: restart the service, which sets the webhook")
    at = hook.get("last_error_date")
    if ours and isinstance(at, int) and datetime.now(UTC) - datetime.fromtimestamp(at, UTC) < RECENT:
        said = hook.get("last_error_message")
        yield fault(
            PART, f"Telegram could not call the webhook ({said}): check {PREFIX}PUBLIC_URL, proxy and certificate"
        )
    if int(hook.get("pending_update_count", 0)) > MANY:
        yield note(PART, f"{hook['pending_update_count']} updates wait at Telegram: is the service running?")

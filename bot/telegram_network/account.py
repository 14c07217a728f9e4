"""The bot's account on Telegram: its credentials, and the calls we make with them."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.downloads import FETCH_WITHIN
from bot.networks import Sent
from bot.telegram_network.calls import Call
from bot.telegram_network.failures import LONGEST_DETAIL
from bot.telegram_network.incoming import UPDATES, Tap
from bot.telegram_network.mentions import Us
from bot.telegram_network.menu import bot_commands
from bot.telegram_network.request import AiohttpRequest
from handlers.messages import Menu

POLL = 30
"""Seconds Telegram holds a question for updates open while there are none."""

BATCH = 100
LATE = 10.0
"""Seconds a held answer may be later than agreed."""


@dataclass(frozen=True, slots=True)
class TelegramAccount:
    """How to reach the bot's account. With a ``webhook`` address Telegram calls us, else we ask it for updates.

    ``menus`` are what chats offer that have no menu of their own, for each language code; ``""`` is for all others.
    """

    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org"
    webhook: str = ""
    webhook_secret: str = field(default="", repr=False)
    menus: Mapping[str, Menu] = field(default_factory=dict)


class TelegramClient:
    """Makes calls. Asking for updates has a connection of its own: it is held open most of the time."""

    def __init__(self, account: TelegramAccount) -> None:
        # The library writes the address it calls, and in it the token, at DEBUG.
        logging.getLogger("telegram").setLevel(logging.INFO)
        self._account = account
        self._request, self._updates = AiohttpRequest(), AiohttpRequest(1)
        url = account.api_url.rstrip("/")
        self._bot = Bot(account.token, f"{url}/bot", f"{url}/file/bot", self._request, self._updates)

    async def open(self) -> None:
        """Open the pools of connections."""
        await self._request.initialize()
        await self._updates.initialize()

    async def close(self) -> None:
        """Close all connections."""
        await self._request.shutdown()
        await self._updates.shutdown()

    async def send(self, call: Call) -> Sent:
        """Make a call; returns the id of the message it sent or edited, if it did, and that of the poll in it.

        Not by the library's methods, which build a whole message of the answer of which we need one number.
        """
        told = await self._request.call(f"{self._bot.base_url}/{call.method}", call.parameters, call.upload)
        message: dict[str, Any] = told if isinstance(told, dict) else {}
        poll = message.get("poll")
        return Sent(str(message.get("message_id", "")), poll_name=str(poll["id"]) if isinstance(poll, dict) else "")

    async def updates(self, offset: str) -> list[dict[str, Any]]:
        """Wait for updates; ``offset`` acknowledges all before it (https://core.telegram.org/bots/api#getupdates)."""
        asked = {"timeout": POLL, "limit": BATCH, "allowed_updates": list(UPDATES)}
        if offset:
            asked["offset"] = int(offset)
        told = await self._updates.call(f"{self._bot.base_url}/getUpdates", asked, within=POLL + LATE)
        return [update for update in told if isinstance(update, dict)] if isinstance(told, list) else []

    async def file(self, reference: str) -> bytes:
        """Fetch a file by the id it came with."""
        found = await self._bot.get_file(reference)
        return bytes(await found.download_as_bytearray(read_timeout=FETCH_WITHIN))

    async def greet(self) -> Us:
        """Ask who we are: the call that shows whether Telegram is there and knows us."""
        me = await self._bot.get_me()
        return Us(me.id, me.username or "")

    async def webhook_trouble(self) -> str:
        """Say what keeps Telegram from bringing us updates (https://core.telegram.org/bots/api#webhookinfo)."""
        told = await self._bot.get_webhook_info()
        if told.url != self._account.webhook:
            return "somebody has taken the webhook away"
        if told.pending_update_count and told.last_error_message:
            return f"{told.pending_update_count} updates wait: {told.last_error_message}"[:LONGEST_DETAIL]
        return ""

    async def introduce(self) -> Us:
        """Say who we are and what we understand, and choose the way updates come."""
        us = await self.greet()
        for language, menu in self._account.menus.items():
            await self.send(Call("setMyCommands", {"commands": bot_commands(menu), "language_code": language}))
        if self._account.webhook:
            # One at a time: Telegram calls in any order, and of two messages the first must be first.
            await self._bot.set_webhook(
                self._account.webhook,
                secret_token=self._account.webhook_secret,
                allowed_updates=UPDATES,
                max_connections=1,
            )
        else:
            await self._bot.delete_webhook()
        return us

    async def acknowledge(self, tap: Tap) -> None:
        """End the button's spinner and take its keyboard away. Neither matters enough to be done again.

        https://core.telegram.org/bots/api#answercallbackquery
        """
        with suppress(TelegramError):
            await self._bot.answer_callback_query(tap.query)
        if tap.chat and tap.message:
            with suppress(TelegramError):
                await self._bot.edit_message_reply_markup(tap.chat, tap.message)


def read_update(body: bytes) -> dict[str, Any] | None:
    """Read what a webhook was called with."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None

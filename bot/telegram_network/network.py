"""Telegram as a network of ours: the loop that receives, the webhook that is called instead, and the sending.

Not the library's own loop: that one acknowledges updates when it has put them into a queue in memory, and a crash
before they are handled loses what people said. Here they are acknowledged only after everything is committed.
"""

from __future__ import annotations

import asyncio
import hmac
import math
import time
from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import web

from bot.networks import Outcome, Receive
from bot.telegram_network.account import TelegramAccount, TelegramClient, read_update
from bot.telegram_network.addresses import LIMITS
from bot.telegram_network.failures import RefusalError, from_exception, from_fetch
from bot.telegram_network.incoming import NETWORK, Tap, tap, translate
from bot.telegram_network.mentions import Us
from bot.telegram_network.sending import Sender
from handlers.messages import IncomingFile
from storage.outbox import OutboxMessage
from storage.pacing import Limits

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0
STALE_AFTER = 90.0
FORGETFUL_AFTER = 6 * 24 * 3600.0
"""Seconds without updates after which we no longer say where we were: after a week Telegram numbers them anew."""

_CONFLICT = 409
_TOLD = {
    401: "the token is not valid",
    404: "the token or the address is wrong",
    409: "another program asks for updates",
}


class TelegramNetwork:
    """The bot's Telegram account, at work."""

    name = NETWORK
    repeatable = False
    limits: Limits | None = LIMITS
    at_once = 128  # the limits leave a handful of them in flight; without them, a commit is shared by more

    def __init__(self, account: TelegramAccount) -> None:
        self.shared = bool(account.webhook)
        self._account = account
        self._client = TelegramClient(account)
        self._sender = Sender(self._client)
        self._us: Us | None = None
        self._introduced = False
        self._receive: Receive | None = None
        self._acknowledging: set[asyncio.Task[None]] = set()
        self._heard_at = self._updated_at = 0.0
        self._trouble = "not connected yet"

    async def run(self, receive: Receive, cursor: str) -> None:
        """Connect and receive until cancelled."""
        self._updated_at = time.monotonic()
        pause = 1.0
        while True:
            try:
                us = await self._introduce()
                self._receive = receive
                if self._account.webhook:
                    await asyncio.sleep(LONGEST_PAUSE)
                    await self._look_at_webhook()
                else:
                    cursor = await self._poll(us, receive, cursor)
                pause = 1.0
            except Exception as error:  # noqa: BLE001 - nothing may end the loop: what failed is done again
                pause = await self._recover(error, pause)

    async def send(self, message: OutboxMessage) -> Outcome:
        """Send one part of one row of the outbox."""
        try:
            await self._client.open()
            return await self._sender.send(message)
        except Exception as error:  # noqa: BLE001 - a failure is data
            return from_exception(error, message.chat)

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a file that somebody sent."""
        try:
            await self._client.open()
            return await self._client.file(file.reference)
        except Exception as error:  # noqa: BLE001 - whatever it is, the file cannot be had
            raise from_fetch(error) from None  # a chain could quote the address, and in the address stands the token

    async def close(self) -> None:
        """Let go of connections."""
        self._receive = None
        await asyncio.gather(*self._acknowledging, return_exceptions=True)
        await self._client.close()

    def fault(self) -> str:
        """Say what keeps us from working."""
        if self._us is None and not self._heard_at:
            return f"not connected: {self._trouble}"
        age = time.monotonic() - self._heard_at
        return f"nothing heard for {age:.0f} seconds: {self._trouble}" if age > STALE_AFTER else ""

    def sync_age(self) -> float:
        """Say how many seconds ago updates could last come to us."""
        return time.monotonic() - self._heard_at if self._heard_at else math.inf

    async def webhook(self, request: web.Request) -> web.Response:
        """Take in one update that Telegram brings. Says nothing to whoever does not know the secret.

        https://core.telegram.org/bots/api#setwebhook: the secret comes as a header. Telegram brings the update again
        until it hears that all is well, so it hears that only after the commit.
        """
        if not self._account.webhook:
            return web.Response(status=404)
        told = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if not hmac.compare_digest(told, self._account.webhook_secret.encode()):
            return web.Response(status=401)
        update = read_update(await request.read())
        if update is None:
            return web.Response(status=400)
        if self._receive is None or self._us is None:
            return web.Response(status=503)
        await self._take([update], self._us, self._receive, "")
        return web.Response()

    async def _introduce(self) -> Us:
        await self._client.open()
        if self._us is None or not self._introduced:
            self._us = await self._client.introduce()
            self._introduced = True
            self._heard_at = time.monotonic()
            log.info("telegram_ready", bot=self._us.username, webhook=bool(self._account.webhook))
        return self._us

    async def _look_at_webhook(self) -> None:
        """Ask whether Telegram can bring us what is new: what it cannot bring in a day is lost."""
        self._trouble = await self._client.webhook_trouble()
        if not self._trouble:
            self._heard_at = time.monotonic()

    async def _poll(self, us: Us, receive: Receive, cursor: str) -> str:
        """Take in what has come and return where to go on; asking from there acknowledges it."""
        now = time.monotonic()
        forgetful = now - self._updated_at > FORGETFUL_AFTER
        updates = await self._client.updates("" if forgetful else cursor)
        self._heard_at = time.monotonic()
        if not updates:
            return cursor
        self._updated_at = self._heard_at
        numbers = [update["update_id"] for update in updates if isinstance(update.get("update_id"), int)]
        following = str(max(numbers) + 1) if numbers else cursor
        await self._take(updates, us, receive, following)
        return following

    async def _take(self, updates: Sequence[dict[str, Any]], us: Us, receive: Receive, cursor: str) -> None:
        read = [translate(update, us) for update in sorted(updates, key=_number)]
        await receive([incoming for incoming in read if incoming is not None], cursor)
        for pressed in filter(None, map(tap, updates)):
            self._acknowledge(pressed)

    def _acknowledge(self, pressed: Tap) -> None:
        task = asyncio.create_task(self._client.acknowledge(pressed))
        self._acknowledging.add(task)
        task.add_done_callback(self._acknowledging.discard)

    async def _recover(self, error: Exception, pause: float) -> float:
        """Note what went wrong, wait, and return how long to wait the next time."""
        failure = from_exception(error)
        status = error.status if isinstance(error, RefusalError) else 0
        self._trouble = _TOLD.get(status, failure.detail)
        log.warning("telegram_loop", kind=failure.kind.value, detail=failure.detail, pause=pause)
        if status == _CONFLICT:
            self._introduced = False  # perhaps a webhook stands in the way: introducing ourselves removes it
        await asyncio.sleep(max(pause, failure.after))
        return min(pause * 2, LONGEST_PAUSE)


def _number(update: dict[str, Any]) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else 0

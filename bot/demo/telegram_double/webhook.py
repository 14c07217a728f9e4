"""The webhook: set, delete, tell, and call it until it says 2xx.

Source: https://core.telegram.org/bots/api#setwebhook and https://core.telegram.org/bots/api#webhookinfo. Unlike
Telegram, the double calls plain HTTP on any port: it lives on one machine.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.demo.telegram_double.errors import Json, bad_request, throttled
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.polling import WEBHOOK_SET, Polling
from bot.demo.telegram_double.updates import DEFAULT, Update, UpdateQueue
from bot.demo.telegram_double.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_PAUSE = 60.0
"""Seconds between two attempts at most."""
SET_EVERY = 1.0
ANSWER_WITHIN = ClientTimeout(total=60)
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of the webhook: what it answered, 0 for no answer at all."""

    update_id: int
    status: int
    at: float


@dataclass(slots=True)
class Webhook:
    """The bot's webhook and the calls made to it. ``pause`` is the first wait after a second failure, in seconds."""

    queue: UpdateQueue
    polling: Polling
    pause: float = 2.0
    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error: tuple[int, str] | None = None
    attempts: list[Attempt] = field(default_factory=list)
    _set_again_at: float = 0.0
    _caller: asyncio.Task[None] | None = None
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def set(self, world: World, params: Params) -> bool:
        """Set the webhook; an empty address deletes it."""
        url = params.text("url")
        if not url:
            return await self.delete(world, params)
        if world.monotonic() < self._set_again_at:
            raise throttled(1)
        self._set_again_at = world.monotonic() + SET_EVERY
        self._check(url, params.text("secret_token"))
        await self.stop()
        if params.flag("drop_pending_updates"):
            self.queue.clear()
        kinds = params.json("allowed_updates", "allowed_updates")
        self.queue.want(kinds if isinstance(kinds, list) else None)
        self.polling.end(WEBHOOK_SET)
        self.url, self.secret, self.last_error = url, params.text("secret_token"), None
        self.connections = params.integer("max_connections", 40, 1, 100)
        self._caller = asyncio.create_task(self._call_on(world))
        return True

    async def delete(self, _world: World, params: Params) -> bool:
        """Delete the webhook; updates wait for getUpdates again."""
        await self.stop()
        self.url, self.secret, self.last_error = "", "", None
        if params.flag("drop_pending_updates"):
            self.queue.clear()
        return True

    def info(self) -> Json:
        """Tell about the webhook (https://core.telegram.org/bots/api#webhookinfo)."""
        told: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self.queue.waiting)}
        if self.last_error is not None:
            told |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        if self.url:
            told |= {"max_connections": self.connections, "ip_address": urlsplit(self.url).hostname}
        if self.queue.allowed != DEFAULT:
            told["allowed_updates"] = sorted(self.queue.allowed)
        return told

    async def stop(self) -> None:
        """Call nobody any more."""
        tasks = [task for task in (self._caller, *self._busy.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._caller = None
        self._busy.clear()

    def _check(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad_request("invalid webhook URL specified")
        if len(secret) > 256:  # noqa: PLR2004 - https://core.telegram.org/bots/api#setwebhook
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")

    async def _call_on(self, world: World) -> None:
        async with ClientSession(timeout=ANSWER_WITHIN) as client:
            while True:
                rung = self.queue.changed.rung
                self._start_calls(world, client)
                soon = min((each.due for each in self._next_of_lanes()), default=world.monotonic() + 60)
                wait = max(soon - world.monotonic(), 0.0)
                await self.queue.changed.wait(partial(self._rung_since, rung), wait)

    def _rung_since(self, rung: int) -> bool:
        return self.queue.changed.rung != rung

    def _next_of_lanes(self) -> list[Update]:
        """Return what may be called next: one of each lane, none of a lane that is being called."""
        first: dict[int, Update] = {}
        for each in self.queue.waiting:
            first.setdefault(each.lane or -each.id, each)
        return [each for lane, each in first.items() if lane not in self._busy]

    def _start_calls(self, world: World, client: ClientSession) -> None:
        for each in self._next_of_lanes():
            if each.due <= world.monotonic() and len(self._busy) < self.connections:
                lane = each.lane or -each.id
                self._busy[lane] = asyncio.create_task(self._call(world, client, each))
                self._busy[lane].add_done_callback(partial(self._free, lane))

    def _free(self, lane: int, _done: asyncio.Task[None]) -> None:
        self._busy.pop(lane, None)
        self.queue.changed.ring()

    async def _call(self, world: World, client: ClientSession, update: Update) -> None:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        update.handed_out += 1
        try:
            async with client.post(self.url, json=update.wire(), headers=headers) as answer:
                status, reason, wait = answer.status, answer.reason, int(answer.headers.get("Retry-After", "0"))
        except (ClientError, TimeoutError, OSError) as failure:
            status, reason, wait = 0, type(failure).__name__, 0
        self.attempts.append(Attempt(update.id, status, world.monotonic()))
        if 200 <= status <= 299:  # noqa: PLR2004 - any success
            self.queue.drop(update)
            return
        said = f"Wrong response from the webhook: {status} {reason}" if status else f"Connection failed: {reason}"
        self.last_error = (world.now(), said)
        # The first failure is tried again at once, each further one after twice the time.
        update.due = world.monotonic() + (wait or (self.pause * 2 ** (update.failures - 1) if update.failures else 0.0))
        update.due = min(update.due, world.monotonic() + max(LONGEST_PAUSE, wait))
        update.failures += 1

"""getUpdates: the long poll, and the quarrel of two who poll.

Source: https://core.telegram.org/bots/api#getupdates; behaviour of Telegram's own server.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.demo.telegram_double.errors import ApiError, Json, conflict
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.updates import UpdateQueue
from bot.demo.telegram_double.world import World

LONGEST_POLL = 50
QUICK_REPEAT = 3
"""Who asks again within this many seconds from the same offset waits at least that long."""
TOO_QUICK = 0.5
"""Who asks again within this many seconds from the same offset gets one update only."""
CONFLICTS_EVERY = 3.0
"""Seconds between two complaints: the second is kept back so long."""

WEBHOOK_IS_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"


@dataclass(slots=True)
class Polling:
    """Who polls. A new poll that has to wait ends the one before it with 409."""

    queue: UpdateQueue
    waiting: asyncio.Future[str] | None = None
    conflicts: int = 0
    _last_offset: int = 0
    _last_start: float = -1e9
    _next_complaint: float = 0.0

    async def get_updates(self, world: World, params: Params, *, webhook: bool) -> list[Json]:
        """Return updates, or wait for some."""
        if webhook:
            raise await self._complaint(WEBHOOK_IS_ACTIVE)
        offset = params.integer("offset")
        limit = params.integer("limit", 100, 1, 100)
        timeout = params.integer("timeout", 0, 0, LONGEST_POLL)
        self.queue.want(_kinds(params))
        now = world.monotonic()
        if offset == self._last_offset and timeout < QUICK_REPEAT and now < self._last_start + QUICK_REPEAT:
            timeout = QUICK_REPEAT
        if offset == self._last_offset and now < self._last_start + TOO_QUICK:
            limit = 1
        self._last_offset, self._last_start = offset, now
        if offset:
            self.queue.confirm(offset)
        if not self.queue.waiting and timeout:
            await self._wait(timeout)
        return [each.wire() for each in self.queue.take(limit)]

    def end(self, reason: str) -> None:
        """End the poll that waits, if one does."""
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(reason)

    async def _wait(self, seconds: float) -> None:
        self.end(OTHER_POLL)
        mine = self.waiting = asyncio.get_running_loop().create_future()
        try:
            news = asyncio.create_task(self.queue.changed.wait(lambda: bool(self.queue.waiting), seconds))
            await asyncio.wait({news, mine}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            if self.waiting is mine:
                self.waiting = None
        if mine.done():
            raise await self._complaint(mine.result())

    async def _complaint(self, reason: str) -> ApiError:
        self.conflicts += 1
        now = asyncio.get_running_loop().time()
        if now < self._next_complaint:
            await asyncio.sleep(CONFLICTS_EVERY)
        else:
            self._next_complaint = now + CONFLICTS_EVERY
        return conflict(reason)


def _kinds(params: Params) -> list[str] | None:
    try:
        given = params.json("allowed_updates", "allowed_updates")
    except ApiError:
        return None  # what cannot be read changes nothing
    return given if isinstance(given, list) and all(isinstance(each, str) for each in given) else None

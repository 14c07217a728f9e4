"""Courtesies: we show that we have read what was handled, and that we are busy while an answer takes long.

Client-server API, "Receipts" and "Typing notifications". Nothing depends on them: they are sent beside the loop, what
fails is let go, and a homeserver that finds us too fast hears none for a while.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.matrix.client import PatientClient
from bot.matrix.direct import is_direct
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import from_exception
from bot.matrix.timeline import source
from handlers.messages import Incoming
from storage.outbox import FailureKind

BUSY_AFTER = 1.0
"""Seconds after which an answer takes long."""
_SHOWN_FOR = 5_000
_QUIET_FOR = 60.0
_MOST_AT_ONCE = 5
"""Rooms that see us typing at a time: whoever comes in a crowd sees the answer no later."""


class Courtesies(Duty):
    """Sends one receipt for each room and sync at most, and is seen typing where somebody waits."""

    def __init__(self) -> None:
        self._read: dict[str, str] = {}
        self._telling: asyncio.Task[None] | None = None
        self._typing: asyncio.Task[None] | None = None
        self._quiet_until = 0.0

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Note what was said last in each room, and see to it that we are seen typing if its answer takes long."""
        waiting: list[str] = []
        for one in heard.events:
            told = source(one.event)
            if "state_key" in told or told.get("sender") in {None, client.user_id} or not told.get("event_id"):
                continue
            self._read[one.room] = str(told["event_id"])
            room = client.rooms.get(one.room)
            if room is not None and is_direct(room):
                waiting.append(one.room)
        if waiting and (self._typing is None or self._typing.done()):
            self._typing = asyncio.create_task(self._type(client, list(dict.fromkeys(waiting))[:_MOST_AT_ONCE]))
        return ()

    async def handled(self, client: PatientClient) -> None:
        """Show what was read, now that nobody has to say it again."""
        if self._typing is not None:
            self._typing.cancel()
        if self._read and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell(client))

    async def close(self) -> None:
        """Stop being courteous."""
        tasks = [task for task in (self._telling, self._typing) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _type(self, client: PatientClient, rooms: Sequence[str]) -> None:
        await asyncio.sleep(BUSY_AFTER)
        us = quote(client.user_id, safe="")
        for room in rooms:
            path = f"/rooms/{quote(room, safe='')}/typing/{us}"
            await self._try(client, "PUT", path, {"typing": True, "timeout": _SHOWN_FOR})

    async def _tell(self, client: PatientClient) -> None:
        while self._read:
            room, event = self._read.popitem()
            path = f"/rooms/{quote(room, safe='')}/receipt/m.read/{quote(event, safe='')}"
            await self._try(client, "POST", path, {})

    async def _try(self, client: PatientClient, method: str, path: str, body: dict[str, Any]) -> None:
        if time.monotonic() < self._quiet_until:
            return
        try:
            await client.ask(method, path, body)
        except Exception as error:  # noqa: BLE001 - it was a courtesy
            failure = from_exception(error)
            if failure.kind is FailureKind.THROTTLED:
                self._quiet_until = time.monotonic() + max(failure.after, _QUIET_FOR)

"""How much the homeserver lets the bot send: tried out in a room in which nobody but the bot is.

Each send counts for the account, whatever room it goes to (Synapse: ``rc_message``), so the room tells about all rooms,
and trying uses up what a running service could have sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from bot.matrix.asking import AskingClient
from bot.matrix.failures import HomeserverError
from storage.outbox import FailureKind

MOST = 30
"""Messages after which we stop looking for a limit."""

LONGEST_REST = 60.0
"""Seconds we wait to see how fast it goes on after the first refusal."""

MEASURING = "org.hafenbote.measuring"
"""Type of the room, so that nobody talks in it, and the service neither encrypts nor leaves it."""

_NOTED = "org.hafenbote.measuring_room"
_ROOM = {
    "preset": "private_chat",
    "name": "Hafenbote: Messraum",
    "topic": "Hier misst hafenbote doctor --measure, wie schnell der Homeserver Nachrichten annimmt.",
    "creation_content": {"m.federate": False, "type": MEASURING},
}
_LOST = {FailureKind.GONE, FailureKind.REFUSED}


@dataclass(frozen=True, slots=True)
class Rate:
    """What a homeserver lets through: so many messages at once, and then one after each ``interval`` of seconds.

    Without an interval no limit was met.
    """

    burst: int
    interval: float | None = None


async def measure(client: AskingClient) -> Rate:
    """Send until the homeserver has had enough, and twice. Raises :class:`HomeserverError` where that cannot be.

    The first refusal names the moment from which on one more may go, the next one that for those sent in between;
    however late these were, the moments lie as far apart as the limit says.
    """
    room, made = await _room(client)
    burst, first = await _until_refused(client, room)
    burst += made  # to make a room counts like a message
    if first is None:
        return Rate(burst)
    rest = first - monotonic()
    if rest > LONGEST_REST:
        return Rate(burst, rest)
    sent, second = 0, first
    while not sent and second - first < LONGEST_REST:  # in the same moment somebody else may have been quicker
        await asyncio.sleep(max(0.0, second - monotonic()))
        sent, following = await _until_refused(client, room)
        if following is None:
            return Rate(burst + sent)
        second = following
    return Rate(burst, (second - first) / max(1, sent))


async def _until_refused(client: AskingClient, room: str) -> tuple[int, float | None]:
    """Send, and return how many were taken and from which moment on one more may go; None if none was refused."""
    for sent in range(MOST):
        began = monotonic()  # Synapse keeps who is refused waiting for half a second: that is no part of the rest
        try:
            where = f"/rooms/{room}/send/m.room.message/{uuid4()}"
            await client.ask("PUT", where, {"msgtype": "m.notice", "body": "Messung"})
        except HomeserverError as error:
            if error.failure.kind is not FailureKind.THROTTLED:
                raise
            return sent, began + error.failure.after
    return MOST, None


async def _room(client: AskingClient) -> tuple[str, bool]:
    """Find the room that is noted in the account's data, or make one, once; says whether it was made now."""
    us = quote(client.user_id, safe="")
    noted = f"/user/{us}/account_data/{_NOTED}"
    known = (await _unless_lost(client.ask, "GET", noted) or {}).get("room_id")
    if known and await _unless_lost(client.ask, "GET", f"/rooms/{known}/state/m.room.member/{us}"):
        return str(known), False
    made = str((await client.ask("POST", "/createRoom", _ROOM))["room_id"])
    await client.ask("PUT", noted, {"room_id": made})
    return made, True


async def _unless_lost(ask: Callable[..., Awaitable[dict[str, Any]]], method: str, path: str) -> dict[str, Any] | None:
    try:
        return await ask(method, path)
    except HomeserverError as error:
        if error.failure.kind not in _LOST:
            raise
        return None

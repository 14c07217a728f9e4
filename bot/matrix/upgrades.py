"""Rooms that were upgraded: we follow into the new one, move our addresses, and leave the old one.

Client-server API, "Room upgrades": a tombstone in a room's state names its replacement, and the replacement's first
event names the room it follows. Only where both say so we believe it: whoever may upgrade one room must not lead what
is meant for it into another.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from nio import ErrorResponse, SyncResponse

from bot.matrix.client import PatientClient
from bot.matrix.direct import ENCRYPTION
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import HomeserverError, check, from_response, is_passing
from bot.matrix.incoming import NETWORK
from bot.matrix.known_rooms import is_joined, note_encrypted
from bot.matrix.timeline import source
from handlers.messages import Incoming, Kind
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

_TOMBSTONE = "m.room.tombstone"
_AGAIN_AFTER = 60.0
_OK, _FORBIDDEN, _NOT_FOUND = 200, 403, 404


@dataclass(slots=True)
class _Upgrade:
    """An upgrade on its way: where to, through which server, when to try next, and whether we joined because of it."""

    to: str
    sender: str
    next_try: float = 0.0
    followed: bool = False


class Upgrades(Duty):
    """Follows the upgrades of rooms. One whose replacement is closed to us is followed once we are invited there."""

    def __init__(self) -> None:
        self._under_way: dict[str, _Upgrade] = {}
        self._left_behind: list[str] = []

    def awaits(self, room_id: str) -> bool:
        """Whether a room replaces one of ours, so that an invitation into it is welcome, whoever it comes from."""
        return any(upgrade.to == room_id for upgrade in self._under_way.values())

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Take note of tombstones, join the replacements, and say what has moved once we are there."""
        for old, sender in _tombstones(heard.response):
            to = await replacement(client, old)
            if to and to not in {old, client.successors.get(old)}:
                self._under_way[old] = _Upgrade(to, sender)
        moved: list[Incoming] = []
        for old, upgrade in list(self._under_way.items()):
            if upgrade.to not in client.rooms:
                await _follow(client, upgrade)
            if upgrade.to not in client.rooms:
                continue
            del self._under_way[old]
            if await successor(client, old):
                client.successors[old] = upgrade.to
                self._left_behind.append(old)
                moved.append(_moved(old, upgrade))
            else:
                log.warning("matrix_replacement_not_believed", left=upgrade.followed)
                self._left_behind += [upgrade.to] if upgrade.followed else []
        return moved

    async def handled(self, client: PatientClient) -> None:
        """Leave the old rooms, now that nothing is sent there any more."""
        while self._left_behind:
            await client.room_leave(self._left_behind.pop())


async def replacement(client: PatientClient, room_id: str) -> str:
    """Ask the homeserver which room replaces one; empty if none does. Its state is what only authorised users set."""
    content = await _state(client, room_id, _TOMBSTONE)
    to = content.get("replacement_room")
    return to if isinstance(to, str) else ""


async def successor(client: PatientClient, room_id: str) -> str:
    """Return the room that replaces one, says so itself, is as secret, and has us in it; empty if there is none."""
    to = await replacement(client, room_id)
    before = (await _state(client, to, "m.room.create")).get("predecessor") if to else None
    follows = isinstance(before, dict) and before.get("room_id") == room_id
    return to if follows and await is_joined(client, to) and await _stays_sealed(client, room_id, to) else ""


async def _stays_sealed(client: PatientClient, room_id: str, to: str) -> bool:
    """Whether what was encrypted stays so; where that was forgotten in the new room, we switch it on if we may."""
    if room_id not in client.encrypted_rooms or to in client.encrypted_rooms:
        return True
    answer = await client.room_put_state(to, "m.room.encryption", ENCRYPTION)
    if not isinstance(answer, ErrorResponse):
        note_encrypted(client, client.rooms[to])
        return True
    if is_passing(from_response(answer)):
        check(answer)
    return False


def _tombstones(response: SyncResponse) -> Iterator[tuple[str, str]]:
    for room, info in response.rooms.join.items():
        for event in (*info.state, *info.timeline.events):
            told = source(event)
            if told.get("type") == _TOMBSTONE and told.get("state_key") == "":
                yield room, str(told.get("sender", ""))


async def _follow(client: PatientClient, upgrade: _Upgrade) -> None:
    """Join a replacement. Room ids lead to no server: it is found through that of whoever has upgraded."""
    if time.monotonic() < upgrade.next_try:
        return
    server = quote(upgrade.sender.partition(":")[2], safe="")
    status, told = await client.post(f"/join/{quote(upgrade.to, safe='')}?via={server}&server_name={server}", {})
    upgrade.followed = status == _OK and await is_joined(client, upgrade.to)
    closed = status in {_FORBIDDEN, _NOT_FOUND}
    upgrade.next_try = float("inf") if closed else time.monotonic() + _AGAIN_AFTER
    if status != _OK:
        log.warning("matrix_replacement_not_joined", code=told.get("errcode"), again=not closed)


async def _state(client: PatientClient, room_id: str, kind: str) -> dict[str, Any]:
    try:
        return await client.ask("GET", f"/rooms/{quote(room_id, safe='')}/state/{kind}")
    except HomeserverError as error:
        if error.failure.kind is not FailureKind.GONE:
            raise
        return {}


def _moved(old: str, upgrade: _Upgrade) -> Incoming:
    return Incoming(
        network=NETWORK,
        event_id=f"moved:{old}:{upgrade.to}",
        account=upgrade.sender,
        chat=old,
        direct=False,
        kind=Kind.MOVED,
        refers_to=upgrade.to,
    )

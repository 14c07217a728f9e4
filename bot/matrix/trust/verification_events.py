"""Events about a verification, as they stand in a room or go from device to device. Pure, deaf to what is malformed.

Client-server API, "Key verification framework": in a room the request is a message and all others refer to it; between
devices each carries the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.json_parts import inner, text
from bot.matrix.trust.sas import METHOD

PREFIX = "m.key.verification."
KINDS = frozenset({"request", "ready", "start", "accept", "key", "mac", "done", "cancel"})
REQUEST_LASTS = 600.0
AHEAD = 300.0
"""Seconds for which a request holds, and by how many it may come from the future: clocks differ."""

_LONGEST_NAME = 255
_LAST_MOMENT = 2**53


@dataclass(frozen=True, slots=True)
class Told:
    """One event: who says what about which verification, and where. ``room`` is empty between devices.

    ``at`` is when, in seconds since 1970, as the homeserver has it in a room and the sender between devices.
    """

    kind: str
    sender: str
    transaction: str
    room: str
    content: Mapping[str, Any]
    at: float

    @property
    def device(self) -> str:
        """The device that asks, begins or takes part; empty in all other events."""
        return text(self.content, "from_device")


def read_from_room(event: Mapping[str, Any], room: str) -> Told | None:
    """Read an event of a room; ``None`` for one about anything else."""
    content = inner(event, "content")
    kind = text(event, "type").removeprefix(PREFIX)
    transaction = text(inner(content, "m.relates_to"), "event_id")
    if text(event, "type") == "m.room.message" and text(content, "msgtype") == f"{PREFIX}request":
        kind, transaction = "request", text(event, "event_id")
    elif kind == "request" or inner(content, "m.relates_to").get("rel_type") != "m.reference":
        return None
    return _told(kind, event, transaction, room, event.get("origin_server_ts"))


def read_from_device(event: Mapping[str, Any]) -> Told | None:
    """Read an event that one device has sent to ours."""
    content = inner(event, "content")
    kind = text(event, "type").removeprefix(PREFIX)
    return _told(kind, event, text(content, "transaction_id"), "", content.get("timestamp"))


def is_for_us(told: Told, us: str, now: float) -> bool:
    """Say whether an event of a verification we do not know wants an answer: a request that holds, or no request."""
    if told.kind != "request":
        return told.kind not in {"cancel", "done"}
    return -REQUEST_LASTS <= told.at - now <= AHEAD and (not told.room or told.content.get("to") == us)


def offers_emoji(request: Told) -> bool:
    """Say whether who asks can compare emoji or numbers."""
    methods = request.content.get("methods")
    return isinstance(methods, list) and METHOD in methods


def reference(transaction: str, *, in_room: bool) -> dict[str, Any]:
    """Write what each event of a verification carries."""
    relation = {"rel_type": "m.reference", "event_id": transaction}
    return {"m.relates_to": relation} if in_room else {"transaction_id": transaction}


def _told(kind: str, event: Mapping[str, Any], transaction: str, room: str, moment: object) -> Told | None:
    sender = text(event, "sender")
    if kind not in KINDS or not sender or not _is_name(transaction):
        return None
    at = moment / 1000 if isinstance(moment, int) and abs(moment) < _LAST_MOMENT else 0.0
    return Told(kind, sender, transaction, room, inner(event, "content"), at)


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable()

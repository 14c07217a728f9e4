"""Mending what a homeserver hands on unchecked: strangers write it, and nio believes more of it than it may.

An event nio stumbles over would end the reading of all that came with it. And what it takes for malformed it passes
over: a member whose name is a number would be nobody, and the room a private one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import structlog
from nio import (
    AccountDataEvent,
    EphemeralEvent,
    Event,
    InviteEvent,
    Response,
    RoomMessagesResponse,
    SyncResponse,
    ToDeviceEvent,
)

log = structlog.get_logger(__name__)

_MEGOLM = "m.megolm.v1.aes-sha2"
_LISTS = ("events", "chunk", "state")
_DEEPEST = 5
"""How far down in an answer its events lie at most: rooms, join, the room, its timeline, the list."""

_PARSERS = (Event, InviteEvent, ToDeviceEvent, EphemeralEvent, AccountDataEvent)


class MendedSync(SyncResponse):  # type: ignore[misc]
    """A sync response nio can read, with the kinds of fallback keys that nobody has used (None where not told)."""

    @classmethod
    def from_dict(cls, parsed_dict: dict[str, Any]) -> Response:
        """Read it."""
        response = _read(SyncResponse.from_dict, parsed_dict)
        unused = parsed_dict.get("device_unused_fallback_key_types")
        response.unused_fallback_keys = unused if isinstance(unused, list) else None
        return response


class MendedPage(RoomMessagesResponse):  # type: ignore[misc]
    """A page of a room's events nio can read."""

    @classmethod
    def from_dict(cls, parsed_dict: dict[str, Any], room_id: str) -> Response:
        """Read it."""
        return _read(lambda told: RoomMessagesResponse.from_dict(told, room_id), parsed_dict)


def _read(parse: Callable[[dict[str, Any]], Response], told: dict[str, Any]) -> Response:
    """Read an answer, and once more without what nio stumbles over; looking for that takes longer than the rest."""
    _keep(told, _mended)
    try:
        return parse(told)
    except Exception as error:  # noqa: BLE001 - whatever it is, it came from outside and must not stop the others
        log.warning("matrix_answer_malformed", error=type(error).__name__)
    _keep(told, _is_legible)
    return parse(told)


def _keep(told: dict[str, Any], wanted: Callable[[Any], bool]) -> None:
    for holder, key in list(_lists(told)):
        holder[key] = [event for event in holder[key] if wanted(event)]


def _lists(told: Any, depth: int = 0) -> Iterator[tuple[dict[str, Any], str]]:  # noqa: ANN401 - any JSON
    """Find the lists of events in an answer: what holds each, and its key there."""
    if not isinstance(told, dict) or depth == _DEEPEST:
        return
    for key, part in told.items():
        if key in _LISTS and isinstance(part, list):
            yield told, key
        else:
            yield from _lists(part, depth + 1)


def _is_legible(event: dict[str, Any]) -> bool:
    try:
        for parser in _PARSERS:
            parser.parse_event(deepcopy(event))  # nio writes its defaults into what it reads
    except Exception as error:  # noqa: BLE001 - as above
        log.warning("matrix_event_illegible", error=type(error).__name__)
        return False
    return True


def _mended(event: Any) -> bool:  # noqa: ANN401 - any JSON
    """Mend an event; whether it is one, and one to be read."""
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return False
    content, unsigned = (event.get(key) for key in ("content", "unsigned"))
    event["content"] = content if isinstance(content, dict) else {}
    if "unsigned" in event:
        event["unsigned"] = unsigned if isinstance(unsigned, dict) else {}
        if "transaction_id" in event["unsigned"] and "state_key" not in event:
            return False  # we have just sent it ourselves ("unsigned data"): to read it would cost more than to send it
    if repair := _REPAIRS.get(event["type"]):
        repair(event, event["content"])
    return True


def _repair_member(event: dict[str, Any], content: dict[str, Any]) -> None:
    _repair_redacted(event, content)
    for key in ("displayname", "avatar_url", "reason"):
        if not isinstance(content.get(key), str):
            content.pop(key, None)


def _repair_redacted(event: dict[str, Any], _: dict[str, Any]) -> None:
    # nio looks no further, but what matters in these is kept ("Redactions").
    event.get("unsigned", {}).pop("redacted_because", None)


def _repair_name(_: dict[str, Any], content: dict[str, Any]) -> None:
    # One without a name takes the name away ("m.room.name").
    content["name"] = content["name"] if isinstance(content.get("name"), str) else ""


def _repair_tombstone(_: dict[str, Any], content: dict[str, Any]) -> None:
    content["body"] = ""  # nobody reads it, but nio wants it


def _repair_encrypted(_: dict[str, Any], content: dict[str, Any]) -> None:
    # Clients may leave these out, and nobody may rely on them ("m.room.encrypted"); nio wants them.
    if content.get("algorithm") == _MEGOLM:
        for key in ("sender_key", "device_id"):
            content[key] = content[key] if isinstance(content.get(key), str) else ""


_REPAIRS: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "m.room.member": _repair_member,
    "m.room.encryption": _repair_redacted,
    "m.room.encrypted": _repair_encrypted,
    "m.room.name": _repair_name,
    "m.room.tombstone": _repair_tombstone,
}

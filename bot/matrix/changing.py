"""Changing what stands in a room: removing messages of ours, and keeping one in view."""

from __future__ import annotations

import structlog
from nio import ErrorResponse, MatrixRoom

from bot.matrix.client import PatientClient
from bot.matrix.events import put, share_keys
from bot.matrix.failures import HomeserverError, check, from_response
from bot.matrix.outgoing import replacing, written
from bot.networks import Failure, Sent
from storage.outbox import FailureKind, OutboxMessage
from storage.parts import Part, PartKind, read_parts

log = structlog.get_logger(__name__)

_PINNED = "m.room.pinned_events"
_MISSING, _FORBIDDEN = "M_NOT_FOUND", "M_FORBIDDEN"


async def remove(client: PatientClient, room: MatrixRoom, message: OutboxMessage) -> Sent:
    """Redact all events of a message, also its edits, which clients could show. What is gone already is removed.

    Where the homeserver does not let us, the row's text takes the place of the message's. The answer names no message
    if nothing of it is left. (Client-server API, "Redactions": a known transaction id redacts nothing twice.)
    """
    refused: list[Part] = []
    for number, part in enumerate(read_parts(message.removes)):
        answer = await client.room_redact(room.room_id, part.name, tx_id=f"{message.key}-{number}")
        if isinstance(answer, ErrorResponse) and answer.status_code == _FORBIDDEN:
            refused.append(part)
        elif not isinstance(answer, ErrorResponse) or answer.status_code != _MISSING:
            check(answer)
    return await _put_in_place(client, room, message, refused) if refused else Sent("")


async def _put_in_place(client: PatientClient, room: MatrixRoom, message: OutboxMessage, left: list[Part]) -> Sent:
    texts = [part for part in left if part.kind is PartKind.TEXT]
    if not texts or not message.text:
        raise HomeserverError(Failure(FailureKind.REFUSED, "may not be removed here"))
    if room.encrypted:
        await share_keys(client, room)
    event_id = await put(client, room, replacing(texts[0].name, written(message.text)), message.key)
    return Sent(texts[0].name, parts=(*left, Part(event_id, PartKind.EDIT)))


async def pin(client: PatientClient, room: MatrixRoom, event_id: str) -> None:
    """Keep a message in view ("m.room.pinned_events"); where we may not, it has been said all the same."""
    known = await client.room_get_state_event(room.room_id, _PINNED)
    if isinstance(known, ErrorResponse):
        if known.status_code != _MISSING:
            check(known)
        pinned: list[str] = []
    else:
        pinned = list(known.content.get("pinned") or [])
    if event_id in pinned:
        return
    answer = await client.room_put_state(room.room_id, _PINNED, {"pinned": [*pinned, event_id]})
    if isinstance(answer, ErrorResponse):
        failure = from_response(answer)
        if failure.kind not in {FailureKind.GONE, FailureKind.REFUSED}:
            raise HomeserverError(failure)
        log.info("matrix_not_pinned", code=failure.detail)

"""Sending one part of one row of the outbox, and doing without what Telegram refuses to change in a chat."""

from __future__ import annotations

import structlog

from bot.networks import Failure, Outcome, Sent
from bot.telegram_network.account import TelegramClient
from bot.telegram_network.calls import Call
from bot.telegram_network.changing import instead_of_removal, renewed, standing
from bot.telegram_network.failures import (
    NotConnectedError,
    RefusalError,
    from_exception,
    is_for_later,
    is_gone_already,
    is_unchanged,
    is_undeletable,
    is_uneditable,
    is_unstoppable,
)
from bot.telegram_network.outgoing import render
from storage.outbox import FailureKind, OutboxMessage
from storage.parts import Part, PartKind

log = structlog.get_logger(__name__)

_STAYS = Failure(FailureKind.REFUSED, "too old to be removed: a file or poll stays")


class Sender:
    """Makes the call whose turn it is. Each is a part, with a turn of its own."""

    def __init__(self, client: TelegramClient) -> None:
        self._client = client

    async def send(self, message: OutboxMessage) -> Outcome:
        """Send one part of a row; the first part gives the message its name."""
        calls = render(message)
        if not calls:
            return Sent("") if message.removes is not None else Failure(FailureKind.REFUSED, "nothing to send")
        # Split anew by a newer version, a message may have fewer parts than have arrived.
        call = calls[min(message.parts, len(calls) - 1)]
        complete = message.parts + 1 >= len(calls)
        sent, left = await self._make(call, message)
        parts = standing(message, left)
        if complete and message.removes is not None and any(part.kind is not PartKind.TEXT for part in parts):
            return _STAYS
        is_a_text = complete and not message.part_names and [part.kind for part in parts] == [PartKind.TEXT]
        name = parts[0].name if parts else sent.external_id
        return Sent(name, complete=complete, poll_name=sent.poll_name, parts=() if is_a_text else parts)

    async def _make(self, call: Call, message: OutboxMessage) -> tuple[Sent, Part | None]:
        """Make a call, or what takes its place; returns what it did and what of the message it leaves in the chat."""
        try:
            sent = await self._call(call)
        except RefusalError as error:
            return await self._refused(call, message, error)
        is_left = call.leaves is not None and call.method != "deleteMessage"
        return sent, Part(sent.external_id, call.leaves) if is_left and call.leaves else None

    async def _refused(self, call: Call, message: OutboxMessage, error: RefusalError) -> tuple[Sent, Part | None]:
        """Do without what cannot be done, where its message loses nothing by that."""
        number = str(call.parameters.get("message_id", ""))
        match call.method:
            case "editMessageText" | "editMessageCaption" if is_unchanged(error) and call.leaves:
                return Sent(number), Part(number, call.leaves)
            case "editMessageText" | "editMessageCaption" if is_uneditable(error):
                return await self._make(renewed(call, message), message)
            case "stopPoll" if is_unstoppable(error):
                return Sent(""), None
            case "deleteMessage" if is_gone_already(error):
                return Sent(""), None
            case "deleteMessage" if is_undeletable(error):
                return await self._left(call, message, error)
            case "pinChatMessage" if not is_for_later(error):
                log.info("telegram_not_pinned", status=error.status)
                return Sent(""), None
        raise error

    async def _left(self, call: Call, message: OutboxMessage, error: RefusalError) -> tuple[Sent, Part | None]:
        """Put a text in the place of what is too old to be removed."""
        number = str(call.parameters["message_id"])
        instead = instead_of_removal(call, message)
        if instead is None:
            if call.leaves is not PartKind.POLL:
                raise error
            return Sent(number), Part(number, call.leaves)
        try:
            return await self._make(instead, message)
        except RefusalError as refused:
            raise refused from error

    async def _call(self, call: Call) -> Sent:
        try:
            return await self._client.send(call)
        except Exception as error:
            if call.may_double or not from_exception(error).uncertain:
                raise
            # Whether it was done or not: done again, it shows nothing twice.
            raise NotConnectedError(type(error).__name__) from None

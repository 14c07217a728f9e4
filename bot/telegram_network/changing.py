"""Changing what stands in a chat, part by part: edits, removals, pins. Pure.

https://core.telegram.org/bots/api#updating-messages: a text and a caption are edited in different ways, and a bot's own
message at any time; it is removed within 48 hours only (https://core.telegram.org/bots/api#deletemessage).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.telegram_network.addresses import target
from bot.telegram_network.calls import Call
from bot.telegram_network.texts import LONGEST_CAPTION, LONGEST_TEXT, to_parts
from storage.outbox import OutboxMessage
from storage.parts import Part, PartKind, read_part, read_parts

HOW = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
LEFT_OVER = "…"
"""What stands in the place of a part that is not needed any more and cannot be removed."""

_LONGEST = {PartKind.TEXT: LONGEST_TEXT, PartKind.CAPTION: LONGEST_CAPTION, PartKind.FILE: LONGEST_CAPTION}


def edits(message: OutboxMessage, text: str) -> tuple[list[Call], list[Call]]:
    """Write the calls that let earlier parts say a text: edits, and messages for what is more; and those for the rest.

    Files and polls stay as they are.
    """
    places = _places(message.replaces)
    said = to_parts(text, *(_LONGEST[part.kind] for part in places), LONGEST_TEXT)
    where = target(message.chat)
    changed = [_edit(message.chat, part, each) for part, each in zip(places, said, strict=False)]
    more = [new_text(where, each) for each in said[len(places) :]]
    unneeded = [_delete(message.chat, part) for part in places[len(said) :]] if said else []
    return changed + more, unneeded


def new_text(where: Mapping[str, object], text: str) -> Call:
    """Write a new message."""
    return Call("sendMessage", {**where, "text": text, **HOW}, leaves=PartKind.TEXT)


def removals(message: OutboxMessage) -> list[Call]:
    """Write the calls that remove all parts of a message."""
    return [_delete(message.chat, part) for part in _changeable(message.removes)]


def instead_of_removal(call: Call, message: OutboxMessage) -> Call | None:
    """Write what puts a text in the place of what is too old to be removed; None where nothing can."""
    text = to_parts(message.text, LONGEST_CAPTION)[:1] if message.removes is not None else (LEFT_OVER,)
    if not text or call.leaves is PartKind.POLL or call.leaves is None:
        return None
    return _edit(message.chat, Part(str(call.parameters["message_id"]), call.leaves), text[0])


def renewed(call: Call, message: OutboxMessage) -> Call:
    """Turn an edit into a new message: what should be edited is no longer there."""
    text = call.parameters.get("text") or call.parameters["caption"]
    keyboard = {name: value for name, value in call.parameters.items() if name == "reply_markup"}
    return new_text(target(message.chat) | keyboard, str(text))


def standing(message: OutboxMessage, left: Part | None) -> tuple[Part, ...]:
    """List what stands in the chat of a message by now, in its order there: what comes later is numbered higher."""
    kept = [part for part in _changeable(message.replaces) if part not in _places(message.replaces)]
    parts = {part.name: part for part in (*kept, *map(read_part, message.part_names), *filter(None, [left]))}
    return tuple(sorted(parts.values(), key=lambda part: int(part.name)))


def pin(message: OutboxMessage) -> Call:
    """Write the call that keeps a message in view once its parts have names.

    https://core.telegram.org/bots/api#pinchatmessage
    """
    number = next((int(part.name) for part in standing(message, None)), 0)
    where = {"chat_id": target(message.chat)["chat_id"], "message_id": number}
    return Call("pinChatMessage", {**where, "disable_notification": True})


def _places(replaces: str | None) -> Sequence[Part]:
    """List the parts that take a text: those that have one, else the file that can get one below it."""
    parts = _changeable(replaces)
    texts = [part for part in parts if part.kind in {PartKind.TEXT, PartKind.CAPTION}]
    return texts or [part for part in parts if part.kind is PartKind.FILE][:1]


def _changeable(named: str | None) -> list[Part]:
    return [part for part in read_parts(named) if part.name.isdecimal()]


def _edit(chat: str, part: Part, text: str) -> Call:
    # https://core.telegram.org/bots/api#editmessagetext: a message keeps its topic
    where = {"chat_id": target(chat)["chat_id"], "message_id": int(part.name)}
    if part.kind is PartKind.TEXT:
        return Call("editMessageText", {**where, "text": text, **HOW}, leaves=PartKind.TEXT)
    return Call("editMessageCaption", {**where, "caption": text, "parse_mode": "HTML"}, leaves=PartKind.CAPTION)


def _delete(chat: str, part: Part) -> Call:
    where = {"chat_id": target(chat)["chat_id"], "message_id": int(part.name)}
    return Call("deleteMessage", where, leaves=part.kind)

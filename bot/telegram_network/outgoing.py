"""From a row of the outbox to calls of the Bot API: pure. Each call is one send, with a turn of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.markdown import numbered, to_plain
from bot.telegram_network.addresses import target
from bot.telegram_network.menu import bot_commands
from bot.telegram_network.texts import length, to_parts
from storage.outbox import OutboxMessage

LONGEST_CAPTION = 1024
LONGEST_DATA = 64
MOST_BUTTONS = 100
LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS = 300, 100, 12
LARGEST_PHOTO = 10 * 1024 * 1024
_PHOTOS = {"image/png", "image/jpeg"}
_HOW = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a call, as the parameter ``field``."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API (https://core.telegram.org/bots/api#available-methods)."""

    method: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    upload: Upload | None = None


def render(message: OutboxMessage) -> list[Call]:
    """Write all calls for a row, in order; the keyboard stands under the last."""
    if message.menu is not None:
        return [_menu(message.chat, message.menu)]
    keyboard = _keyboard(message)
    listed = "" if keyboard or not message.choices else "\n\n" + numbered([label for label, _ in message.choices])
    text = message.text + listed
    if message.poll or message.ends_poll:
        return [*_stop_poll(message), *_texts(message, to_parts(text)), *_send_poll(message)]
    if message.attachment is None:
        return _with_keyboard(_texts(message, to_parts(text)), keyboard)
    caption = to_parts(text, LONGEST_CAPTION)
    if len(caption) <= 1:
        return _with_keyboard([_file(message, "".join(caption))], keyboard)
    return _with_keyboard([_file(message, ""), *_texts(message, to_parts(text))], keyboard)


def renewed(call: Call) -> Call:
    """Turn an edit into a new message: what should be edited is no longer there."""
    kept = {name: value for name, value in call.parameters.items() if name != "message_id"}
    return Call("sendMessage", kept)


def _menu(chat: str, menu: Sequence[Sequence[str]]) -> Call:
    """Write the commands of one chat. Without a language: they are in its person's, whatever the client's is.

    https://core.telegram.org/bots/api#determining-list-of-commands: a chat's own list goes before all others.
    """
    scope = {"scope": {"type": "chat", **target(chat)}}
    return Call("setMyCommands", {"commands": bot_commands(menu), **scope}) if menu else Call("deleteMyCommands", scope)


def _texts(message: OutboxMessage, parts: Sequence[str]) -> list[Call]:
    where = target(message.chat)
    calls = [Call("sendMessage", {**where, "text": part, **_HOW}) for part in parts]
    if calls and message.replaces and message.replaces.isdecimal():
        # https://core.telegram.org/bots/api#editmessagetext: a message keeps its topic
        edited = {"chat_id": where["chat_id"], "message_id": int(message.replaces), "text": parts[0], **_HOW}
        calls[0] = Call("editMessageText", edited)
    return calls


def _send_poll(message: OutboxMessage) -> list[Call]:
    """Write a poll in which votes are seen (https://core.telegram.org/bots/api#sendpoll); what is too long is none."""
    if not message.poll:
        return []
    question, options = str(message.poll["question"]), [str(option) for option in message.poll["options"]]
    short = length(question) <= LONGEST_QUESTION and all(length(option) <= LONGEST_OPTION for option in options)
    if not short or len(options) > MOST_OPTIONS:
        return []
    how = {"is_anonymous": False, "allows_multiple_answers": bool(message.poll["several"])}
    shown = {"question": question, "options": [{"text": option} for option in options]}
    return [Call("sendPoll", target(message.chat) | shown | how)]


def _stop_poll(message: OutboxMessage) -> list[Call]:
    """Write the end of an earlier poll (https://core.telegram.org/bots/api#stoppoll)."""
    if not message.ends_poll or not message.ends_poll.isdecimal():
        return []
    return [Call("stopPoll", {"chat_id": target(message.chat)["chat_id"], "message_id": int(message.ends_poll)})]


def _file(message: OutboxMessage, caption: str) -> Call:
    content, media_type = message.attachment or b"", message.attachment_type or "application/octet-stream"
    is_photo = media_type in _PHOTOS and len(content) <= LARGEST_PHOTO
    kind = "photo" if is_photo else "document"
    parameters = target(message.chat) | ({"caption": caption, "parse_mode": "HTML"} if caption else {})
    upload = Upload(kind, message.attachment_name or "file", media_type, content)
    return Call(f"send{kind.title()}", parameters, upload)


def _with_keyboard(calls: list[Call], keyboard: Mapping[str, object] | None) -> list[Call]:
    if calls and keyboard:
        last = calls[-1]
        calls[-1] = Call(last.method, {**last.parameters, "reply_markup": keyboard}, last.upload)
    return calls


def _keyboard(message: OutboxMessage) -> Mapping[str, object] | None:
    """Write choices as buttons, one in a line (https://core.telegram.org/bots/api#inlinekeyboardbutton).

    Their data is the row's key and the number of the choice. What does not fit is offered as a numbered list.
    """
    data = [f"{message.key}:{place}" for place in range(len(message.choices))]
    if not data or len(data) > MOST_BUTTONS or any(len(each.encode()) > LONGEST_DATA for each in data):
        return None
    labels = [to_plain(label) for label, _ in message.choices]
    buttons = [[{"text": label, "callback_data": each}] for label, each in zip(labels, data, strict=True)]
    return {"inline_keyboard": buttons}

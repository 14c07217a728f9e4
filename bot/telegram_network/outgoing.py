"""From a row of the outbox to calls of the Bot API: pure. Each call is one send, with a turn of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.markdown import numbered, to_plain
from bot.telegram_network.addresses import is_group, target
from bot.telegram_network.calls import Call, Upload
from bot.telegram_network.changing import edits, new_text, pin, removals
from bot.telegram_network.menu import bot_commands
from bot.telegram_network.texts import LONGEST_CAPTION, length, to_parts
from storage.outbox import OutboxMessage
from storage.parts import PartKind

LONGEST_DATA = 64
MOST_BUTTONS = 100
LONGEST_QUESTION, LONGEST_OPTION, MOST_OPTIONS = 300, 100, 12
LARGEST_PHOTO = 10 * 1024 * 1024
_PHOTOS = {"image/png", "image/jpeg"}


def render(message: OutboxMessage) -> list[Call]:
    """Write all calls for a row, in order; the keyboard stands under its last text."""
    if message.menu is not None:
        return [_menu(message.chat, message.menu)]
    if message.removes is not None:
        return removals(message)
    calls = _said(message)
    if calls and message.pinned and is_group(message.chat):
        return [*calls, pin(message)]
    return calls


def _said(message: OutboxMessage) -> list[Call]:
    keyboard = _keyboard(message)
    listed = "" if keyboard or not message.choices else "\n\n" + numbered([label for label, _ in message.choices])
    text = message.text + listed
    if message.replaces:
        file = [_file(message, "")] if message.attachment is not None else []
        changed, unneeded = edits(message, text)
        polls = [*_stop_poll(message), *_send_poll(message)]
        return [*file, *_with_keyboard(changed, keyboard), *unneeded, *polls]
    if message.poll or message.ends_poll:
        return _answering(message, [*_stop_poll(message), *_texts(message, to_parts(text)), *_send_poll(message)])
    if message.attachment is None:
        return _answering(message, _with_keyboard(_texts(message, to_parts(text)), keyboard))
    caption = to_parts(text, LONGEST_CAPTION)
    if len(caption) <= 1:
        return _answering(message, _with_keyboard([_file(message, "".join(caption))], keyboard))
    return _answering(message, _with_keyboard([_file(message, ""), *_texts(message, to_parts(text))], keyboard))


def _answering(message: OutboxMessage, calls: list[Call]) -> list[Call]:
    """Let the first message answer the one in whose thread it stands, if that is still there.

    https://core.telegram.org/bots/api#replyparameters: Telegram knows no other threads in groups than topics.
    """
    answered = (message.thread or "").rpartition(" ")[2]
    for place, call in enumerate(calls):
        if answered.isdecimal() and call.may_double:
            reply = {"message_id": int(answered), "allow_sending_without_reply": True}
            return [*calls[:place], _with(call, "reply_parameters", reply), *calls[place + 1 :]]
    return calls


def _with(call: Call, name: str, value: Mapping[str, object]) -> Call:
    return replace(call, parameters={**call.parameters, name: value})


def _menu(chat: str, menu: Sequence[Sequence[str]]) -> Call:
    """Write the commands of one chat. Without a language: they are in its person's, whatever the client's is.

    https://core.telegram.org/bots/api#determining-list-of-commands: a chat's own list goes before all others.
    """
    scope = {"scope": {"type": "chat", **target(chat)}}
    return Call("setMyCommands", {"commands": bot_commands(menu), **scope}) if menu else Call("deleteMyCommands", scope)


def _texts(message: OutboxMessage, parts: Sequence[str]) -> list[Call]:
    return [new_text(target(message.chat), part) for part in parts]


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
    return [Call("sendPoll", target(message.chat) | shown | how, leaves=PartKind.POLL)]


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
    return Call(f"send{kind.title()}", parameters, upload, PartKind.CAPTION if caption else PartKind.FILE)


def _with_keyboard(calls: list[Call], keyboard: Mapping[str, object] | None) -> list[Call]:
    return [*calls[:-1], _with(calls[-1], "reply_markup", keyboard)] if calls and keyboard else calls


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

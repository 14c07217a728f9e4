"""What somebody's client shows: the bot's messages with their edits and buttons.

Source: https://core.telegram.org/bots/api#message
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.demo.telegram_double.detection import to_html
from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.formatted import Formatted
from bot.demo.telegram_double.given import given_entities
from bot.demo.telegram_double.records import Message
from bot.demo.telegram_double.wire import message_wire


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file under a message."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a client shows it at one moment."""

    chat_id: int
    message_id: int
    kind: str
    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attachment, ...] = ()
    by_bot: bool = True
    is_edited: bool = False
    is_deleted: bool = False
    reply_to: int | None = None
    topic: int | None = None
    reactions: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    """Of a poll."""

    @property
    def labels(self) -> list[str]:
        """The texts of all buttons, row after row."""
        return [button.text for row in self.buttons for button in row]


def show(message: Message, *, by_bot: bool, snapshot: Json | None = None) -> Shown:
    """Show a message as it is now, or as a snapshot has kept it."""
    told = message_wire(message) if snapshot is None else snapshot
    text = _formatted(message, told)
    return Shown(
        chat_id=message.chat.id,
        message_id=message.id,
        kind=message.kind,
        text=text.text,
        html=to_html(text),
        buttons=tuple(tuple(_button(each) for each in row) for row in _rows(told)),
        files=tuple(Attachment(file.name, file.mime, file.content) for file in message.files),
        by_bot=by_bot,
        is_edited="edit_date" in told,
        is_deleted=message.is_deleted,
        reply_to=message.reply_to.id if message.reply_to else None,
        topic=message.topic.id if message.topic else None,
        options=tuple(option.text for option in message.poll.options) if message.poll else (),
        reactions=tuple(emoji for each in message.reactions.values() for emoji in each),
    )


def _formatted(message: Message, told: Json) -> Formatted:
    if message.poll is not None:
        return message.poll.question
    entities: list[object] = told.get("entities") or told.get("caption_entities") or []
    return given_entities(str(told.get("text") or told.get("caption") or ""), entities)


def _rows(told: Json) -> list[list[Json]]:
    rows: list[list[Json]] = told.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _button(told: Json) -> Button:
    return Button(told["text"], told.get("callback_data", ""), told.get("url", ""))

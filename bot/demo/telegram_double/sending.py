"""The methods that send: sendMessage, sendDocument, sendPhoto.

Source: https://core.telegram.org/bots/api#sendmessage, https://core.telegram.org/bots/api#senddocument,
https://core.telegram.org/bots/api#sendphoto and https://core.telegram.org/bots/api#sending-files
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable

from bot.demo.telegram_double.access import Right, check_delivery, reach, thread_of
from bot.demo.telegram_double.errors import Json, bad_request
from bot.demo.telegram_double.formatted import Formatted
from bot.demo.telegram_double.markup import check_keyboard, read_markup
from bot.demo.telegram_double.params import Params, Upload, field_of
from bot.demo.telegram_double.pictures import IMAGE_FAILED, MAX_PHOTO, picture_size
from bot.demo.telegram_double.records import Chat, File, Message, Topic
from bot.demo.telegram_double.texts import MAX_CAPTION, MAX_TEXT, message_text, parsed, settled
from bot.demo.telegram_double.wire import file_wire, message_wire
from bot.demo.telegram_double.world import SMALL, World

Fill = Callable[[Message], None]
"""Gives a message its content once all else about it is known to be right."""


def send_message(world: World, params: Params) -> Json:
    """Send a text."""
    text = message_text(params)

    def fill(message: Message) -> None:
        message.formatted = settled(text, MAX_TEXT, complaint="Message is too long")

    return deliver(world, params, "text", fill)


def send_document(world: World, params: Params) -> Json:
    """Send a file, uploaded or known by its id."""
    given = _given(params, "document")
    caption = parsed(params, "caption", "caption_entities")

    def fill(message: Message) -> None:
        message.formatted = _caption(caption)
        file = _stored(world, given, "documents")
        message.files = (file,)
        message.content = {"document": document_wire(file)}

    return deliver(world, params, "document", fill)


def send_photo(world: World, params: Params) -> Json:
    """Send a picture; Telegram shows it, so it must be one."""
    given = _given(params, "photo")
    caption = parsed(params, "caption", "caption_entities")

    def fill(message: Message) -> None:
        message.formatted = _caption(caption)
        if isinstance(given, Upload) and len(given.content) > MAX_PHOTO:
            raise bad_request("too big file for a photo")
        file = _stored(world, given, "photos")
        message.files = (file,)
        message.content = {"photo": photo_wire(file)}

    return deliver(world, params, "photo", fill)


def document_wire(file: File) -> Json:
    """Write a document (https://core.telegram.org/bots/api#document)."""
    return {"file_name": file.name, "mime_type": file.mime, **file_wire(file)}


def photo_wire(file: File) -> list[Json]:
    """Write a photo in its sizes (https://core.telegram.org/bots/api#photosize), the smallest first."""
    width, height = picture_size(file.content) or (0, 0)
    if not width:
        raise bad_request(IMAGE_FAILED)
    small = {"file_id": f"{file.file_id}{SMALL}", "file_unique_id": f"{file.unique_id}{SMALL}", "file_size": 1}
    sizes = {"width": width, "height": height}
    return [{**small, "width": min(width, 90), "height": min(height, 90)}, {**file_wire(file), **sizes}]


def deliver(world: World, params: Params, kind: str, fill: Fill) -> Json:
    """Check everything in Telegram's order, put the message into its chat and return it."""
    answering = reply_parameters(params)
    markup = read_markup(params)
    chat = reach(world, params, Right.WRITE)
    topic = thread_of(chat, params)
    reply_to = _answered(chat, *answering)
    message = Message(0, chat, world.bot, world.now(), kind, reply_to=reply_to, topic=topic)
    fill(message)
    check_keyboard(markup.keyboard)
    check_delivery(chat)
    _check_topic(topic)
    message.keyboard, message.other_markup = markup.keyboard, markup.other
    message.topic = topic or (reply_to.topic if reply_to else None)
    message.id = world.number_message(chat)
    return message_wire(world.post(message))


def reply_parameters(params: Params) -> tuple[int, bool]:
    """Return what is answered, and whether to send even if it is gone."""
    given = params.json("reply_parameters", "reply parameters")
    if given is None:
        return params.integer("reply_to_message_id"), params.flag("allow_sending_without_reply")
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply parameters")
    if not given:
        return 0, False
    message_id = field_of(given, "message_id", int, required=True)
    return int(message_id), bool(field_of(given, "allow_sending_without_reply", bool))


def _answered(chat: Chat, message_id: int, without: bool) -> Message | None:  # noqa: FBT001 - the two belong together
    if message_id <= 0:
        return None
    message = chat.messages.get(message_id)
    if message is not None and not message.is_deleted:
        return message
    if without:
        return None
    raise bad_request("message to be replied not found")


def _check_topic(topic: Topic | None) -> None:
    if topic is not None and topic.is_closed:
        raise bad_request("TOPIC_CLOSED")


def _caption(caption: Formatted) -> Formatted:
    return settled(caption, MAX_CAPTION, complaint="Message caption is too long", may_be_empty=True)


def _given(params: Params, name: str) -> Upload | str:
    """Return the file of a call: under the parameter's name, under ``attach://…``, or a file id."""
    said = params.text(name)
    upload = params.files.get(said.removeprefix("attach://") if said.startswith("attach://") else name)
    if upload is None and not said:
        raise bad_request(f"There is no {name} in the request")
    return upload or said


def _stored(world: World, given: Upload | str, folder: str) -> File:
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        mime = mimetypes.guess_type(given.name)[0] or given.mime or "application/octet-stream"
        return world.add_file(given.content, given.name, mime, folder=folder)
    if given.startswith(("http://", "https://")):
        raise bad_request("Failed to get HTTP URL content")
    file = world.find_file(given)
    if file is None:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    return file

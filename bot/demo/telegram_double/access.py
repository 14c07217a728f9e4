"""May the bot do this here? Which chat, which message, which topic: found, or refused in Telegram's words.

Source: https://core.telegram.org/bots/api#making-requests; order and wording are those of Telegram's own server.
"""

from __future__ import annotations

from enum import IntEnum

from bot.demo.telegram_double.errors import bad_request, forbidden, migrated
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.records import Chat, ChatType, Message, Standing, Topic
from bot.demo.telegram_double.world import World

GENERAL_TOPIC = 1


class Right(IntEnum):
    """What a call wants to do in a chat."""

    READ = 0
    EDIT = 1
    WRITE = 2
    MEMBERS = 3


def reach(world: World, params: Params, right: Right) -> Chat:
    """Return the chat a call means, if the bot may do this there."""
    given = params.text("chat_id")
    if not given:
        raise bad_request("chat_id is empty")
    chat = world.find_username(given) if given.startswith("@") else world.chats.get(params.integer("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    check_right(chat, right)
    return chat


def check_right(chat: Chat, right: Right) -> None:
    """Refuse what the bot may not do in a chat."""
    match chat.type:
        case ChatType.PRIVATE:
            if chat.user is not None and chat.user.is_deleted and right is not Right.READ:
                raise forbidden("user is deactivated")
        case ChatType.GROUP:
            _check_group(chat, right)
        case _:
            _check_broad(chat, right)


def _check_group(chat: Chat, right: Right) -> None:
    if chat.migrated_to:
        if right in (Right.WRITE, Right.MEMBERS):
            raise migrated(chat.migrated_to)
        return
    if right is Right.READ or chat.bot.is_in:
        return
    if chat.bot is Standing.KICKED:
        raise forbidden("bot was kicked from the group chat")
    raise forbidden("bot is not a member of the group chat")


def _check_broad(chat: Chat, right: Right) -> None:
    if chat.bot is Standing.KICKED:
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not chat.bot.is_in and (right is not Right.READ or not chat.username):
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def check_delivery(chat: Chat) -> None:
    """Refuse what only shows when a message is really delivered: blocked, never started, not allowed to post."""
    if chat.type is ChatType.PRIVATE:
        if chat.bot is Standing.KICKED:
            raise forbidden("bot was blocked by the user")
        if chat.bot is Standing.LEFT:
            raise forbidden("bot can't initiate conversation with a user")
    if chat.type is ChatType.CHANNEL and chat.bot is Standing.MEMBER:
        raise bad_request("need administrator rights in the channel chat")


def thread_of(chat: Chat, params: Params) -> Topic | None:
    """Return the topic a message is meant for. The general topic has no number: its 1 is refused."""
    number = max(params.integer("message_thread_id"), 0)
    if number == 0 or not (chat.is_forum or chat.type is ChatType.PRIVATE):
        return None
    if number == GENERAL_TOPIC or number not in chat.topics:
        raise bad_request("message thread not found")
    return chat.topics[number]


def message_of(world: World, params: Params, right: Right, role: str) -> Message:
    """Return the message a call means; ``role`` names it in the complaint, as ``message to edit``."""
    chat = reach(world, params, right)
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.is_deleted:
        raise bad_request(f"{role} not found")
    return message

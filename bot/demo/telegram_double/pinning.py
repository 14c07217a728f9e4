"""Keeping a message in view: pinChatMessage.

Source: https://core.telegram.org/bots/api#pinchatmessage; in groups the bot must be an administrator that may pin.
"""

from __future__ import annotations

from bot.demo.telegram_double.access import Right, check_delivery, message_of
from bot.demo.telegram_double.errors import bad_request
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.records import ChatType, Message
from bot.demo.telegram_double.wire import message_wire
from bot.demo.telegram_double.world import World


def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message; the chat shows that in a service message. What is the newest pin already is refused."""
    message = message_of(world, params, Right.WRITE, "message to pin")
    chat = message.chat
    check_delivery(chat)
    if chat.type is not ChatType.PRIVATE and not world.is_admin(chat):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.kind == "service":
        raise bad_request("message can't be pinned")
    if chat.pinned[-1:] == [message]:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.pinned.append(message)
    content = {"pinned_message": message_wire(message, with_reply=False)}
    number = world.number_message(chat)
    chat.messages[number] = Message(number, chat, world.bot, world.now(), "service", content=content)
    world.changed.ring()
    return True

"""What the bot is told of what people do: which update, if any.

Source: https://core.telegram.org/bots/features#privacy-mode and https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.formatted import cut_out
from bot.demo.telegram_double.records import Chat, ChatType, Message, Standing, User
from bot.demo.telegram_double.wire import chat_wire, member_wire, message_wire, user_wire
from bot.demo.telegram_double.world import World


def announce(world: World, message: Message, *, edited: bool = False) -> bool:
    """Tell the bot of a message, if it may see it; say whether it was told."""
    world.changed.ring()
    if not is_seen(world, message):
        return False
    kind = "channel_post" if message.chat.type is ChatType.CHANNEL else "message"
    name = f"edited_{kind}" if edited else kind
    return world.updates.add(name, message_wire(message), lane=message.chat.id) is not None


def is_seen(world: World, message: Message) -> bool:
    """Say whether the bot sees a message: in a group with privacy mode few of them."""
    chat = message.chat
    if chat.type is ChatType.PRIVATE:
        return chat.bot is not Standing.KICKED
    if not chat.bot.is_in:
        return False
    if chat.type is ChatType.CHANNEL or message.kind == "service" or not world.privacy or world.is_admin(chat):
        return True
    replied = message.reply_to is not None and message.reply_to.sender is world.bot
    return replied or _is_command(world, message) or _names_bot(world, message)


def _is_command(world: World, message: Message) -> bool:
    text = message.formatted.text
    commands = [each for each in message.formatted.entities if each.type == "bot_command"]
    if not text.startswith("/") or not commands or commands[0].offset:
        return False
    _, _, addressed = cut_out(text, 0, commands[0].end).partition("@")
    return not addressed or addressed.lower() == (world.bot.username or "").lower()


def _names_bot(world: World, message: Message) -> bool:
    name = f"@{world.bot.username}".lower()
    mentions = [each for each in message.formatted.entities if each.type in ("mention", "bot_command")]
    return any(cut_out(message.formatted.text, each.offset, each.end).lower().endswith(name) for each in mentions)


def bot_standing(world: World, chat: Chat, new: Standing, by: User) -> None:
    """Change what the bot is in a chat and tell it (https://core.telegram.org/bots/api#chatmemberupdated)."""
    old, chat.bot = chat.bot, new
    chat.members[world.bot.id] = new
    told: Json = {"chat": chat_wire(chat), "from": user_wire(by), "date": world.now()}
    told |= {"old_chat_member": member_wire(world.bot, old), "new_chat_member": member_wire(world.bot, new)}
    world.updates.add("my_chat_member", told, lane=chat.id)


def service(world: World, chat: Chat, by: User, **content: object) -> Message:
    """Put a service message into a chat and tell the bot."""
    message = Message(world.number_message(chat), chat, by, world.now(), "service", content=content)
    world.post(message)
    announce(world, message)
    return message

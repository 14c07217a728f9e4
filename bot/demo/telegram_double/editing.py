"""The methods that change what was sent: its text, caption or keyboard; deleteMessage, setMessageReaction.

Source: https://core.telegram.org/bots/api#updating-messages. A bot may edit its own messages without a limit of
time; only deleting ends after 48 hours (https://core.telegram.org/bots/api#deletemessage).
"""

from __future__ import annotations

from bot.demo.telegram_double.access import Right, check_delivery, message_of
from bot.demo.telegram_double.errors import ApiError, Json, bad_request
from bot.demo.telegram_double.formatted import Formatted
from bot.demo.telegram_double.markup import Markup, check_keyboard, read_markup
from bot.demo.telegram_double.params import Params, field_of
from bot.demo.telegram_double.records import ChatType, Message
from bot.demo.telegram_double.texts import MAX_CAPTION, MAX_TEXT, message_text, parsed, settled
from bot.demo.telegram_double.wire import message_wire
from bot.demo.telegram_double.world import World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
REACTIONS = frozenset(
    {
        *"❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌",
        *"🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
        "❤‍🔥",
        "👨‍💻",
        "🤷‍♂",
        "🤷‍♀",
    }
)
"""The emoji a reaction may be (https://core.telegram.org/bots/api#reactiontypeemoji)."""


def edit_message_text(world: World, params: Params) -> Json:
    """Give a text message of the bot's another text; without ``reply_markup`` its keyboard goes."""
    text = message_text(params)
    markup = read_markup(params)
    message = _own(world, params)
    if message.kind != "text":
        raise bad_request("There is no text in the message to edit")
    _check_inline(markup)
    return _edited(world, message, settled(text, MAX_TEXT, complaint="Message is too long"), markup)


def edit_message_caption(world: World, params: Params) -> Json:
    """Give a message with a file another caption, or none (https://core.telegram.org/bots/api#editmessagecaption)."""
    caption = parsed(params, "caption", "caption_entities")
    markup = read_markup(params)
    message = _own(world, params)
    if not message.files:
        raise bad_request("There is no caption in the message to edit")
    _check_inline(markup)
    new = settled(caption, MAX_CAPTION, complaint="Message caption is too long", may_be_empty=True)
    return _edited(world, message, new, markup)


def _edited(world: World, message: Message, new: Formatted, markup: Markup) -> Json:
    said_otherwise = new != message.formatted
    _check_change(message, markup, changed=said_otherwise)
    message.formatted, message.keyboard = new, markup.keyboard
    message.edit_date = world.now()
    if said_otherwise:
        world.note(message)
    world.changed.ring()
    return message_wire(message)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Give a message of the bot's another keyboard, or none."""
    markup = read_markup(params)
    message = _own(world, params)
    _check_inline(markup)
    _check_change(message, markup, changed=False)
    message.keyboard = markup.keyboard
    message.edit_date = world.now()
    world.changed.ring()
    return message_wire(message)


def delete_message(world: World, params: Params) -> bool:
    """Take a message away for everybody."""
    if not params.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if params.integer("message_id") == 0:
        raise bad_request("Message identifier is not specified")
    message = message_of(world, params, Right.WRITE, "message to delete")
    if not _may_delete(world, message):
        raise bad_request("message can't be deleted for everyone")
    message.is_deleted = True
    if message.sender is world.bot:
        world.note(message)
    world.changed.ring()
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    """Show the bot's reaction to a message; a bot has one (https://core.telegram.org/bots/api#setmessagereaction)."""
    given = params.json("reaction", "reaction types") or []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of ReactionType")
    emoji = tuple(_reaction(each) for each in given)
    message = message_of(world, params, Right.READ, "message to react")
    if any(each not in REACTIONS for each in emoji):
        raise bad_request("REACTION_INVALID")
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[world.bot.id] = emoji
    world.changed.ring()
    return True


def _reaction(given: object) -> str:
    if not isinstance(given, dict):
        raise _wrong_reaction("expected an Object")
    match field_of(given, "type", str, required=True):
        case "emoji":
            return str(field_of(given, "emoji", str, required=True)).replace("\ufe0f", "")
        case "custom_emoji" | "paid":
            return ""
        case _:
            raise _wrong_reaction("invalid reaction type specified")


def _wrong_reaction(reason: str) -> ApiError:
    return bad_request(f"Can't parse ReactionType: {reason}")


def _own(world: World, params: Params) -> Message:
    """Return the message to edit, if it is the bot's and can be edited at all."""
    if not params.text("chat_id") and params.integer("message_id") == 0:
        if not params.text("inline_message_id"):
            raise bad_request("Message identifier is not specified")
        raise bad_request("MESSAGE_ID_INVALID")
    message = message_of(world, params, Right.EDIT, "message to edit")
    if message.sender is not world.bot or message.other_markup is not None or message.kind == "service":
        raise bad_request("Message can't be edited")
    return message


def _check_inline(markup: Markup) -> None:
    if markup.other is not None:
        raise bad_request("Inline keyboard expected")
    check_keyboard(markup.keyboard)


def _check_change(message: Message, markup: Markup, *, changed: bool) -> None:
    if not changed and (markup.keyboard or None) == (message.keyboard or None):
        raise bad_request(NOT_MODIFIED)
    if message.chat.type is ChatType.PRIVATE:
        check_delivery(message.chat)


def _may_delete(world: World, message: Message) -> bool:
    in_time = world.now() - message.date <= DELETABLE_SECONDS
    if message.chat.type is ChatType.PRIVATE:
        return in_time
    return world.is_admin(message.chat) or (message.sender is world.bot and in_time)

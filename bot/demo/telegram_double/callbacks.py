"""Pressed buttons and the bot's answer: answerCallbackQuery.

Source: https://core.telegram.org/bots/api#answercallbackquery and https://core.telegram.org/bots/api#callbackquery
"""

from __future__ import annotations

from bot.demo.telegram_double.errors import Json, bad_request
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.records import Message, User
from bot.demo.telegram_double.wire import inaccessible_wire, message_wire, user_wire
from bot.demo.telegram_double.world import Tap, World

LIFETIME = 15.0
"""Seconds a client waits for the answer; the page does not say, this is what bots have seen."""

MAX_ANSWER = 200
"""Characters of a notification."""

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def tap(world: World, user: User, message: Message, data: str) -> Tap:
    """Let somebody press a button; ``data`` is what their client sends, be it the button's or not."""
    chat = message.chat
    made = Tap(str(4_382_000_000_000_000 + world.next_number()), user, message, data, world.monotonic())
    world.taps[made.id] = made
    told = inaccessible_wire(message) if message.is_deleted else message_wire(message)
    query: Json = {"id": made.id, "from": user_wire(user), "message": told}
    query |= {"chat_instance": str(-(abs(chat.id) * 7919)), "data": data}
    world.updates.add("callback_query", query, lane=user.id)
    return made


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a pressed button, once and in time."""
    made = world.taps.get(params.text("callback_query_id"))
    if made is None or made.is_answered or world.monotonic() - made.at > LIFETIME:
        raise bad_request(TOO_OLD)
    if len(params.text("text")) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if params.text("url"):
        raise bad_request("URL_INVALID")
    made.is_answered, made.text, made.is_alert = True, params.text("text"), params.flag("show_alert")
    world.changed.ring()
    return True

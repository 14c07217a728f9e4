"""Polls: sendPoll, stopPoll.

Source: https://core.telegram.org/bots/api#sendpoll and https://core.telegram.org/bots/api#stoppoll
"""

from __future__ import annotations

from bot.demo.telegram_double.access import Right, message_of
from bot.demo.telegram_double.detection import detected
from bot.demo.telegram_double.errors import Json, bad_request
from bot.demo.telegram_double.formatted import Formatted, cleaned
from bot.demo.telegram_double.markup import check_keyboard, read_markup
from bot.demo.telegram_double.params import Params, field_of
from bot.demo.telegram_double.records import ChatType, Message, Poll
from bot.demo.telegram_double.sending import deliver
from bot.demo.telegram_double.texts import parsed
from bot.demo.telegram_double.wire import poll_wire
from bot.demo.telegram_double.world import World

MAX_QUESTION = 300
MAX_OPTION = 100
MAX_OPTIONS = 12


def send_poll(world: World, params: Params) -> Json:
    """Send a poll."""
    question = parsed(params, "question", "question_entities", "question_parse_mode")
    options = _options(params)
    settings = _settings(params)

    def fill(message: Message) -> None:
        if message.chat.type is ChatType.CHANNEL and not settings["is_anonymous"]:
            raise bad_request("Non-anonymous polls can't be sent to channel chats")
        number = str(5_404_000_000_000_000_000 + world.next_number())
        closed = params.flag("is_closed")
        message.poll = Poll(number, _question(question), tuple(map(_option, _counted(options))), settings, closed)
        world.polls[number] = message.poll

    return deliver(world, params, "poll", fill)


def stop_poll(world: World, params: Params) -> Json:
    """Close a poll of the bot's and return its result."""
    markup = read_markup(params)
    message = message_of(world, params, Right.EDIT, "message with poll to stop")
    if message.poll is None:
        raise bad_request("Message is not a poll")
    if message.poll.is_closed or message.sender is not world.bot:
        raise bad_request("Poll can't be stopped")
    check_keyboard(markup.keyboard)
    message.poll.is_closed = True
    message.keyboard = markup.keyboard
    world.changed.ring()
    world.updates.add("poll", poll_wire(message.poll))
    return poll_wire(message.poll)


def _options(params: Params) -> list[Formatted]:
    if not params.text("options"):
        raise bad_request("Can't parse options JSON object")
    given = params.json("options", "options")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of String as options")
    return [_given_option(each) for each in given]


def _given_option(given: object) -> Formatted:
    if isinstance(given, str):
        return Formatted(given)
    if not isinstance(given, dict):
        raise bad_request("Expected an option to be of type String")
    text = str(field_of(given, "text", str, required=True))
    mode = str(field_of(given, "text_parse_mode", str) or "")
    return parsed(Params({"text": text, "parse_mode": mode}), "text", "entities")


def _counted(options: list[Formatted]) -> list[Formatted]:
    if not options:
        raise bad_request("Poll must have at least one answer option")
    if len(options) > MAX_OPTIONS:
        raise bad_request(f"Poll can't have more than {MAX_OPTIONS} options")
    return options


def _question(given: Formatted) -> Formatted:
    return _measured(given, MAX_QUESTION, "question")


def _option(given: Formatted) -> Formatted:
    return _measured(given, MAX_OPTION, "options")


def _measured(given: Formatted, longest: int, what: str) -> Formatted:
    kept = cleaned(given)
    if not kept.text:
        raise bad_request("Text must be non-empty")
    if len(kept.text) > longest:
        raise bad_request(f"Poll {what} length must not exceed {longest}")
    return detected(kept)


def _settings(params: Params) -> Json:
    kind = params.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("Unsupported poll type specified")
    settings: Json = {
        "type": kind,
        "is_anonymous": params.flag("is_anonymous", default=True),
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": params.flag("allows_revoting", default=kind != "quiz"),
        "members_only": params.flag("members_only"),
    }
    if kind == "quiz":
        settings["correct_option_id"] = params.integer("correct_option_id", -1)
        if settings["correct_option_id"] < 0:
            raise bad_request("Correct quiz option list must be non-empty")
    return settings

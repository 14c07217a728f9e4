"""What the double refuses to send, and in which words: raw requests, status and response."""

from __future__ import annotations

import pytest

from tests.telegram_double.rows import button, check_refusal, keyboard, says
from tests.telegram_double.stage import Ask, Scene

LONG = "ä" * 4097
EMOJI = "😀" * 2049
RTL = "\u202e \u202d"


PARSE = "Bad Request: can't parse entities: "
TABLE = [
    says(400, "Bad Request: message text is empty", "an empty text is refused", text=""),
    says(400, "Bad Request: text must be non-empty", "a text of blanks is refused", text=" \n "),
    says(400, "Bad Request: text must be non-empty", "direction marks alone are no text", text=RTL),
    says(400, "Bad Request: message is too long", "4097 units are too many", text=LONG),
    says(400, "Bad Request: message is too long", "an emoji counts two units", text=EMOJI),
    says(400, "Bad Request: text is too long", "too much before parsing is refused", text="x" * 32_769),
    says(400, "Bad Request: unsupported parse_mode", "an unknown parse mode is refused", parse_mode="BBCode"),
    says(
        400,
        f'{PARSE}Unsupported start tag "div" at byte offset 3',
        "an unknown tag is refused, its place told in bytes",
        text="ä <div>x</div>",
        parse_mode="HTML",
    ),
    says(400, "Bad Request: chat_id is empty", "a chat must be named", chat_id=""),
    says(400, "Bad Request: chat not found", "an unknown chat is refused", chat_id=99),
    says(400, "Bad Request: chat not found", "an unknown channel is refused", chat_id="@nirgends"),
    says(400, "Bad Request: chat not found", "a person is not found by name", chat_id="@kontakt_bielefeld"),
    says(
        403,
        "Forbidden: bot can't initiate conversation with a user",
        "who never started is out of reach",
        chat_id="$stranger",
    ),
    says(
        400,
        "Bad Request: message to be replied not found",
        "a missing message cannot be answered",
        reply_parameters={"message_id": 999},
    ),
    says(
        400,
        'Bad Request: can\'t find field "message_id"',
        "an answer names its message",
        reply_parameters={"chat_id": 1},
    ),
    says(400, "Bad Request: object expected as reply parameters", "an answer is an object", reply_parameters=[1]),
    says(
        400,
        'Bad Request: field "message_id" must be a Number',
        "a message's id is a number",
        reply_parameters={"message_id": "x"},
    ),
    says(400, "Bad Request: message thread not found", "private chats have no topics", message_thread_id=7),
    says(
        400,
        "Bad Request: message thread not found",
        "an unknown topic is refused",
        chat_id="$forum",
        message_thread_id=77,
    ),
    says(
        400,
        "Bad Request: message thread not found",
        "the general topic has no number",
        chat_id="$forum",
        message_thread_id=1,
    ),
    says(400, "Bad Request: can't parse reply keyboard markup JSON object", "markup must be JSON", reply_markup="{"),
    says(400, "Bad Request: object expected as reply markup", "markup is an object", reply_markup=[[]]),
    says(
        400,
        'Bad Request: field "inline_keyboard" must be of type Array',
        "a keyboard is a list",
        reply_markup={"inline_keyboard": "x"},
    ),
    says(
        400,
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        "a keyboard's rows are lists",
        reply_markup={"inline_keyboard": [{"text": "Ja"}]},
    ),
    says(
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        "a button does something",
        reply_markup=keyboard(button()),
    ),
    says(
        400,
        'Bad Request: can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        "callback data is a string",
        reply_markup=keyboard(button(callback_data=["x"])),
    ),
    says(
        400,
        "Bad Request: BUTTON_DATA_INVALID",
        "callback data has 64 bytes",
        reply_markup=keyboard(button(callback_data="ü" * 33)),
    ),
    says(
        400,
        "Bad Request: reply markup is too long",
        "a keyboard has at most 100 buttons",
        reply_markup=keyboard(*(button(callback_data=str(at)) for at in range(101))),
    ),
    says(
        400,
        "Bad Request: inline keyboard button URL 'x y' is invalid: Wrong HTTP URL",
        "a link is a link",
        reply_markup=keyboard(button(url="x y")),
    ),
]


@pytest.mark.parametrize(("method", "params", "status", "description"), TABLE)
async def test_refused(  # noqa: PLR0913 - a table's row and two fixtures
    scene: Scene, ask: Ask, method: str, params: dict[str, object], status: int, description: str
) -> None:
    """Every row is answered with its status and its very words."""
    await check_refusal(scene, ask, method, params, (status, description))

"""Whatever is asked, the double answers or refuses: it never breaks."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.errors import ApiError
from bot.demo.telegram_double.params import Params
from bot.demo.telegram_double.server import METHODS

PARAMETERS = [
    "chat_id",
    "text",
    "message_id",
    "reply_markup",
    "reply_parameters",
    "parse_mode",
    "entities",
    "caption_entities",
    "caption",
    "document",
    "photo",
    "commands",
    "scope",
    "language_code",
    "options",
    "question",
    "reaction",
    "callback_query_id",
    "user_id",
    "action",
    "file_id",
    "message_thread_id",
    "type",
    "is_anonymous",
    "correct_option_id",
    "reply_to_message_id",
    "question_parse_mode",
]
FIELDS = [
    "inline_keyboard",
    "keyboard",
    "text",
    "callback_data",
    "url",
    "type",
    "emoji",
    "offset",
    "length",
    "message_id",
    "chat_id",
    "user_id",
    "command",
    "description",
    "text_parse_mode",
    "user",
    "remove_keyboard",
    "id",
]
HTML = ("<a href='http://[x'>x</a>", "<b>x</b>", "<", "&#55296;", "HTML", "emoji", "chat", "text_mention")
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(HTML)
VALUES = st.recursive(
    LEAVES, lambda more: st.lists(more, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), more, max_size=4)
)
SPOKEN = VALUES.map(lambda value: value if isinstance(value, str) else json.dumps(value)) | st.text(max_size=9)


@given(
    st.sampled_from(sorted(METHODS)),
    st.dictionaries(st.sampled_from(PARAMETERS), SPOKEN, max_size=8),
    st.integers(0, 3),
)
def test_nothing_breaks_the_double(method: str, params: dict[str, str], where: int) -> None:
    """Any parameters for any method give a result that is JSON, or a refusal."""
    double = TelegramDouble()
    contact = double.person("Ansprechperson Bielefeld")
    contact.start()
    rooms = [double.forum("Länder", contact), double.channel("Rundschreiben", contact)]
    chats = [contact.user.id, double.person("Gast").user.id, *(room.id for room in rooms)]
    asked = Params({"chat_id": str(chats[where]), **params})
    try:
        json.dumps(METHODS[method](double.world, asked))
    except ApiError as refused:
        json.dumps(refused.body())

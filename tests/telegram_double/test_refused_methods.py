"""What the other methods refuse, and in which words: raw requests, status and response."""

from __future__ import annotations

import pytest

from tests.telegram_double.rows import check_refusal, row
from tests.telegram_double.stage import Ask, Scene

TABLE = [
    row(
        "editMessageText",
        400,
        "Bad Request: message to edit not found",
        "a missing message is not edited",
        chat_id="$contact",
        message_id=999,
        text="x",
    ),
    row(
        "editMessageText",
        400,
        "Bad Request: message identifier is not specified",
        "an edit names its message",
        text="x",
    ),
    row(
        "editMessageText",
        400,
        "Bad Request: message can't be edited",
        "people's messages are theirs",
        chat_id="$contact",
        message_id=1,
        text="x",
    ),
    row(
        "editMessageCaption",
        400,
        "Bad Request: message to edit not found",
        "a missing file has no caption",
        chat_id="$contact",
        message_id=999,
        caption="x",
    ),
    row(
        "pinChatMessage",
        400,
        "Bad Request: message to pin not found",
        "a missing message is not pinned",
        chat_id="$contact",
        message_id=999,
    ),
    row(
        "deleteMessage",
        400,
        "Bad Request: message to delete not found",
        "a missing message is not deleted",
        chat_id="$contact",
        message_id=999,
    ),
    row(
        "deleteMessage",
        400,
        "Bad Request: message identifier is not specified",
        "a deletion names its message",
        chat_id="$contact",
    ),
    row(
        "deleteMessage", 400, "Bad Request: chat identifier is not specified", "a deletion names its chat", message_id=1
    ),
    row(
        "sendDocument",
        400,
        "Bad Request: there is no document in the request",
        "a document must be there",
        chat_id="$contact",
    ),
    row(
        "sendPhoto",
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
        "a file id must exist",
        chat_id="$contact",
        photo="x",
    ),
    row("getFile", 400, "Bad Request: invalid file_id", "an unknown file is refused", file_id="x"),
    row("getFile", 400, "Bad Request: file_id not specified", "a file must be named"),
    row(
        "answerCallbackQuery",
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "an unknown query is refused",
        callback_query_id="1",
    ),
    row(
        "sendChatAction",
        400,
        "Bad Request: wrong parameter action in request",
        "an unknown action is refused",
        chat_id="$contact",
        action="dance",
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: BOT_COMMAND_INVALID",
        "commands are small letters",
        commands=[{"command": "Zusage", "description": "x"}],
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: command description must be non-empty",
        "a command is described",
        commands=[{"command": "a", "description": " "}],
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: invalid language code specified",
        "a language has two letters",
        commands=[],
        language_code="DE",
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: command length must not exceed 32",
        "a command is short",
        commands=[{"command": "a" * 33, "description": "x"}],
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: can't parse BotCommand: Can't find field \"description\"",
        "a command has both fields",
        commands=[{"command": "a"}],
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: chat not found",
        "a scope's chat must exist",
        commands=[],
        scope={"type": "chat", "chat_id": 9},
    ),
    row(
        "setMyCommands",
        400,
        "Bad Request: can't use specified scope in private chats",
        "members are scopes in groups only",
        commands=[],
        scope={"type": "chat_member", "chat_id": "$contact", "user_id": 1},
    ),
    row(
        "setMessageReaction",
        400,
        "Bad Request: message to react not found",
        "a missing message gets no reaction",
        chat_id="$contact",
        message_id=999,
    ),
    row(
        "setMessageReaction",
        400,
        "Bad Request: REACTION_INVALID",
        "not every emoji is a reaction",
        chat_id="$contact",
        message_id=1,
        reaction=[{"type": "emoji", "emoji": "🏠"}],
    ),
    row(
        "sendPoll",
        400,
        "Bad Request: poll must have at least one answer option",
        "a poll has options",
        chat_id="$contact",
        question="?",
        options=[],
    ),
    row(
        "sendPoll",
        400,
        "Bad Request: poll can't have more than 12 options",
        "a poll has few options",
        chat_id="$contact",
        question="?",
        options=["x"] * 13,
    ),
    row(
        "sendPoll",
        400,
        "Bad Request: poll options length must not exceed 100",
        "options are short",
        chat_id="$contact",
        question="?",
        options=["x" * 101, "y"],
    ),
    row(
        "sendPoll",
        400,
        "Bad Request: poll question length must not exceed 300",
        "a question is short",
        chat_id="$contact",
        question="?" * 301,
        options=["x", "y"],
    ),
    row(
        "stopPoll",
        400,
        "Bad Request: message is not a poll",
        "only polls are stopped",
        chat_id="$contact",
        message_id=1,
    ),
    row("getChatMember", 400, "Bad Request: invalid user_id specified", "a member has an id", chat_id="$group"),
    row("getChatMember", 400, "Bad Request: PARTICIPANT_ID_INVALID", "a member is known", chat_id="$group", user_id=4),
    row("leaveChat", 400, "Bad Request: can't leave private chats", "nobody leaves a private chat", chat_id="$contact"),
    row("setWebhook", 400, "Bad Request: invalid webhook URL specified", "a webhook is an address", url="ftp://x"),
    row(
        "setWebhook",
        400,
        "Bad Request: secret token contains unallowed characters",
        "a secret is plain",
        url="http://127.0.0.1:9/",
        secret_token="ä",
    ),
    row("sendCake", 404, "Not Found: method not found", "an unknown method is refused"),
]


@pytest.mark.parametrize(("method", "params", "status", "description"), TABLE)
async def test_refused(  # noqa: PLR0913 - a table's row and two fixtures
    scene: Scene, ask: Ask, method: str, params: dict[str, object], status: int, description: str
) -> None:
    """Every row is answered with its status and its very words."""
    await check_refusal(scene, ask, method, params, (status, description))

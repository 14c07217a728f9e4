"""Keyboards: what a bot may hang under a message, and what Telegram makes of it.

Source: https://core.telegram.org/bots/api#inlinekeyboardmarkup and https://core.telegram.org/bots/api#inlinekeyboardbutton
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.demo.telegram_double.errors import ApiError, Json, bad_request
from bot.demo.telegram_double.params import Params, field_of

MAX_CALLBACK_DATA = 64
"""Bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton, ``callback_data``)."""

MAX_BUTTONS = 100
"""Telegram's server refuses more in one keyboard; it cuts rows after twelve."""
MAX_IN_ROW = 12

_OTHER_KINDS = ("web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text", "pay")
_OPTIONS = ("remove_keyboard", "force_reply", "selective", "resize_keyboard", "one_time_keyboard", "is_persistent")


@dataclass(frozen=True, slots=True)
class Markup:
    """A keyboard under the message, or another wish about the person's own keyboard; or neither."""

    keyboard: list[list[Json]] | None = None
    other: Json | None = None


def read_markup(params: Params) -> Markup:
    """Read ``reply_markup``; complain as Telegram does of what it cannot read."""
    given = params.json("reply_markup", "reply keyboard markup")
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply markup")
    ordinary = field_of(given, "keyboard", list) or []
    rows = [list(_row(row)) for row in field_of(given, "inline_keyboard", list) or []]
    for option in _OPTIONS:
        field_of(given, option, bool)
    if ordinary:
        return Markup(other=given)
    if rows:
        return Markup(keyboard=[row[:MAX_IN_ROW] for row in rows if row])
    return Markup(other=given if given.get("remove_keyboard") or given.get("force_reply") else None)


def _row(row: object) -> Iterable[Json]:
    if not isinstance(row, list):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for button in row:
        try:
            told = _button(button)
        except ApiError as wrong:
            reason = wrong.description.removeprefix("Bad Request: ")
            raise bad_request(f"Can't parse inline keyboard button: {reason[:1].upper()}{reason[1:]}") from None
        if told["text"]:
            yield told


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise bad_request("InlineKeyboardButton must be an Object")
    told: Json = {"text": field_of(button, "text", str, required=True)}
    for kind in ("url", "callback_data"):
        if value := field_of(button, kind, str):
            return {**told, kind: value}
    for kind in _OTHER_KINDS:
        if kind in button:
            return {**told, kind: button[kind]}
    raise bad_request("Text buttons are unallowed in the inline keyboard")


def check_keyboard(keyboard: list[list[Json]] | None) -> None:
    """Refuse what Telegram's server refuses once a readable keyboard reaches it."""
    buttons = [button for row in keyboard or [] for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        if len(button.get("callback_data", "").encode()) > MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        if "url" in button and not _is_address(button["url"]):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _is_address(url: str) -> bool:
    scheme, _, rest = url.rpartition("://")
    if scheme.lower() == "tg":
        return bool(rest)
    return scheme.lower() in ("", "http", "https", "ton") and "." in rest.split("/")[0] and " " not in url

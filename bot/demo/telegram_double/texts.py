"""A bot's texts and captions: parsed, cleaned, measured.

Source: https://core.telegram.org/bots/api#formatting-options and https://core.telegram.org/bots/api#sendmessage
"""

from __future__ import annotations

from bot.demo.telegram_double.detection import detected
from bot.demo.telegram_double.errors import bad_request
from bot.demo.telegram_double.formatted import Formatted, cleaned, units
from bot.demo.telegram_double.given import given_entities
from bot.demo.telegram_double.html_reader import read_html
from bot.demo.telegram_double.params import Params

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 1 << 15
"""Bytes Telegram's server reads of a text before it is parsed."""


def parsed(params: Params, name: str, entities: str, mode: str = "parse_mode") -> Formatted:
    """Return a parameter's text as the bot marked it."""
    text = params.text(name)
    if len(text.encode()) > MAX_RAW_BYTES:
        raise bad_request("Text is too long")
    wanted = params.text(mode).lower()
    if text and wanted not in ("", "none"):
        return _in_mode(text, wanted)
    given = params.json(entities, entities)
    return given_entities(text, given) if isinstance(given, list) else Formatted(text)


def _in_mode(text: str, mode: str) -> Formatted:
    if mode == "html":
        return read_html(text)
    if mode in ("markdown", "markdownv2"):
        raise bad_request("the double reads HTML only, not Markdown")
    raise bad_request("Unsupported parse_mode")


def message_text(params: Params) -> Formatted:
    """Return the text of a message, parsed but not measured yet."""
    if not params.text("text"):
        raise bad_request("Message text is empty")
    return parsed(params, "text", "entities")


def settled(text: Formatted, longest: int, *, complaint: str, may_be_empty: bool = False) -> Formatted:
    """Return a text as Telegram keeps it, after measuring it in UTF-16 code units."""
    kept = cleaned(text)
    if not kept.text and not may_be_empty:
        raise bad_request("Text must be non-empty")
    if units(kept.text) > longest:
        raise bad_request(complaint)
    return detected(kept)

"""What the tags of Telegram's HTML mean.

Source: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.demo.telegram_double.errors import ApiError, bad_request
from bot.demo.telegram_double.formatted import Entity

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
"""Tags that mean one kind of entity whatever their attributes."""

TAGS = frozenset({*SIMPLE, "a", "tg-emoji", "tg-time", "code", "pre", "blockquote"})
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")


@dataclass(slots=True)
class OpenTag:
    """A start tag that waits for its end: its value, where it begins in the text and in what is read so far."""

    tag: str
    value: str
    offset: int
    begins: int


def mark(found: list[Entity], opened: OpenTag, length: int, marked: str) -> None:
    """Add the entity a tag makes of the text it encloses."""
    match opened.tag:
        case "a":
            _mark_link(found, opened, length, marked)
        case "code" | "pre":
            _mark_code(found, opened, length)
        case "blockquote":
            kind = "expandable_blockquote" if opened.value else "blockquote"
            found.append(Entity(kind, opened.offset, length))
        case "tg-emoji":
            if not opened.value.isdigit() or int(opened.value) == 0:
                raise unreadable("Invalid custom emoji identifier specified")
            found.append(Entity("custom_emoji", opened.offset, length, opened.value))
        case tag if tag in SIMPLE:
            found.append(Entity(SIMPLE[tag], opened.offset, length))


def _mark_link(found: list[Entity], opened: OpenTag, length: int, marked: str) -> None:
    address = opened.value or marked
    if user := _USER_LINK.fullmatch(address):
        found.append(Entity("text_mention", opened.offset, length, user[1]))
    elif url := checked_link(address):
        found.append(Entity("text_link", opened.offset, length, url))


def _mark_code(found: list[Entity], opened: OpenTag, length: int) -> None:
    last = found[-1] if found else None
    same = last is not None and (last.offset, last.length) == (opened.offset, length)
    if last is not None and same and {last.type, opened.tag} == {"code", "pre"}:
        found[-1] = Entity("pre", opened.offset, length, last.value or opened.value)
    else:
        found.append(Entity(opened.tag, opened.offset, length, opened.value))


def meaning(tag: str, name: str, value: str) -> str:
    """Return what an attribute says, if it is one that means something in its tag."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("blockquote", "expandable"):
            return value or "1" if tag == "blockquote" else value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case _:
            return ""


def checked_link(address: str) -> str:
    """Return a link as Telegram keeps it; nothing for what it takes for no link: such text stays plain."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "tg", "ton", "tonsite") or not parts.netloc:
        return ""
    if parts.scheme in ("http", "https"):
        if "." not in (parts.hostname or "") or " " in address:
            return ""
        parts = parts._replace(path=parts.path or "/")
    return parts.geturl()


def unreadable(reason: str) -> ApiError:
    """Refuse a text that cannot be read: ``can't parse entities: …``."""
    return bad_request(f"Can't parse entities: {reason}")

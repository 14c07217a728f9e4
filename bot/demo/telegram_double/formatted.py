"""Text with its entities, measured as Telegram measures: in UTF-16 code units.

Source: https://core.telegram.org/bots/api#messageentity
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.demo.telegram_double.errors import Json

_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_CODE = frozenset({"code", "pre"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text with a meaning; ``value`` is a link's address, a language, a custom emoji or a user's id."""

    type: str
    offset: int
    length: int
    value: str = ""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.offset + self.length

    def wire(self) -> Json:
        """Write it as it stands on the wire."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **_extra(self)}


def _extra(entity: Entity) -> Json:
    match entity.type:
        case "text_link":
            return {"url": entity.value}
        case "pre" if entity.value:
            return {"language": entity.value}
        case "custom_emoji":
            return {"custom_emoji_id": entity.value}
        case "text_mention":
            return {"user": {"id": int(entity.value), "is_bot": False, "first_name": ""}}
        case _:
            return {}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and what is marked in it."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def wire(self, text: str = "text", entities: str = "entities") -> Json:
        """Write it under the two names a message has for it."""
        marked = {entities: [each.wire() for each in self.entities]} if self.entities else {}
        return {text: self.text, **marked} if self.text else {}


def units(text: str) -> int:
    """Count UTF-16 code units, Telegram's measure of length."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_out(text: str, start: int, end: int) -> str:
    """Return the part of a text between two offsets in UTF-16 code units."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "replace")


def in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Sort entities as Telegram returns them, and drop those it does not keep inside of code or of a quotation."""
    ordered = sorted(entities, key=lambda each: (each.offset, -each.length))
    return tuple(each for each in ordered if not any(_swallows(outer, each) for outer in ordered if outer is not each))


def _swallows(outer: Entity, inner: Entity) -> bool:
    within = outer.offset <= inner.offset and inner.end <= outer.end
    quoted_twice = outer.type in _QUOTES and inner.type in _QUOTES and outer.length > inner.length
    return within and ((outer.type in _CODE and inner.type not in _CODE) or quoted_twice)


def cleaned(formatted: Formatted) -> Formatted:
    """Drop what Telegram drops from every text: direction overrides, control characters, blanks at both ends."""
    text, entities = _BLANKED.sub(" ", formatted.text), formatted.entities
    for found in reversed(list(_DROPPED.finditer(text))):
        entities = tuple(_without(entities, units(text[: found.start()])))
    text = _DROPPED.sub("", text)
    text = text.rstrip()
    return _trimmed_left(within(Formatted(text, entities)))


def _without(entities: tuple[Entity, ...], at: int) -> Iterator[Entity]:
    for each in entities:
        if at < each.offset:
            yield replace(each, offset=each.offset - 1)
        elif at < each.end:
            if each.length > 1:
                yield replace(each, length=each.length - 1)
        else:
            yield each


def _trimmed_left(formatted: Formatted) -> Formatted:
    text = formatted.text.lstrip(" \n")
    blank = len(formatted.text) - len(text)
    if formatted.entities:
        blank = min(blank, formatted.entities[0].offset)
    moved = tuple(replace(each, offset=each.offset - blank) for each in formatted.entities)
    return Formatted(formatted.text[blank:], moved)


def within(formatted: Formatted) -> Formatted:
    """Drop or shorten what reaches beyond the text."""
    end = units(formatted.text)
    kept = (replace(each, length=min(each.end, end) - each.offset) for each in formatted.entities if each.offset < end)
    return Formatted(formatted.text, tuple(each for each in kept if each.length > 0))

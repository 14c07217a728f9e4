"""What Telegram finds in a text by itself, and a text with entities as HTML again.

Source: https://core.telegram.org/bots/api#messageentity
"""

from __future__ import annotations

import re
from html import escape

from bot.demo.telegram_double.formatted import Entity, Formatted, cut_out, in_order, units

_FINDERS = (
    ("/", "bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>@])")),
    (
        ".",
        "url",
        re.compile(
            r"(?<![\w@./])(?:(?:https?|tg)://[^\s<>\"]+[^\s<>\".,;:!?)']|(?:[a-z0-9-]+\.)+(?:de|org|com|net|eu|me)"
            r"(?:/[^\s<>\"]*[^\s<>\".,;:!?)'])?(?![\w@.]))",
            re.IGNORECASE,
        ),
    ),
    ("@", "email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("@", "mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)")),
    ("#", "hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}")),
)

_TAG = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "text_mention": "a",
    "custom_emoji": "tg-emoji",
}


def detected(formatted: Formatted) -> Formatted:
    """Add the commands, mentions, addresses and hashtags Telegram marks by itself."""
    found = list(formatted.entities)
    for sign, kind, pattern in _FINDERS:
        if sign in formatted.text:
            for match in pattern.finditer(formatted.text):
                _add(found, Entity(kind, units(formatted.text[: match.start()]), units(match[0])))
    return formatted if len(found) == len(formatted.entities) else Formatted(formatted.text, in_order(found))


def _add(found: list[Entity], new: Entity) -> None:
    taken = ("code", "pre", "text_link", "text_mention", *(kind for _, kind, _ in _FINDERS))
    if not any(each.type in taken and each.offset < new.end and new.offset < each.end for each in found):
        found.append(new)


def to_html(formatted: Formatted) -> str:
    """Write a text with entities as HTML, as a client would render it."""
    marks = sorted({0, units(formatted.text), *(at for each in formatted.entities for at in (each.offset, each.end))})
    shown: list[str] = []
    opened: list[Entity] = []
    for start, end in zip(marks, [*marks[1:], marks[-1]], strict=True):
        while any(each.end <= start for each in opened):
            shown.append(_closing(opened.pop()))
        for each in formatted.entities:
            if each.offset == start and each.type in _TAG:
                opened.append(each)
                shown.append(_opening(each))
        shown.append(escape(cut_out(formatted.text, start, end), quote=False))
    return "".join(shown)


def _opening(entity: Entity) -> str:
    match entity.type:
        case "text_link":
            return f'<a href="{escape(entity.value)}">'
        case "text_mention":
            return f'<a href="tg://user?id={entity.value}">'
        case "expandable_blockquote":
            return "<blockquote expandable>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity.value}">'
        case "pre" if entity.value:
            return f'<pre><code class="language-{escape(entity.value)}">'
        case kind:
            return f"<{_TAG[kind]}>"


def _closing(entity: Entity) -> str:
    inner = "</code>" if entity.type == "pre" and entity.value else ""
    return f"{inner}</{_TAG[entity.type]}>"

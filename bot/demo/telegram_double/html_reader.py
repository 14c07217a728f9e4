"""Telegram's reading of ``parse_mode=HTML``: few tags, strict nesting, byte offsets in its complaints.

Source: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re

from bot.demo.telegram_double.formatted import Entity, Formatted, in_order, units
from bot.demo.telegram_double.html_tags import TAGS, OpenTag, mark, meaning, unreadable

NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}

LAST_CHARACTER = 0x10FFFF
SURROGATES = ("\ud800", "\udfff")
"""Halves of characters, which alone are none."""

_TEXT = re.compile(rb"[^<&]+")
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_TAG_NAME = re.compile(rb"[^ \t\r\n>]*")
_BLANK = re.compile(rb"[ \t\r\n]*")
_ATTRIBUTE_NAME = re.compile(rb"[^ \t\r\n=>/\"']*")
_TOKEN = re.compile(rb"[0-9A-Za-z.-]*")


def read_html(source: str) -> Formatted:
    """Read a text in Telegram's HTML. Raises ``can't parse entities: …`` as Telegram does."""
    return _Reader(source).read()


class _Reader:
    """Walks through the bytes once; Telegram names offsets in bytes."""

    def __init__(self, source: str) -> None:
        self._data = source.encode()
        self._at = 0
        self._out: list[str] = []
        self._units = 0
        self._open: list[OpenTag] = []
        self._found: list[Entity] = []

    def read(self) -> Formatted:
        """Read everything."""
        while self._at < len(self._data):
            if found := _TEXT.match(self._data, self._at):
                self._at = found.end()
                self._put(found[0].decode())
            elif self._data[self._at : self._at + 1] == b"&":
                self._put(self._reference() or self._ampersand())
            elif self._data[self._at : self._at + 2] == b"</":
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise unreadable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return Formatted("".join(self._out), in_order(self._found))

    def _put(self, text: str) -> None:
        self._out.append(text)
        self._units += units(text)

    def _ampersand(self) -> str:
        self._at += 1
        return "&"

    def _reference(self) -> str:
        """Read a character reference; nothing, if it is none Telegram knows."""
        found = _REFERENCE.match(self._data, self._at)
        if found is None:
            return ""
        if found[3] is not None:
            char = NAMED.get(found[3], "")
        else:
            code = int(found[1], 16) if found[1] else int(found[2])
            char = chr(code) if 0 < code < LAST_CHARACTER else ""
        if SURROGATES[0] <= char <= SURROGATES[1]:
            raise unreadable("Text contains invalid Unicode characters after decoding HTML entities")
        self._at = found.end() if char else self._at
        return char

    def _skip(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self._data, self._at)
        taken = found[0] if found else b""
        self._at += len(taken)
        return taken

    def _next(self) -> bytes:
        return self._data[self._at : self._at + 1]

    def _start_tag(self) -> None:
        begins, self._at = self._at, self._at + 1
        tag = self._skip(_TAG_NAME).decode().lower()
        if not self._next():
            raise unreadable(f"Unclosed start tag at byte offset {begins}")
        if tag not in TAGS:
            raise unreadable(f'Unsupported start tag "{tag}" at byte offset {begins}')
        value = self._attributes(tag, begins)
        if tag == "span" and value != "spoiler":
            raise unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {begins}')
        self._open.append(OpenTag(tag, value, self._units, len(self._out)))
        self._at += 1

    def _attributes(self, tag: str, begins: int) -> str:
        """Read all attributes up to ``>``; return what the tag's one meaningful attribute says."""
        value = ""
        while True:
            self._skip(_BLANK)
            if self._next() == b">":
                return value
            name = self._skip(_ATTRIBUTE_NAME).decode()
            if not name:
                raise unreadable(f'Empty attribute name in the tag "{tag}" at byte offset {begins}')
            self._skip(_BLANK)
            given = self._attribute_value(begins) if self._next() == b"=" else "1"
            if not self._next():
                raise unreadable(f'Unclosed start tag "{tag}" at byte offset {begins}')
            value = meaning(tag, name, given) or value

    def _attribute_value(self, begins: int) -> str:
        self._at += 1
        self._skip(_BLANK)
        quote = self._next()
        if quote in (b'"', b"'"):
            self._at += 1
            return self._quoted(quote, begins)
        starts = self._at
        value = self._skip(_TOKEN).decode().lower()
        if self._next() and self._next() not in b" \t\r\n>":
            raise unreadable(f"Unexpected end of name token at byte offset {starts}")
        return value

    def _quoted(self, quote: bytes, begins: int) -> str:
        value: list[str] = []
        plain = re.compile(rb"[^&" + quote + rb"]+")
        while self._next() != quote:
            if not self._next():
                raise unreadable(f"Unclosed start tag at byte offset {begins}")
            value.append(self._skip(plain).decode() or self._reference() or self._ampersand())
        self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begins = self._at
        if not self._open:
            raise unreadable(f"Unexpected end tag at byte offset {begins}")
        self._at += 2
        tag = self._skip(_TAG_NAME).decode().lower()
        self._skip(_BLANK)
        if self._next() != b">":
            raise unreadable(f"Unclosed end tag at byte offset {begins}")
        opened = self._open.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise unreadable(f"Unmatched end tag at byte offset {begins}, {expected}")
        self._at += 1
        if self._units > opened.offset:
            marked = "".join(self._out[opened.begins :])
            mark(self._found, opened, self._units - opened.offset, marked)

"""Our small Markdown as Telegram's HTML, in parts that are short enough: pure.

Telegram knows no headings, lists and paragraphs (https://core.telegram.org/bots/api#html-style), and measures text in
UTF-16 units after its markup is taken away (https://core.telegram.org/bots/api#sendmessage).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from markdown_it.token import Token

from bot.markdown import Block, blocks

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
_MARKS = {"strong": "b", "em": "i"}
_BREAKS = tuple(re.compile(pattern) for pattern in (r"\n\n", r"\n", r"(?<=[.!?…])[\")“”»’]*\s", r"\s"))
"""Where a text may be split, the best place first: between paragraphs, lines, sentences, words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks: names of tags, or for a link its address.

    One that is ``whole`` is not to be split, nor split off from what stands around it.
    """

    text: str
    marks: tuple[str, ...] = ()
    whole: bool = False

    def to_html(self) -> str:
        """Write the piece. Each stands for itself, so that a text can be split between any two."""
        written = html.escape(self.text, quote=False)
        for mark in reversed(dict.fromkeys(self.marks)):
            written = f'<a href="{html.escape(mark)}">{written}</a>' if ":" in mark else f"<{mark}>{written}</{mark}>"
        return written


def to_pieces(text: str) -> list[Piece]:
    """Read our small Markdown."""
    return [piece for block in blocks(text) for piece in _block(block) if piece.text]


@lru_cache(maxsize=64)
def to_parts(text: str, *longest: int) -> tuple[str, ...]:
    """Render our small Markdown as HTML, in as many parts as are needed. An announcement is rendered once for all.

    ``longest`` is how long each part may be, the last of them also for all that follow.
    """
    pieces, parts = to_pieces(text), list[str]()
    limits = longest or (LONGEST_TEXT,)
    while pieces:
        said = "".join(piece.text for piece in pieces)
        end = cut(said, limits[min(len(parts), len(limits) - 1)], _bound(pieces))
        part, pieces = _divided(pieces, end)
        parts.append("".join(piece.to_html() for piece in _stripped(part)))
        pieces = _stripped(pieces)
    return tuple(part for part in parts if part)


def messages_for(text: str, *, with_file: bool = False) -> int:
    """Say in how many messages a text arrives, a file that goes with it included."""
    if with_file and len(to_parts(text, LONGEST_CAPTION)) <= 1:
        return 1
    return len(to_parts(text)) + with_file


def length(text: str) -> int:
    """Measure a text as Telegram does, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(said: str, longest: int, bound: Collection[int] = ()) -> int:
    """Say where the first part of a text ends, so that it is not too long: at the best place there is.

    At the places that are ``bound`` it is split only where nothing else is left but the inside of a word.
    """
    fitting = _fitting(said, longest)
    if fitting == len(said):
        return fitting
    for passed, least, breaks in product((bound, ()), (fitting // 4, 0), _BREAKS):
        # One sign more: a break may stand right behind the last word that fits. And no title goes alone because the
        # only empty line stands below it.
        found = (each.start() for each in breaks.finditer(said, least, fitting + 1))
        ends = [end for end in found if end not in passed and said[:end].strip()]
        if ends:
            return _behind_quotes(said, ends[-1], fitting)
    return fitting


def _bound(pieces: Sequence[Piece]) -> set[int]:
    """List the places in which a text of several pieces should not be split."""
    bound, place = set[int](), 0
    for piece in pieces:
        if piece.whole:
            bound.update(range(place, place + len(piece.text)))
        place += len(piece.text)
    return bound


def _behind_quotes(said: str, end: int, fitting: int) -> int:
    """Leave what closes a quotation with its sentence."""
    while end < fitting and not said[end].isspace():
        end += 1
    return end


def _fitting(said: str, longest: int) -> int:
    if length(said) <= longest:
        return len(said)
    used = 0
    for place, sign in enumerate(said):
        used += 2 if ord(sign) > 0xFFFF else 1  # noqa: PLR2004 - beyond, UTF-16 takes two units
        if used > longest:
            return place
    return len(said)


def _divided(pieces: Sequence[Piece], end: int) -> tuple[list[Piece], list[Piece]]:
    before: list[Piece] = []
    for place, piece in enumerate(pieces):
        if end < len(piece.text):
            rest = replace(piece, text=piece.text[end:])
            return [*before, replace(piece, text=piece.text[:end])], [rest, *pieces[place + 1 :]]
        before.append(piece)
        end -= len(piece.text)
    return before, []


def _stripped(pieces: Sequence[Piece]) -> list[Piece]:
    """Take blanks away at both ends; Telegram would, and a part of nothing else is refused."""
    left = list(pieces)
    while left and not left[0].text.strip():
        left.pop(0)
    while left and not left[-1].text.strip():
        left.pop()
    if left:
        left[0] = replace(left[0], text=left[0].text.lstrip())
        left[-1] = replace(left[-1], text=left[-1].text.rstrip())
    return left


def _block(block: Block) -> Iterator[Piece]:
    yield Piece(block.before, whole=block.belongs)
    yield Piece(block.lead, whole=True)
    if block.token.type == "fence":
        yield Piece(block.token.content.rstrip("\n").replace("\n", block.line_break), ("pre",))
    else:
        yield from _inline(block.token.children or [], block.line_break, ["b"] if block.is_heading else [])


def _inline(tokens: Sequence[Token], line_break: str, marks: list[str]) -> Iterator[Piece]:
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield Piece(line_break)
        elif token.type == "code_inline":
            yield Piece(token.content, (*marks, "code"), whole=True)
        elif token.nesting > 0:
            marks.append(_mark(token))
        elif token.nesting < 0:
            marks.pop()
        else:
            yield Piece(token.content, tuple(marks), whole=any(":" in mark for mark in marks))


def _mark(token: Token) -> str:
    return _MARKS.get(token.tag) or str(token.attrs["href"])

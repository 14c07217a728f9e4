"""Breaks formatted text into lines that fit, by the widths of Arial; Helvetica and Liberation Sans have the same."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from bot.telegram_network.texts import Piece

REGULAR = {
    191: "'",
    222: "ijl‚‘’",
    278: " !,./:;I[\\]ft·",
    333: "()-`r„“”",
    350: "•",
    355: '"',
    389: "*",
    500: "Jcksvxyz",
    584: "+<=>~−",
    611: "FTZß",
    667: "&ABEKPSVXYÄ",
    722: "CDHNRUwÜ",
    778: "GOQÖ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
BOLD = {
    238: "'",
    278: " ,./I\\ijl‚‘’·",
    333: "!()-:;[]`ft",
    350: "•",
    389: "*r",
    474: '"',
    500: "z„“”",
    584: "+<=>~−",
    611: "?FLTZbdghnopquöüß",
    667: "EPSVXY",
    722: "&ABCDHKNRUÄÜ",
    778: "GOQwÖ",
    833: "M",
    889: "%m",
    944: "W",
    975: "@",
    1000: "—…",
}
"""Advance widths in thousandths of the size; every other sign is as wide as a digit."""

DIGIT = 556
CODE = 560
"""The width of every sign of a code: 600 in any typewriter's font, which is drawn a little smaller."""

LEAD = re.compile(r"(?:•|\d{1,3}\.) ")
"""The marker of a list's item; later lines of it are indented by its width."""

WORD = re.compile(r" ?[^ ]+(?: ·(?= |$))?| ")
"""A word with the blank before it. A dot between two words stays with the first."""

Sign = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its indent and its width, both in parts of the font's size; ``gap`` asks for room before it."""

    pieces: tuple[Piece, ...]
    indent: float
    width: float
    gap: bool


def single(words: str, *marks: str) -> Line:
    """Set words on one line."""
    return next(lines([Piece(words, marks)], math.inf))


def lines(pieces: Iterable[Piece], room: float) -> Iterator[Line]:
    """Break formatted text into lines of at most ``room``, in parts of the font's size; a blank line becomes a gap."""
    gap = False
    for paragraph in _paragraphs([(sign, piece.marks) for piece in pieces for sign in piece.text]):
        lead = LEAD.match("".join(sign for sign, _ in paragraph))
        hanging = _width(paragraph[: lead.end()]) if lead else 0.0
        indent = 0.0
        for row in _rows(paragraph, room, hanging):
            yield Line(tuple(_pieces(row)), indent, _width(row), gap)
            gap, indent = False, hanging
        gap = not paragraph


def _paragraphs(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    begun: list[Sign] = []
    for sign in signs:
        if sign[0] == "\n":
            yield begun
            begun = []
        else:
            begun.append(sign)
    yield begun


def _rows(paragraph: list[Sign], room: float, hanging: float) -> Iterator[list[Sign]]:
    """Fill lines with words, as many as fit; all lines but the first have less room."""
    row: list[Sign] = []
    for word in _words(paragraph):
        while _width(row + word) > room:
            end = _break(word, room - _width(row)) if _width(word) > room - hanging else 0
            yield row + word[:end]
            row, word = [], word[end or 1 :]  # noqa: PLW2901 - without what has its place, or the blank before it
            room, hanging = room - hanging, 0.0
        row += word
    if row:
        yield row


def _break(word: Sequence[Sign], room: float) -> int:
    """Say where to break a word too long for any line: behind a sign that divides addresses, or wherever it must be."""
    fitting = [end for end in range(len(word)) if _width(word[:end]) <= room]
    return max((end for end in fitting if end and word[end - 1][0] in "/?="), default=fitting[-1])


def _words(paragraph: list[Sign]) -> Iterator[list[Sign]]:
    for found in WORD.finditer("".join(sign for sign, _ in paragraph)):
        yield paragraph[found.start() : found.end()]


def _pieces(row: Sequence[Sign]) -> Iterator[Piece]:
    for marks, signs in groupby(row, lambda sign: sign[1]):
        yield Piece("".join(sign for sign, _ in signs), marks)


def _width(signs: Iterable[Sign]) -> float:
    return sum(_advance(*sign) for sign in signs) / 1000


@cache
def _advance(sign: str, marks: tuple[str, ...]) -> int:
    if "code" in marks or "pre" in marks:
        return CODE
    widths = BOLD if "b" in marks else REGULAR
    return next((width for width, signs in widths.items() if sign in signs), DIGIT)

"""Draws a chat as a phone shows it: SVG of nothing but shapes and text, which any page can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from babel.dates import format_datetime

from bot.telegram_network.texts import Piece
from handlers.wording import MOMENT
from storage.persons import Language
from tests.pictures.chat import Chat, Said
from tests.pictures.shapes import (
    ANCHOR,
    BEACH,
    LARGE,
    NAVY,
    OWN,
    PALE,
    SEA,
    SIZE,
    SMALL,
    STYLE,
    WHITE,
    box,
    escaped,
    number,
    text,
)
from tests.pictures.typesetting import Line, lines, single

WIDTH, HEADER, MARGIN = 420, 60, 14
WIDEST = 356
"""How wide a bubble may be."""

PADDING, LEADING, GAP, BUTTON = 12, 19, 8, 32


def draw(chat: Chat, title: str) -> str:
    """Draw a chat; its words stand in the picture as plain text, too, for whoever does not see it."""
    page = _Page(chat)
    at: datetime | None = None
    for said in chat.said:
        if said.at != at:
            page.moment(said.at)
        page.message(said)
        at = said.at
    height = number(page.y + MARGIN - GAP)
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" lang="de">',
            f'<title id="title">{escaped(title)}</title>',
            f'<desc id="desc">{escaped(chat.to_text())}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{height}" rx="18" fill="{BEACH}"/>',
            *_header(chat),
            *page.shapes,
            "</svg>\n",
        ]
    )


def _header(chat: Chat) -> list[str]:
    """Draw whom one talks with, and where."""
    kind = "Gruppe" if chat.is_group else "Bot"
    where = "Telegram" if chat.has_buttons else "Matrix, verschlüsselt"
    return [
        f'<path fill="{NAVY}" d="M0 {HEADER}V18a18 18 0 0 1 18-18H{WIDTH - 18}a18 18 0 0 1 18 18V{HEADER}z"/>',
        ANCHOR,
        text((68, 27), single(chat.title, "b"), "large white", LARGE),
        text((68, 45), single(f"{kind} auf {where}"), "small white", SMALL),
    ]


@dataclass(slots=True)
class _Page:
    """Grows downwards; ``y`` is where the next thing goes."""

    chat: Chat
    y: float = HEADER + MARGIN
    shapes: list[str] = field(default_factory=list)

    def moment(self, at: datetime) -> None:
        """Draw what the clock says."""
        said = single(format_datetime(at, MOMENT[Language.GERMAN], tzinfo=at.tzinfo, locale="de"))
        width = said.width * SMALL + 2 * PADDING
        self.shapes += [
            box(((WIDTH - width) / 2, self.y), width, 24, 12, PALE),
            text((WIDTH / 2, self.y + 16), said, "small soft middle", SMALL),
        ]
        self.y += 24 + GAP

    def message(self, said: Said) -> None:
        """Draw a message with what stands under it."""
        buttons = [single(label) for label in said.choices] if self.chat.has_buttons else []
        words = list(lines(self._pieces(said), (WIDEST - 2 * PADDING) / SIZE))
        width = max(line.indent + line.width for line in [*words, *buttons]) * SIZE + 2 * PADDING
        self._bubble(words, width, own=said.author == self.chat.holder)
        for place, label in enumerate(buttons, 1):
            self._button(label, width, taken=place == said.taken)
        if said.taken and not buttons:
            self._reaction(said.taken)
        self.y += GAP

    def _pieces(self, said: Said) -> list[Piece]:
        """Put before the words whose they are, in a group, and behind them the choices that are no buttons."""
        others = self.chat.is_group and said.author != self.chat.holder
        name = [Piece(f"{said.author}\n", ("b", "link"))] if others else []
        listed = [Piece("\n".join(["\n", *said.numbered()]))] if said.choices and not self.chat.has_buttons else []
        return [*name, *said.pieces, *listed]

    def _bubble(self, words: Sequence[Line], width: float, *, own: bool) -> None:
        x = WIDTH - MARGIN - width if own else MARGIN
        height = LEADING * len(words) + GAP * sum(line.gap for line in words) + 2 * PADDING - 5
        self.shapes.append(box((x, self.y), width, height, 14, OWN if own else WHITE))
        base = self.y + PADDING - 7
        for line in words:
            base += LEADING + GAP * line.gap
            self.shapes.append(text((x + PADDING + line.indent * SIZE, base), line))
        self.y += height

    def _button(self, label: Line, width: float, *, taken: bool) -> None:
        self.y += 3
        self.shapes += [
            box((MARGIN, self.y), width, BUTTON, 9, SEA if taken else PALE),
            text((MARGIN + width / 2, self.y + 21), label, "middle white" if taken else "middle navy"),
        ]
        self.y += BUTTON

    def _reaction(self, key: int) -> None:
        """Draw a keycap and how many reacted so; not the emoji, which not every machine can show."""
        self.y += 4
        self.shapes += [
            box((MARGIN, self.y), 50, 26, 13, OWN),
            box((MARGIN + 10, self.y + 5), 16, 16, 4, SEA),
            text((MARGIN + 18, self.y + 17.2), single(str(key), "b"), "small white middle", SMALL),
            text((MARGIN + 33, self.y + 17.2), single("1"), "small", SMALL),
        ]
        self.y += 26

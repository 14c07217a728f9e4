"""Boxes and lines of text, as SVG, and the few colours there are."""

from __future__ import annotations

import html

from bot.telegram_network.texts import Piece
from tests.pictures.typesetting import Line

INK, SOFT, LINK, WHITE = "#13232f", "#3c5564", "#0d5878", "#ffffff"
NAVY, SEA, BEACH, OWN, PALE = "#12395a", "#17607f", "#e8eff3", "#cde4ee", "#d9e5ec"

SMALL, SIZE, LARGE = 12, 14, 16
"""Sizes of the font, in pixels."""

STYLE = f"""
text{{font-family:Arial,"Liberation Sans",Helvetica,sans-serif;font-size:{SIZE}px;fill:{INK}}}
.small{{font-size:{SMALL}px}} .large{{font-size:{LARGE}px}} .middle{{text-anchor:middle}}
.white{{fill:{WHITE}}} .navy{{fill:{NAVY}}} .soft{{fill:{SOFT}}} .link{{fill:{LINK}}}
.b{{font-weight:700}} .i{{font-style:italic}} .code{{font-family:Menlo,"Liberation Mono",monospace;font-size:13px}}
"""

ANCHOR = (
    f'<circle cx="38" cy="30" r="19" fill="{WHITE}"/>'
    f'<g stroke="{NAVY}" stroke-width="2.4" stroke-linecap="round" fill="none"><circle cx="38" cy="20.5" r="2.6"/>'
    '<path d="M38 23.5V41M33 27.5h10M28.5 33.5c.5 5 4.5 7.5 9.5 7.5s9-2.5 9.5-7.5"/></g>'
)
"""The sign of a safe harbour, in the header's left corner."""


def box(place: tuple[float, float], width: float, height: float, radius: float, fill: str) -> str:
    """Draw a rectangle with round corners; ``place`` is its upper left one."""
    left, top, wide, high = map(number, (*place, width, height))
    return f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="{radius}" fill="{fill}"/>'


def text(place: tuple[float, float], line: Line, style: str = "", size: int = SIZE) -> str:
    """Write a line as long as it was measured, so that it fits in whatever font there is; ``place`` is on its base.

    https://www.w3.org/TR/SVG11/text.html#TextElementTextLengthAttribute
    """
    x, y, length = map(number, (*place, line.width * size))
    styled = f' class="{style}"' if style else ""
    content = "".join(_piece(piece) for piece in line.pieces)
    return f'<text x="{x}" y="{y}"{styled} textLength="{length}" lengthAdjust="spacingAndGlyphs">{content}</text>'


def escaped(words: str) -> str:
    """Write words so that they are words in SVG, too."""
    return html.escape(words, quote=False)


def number(value: float) -> str:
    """Write a measure in pixels, exact enough for any screen."""
    return f"{value:.1f}".removesuffix(".0")


def _piece(piece: Piece) -> str:
    classes = " ".join("link" if ":" in mark else mark for mark in piece.marks)
    return f'<tspan class="{classes}">{escaped(piece.text)}</tspan>' if classes else escaped(piece.text)

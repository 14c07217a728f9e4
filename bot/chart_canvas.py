"""A sheet to draw a chart on, from top to bottom: it grows with what is drawn. One unit is a 72nd of an inch."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.text import Text

WIDTH, MARGIN, DOTS = 432.0, 20.0, 180
"""Six inches at 180 dots: 1,080 dots, as wide as a telephone's screen."""
INNER = WIDTH - 2 * MARGIN
LEADING = 1.3
"""The height of a line in sizes of its letters."""

FONT = "DejaVu Sans"
"""Matplotlib brings it: pictures look the same everywhere."""

INK, FAINT, TRACK, PAPER = "#1a1f26", "#59636e", "#eceff2", "#ffffff"
HATCH = "#9aa3ad"
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8f98")
"""Okabe and Ito's colours, which people with any kind of colour blindness tell apart, and a grey."""
DARK = frozenset({"#0072b2", "#009e73", "#d55e00"})
"""Those on which white letters are read best."""


class Canvas:
    """A sheet. ``y`` is how far down it is filled."""

    def __init__(self) -> None:
        self.y = MARGIN
        self._drawn: list[Artist] = []
        self._measure = RendererAgg(10, 10, 72)  # type: ignore[no-untyped-call]

    def heading(self, title: str, subtitle: str) -> None:
        """Write what the chart is about."""
        self.paragraph(title, 16, weight="bold")
        self.y += 3
        self.paragraph(subtitle, 11.5, colour=FAINT)
        self.y += 12

    def note(self, words: str) -> None:
        """Write what has to be known to read the chart."""
        self.y += 4
        self.paragraph(words, 10, colour=FAINT)

    def legend(self, names: Sequence[str], colours: Sequence[str]) -> None:
        """Say which colour stands for what; names that do not fit beside each other go below."""
        x = MARGIN
        for name, colour in zip(names, colours, strict=False):
            lines = self.wrapped(name, 11.5, INNER - 18)
            wide = 18 + max(self.width(line, 11.5) for line in lines) + 16
            if x > MARGIN and x + wide - 16 > WIDTH - MARGIN:
                x, self.y = MARGIN, self.y + 11.5 * LEADING + 3
            self.box(x, self.y + 2, 11, 11, colour)
            for number, line in enumerate(lines):
                if number:
                    self.y += 11.5 * LEADING
                self.words(line, x + 18, self.y, 11.5)
            x += wide
        self.y += 11.5 * LEADING + 12

    def paragraph(
        self, words: str, size: float, *, colour: str = INK, weight: str = "normal", wide: float = INNER
    ) -> None:
        """Write words in as many lines as they need, and go below them."""
        for line in self.wrapped(words, size, wide, weight):
            self.words(line, MARGIN, self.y, size, colour=colour, weight=weight)
            self.y += size * LEADING

    def words(  # noqa: PLR0913 - what is written, where, and how it looks
        self,
        line: str,
        x: float,
        y: float,
        size: float,
        *,
        colour: str = INK,
        weight: str = "normal",
        align: str = "left",
    ) -> None:
        """Write one line with its top at ``y``."""
        self._drawn.append(
            Text(x, y + size * 1.02, line, color=colour, fontsize=size, fontweight=weight, ha=align, va="baseline")
        )

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """Fill a rectangle."""
        self._drawn.append(Rectangle((x, y), wide, high, facecolor=colour, linewidth=0))

    def line(
        self, dots: Sequence[tuple[float, float]], colour: str, wide: float = 1.0, *, dashed: bool = False
    ) -> None:
        """Draw a line through dots."""
        self._drawn.append(
            Line2D(
                *zip(*dots, strict=True),
                color=colour,
                linewidth=wide,
                linestyle=(0, (4, 3)) if dashed else "solid",
                solid_joinstyle="miter",
            )
        )

    def rounded(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """Fill a rectangle with round corners, of the smaller side at most."""
        shape = f"round,pad=0,rounding_size={min(3.0, wide / 2)}"
        self._drawn.append(FancyBboxPatch((x, y), wide, high, boxstyle=shape, facecolor=colour, linewidth=0))

    def hatched(self, x: float, y: float, wide: float, high: float) -> None:
        """Draw what is hidden."""
        self._drawn.append(
            Rectangle((x, y), wide, high, facecolor=PAPER, edgecolor=HATCH, hatch="/////", linewidth=0.6)
        )

    def width(self, line: str, size: float, weight: str = "normal") -> float:
        """Measure a line."""
        font = FontProperties(family=FONT, size=size, weight=weight)
        wide, _, _ = self._measure.get_text_width_height_descent(line, font, ismath=False)  # type: ignore[no-untyped-call]
        return float(wide)

    def wrapped(self, words: str, size: float, wide: float, weight: str = "normal") -> list[str]:
        """Break words into lines; a word that is too long is cut where the line ends."""
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, size, weight) <= wide:
                lines[-1] = longer
                continue
            lines += [word] if lines[-1] else []
            lines[-1] = word
            while self.width(lines[-1], size, weight) > wide:
                fits = self._fitting(lines[-1], size, wide, weight)
                lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
        return lines

    def _fitting(self, word: str, size: float, wide: float, weight: str) -> int:
        sizes = range(len(word) - 1, 1, -1)
        return next((count for count in sizes if self.width(word[:count], size, weight) <= wide), 1)

    def png(self, description: str) -> bytes:
        """Give the sheet as a PNG with a description of it (PNG specification, keyword ``Description``)."""
        high = self.y + MARGIN
        figure = Figure(figsize=(WIDTH / 72, high / 72), dpi=DOTS, facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(high, 0))
        axes.set_axis_off()
        for artist in self._drawn:
            axes.add_artist(artist)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Description": description, "Software": None})
        return out.getvalue()

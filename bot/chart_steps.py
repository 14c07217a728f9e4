"""A chart over time: what holds from one day until the next, as steps, with lines where a day is marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chart_canvas import COLOURS, FAINT, HATCH, INK, INNER, LEADING, MARGIN, TRACK, WIDTH, Canvas
from handlers.charts import Chart, Row

HIGH = 190.0
"""How high the scale is."""

TICK, MARKED = 11.0, 11.5
ROOM, APART = 6.0, 4.0
LAST = 0.03
"""How much of the width the last day holds: it is followed by none."""


def draw_steps(canvas: Canvas, chart: Chart) -> None:
    """Draw all days: the scale, the series on top of each other, the marked days with their names above."""
    left = MARGIN + max((canvas.width(part.said, TICK) for part in chart.scale), default=0) + ROOM
    days = [row.day for row in chart.rows if row.day is not None]
    if len(days) < len(chart.rows) or not days:
        raise ValueError("every row of a chart over time has a day")
    across = _Across(left, WIDTH - MARGIN, days)
    top = canvas.y + len(chart.marks) * MARKED * LEADING + APART
    _scale(canvas, chart, left, top)
    _series(canvas, chart, across, top)
    _marks(canvas, chart, across, top)
    canvas.y = top + HIGH + APART
    _ticks(canvas, chart.rows, across)
    canvas.y += TICK * LEADING


class _Across:
    """Where a day is between the left and the right end."""

    def __init__(self, left: float, right: float, days: Sequence[date]) -> None:
        self.left, self.right, self._first = left, right, days[0]
        self._wide = (right - left) * (1 - LAST) / max((days[-1] - days[0]).days, 1)

    def at(self, day: date) -> float:
        """Give the place of a day."""
        return self.left + (day - self._first).days * self._wide


def _scale(canvas: Canvas, chart: Chart, left: float, top: float) -> None:
    for part in chart.scale:
        y = top + HIGH * (1 - (part.value or 0) / chart.whole)
        canvas.words(part.said, left - ROOM, y - TICK / 2 - 1, TICK, colour=FAINT, align="right")
        canvas.line([(left, y), (WIDTH - MARGIN, y)], HATCH if not part.value else TRACK)


def _series(canvas: Canvas, chart: Chart, across: _Across, top: float) -> None:
    ends = [*(across.at(row.day) for row in chart.rows[1:] if row.day), across.right]
    outline: list[tuple[float, float]] = []
    for row, end in zip(chart.rows, ends, strict=True):
        x, y = across.at(row.day) if row.day else end, top + HIGH
        for number, (part, colour) in enumerate(zip(row.parts, COLOURS, strict=False)):
            high = HIGH * (part.value or 0) / chart.whole
            y -= high
            if high:
                canvas.box(x, y, end - x, high, colour)
            if not number:
                outline += [(x, y), (end, y)]
    canvas.line(outline, INK, 1.2)


def _marks(canvas: Canvas, chart: Chart, across: _Across, top: float) -> None:
    """Draw the marked days; each name has a line of its own, the last day's above, so that none crosses a name."""
    ends = WIDTH - MARGIN
    for number, mark in enumerate(sorted(chart.marks, key=lambda mark: mark.day, reverse=True)):
        x, y = across.at(mark.day), canvas.y + number * MARKED * LEADING
        canvas.line([(x, y + 1), (x, top + HIGH)], INK, dashed=True)
        wide = canvas.width(mark.label, MARKED)
        beside = x + APART if x + APART + wide <= ends else x - APART - wide
        canvas.words(mark.label, min(max(beside, MARGIN), WIDTH - MARGIN - wide), y, MARKED)
        ends = x - APART


def _ticks(canvas: Canvas, rows: Sequence[Row], across: _Across) -> None:
    """Name days below the scale, as many as fit beside each other."""
    free = across.left - INNER
    for row in rows:
        if row.tick and row.day:
            x, half = across.at(row.day), canvas.width(row.tick, TICK) / 2
            middle = min(max(x, across.left + half), WIDTH - MARGIN - half)
            if middle - half >= free:
                canvas.line([(x, canvas.y - APART), (x, canvas.y)], HATCH)
                canvas.words(row.tick, middle, canvas.y + 1, TICK, colour=FAINT, align="center")
                free = middle + half + ROOM

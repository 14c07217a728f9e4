"""The rows of a chart, one way to draw them for each kind."""

from __future__ import annotations

from bot.chart_canvas import COLOURS, DARK, FAINT, INK, INNER, LEADING, MARGIN, PAPER, TRACK, Canvas
from bot.chart_steps import draw_steps
from handlers.charts import Chart, ChartKind, Part, Row

LABEL, NUMBER, BAR, GAP = 12.5, 12.5, 15.0, 12.0
BETWEEN = 10.0
"""The least space between a label and the number at the right end of its line."""
BEFORE_AND_NOW = (COLOURS[-1], COLOURS[0])
WIDE_ENOUGH = 6.0
"""What a share needs on each side within its part of a bar."""


def colours_of(chart: Chart) -> tuple[str, ...]:
    """Give the colours of the series: what is past is grey."""
    return BEFORE_AND_NOW if chart.kind is ChartKind.PAIRS else COLOURS


def rows_of(canvas: Canvas, chart: Chart) -> None:
    """Draw all rows, the label above its bars: so a label may be as long as it is; or days one beside the other."""
    if chart.kind is ChartKind.STEPS:
        draw_steps(canvas, chart)
        return
    draw = {ChartKind.BARS: _bars, ChartKind.PAIRS: _pairs, ChartKind.STACKED: _stacked, ChartKind.SPREAD: _spread}
    for row in chart.rows:
        draw[chart.kind](canvas, chart, row)
        canvas.y += GAP


def _bars(canvas: Canvas, chart: Chart, row: Row) -> None:
    first, *others = row.parts
    _labelled(canvas, row.label, " + ".join(_said(chart, part) for part in row.parts if part.value or part is first))
    top, x = canvas.y, MARGIN + INNER * (first.value or 0) / chart.whole
    _bar(canvas, chart, first, COLOURS[0], INNER)
    for part, colour in zip(others, COLOURS[1:], strict=False):
        wide = INNER * (part.value or 0) / chart.whole
        if wide:
            canvas.box(x, top, max(wide, 2), BAR, colour)
        x += wide


def _pairs(canvas: Canvas, chart: Chart, row: Row) -> None:
    _labelled(canvas, row.label, "")
    room = max(canvas.width(_said(chart, part), NUMBER) for each in chart.rows for part in each.parts) + BETWEEN
    for part, colour in zip(row.parts, BEFORE_AND_NOW, strict=True):
        canvas.words(_said(chart, part), MARGIN + INNER, canvas.y - 1, NUMBER, align="right")
        _bar(canvas, chart, part, colour, INNER - room)
        canvas.y += 4


def _stacked(canvas: Canvas, chart: Chart, row: Row) -> None:
    _labelled(canvas, row.label, "")
    x = MARGIN
    for part, colour in zip(row.parts, COLOURS, strict=False):
        wide = INNER * (part.value or 0) / chart.whole
        if wide:
            canvas.box(x, canvas.y, wide, BAR + 4, colour)
            if canvas.width(part.said, LABEL - 1) + WIDE_ENOUGH <= wide:
                ink = PAPER if colour in DARK else INK
                canvas.words(part.said, x + wide / 2, canvas.y + 2.5, LABEL - 1, colour=ink, align="center")
        x += wide
    if any(part.value is None for part in row.parts):
        _hidden(canvas, x, MARGIN + INNER - x, BAR + 4)
    canvas.y += BAR + 4


def _spread(canvas: Canvas, chart: Chart, row: Row) -> None:
    lower, median, upper = row.parts
    _labelled(canvas, row.label, _said(chart, median))
    if lower.value is None or median.value is None or upper.value is None:
        _hidden(canvas, MARGIN, INNER, BAR)
    else:
        low, middle, high = (MARGIN + INNER * part / chart.whole for part in (lower.value, median.value, upper.value))
        canvas.rounded(MARGIN, canvas.y + BAR / 2 - 1.5, INNER, 3, TRACK)
        canvas.rounded(low, canvas.y + 1, max(high - low, 2), BAR - 2, COLOURS[4])
        canvas.box(middle - 1.5, canvas.y - 1, 3, BAR + 2, COLOURS[0])
    canvas.y += BAR + 3
    if lower.value is not None:
        canvas.paragraph(f"{lower.said} – {upper.said}", LABEL - 2, colour=FAINT)


def _labelled(canvas: Canvas, label: str, number: str) -> None:
    """Write a label, and the number at the end of its last line."""
    room = canvas.width(number, NUMBER, "bold") + BETWEEN if number else 0
    canvas.paragraph(label, LABEL, wide=INNER - room)
    if number:
        last = canvas.y - LABEL * LEADING
        canvas.words(number, MARGIN + INNER, last, NUMBER, weight="bold", align="right")
    canvas.y += 3


def _bar(canvas: Canvas, chart: Chart, part: Part, colour: str, wide: float) -> None:
    if part.value is None:
        _hidden(canvas, MARGIN, wide, BAR)
    else:
        canvas.rounded(MARGIN, canvas.y, wide, BAR, TRACK)
        if part.value:
            canvas.rounded(MARGIN, canvas.y, max(wide * part.value / chart.whole, 2), BAR, colour)
    canvas.y += BAR


def _hidden(canvas: Canvas, x: float, wide: float, high: float) -> None:
    """Hatch all of the room: how long the bar would be is hidden, too."""
    if wide > 0:
        canvas.hatched(x, canvas.y, wide, high)


def _said(chart: Chart, part: Part) -> str:
    return chart.hidden if part.value is None else part.said

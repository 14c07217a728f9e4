"""The process that paints one chart: JSON on standard input, PNG on standard output (``python -m bot.chart_child``).

A process of its own, because the library that paints costs some 80 MB that a service should not keep.
"""

from __future__ import annotations

import sys

import matplotlib as mpl

from bot.chart_canvas import FONT, Canvas
from bot.chart_marks import colours_of, rows_of
from handlers.charts import Chart


def painted(chart: Chart) -> bytes:
    """Paint a chart as a PNG that carries its own description."""
    mpl.rcParams["font.family"] = FONT
    mpl.rcParams["text.parse_math"] = False  # a "$" in an answer is a dollar
    canvas = Canvas()
    canvas.heading(chart.title, chart.subtitle)
    if chart.series:
        canvas.legend(chart.series, colours_of(chart))
    rows_of(canvas, chart)
    if chart.note and chart.has_hidden:
        canvas.note(chart.note)
    return canvas.png(description(chart))


def description(chart: Chart) -> str:
    """Say what a chart shows, every number of it."""
    lines = [chart.title, chart.subtitle]
    for row in chart.rows:
        names = chart.series or ("",) * len(row.parts)
        said = [
            f"{name} {part.said if part.value is not None else chart.hidden}".strip()
            for name, part in zip(names, row.parts, strict=True)
        ]
        lines.append(f"{row.label}: {', '.join(said)}")
    return "\n".join(lines)


def main() -> None:
    """Paint what comes in."""
    sys.stdout.buffer.write(painted(Chart.model_validate_json(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()

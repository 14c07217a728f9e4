"""Charts as plain values: what is to be drawn, every number already in words. They are painted on the way out.

A chart goes through the outbox as JSON, so that no picture is painted while a transaction is open; whoever sends it
turns it into a PNG (:mod:`bot.painting`). Its message says all its numbers, for those who cannot see it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from handlers.messages import Attachment

MEDIA_TYPE = "application/vnd.hafenbote.chart+json"
"""What an attachment is that is still to be painted."""

LONGEST_NAME = 60
"""Characters of a picture's name: it is what screen readers say of it on Matrix."""


class ChartKind(StrEnum):
    """How the bars of a chart are to be read."""

    BARS = "bars"
    """One bar in each row; of several series each begins where the one before ends."""
    PAIRS = "pairs"
    """A bar for each series in each row, below each other: before and now."""
    STACKED = "stacked"
    """The series of a row make up one bar."""
    SPREAD = "spread"
    """The three parts of a row are the lower quartile, the median and the upper one, on one scale for all rows."""
    STEPS = "steps"
    """Each row is a day, and holds until the next one; its series lie on top of each other."""


class Part(BaseModel, frozen=True):
    """One number of a chart: how long it is drawn, and how it is written. None is hidden."""

    value: float | None
    said: str = ""


class Row(BaseModel, frozen=True):
    """What a chart says of one answer, of one Land, or from one day on."""

    label: str
    parts: tuple[Part, ...]
    day: date | None = None
    """When it begins to hold, in a chart over time."""
    tick: str = ""
    """What is written below it on the axis of time."""


class Mark(BaseModel, frozen=True):
    """A day that is marked in a chart over time."""

    day: date
    label: str


class Chart(BaseModel, frozen=True):
    """A chart. ``whole`` is what a full bar stands for; ``hidden`` is written where a number is hidden."""

    kind: ChartKind
    title: str
    subtitle: str
    rows: tuple[Row, ...]
    series: tuple[str, ...] = ()
    whole: float
    hidden: str
    note: str = ""
    scale: tuple[Part, ...] = ()
    """The lines at the side of a chart over time, from the bottom up."""
    marks: tuple[Mark, ...] = ()

    @property
    def has_hidden(self) -> bool:
        """Whether anything of it is hidden."""
        return any(part.value is None for row in self.rows for part in row.parts)

    @property
    def is_blank(self) -> bool:
        """Whether all of it is hidden."""
        return all(part.value is None for row in self.rows for part in row.parts)


def to_paint(chart: Chart) -> Attachment:
    """Make a chart an attachment that is painted before it is sent."""
    words = "".join(sign if sign.isalnum() else " " for sign in chart.title).split()
    name = " ".join(words)[:LONGEST_NAME].strip()
    return Attachment(f"{name}.png", MEDIA_TYPE, chart.model_dump_json().encode())

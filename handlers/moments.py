"""Times of day as people write them: "14:00", "um 9 Uhr 15", "9.30 Uhr"."""

from __future__ import annotations

import re
from datetime import time

from handlers.problems import Problem
from handlers.typed import fold

CLOCK = re.compile(r"(?:(?:um|ab|at|gegen) )?(\d{1,2})(?:[:.](\d{2})(?: ?(?:uhr|h))?| ?(?:uhr|h)(?: ?(\d{2}))?)$")
"""The time at the end of a text: "14:00", "14.30 Uhr", "14 Uhr", "um 9 Uhr 15". A bare number is none."""

NAMED_TIMES = {"mittag": time(12), "mittags": time(12), "noon": time(12)}


def read_time(typed: str) -> time:
    """Read a time alone. Raises :class:`Problem`."""
    clock, rest = _clock(fold(typed))
    if clock is None or rest:
        raise Problem("time-unclear", typed=typed)
    return clock


def _clock(words: str) -> tuple[time | None, str]:
    """Take the time from the end of folded words; returns it with the words before it."""
    before, _, last = words.rpartition(" ")
    if last in NAMED_TIMES:
        return NAMED_TIMES[last], before
    found = CLOCK.search(words)
    if found is None or (found.start() and words[found.start() - 1] != " "):
        return None, words
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    try:
        return time(hour, minute), words[: found.start()].strip()
    except ValueError:
        raise Problem("time-does-not-exist", typed=found[0]) from None

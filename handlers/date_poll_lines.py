"""Several starts in one text: "12.08. 14:00, 13.08. 10 Uhr", in a list, or with more said around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from handlers.moments import IMPOSSIBLE, LONGEST_MOMENT, ReadMoment, read_moment, read_time
from handlers.problems import Problem

JOINING = re.compile(
    r"(?:und|oder|and|or|am|den|on|uhr|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|[-–•*/|&+])?[.,;]*",
    re.IGNORECASE,
)
"""What stands between starts, or before one: "Do. 12.08., 14:00"."""

NUMBERING = re.compile(r"(^|[,;\n])\s*\d{1,2}[.)]\s+(?=(?:[^\W\d]+,? )?\d{1,2}\.\s?\d{1,2}\.)")
"""The number of an entry in a list: "1. 12.08." would be a day of 2008."""

CROWDED = re.compile(r"(?<=:\d\d)[,;/](?=\d)")
"""Between starts without a space."""

PLAIN_TIME = re.compile(r"\d:\d|uhr", re.IGNORECASE)
"""What makes words a time and no length: "2h" could be both."""


@dataclass(slots=True)
class FoundMoments:
    """Starts found in a text, why others do not exist, and the words that belong to none."""

    moments: list[ReadMoment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def find_moments(text: str, today: date, zone: ZoneInfo) -> FoundMoments:
    """Find all days with a time, from left to right, each as long as it can be.

    A time alone behind a day with a time means the same day: "12.08. 14:00 oder 16:00".
    """
    found, words, day = FoundMoments(), CROWDED.sub(", ", NUMBERING.sub(r"\1 ", text)).split(), ""
    while words:
        joining = next((place for place, word in enumerate(words) if not JOINING.fullmatch(word)), 0)
        taken = _first(words, day, today, zone) or _first(words[joining:], day, today, zone, skipped=joining)
        if taken is None:
            found.rest.append(words.pop(0))
            day = ""
            continue
        length, what = taken
        words = words[length:]
        if isinstance(what, Problem):
            found.problems.append(what)
        else:
            found.moments.append(what)
            day = f"{what.moment.astimezone(zone):%d.%m.%Y}"
    return found


def _first(
    words: Sequence[str], day: str, today: date, zone: ZoneInfo, *, skipped: int = 0
) -> tuple[int, ReadMoment | Problem] | None:
    """Read the start that words begin with, or why it does not exist; says how many words it takes."""
    impossible: tuple[int, ReadMoment | Problem] | None = None
    for length in range(min(LONGEST_MOMENT, len(words)), 0, -1):
        said = " ".join(words[:length])
        try:
            return skipped + length, read_moment(_with_day(said, day), today, zone)
        except Problem as problem:
            if problem.key in IMPOSSIBLE:
                impossible = (skipped + length, problem)
    return impossible


def _with_day(said: str, day: str) -> str:
    """Put the day before a time that stands alone behind it."""
    if not day or not PLAIN_TIME.search(said):
        return said
    try:
        return f"{day} {read_time(said):%H:%M}"
    except Problem:
        return said

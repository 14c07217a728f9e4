"""When an answer shall be given that has a moment before it: "morgen 9 Uhr: …", "um 14 Uhr: …"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers.courtesy import zone_of
from handlers.moments import IMPOSSIBLE, read_moment, read_time
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.turn import Turn
from handlers.typed import fold

WHEN = re.compile(
    r"(?:um|heute|gestern|morgen|uebermorgen|am|at|on|today|yesterday|tomorrow"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b"
)
LIKE_WHEN = re.compile(
    r"(?:am\s+)?(?:[^\W\d]+\s+){0,2}(?:um\s+|at\s+)?\d{1,2}(?:[.:]\d{2})?\s*(?:uhr|h|am|pm):\s", re.IGNORECASE
)
"""What looks so much like a moment that nobody means it as a part of the answer: "morgn 9 Uhr: …"."""

BEHIND = re.compile(r":(?=\s)")
LONGEST = 60
"""Characters of "am Donnerstag, den 12. August 2021 um 14:00 Uhr", and then some."""

DAY = timedelta(days=1)


def read_planned(turn: Turn, typed: str) -> tuple[str, datetime] | None:
    """Take an answer and its moment apart; None where none stands before it.

    Raises :class:`Problem` for a moment that does not exist, or that we cannot read.
    """
    is_like_one = LIKE_WHEN.match(typed) is not None
    if WHEN.match(fold(typed[:LONGEST])) is None and not is_like_one:
        return None
    for found in BEHIND.finditer(typed[:LONGEST]):
        moment = _moment(turn, typed[: found.start()])
        if moment is not None:
            return typed[found.end() :].strip(), moment
    if is_like_one:
        raise Problem("enquiry-moment-unclear", typed=typed.partition(":")[0])
    return None


def _moment(turn: Turn, typed: str) -> datetime | None:
    """Read a moment; a time alone is the next such."""
    zone = zone_of(turn.office, turn.sender)
    try:
        return read_moment(typed, turn.today, zone).moment
    except Problem as problem:
        if problem.key in IMPOSSIBLE:
            raise
        if problem.key != "day-missing":
            return None
    local = turn.now.astimezone(zone).replace(tzinfo=None)
    wall = datetime.combine(local.date(), read_time(typed))
    return moment_of(wall if wall > local else wall + DAY, zone)

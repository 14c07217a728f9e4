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
BEHIND = re.compile(r":(?=\s)")
LONGEST = 60
"""Characters of "am Donnerstag, den 12. August 2021 um 14:00 Uhr", and then some."""

DAY = timedelta(days=1)


def read_planned(turn: Turn, typed: str) -> tuple[str, datetime] | None:
    """Take an answer and its moment apart; None where none stands before it.

    Raises :class:`Problem` for a moment that does not exist.
    """
    if WHEN.match(fold(typed[:LONGEST])) is None:
        return None
    for found in BEHIND.finditer(typed[:LONGEST]):
        moment = _moment(turn, typed[: found.start()])
        if moment is not None:
            return typed[found.end() :].strip(), moment
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

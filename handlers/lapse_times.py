"""When a municipality is asked about an offer that ends: 60, 30 and 7 days ahead, and ahead of the election."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from storage.pledges import Line

LOOK, NOTICE = "lapse-look", "lapse-notice"
"""The clock's rules: every morning it looks what ends soon, and then asks each person about one line."""

DAY = timedelta(days=1)
AHEAD_OF_ELECTION = timedelta(days=100)
"""From here on who ends before the election is asked; nearer to the end the other stages ask anyway."""


class Stage(StrEnum):
    """Why somebody is asked about an end: so many days are left, or the election comes after it."""

    WEEK = "7"
    MONTH = "30"
    TWO_MONTHS = "60"
    ELECTION = "election"


SOON = timedelta(days=int(Stage.TWO_MONTHS))


def stage_of(end: date, today: date, election: date | None) -> tuple[Stage, date] | None:
    """Say at which stage an end is, and on which day that began; None while nobody need think of it."""
    for stage in (Stage.WEEK, Stage.MONTH, Stage.TWO_MONTHS):
        begun = end - timedelta(days=int(stage))
        if begun <= today <= end:
            return stage, begun
    if election and end < election and election - AHEAD_OF_ELECTION <= today < election:
        return Stage.ELECTION, election - AHEAD_OF_ELECTION
    return None


def look_until(today: date, election: date | None) -> date:
    """Say up to which end it is worth to look."""
    ahead = election is not None and election - AHEAD_OF_ELECTION <= today < election
    return max(today + SOON, election - DAY) if election and ahead else today + SOON


def subject_of(line: Line) -> str:
    """Name a line as the subject of due rows."""
    return f"pledge:{line.ags} {line.programme} {line.target_group}"

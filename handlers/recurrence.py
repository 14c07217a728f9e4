"""When something recurs: rules in the local time of the people, moments in UTC.

A rule is reckoned on the local calendar without any zone (RFC 5545, as dateutil does it), and only then becomes a
moment. So every local occurrence has exactly one moment, on the two odd days of the year, too: an hour that does not
exist moves behind the gap, one that exists twice means its first run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

WIDEST_GAP = timedelta(hours=3)
"""More than any change of the clock skips."""


def occurrences_after(rule: str, wall: datetime) -> Iterator[datetime]:
    """Yield the local wall times (without zone) at which a rule strikes after another; endless if the rule is.

    A rule that names an hour but no minute means the full hour.
    """
    strikes = rrulestr(rule, dtstart=wall.replace(minute=0, second=0, microsecond=0))
    return (strike for strike in strikes if strike > wall)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Turn a local wall time into its moment in UTC."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give a local wall time so early that whatever strikes after the moment strikes after it, too."""
    return moment.astimezone(zone).replace(tzinfo=None) - WIDEST_GAP


def due_by(rule: str, wall: datetime, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """List the wall times at which a rule struck after another up to a moment, and the one that comes next.

    Who goes on from the last wall time, not from its moment, misses none: in a gap an earlier one has a later moment.
    """
    past: list[datetime] = []
    for strike in occurrences_after(rule, wall):
        past.append(strike)
        if moment_of(strike, zone) > now:
            break
    return past

"""When something recurs: rules in the local time of the people, moments in UTC.

A rule is reckoned on the local calendar without any zone (RFC 5545, as dateutil does it), and only then becomes a
moment. So every local occurrence has exactly one moment, on the two odd days of the year, too: an hour that does not
exist moves behind the gap, one that exists twice means its first run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr


def occurrences_after(rule: str, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the local wall times (without zone) at which a rule strikes after a moment; endless if the rule is."""
    begin = after.astimezone(zone).replace(tzinfo=None)
    strikes = rrulestr(rule, dtstart=begin.replace(microsecond=0))
    return (strike for strike in strikes if strike > begin)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Turn a local wall time into its moment in UTC."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def due_by(rule: str, after: datetime, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """List the wall times at which a rule struck after one moment up to another, and the one that comes next."""
    strikes = occurrences_after(rule, after, zone)
    past: list[datetime] = []
    for strike in strikes:
        past.append(strike)
        if moment_of(strike, zone) > now:
            break
    return past

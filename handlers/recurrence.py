"""When something recurs: rules in the local time of the people, moments in UTC.

A rule is reckoned on the local calendar without any zone (RFC 5545, as dateutil does it), and only then becomes a
moment. So every local occurrence has exactly one moment, on the two odd days of the year, too: an hour that does not
exist moves behind the gap, one that exists twice means its first run.

A reminder's rule is two lines: ``DTSTART:20210705T000000`` and ``RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

WIDEST_GAP = timedelta(hours=3)
"""More than any change of the clock skips."""


START = "DTSTART:%Y%m%dT%H%M%S"


class Occurrence(NamedTuple):
    """One strike of a rule: what the clock on the wall shows (without zone), and the moment that is."""

    wall: datetime
    moment: datetime


def occurrences_after(rule: str, wall: datetime) -> Iterator[datetime]:
    """Yield the local wall times (without zone) at which a rule strikes after another; endless if the rule is.

    A rule may say when it begins (``DTSTART``), which matters to one that strikes every second week. One that names an
    hour but no minute means the full hour.
    """
    strikes = rrulestr(rule, dtstart=wall.replace(minute=0, second=0, microsecond=0))
    return (strike for strike in strikes if strike > wall)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Turn a local wall time into its moment in UTC."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def unplanned(rule: str, last: datetime | None, since: datetime, now: datetime, zone: ZoneInfo) -> list[Occurrence]:
    """List what a rule has to have written down at a moment and has not: what struck after ``since``, and what is next.

    ``last`` is the wall time of the last strike that is written down; while that is to come, nothing else is next. Who
    goes on from the wall time, not from its moment, misses none: in a gap an earlier one has a later moment.
    """
    if last is not None and moment_of(last, zone) > now:
        return []
    found: list[Occurrence] = []
    for wall in occurrences_after(rule, last or _wall_before(since, zone)):
        found.append(Occurrence(wall, moment_of(wall, zone)))
        if found[-1].moment > now:
            break
    return [each for each in found if each.moment > since]


def upcoming(rule: str, now: datetime, zone: ZoneInfo, count: int) -> list[datetime]:
    """List the next moments at which a rule strikes."""
    moments = (moment_of(wall, zone) for wall in occurrences_after(rule, _wall_before(now, zone)))
    return list(islice((moment for moment in moments if moment > now), count))


def _wall_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give a local wall time so early that whatever strikes after the moment strikes after it, too."""
    return moment.astimezone(zone).replace(tzinfo=None) - WIDEST_GAP


def new_rule(first_day: date, recurs: str, last_day: date | None = None) -> str:
    """Write a rule: from and until which day (both included), and how it recurs (``FREQ=…``), without its time."""
    until = f";UNTIL={last_day:%Y%m%d}T235959" if last_day else ""
    return f"{datetime.combine(first_day, time()):{START}}\nRRULE:{recurs}{until}"


def with_time(rule: str, clock: time) -> str:
    """Add to a rule at what time it strikes."""
    return f"{rule};BYHOUR={clock.hour};BYMINUTE={clock.minute}"


def has_time(rule: str) -> bool:
    """Say whether a rule names its time."""
    return "BYHOUR=" in rule


def parts_of(rule: str) -> dict[str, str]:
    """Take a rule apart: ``{"DTSTART": "20210705T000000", "FREQ": "WEEKLY", …}``."""
    return dict(part.split("=") for part in re.split(r"[\n;]", rule.replace("RRULE:", "").replace(":", "=")))


def beginning(rule: str, wall: datetime) -> str | None:
    """Let a rule begin at its first strike after a wall time, where its weeks are counted from; None if it is over."""
    start, recurs = rule.split("\n")
    after = max(datetime.strptime(start, START) - datetime.resolution, wall)  # noqa: DTZ007 - a wall time has no zone
    uncounted = re.sub(r"INTERVAL=\d+;", "", recurs)
    first = next(occurrences_after(f"{start}\n{uncounted}", after), None)
    return f"{first:{START}}\n{recurs}" if first else None

"""Time zones as calendars need them: described in the file, right on every clock change (RFC 5545, section 3.6.5).

Not by icalendar's own generator: it dates a change by the clock after it, which is an hour late in spring, and lists
single days, where Outlook reads nothing but yearly rules (MS-OXCICAL, section 2.1.3.1.1.19).
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MINUTES_OF_DAY = range(24 * 60)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = 7


@dataclass(frozen=True, slots=True)
class Change:
    """From when on clocks show another time: ``at`` is a moment, the offsets are those before and since."""

    at: datetime
    before: timedelta
    since: timedelta

    @property
    def shown(self) -> datetime:
        """What a clock shows at that moment if nobody has changed it yet."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def rule(self) -> tuple[str, int, timedelta, timedelta]:
        """What may be the same each year: the day as ``BYDAY`` and ``BYMONTH`` name it, and what changes."""
        shown = self.shown
        is_last = shown.day + WEEK > monthrange(shown.year, shown.month)[1]
        place = -1 if is_last else (shown.day - 1) // WEEK + 1
        return f"{place}{WEEKDAYS[shown.weekday()]}", shown.month, self.before, self.since


@lru_cache(maxsize=64)
def described(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """Describe a time zone for the years from ``first`` to ``last``: by yearly rules if it keeps any, else by days."""
    component = Timezone()
    component.add("TZID", zone.key)
    begin = datetime(first - 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, begin, datetime(last + 2, 1, 1, tzinfo=UTC)))
    kinds: dict[object, list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.rule].append(change)
    if changes and all(len(kind) == last - first + 3 for kind in kinds.values()):
        for kind in kinds.values():
            component.add_component(_observance(zone, kind[0], yearly=True))
    else:
        offset = _offset(zone, begin)
        for change in [Change(begin, offset, offset), *changes]:
            component.add_component(_observance(zone, change, yearly=False))
    return component


def _observance(zone: ZoneInfo, change: Change, *, yearly: bool) -> TimezoneStandard | TimezoneDaylight:
    local = change.at.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("DTSTART", change.shown)
    if yearly:
        by_day, by_month, *_ = change.rule
        part.add("RRULE", vRecur({"FREQ": "YEARLY", "BYMONTH": by_month, "BYDAY": by_day}))
    part.add("TZNAME", local.tzname())
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.since)
    return part


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Change]:
    """Find the clock changes between two moments, to the minute. No zone changes twice within a day."""
    moment = begin
    while moment < end:
        before, since = _offset(zone, moment), _offset(zone, moment + DAY)
        if before != since:
            yield Change(moment + _until_changed(zone, moment, before), before, since)
        moment += DAY


def _until_changed(zone: ZoneInfo, moment: datetime, before: timedelta) -> timedelta:
    changed = bisect_left(MINUTES_OF_DAY, True, key=lambda minute: _offset(zone, moment + minute * MINUTE) != before)  # noqa: FBT003 - what is looked for
    return changed * MINUTE


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()

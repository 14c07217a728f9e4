"""What recurs, as due rows: everything since the last one planned, and the next; caught up once after downtime."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog

from handlers.recurrence import moment_of, unplanned
from scheduler.timetable import Skip, Strike, is_newest
from storage.due import DueItem, latest_planned, plan, planned_ahead
from storage.groups import Group, group_named

log = structlog.get_logger(__name__)

COUNTED_FROM = "DTSTART:20180101T000000"
"""A Monday in a January: from here a schedule for every second week or third month counts, whenever it is looked at."""


@dataclass(frozen=True, slots=True)
class Series:
    """Something that recurs for one recipient: about what, when, and since when.

    ``schedule`` is a recurrence rule in local time (RFC 5545). ``anchor`` names it: what another one planned ahead is
    taken back.
    """

    subject: str
    recipient: str
    schedule: str
    since: datetime
    anchor: str = ""


def counted(schedule: str) -> str:
    """Let a schedule that skips weeks or months count them from a fixed day."""
    return f"{COUNTED_FROM}\nRRULE:{schedule.removeprefix('RRULE:')}"


def plan_series(strike: Strike, rule: str, series: Iterable[Series]) -> None:
    """Write down, for each series of a rule of the clock, what recurred since the last one planned, and the next."""
    ahead = planned_ahead(strike.session, rule, strike.now)
    for each in series:
        if ahead.get((each.subject, each.recipient)) == each.anchor:
            continue
        try:
            _plan(strike, rule, each)
        except ValueError:  # a schedule nobody can read: the others have done nothing wrong
            log.exception("schedule cannot be read", rule=rule, subject=each.subject)


def _plan(strike: Strike, rule: str, series: Series) -> None:
    last = _last_planned(strike, rule, series)
    for occurrence in unplanned(series.schedule, last, series.since, strike.now, strike.office.timezone):
        item = DueItem(
            rule=rule,
            subject=series.subject,
            recipient=series.recipient,
            anchor=series.anchor,
            occurrence=occurrence.wall.isoformat(),
            due_at=occurrence.moment,
        )
        plan(strike.session, item)


def _last_planned(strike: Strike, rule: str, series: Series) -> datetime | None:
    """Find the wall time of the last occurrence planned; what another schedule planned ahead is taken back."""
    keys = (rule, series.subject, series.recipient)
    while last := latest_planned(strike.session, *keys):
        wall = datetime.fromisoformat(last.occurrence)
        if last.anchor == series.anchor or moment_of(wall, strike.office.timezone) <= strike.now:
            return wall
        strike.session.delete(last)
        strike.session.flush()
    return None


def newest_for(strike: Strike, item: DueItem) -> Group | Skip:
    """Give the group an occurrence is for, or the reason why it gets none: of several missed, only the newest goes."""
    group = group_named(strike.session, item.recipient)
    if group is None:
        return Skip("the group is gone")
    return group if is_newest(strike, item) else Skip("a later one was due as well")

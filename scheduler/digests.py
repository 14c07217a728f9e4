"""Digests in time: on their schedule, and every day in the last month before the election; caught up once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from handlers.countdown import daily_digests
from handlers.digests import digest_for
from handlers.election_day import election_of
from handlers.recurrence import occurrences_after
from scheduler.recurring import Series, counted, newest_for, plan_series
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, missed
from storage.due import DueItem
from storage.groups import groups_of
from storage.outbox import OutboxMessage, Urgency
from storage.persons import Role

NAME = "digest"


def plan_digests(strike: Strike) -> None:
    """Write down every digest that was due since the last one planned, and the next."""
    election = election_of(strike.session, strike.office)
    schedule = strike.office.digest_schedule
    anchor = f"{schedule} {election.day}" if election.day else schedule
    set_at = election.set_at.astimezone(strike.office.timezone).replace(tzinfo=None) if election.set_at else None
    rule = with_election(schedule, election.day, set_at)
    groups = groups_of(strike.session, Role.SPOKESPERSON)
    series = [Series("pledges", group.recipient, rule, group.created_at, anchor) for group in groups]
    plan_series(strike, NAME, series)


@cache
def with_election(schedule: str, election: date | None, set_at: datetime | None = None) -> str:
    """Add to a schedule the days before the election on which it does not strike, at the time at which it does.

    ``set_at`` is the wall time at which the election was set to that day: digests of days before were never due.
    """
    rule = counted(schedule)
    if election is None:
        return rule
    first, last = daily_digests(election)
    struck: set[date] = set()
    clock: time | None = None
    for wall in occurrences_after(rule, datetime.combine(first, time()) - timedelta.resolution):
        clock = clock or wall.time()
        if wall.date() > last:
            break
        struck.add(wall.date())
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    daily = [datetime.combine(day, clock) for day in days if clock and day not in struck]
    added = [f"{wall:%Y%m%dT%H%M%S}" for wall in daily if set_at is None or wall > set_at]
    return f"{rule}\nRDATE:{','.join(added)}" if added else rule


def send_digest(strike: Strike, item: DueItem) -> Deed:
    """Tell a group the newest digest that is due; older ones are skipped."""
    group = newest_for(strike, item)
    if isinstance(group, Skip):
        return group
    outgoing, digest = digest_for(strike.session, strike.office, group, strike.now, missed=missed(strike, item))

    def keep(rows: Sequence[OutboxMessage]) -> None:
        digest.outbox_id = rows[0].id
        strike.session.add(digest)

    return Say([outgoing], keep)


DIGEST = Rule(NAME, send_digest, plan_digests, urgency=Urgency.NORMAL)

"""The countdown to the election in time: planned anew whenever the day has moved, each number of days told once."""

from __future__ import annotations

from datetime import timedelta

from handlers.countdown import COUNTDOWN, DAYS_BEFORE, countdown_for, replan_countdown
from handlers.election_day import election_of
from scheduler.recurring import newest_for
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, missed
from storage.anchors import ELECTION
from storage.due import DueItem, planned_ahead
from storage.groups import groups_of
from storage.outbox import Urgency
from storage.persons import Role

LAST = timedelta(days=DAYS_BEFORE[-1])


def plan_countdown(strike: Strike) -> None:
    """Keep the countdown as it should be: for groups that join and go, and a day that the settings have changed."""
    day = election_of(strike.session, strike.office).day
    to_come = day is not None and strike.office.day(strike.now) < day - LAST
    groups = groups_of(strike.session, Role.SPOKESPERSON) if to_come else []
    in_order = {(ELECTION, group.recipient): day.isoformat() for group in groups if day}
    if planned_ahead(strike.session, COUNTDOWN, strike.now) != in_order:
        replan_countdown(strike.session, strike.office, strike.now)


def count_down(strike: Strike, item: DueItem) -> Deed:
    """Tell a group how many days are left; of several missed, only the newest."""
    group = newest_for(strike, item)
    if isinstance(group, Skip):
        return group
    election = election_of(strike.session, strike.office).day
    if election is None or election.isoformat() != item.anchor:
        return Skip("the election is on another day")
    if strike.office.day(strike.now) >= election:
        return Skip("the election is over")
    late = missed(strike, item)
    return Say([countdown_for(strike.session, strike.office, group, election, strike.now, missed=late)])


ELECTION_COUNTDOWN = Rule(COUNTDOWN, count_down, plan_countdown, urgency=Urgency.NORMAL)

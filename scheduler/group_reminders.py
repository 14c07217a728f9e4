"""Reminders to groups in time: each by its rule, to every group of its role, caught up once after downtime."""

from __future__ import annotations

from datetime import datetime

from handlers.group_reminders import reminder_for
from handlers.recurrence import moment_of, upcoming
from scheduler.recurring import Series, newest_for, plan_series
from scheduler.timetable import Deed, Rule, Say, Skip, Strike, missed
from storage.due import DueItem
from storage.group_reminders import reminder_named, reminders
from storage.groups import groups_of
from storage.outbox import Urgency

NAME = "group-reminder"


def plan_reminders(strike: Strike) -> None:
    """Write down every occurrence of every reminder; while it is paused, too, so that nothing is made up for later."""
    kept = reminders(strike.session)
    groups = {role: groups_of(strike.session, role) for role in {reminder.role for reminder in kept}}
    series = [
        Series(reminder.subject, group.recipient, reminder.rule, max(group.created_at, reminder.created_at))
        for reminder in kept
        for group in groups[reminder.role]
    ]
    plan_series(strike, NAME, series)
    for reminder in kept:
        if reminder.may_end and not upcoming(reminder.rule, strike.now, strike.office.timezone, 1):
            reminder.ended_at = strike.now


def remind_group(strike: Strike, item: DueItem) -> Deed:
    """Remind a group, unless its reminder was paused, or deleted before its time."""
    reminder = reminder_named(strike.session, item.subject)
    moment = moment_of(datetime.fromisoformat(item.occurrence), strike.office.timezone)
    if reminder is None or (reminder.ended_at is not None and reminder.ended_at < moment):
        return Skip("deleted")
    if reminder.paused:
        return Skip("paused")
    group = newest_for(strike, item)
    if isinstance(group, Skip):
        return group
    return Say([reminder_for(strike.office, reminder, group, missed=missed(strike, item))])


REMINDER = Rule(NAME, remind_group, plan_reminders, urgency=Urgency.NORMAL)

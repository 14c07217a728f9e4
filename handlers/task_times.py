"""When a task reminds whom: pure. Planned as due rows for its party; who speaks for that is looked up when due."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.recurrence import moment_of
from storage.due import DueItem
from storage.minutes import ActionItem

TASK, TASK_REMINDER = "task", "task-reminder"
"""The clock's rules: one for a party, which gives each of its people an item of their own under the other."""

MORNING = time(8)
DAYS = {"three-days": -3, "day": 0, "overdue": 1}
"""How many days after the due day each reminder goes."""

OVERDUE = "overdue"


def subject_of(item: ActionItem) -> str:
    """Name a task as the subject of due rows."""
    return f"task:{item.id}"


def wanted_reminders(item: ActionItem, zone: ZoneInfo) -> list[DueItem]:
    """List the reminders of a task: three days before, on the morning of its day, and when it is overdue."""
    if item.done_at is not None:
        return []
    return [
        DueItem(
            rule=TASK,
            subject=subject_of(item),
            recipient=item.party,
            anchor=item.due_on.isoformat(),
            occurrence=name,
            due_at=moment_of(datetime.combine(item.due_on + timedelta(days=days), MORNING), zone),
        )
        for name, days in DAYS.items()
    ]

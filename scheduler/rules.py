"""Everything that happens by the clock: the table of contents."""

from __future__ import annotations

from scheduler.countdown import ELECTION_COUNTDOWN
from scheduler.date_polls import DATE_POLL_END
from scheduler.digests import DIGEST
from scheduler.group_reminders import REMINDER
from scheduler.holding import COLLECT, RELEASE
from scheduler.meetings import MEETING_DEADLINE, MEETING_REMINDER
from scheduler.timetable import Rule

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        *(DIGEST, ELECTION_COUNTDOWN, REMINDER),
        *(RELEASE, COLLECT),
        *(MEETING_REMINDER, MEETING_DEADLINE, DATE_POLL_END),
    )
}

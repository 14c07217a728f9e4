"""What may not be said again when the database was put back to an earlier moment.

What waited when the copy was made, and what has been due since, was most likely said by the service that is lost.
Saying something twice to hundreds of people is worse than leaving a reminder out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from handlers.turn import Office
from scheduler.countdown import ELECTION_COUNTDOWN
from scheduler.digests import DIGEST
from scheduler.enquiries import ENQUIRY_UNCLAIMED
from scheduler.group_reminders import REMINDER
from scheduler.lapsing import LAPSE_NOTICE
from scheduler.meetings import MEETING_DEADLINE, MEETING_REMINDER
from scheduler.minutes import MEETING_MINUTES
from scheduler.rounds import ROUND_NOTICE
from scheduler.striking import plan_ahead
from scheduler.surveys import SURVEY_NOTICE, SURVEY_ROUND
from scheduler.tasks import TASK_DUE, TASK_FOR_PERSON
from scheduler.timetable import Strike
from storage.alerts import Alert, NetworkReport
from storage.announcement_release import pause
from storage.announcements import Announcement, AnnouncementState
from storage.audit import note
from storage.due import DueItem, DueState
from storage.inbox import NetworkCursor
from storage.outbox import NOBODYS, OutboxMessage, OutboxState, forgetting

ONLY_SAYS = frozenset(
    rule.name
    for rule in (
        *(DIGEST, ELECTION_COUNTDOWN, REMINDER, ROUND_NOTICE, LAPSE_NOTICE),
        *(MEETING_REMINDER, MEETING_DEADLINE, MEETING_MINUTES, ENQUIRY_UNCLAIMED),
        *(TASK_DUE, TASK_FOR_PERSON, SURVEY_ROUND, SURVEY_NOTICE),
    )
)
"""Rules that only remind somebody. The others keep things going, such as the end of a survey, and are caught up."""

OPEN = (OutboxState.HELD, OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
LEFT_OUT = "the database was put back to an earlier moment"
MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not said: messages that waited, items that were due, and announcements the office must look at."""

    messages: int
    items: int
    announcements: int


def leave_out(session: Session, office: Office, now: datetime) -> LeftOut:
    """Let nothing be said or done twice after a copy was put back.

    Messages that waited are cancelled, reminders that were due are skipped, announcements under way are paused, and
    those that should have begun must be released anew. On Matrix we begin to listen now: the homeserver would tell
    again all that was written since, and parts of conversations would be carried out without their beginning.
    """
    plan_ahead(Strike(session, office, now))
    connection = session.connection()
    connection.execute(delete(NetworkCursor).where(col(NetworkCursor.network) == MATRIX))
    for told in (Alert, NetworkReport):  # how the lost service went
        connection.execute(delete(told))
    found = LeftOut(_cancel(session, now), _skip(session, ONLY_SAYS, now), _stop(session, now))
    note(session, now, None, "database.put_back", "database", messages=found.messages, items=found.items)
    return found


def _cancel(session: Session, now: datetime) -> int:
    """Cancel what waited. What goes in batches belongs to announcements, which are paused."""
    ended = forgetting({"state": OutboxState.CANCELLED, "finished_at": now, "failure_detail": LEFT_OUT})
    waited = update(OutboxMessage).where(col(OutboxMessage.state).in_(OPEN), col(OutboxMessage.batch_id).is_(None))
    return session.connection().execute(waited.values(**NOBODYS, **ended)).rowcount


def _skip(session: Session, rules: Collection[str], now: datetime) -> int:
    due = update(DueItem).where(
        col(DueItem.state) == DueState.PENDING, col(DueItem.due_at) <= now, col(DueItem.rule).in_(rules)
    )
    told = {"state": DueState.SKIPPED, "finished_at": now, "reason": LEFT_OUT}
    return session.connection().execute(due.values(**told)).rowcount


def _stop(session: Session, now: datetime) -> int:
    """Pause what is under way; what should have begun counts as late, so that somebody must release it anew."""
    states = (AnnouncementState.RUNNING, AnnouncementState.RELEASED)
    found = session.exec(select(Announcement).where(col(Announcement.state).in_(states))).all()
    stopped = 0
    for announcement in found:
        if announcement.state is AnnouncementState.RUNNING:
            pause(session, announcement.id or 0)
            stopped += 1
        elif announcement.begins_at is not None and announcement.begins_at <= now:
            announcement.begins_at = None
            stopped += 1
    return stopped

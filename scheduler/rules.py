"""Everything that happens by the clock: the table of contents."""

from __future__ import annotations

from scheduler.announcements import ANNOUNCEMENT_BEGIN, ANNOUNCEMENT_LOOK, ANNOUNCEMENT_POST, ANNOUNCEMENT_REMOVAL
from scheduler.countdown import ELECTION_COUNTDOWN
from scheduler.date_polls import DATE_POLL_END
from scheduler.digests import DIGEST
from scheduler.enquiries import ENQUIRY_ANSWER, ENQUIRY_UNCLAIMED
from scheduler.erasures import ERASURE_END
from scheduler.group_reminders import REMINDER
from scheduler.holding import COLLECT, RELEASE
from scheduler.lapsing import LAPSE_LOOK, LAPSE_NOTICE
from scheduler.ledger_seals import LEDGER_SEAL
from scheduler.meeting_repeats import MEETING_REPEAT
from scheduler.meetings import MEETING_DEADLINE, MEETING_REMINDER
from scheduler.minutes import MEETING_MINUTES
from scheduler.retention import RETENTION
from scheduler.rounds import ROUND_NOTICE, ROUND_OPENING, ROUND_STEP
from scheduler.survey_polls import SURVEY_POLL_END
from scheduler.surveys import SURVEY_ANSWERED, SURVEY_CLOSING, SURVEY_LOOK, SURVEY_NOTICE, SURVEY_ROUND
from scheduler.tasks import TASK_DUE, TASK_FOR_PERSON
from scheduler.timetable import Rule

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        *(DIGEST, ELECTION_COUNTDOWN, REMINDER),
        *(RELEASE, COLLECT),
        *(LEDGER_SEAL, RETENTION, ERASURE_END),
        *(ROUND_OPENING, ROUND_STEP, ROUND_NOTICE, LAPSE_LOOK, LAPSE_NOTICE),
        *(MEETING_REMINDER, MEETING_DEADLINE, MEETING_REPEAT, MEETING_MINUTES, DATE_POLL_END),
        *(ENQUIRY_ANSWER, ENQUIRY_UNCLAIMED),
        *(TASK_DUE, TASK_FOR_PERSON),
        *(ANNOUNCEMENT_BEGIN, ANNOUNCEMENT_POST, ANNOUNCEMENT_LOOK, ANNOUNCEMENT_REMOVAL),
        SURVEY_POLL_END,
        *(SURVEY_LOOK, SURVEY_ROUND, SURVEY_NOTICE, SURVEY_CLOSING, SURVEY_ANSWERED),
    )
}

"""What the demo has moved, counted in its database when all is played."""

from __future__ import annotations

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select

from bot.demo.stage import ServiceStage
from handlers.charts import MEDIA_TYPE
from handlers.meeting_times import DEADLINE, REMINDER
from handlers.messages import ABOUT_THE_CHAT
from storage.announcement_deliveries import standing
from storage.announcements import Announcement
from storage.attendance import Attendance, Invitation
from storage.date_polls import DateVote
from storage.digests import Digest
from storage.due import DueItem
from storage.enquiries import Enquiry, EnquiryMessage
from storage.inbox import InboxEvent
from storage.meetings import Meeting
from storage.outbox import OutboxMessage, OutboxState
from storage.persons import Address, Person
from storage.pledges import PledgeEntry, PledgeState
from storage.records import Record
from storage.rounds import ReportingRound
from storage.survey_answers import Standing, SurveyAnswer
from storage.survey_participation import Participation
from storage.surveys import Survey
from storage.totals import newest_entry_id, totals

Figures = dict[str, str | int | float]

SENT = col(OutboxMessage.state) == OutboxState.SENT
NEW = (col(OutboxMessage.menu).is_(None), col(OutboxMessage.replaces).is_(None))
"""What is a message of its own: how often one is edited in place depends on how fast the machine is."""

CALENDAR = "text/calendar"


def count_all(stage: ServiceStage) -> Figures:
    """Count people and messages, pledges and places, and what became of meetings, surveys, letters and questions."""
    with stage.database.transaction() as session:
        day = stage.office.day(stage.clock.now())
        return {
            "network": stage.crowds[0].network,
            "people": _count(session, Person),
            "accounts": _count(session, Address),
            "messages_in": _count(session, InboxEvent, col(InboxEvent.kind).not_in(ABOUT_THE_CHAT)),
            "messages_out": _count(session, OutboxMessage, SENT, *NEW),
            "pledges_confirmed": _count(session, PledgeEntry, col(PledgeEntry.state) == PledgeState.CONFIRMED),
            "pledges_rejected": _count(session, PledgeEntry, col(PledgeEntry.state) == PledgeState.REJECTED),
            "places_confirmed": sum(t.places for t in totals(session, day, through=newest_entry_id(session))),
            "pledges_reaffirmed": _count(session, PledgeEntry, col(PledgeEntry.state) == PledgeState.REAFFIRMED),
            "rounds": _count(session, ReportingRound),
            "digests_sent": _count(session, Digest),
            **_meetings(session),
            **_surveys(session),
            **_announcements(session),
            **_enquiries(session),
        }


def _meetings(session: Session) -> Figures:
    """Count an answer once for each date it was given to; reminders are those that somebody has received."""
    reminding = select(DueItem.id).where(col(DueItem.rule).in_((REMINDER, DEADLINE)))
    return {
        "meetings": _count(session, Meeting),
        "date_votes": _count(session, DateVote),
        "invitations": _count(session, Invitation),
        "answers": _count(session, Attendance, col(Attendance.counts).is_(True)),
        "reminders": _count(session, OutboxMessage, SENT, col(OutboxMessage.due_id).in_(reminding)),
        "calendar_files": _count(session, OutboxMessage, SENT, col(OutboxMessage.attachment_type).startswith(CALENDAR)),
    }


def _surveys(session: Session) -> Figures:
    """Count municipalities, not messages; pictures are those that somebody has received."""
    sent = col(Participation.sent_at).is_not(None)
    picture = col(OutboxMessage.attachment_type) == MEDIA_TYPE
    return {
        "surveys": _count(session, Survey),
        "survey_asked": _count(session, Participation),
        "survey_sent": _count(session, Participation, sent),
        "survey_answers": _count(session, SurveyAnswer, col(SurveyAnswer.standing) == Standing.CURRENT),
        "charts": _count(session, OutboxMessage, SENT, picture),
    }


def _announcements(session: Session) -> Figures:
    """Count recipients: who has a letter, whom it did not reach, and for whom it was corrected since."""
    written = session.exec(select(Announcement)).all()
    letters = [standing(session, each.id or 0) for each in written if each.corrects is None]
    corrections = [standing(session, each.id or 0) for each in written if each.corrects is not None]
    return {
        "announcements": len(letters),
        "letters_sent": sum(each.sent for each in letters),
        "letters_failed": sum(each.failed.total() for each in letters),
        "letters_corrected": sum(each.sent for each in corrections),
    }


def _enquiries(session: Session) -> Figures:
    """Count questions, and those that somebody has answered."""
    said = (col(EnquiryMessage.from_office).is_(True), col(EnquiryMessage.said_at).is_not(None))
    answered = col(Enquiry.id).in_(select(EnquiryMessage.enquiry_id).where(*said))
    return {
        "enquiries_opened": _count(session, Enquiry),
        "enquiries_answered": _count(session, Enquiry, answered),
    }


def _count(session: Session, record: type[Record], *which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(record).where(*which)).one()

"""Whether a kept file is still wanted: the same file may have come more than once, and go with several things."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.announcements import Announcement
from storage.dialogues import HELD, DialoguePosition
from storage.enquiries import EnquiryMessage
from storage.files import StoredFile
from storage.outbox import OutboxMessage
from storage.pledges import PledgeEntry


def discard(session: Session, number: int, person_id: int) -> None:
    """Delete a file that somebody has thrown away, unless anything or anybody else needs it."""
    if not (_is_used(session, number) or _is_held(session, number, person_id)):
        session.delete(session.get_one(StoredFile, number))


def _is_held(session: Session, number: int, person_id: int) -> bool:
    """Say whether somebody else has just sent the same file and is asked about it."""
    others = select(DialoguePosition.answers).where(DialoguePosition.person_id != person_id)
    return any(answers.get(HELD) == number for answers in session.exec(others))


def _is_used(session: Session, number: int) -> bool:
    sent = select(OutboxMessage.id).where(OutboxMessage.file_id == number)
    said = select(EnquiryMessage.id).where(EnquiryMessage.file_id == number)
    proves = select(PledgeEntry.id).where(PledgeEntry.file_id == number)
    if any(session.exec(use.limit(1)).first() for use in (sent, said, proves)):
        return True
    return any(number in files for files in session.exec(select(col(Announcement.files))))

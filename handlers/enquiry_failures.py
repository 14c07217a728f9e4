"""Telling the office that an answer did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.enquiry_desk import tell
from handlers.enquiry_words import label_of
from handlers.sending import post
from handlers.turn import Office
from handlers.wording import Markdown, Wording
from storage.enquiries import Enquiry, number_in
from storage.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Failing:
    """A message that has just failed."""

    session: Session
    office: Office
    now: datetime

    @property
    def today(self) -> date:
        """The day it is for the people of the network."""
        return self.office.day(self.now)


def tell_undelivered(office: Office, session: Session, message: OutboxMessage, now: datetime) -> None:
    """Tell who looks after an enquiry that an answer to it has failed, if the message was one."""
    number = number_in(message.key)
    enquiry = session.get(Enquiry, number) if number else None
    if enquiry is None or message.person_id != enquiry.person_id:
        return

    def words(wording: Wording) -> Markdown:
        return wording("enquiry-undelivered", number=number, label=label_of(session, enquiry.person_id))

    post(session, office, tell(Failing(session, office, now), enquiry, words), now)

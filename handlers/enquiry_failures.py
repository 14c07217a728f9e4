"""Telling the office that an answer did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.enquiry_desk import Occasion, tell
from handlers.enquiry_words import label_of
from handlers.sending import post
from handlers.turn import Office, Outgoing
from handlers.wording import Markdown, Wording
from storage.enquiries import Enquiry, number_in
from storage.outbox import OutboxMessage


def undelivered(occasion: Occasion, enquiry: Enquiry) -> list[Outgoing]:
    """Tell who looks after an enquiry that an answer to it does not arrive."""

    def words(wording: Wording) -> Markdown:
        return wording("enquiry-undelivered", number=enquiry.id, label=label_of(occasion.session, enquiry.person_id))

    return tell(occasion, enquiry, words)


def answered_by(session: Session, message: OutboxMessage) -> Enquiry | None:
    """Find the enquiry that a message answers, if it is an answer."""
    number = number_in(message.key)
    enquiry = session.get(Enquiry, number) if number else None
    return enquiry if enquiry is not None and message.person_id == enquiry.person_id else None


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
    enquiry = answered_by(session, message)
    if enquiry is not None:
        post(session, office, undelivered(Failing(session, office, now), enquiry), now)

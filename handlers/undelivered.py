"""Telling whom it concerns that a message will never arrive."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.enquiry_failures import tell_undelivered
from handlers.invited_accounts import tell_not_invited
from handlers.turn import Office
from storage.outbox import OutboxMessage


def tell_lost(office: Office, session: Session, message: OutboxMessage, now: datetime) -> None:
    """Tell whom it concerns: who looks after an enquiry, or who has invited somebody."""
    tell_undelivered(office, session, message, now)
    tell_not_invited(office, session, message, now)

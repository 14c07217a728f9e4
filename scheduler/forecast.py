"""What will be sent by a moment: the clock's own code, struck ahead in a part of a transaction that is taken back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.turn import Foreseen, Office
from scheduler.striking import plan_ahead, strike_once
from scheduler.timetable import Strike
from storage.due import next_due
from storage.groups import group_at
from storage.outbox import OutboxMessage
from storage.persons import Person


def forecast(session: Session, office: Office, now: datetime, until: datetime) -> list[Foreseen]:
    """Strike the clock from now until a moment, note what it says, and undo all of it."""
    seen: list[Foreseen] = []
    undone = session.begin_nested()
    try:
        moment = now
        while moment <= until:
            strike = Strike(session, office, moment)
            plan_ahead(strike)
            while (rows := strike_once(strike)) is not None:
                seen += [_foreseen(session, row, moment) for row in rows]
            following = next_due(session)
            if following is None:
                break
            moment = max(moment, following)
    finally:
        undone.rollback()
    return seen


def _foreseen(session: Session, row: OutboxMessage, moment: datetime) -> Foreseen:
    person = session.get(Person, row.person_id) if row.person_id else None
    group = group_at(session, row.network, row.chat) if person is None else None
    return Foreseen(moment, person.label if person else group.role if group else row.chat, row.text)

"""What will be sent by a moment: the clock's own code, struck ahead in a part of a transaction that is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.turn import Foreseen, Office
from scheduler.striking import plan_ahead, strike_once
from scheduler.timetable import Strike
from storage.database import serialize
from storage.due import items_by_number, next_due
from storage.engine import Subject
from storage.groups import group_at
from storage.outbox import OutboxMessage
from storage.persons import persons_by_number


def forecast(session: Session, office: Office, now: datetime, until: datetime) -> list[Foreseen]:
    """Strike the clock from now until a moment, note what it says, and undo all of it."""
    seen: list[Foreseen] = []
    undone = session.begin_nested()
    try:
        serialize(session, Subject.CLOCK)  # else a tick's items would be passed over, or its plans waited for
        moment: datetime | None = now
        while moment is not None and moment <= until:
            strike = Strike(session, office, moment, rehearsed=True)
            plan_ahead(strike)
            while (rows := strike_once(strike)) is not None:
                seen += _foreseen(strike, rows)
            moment = next_due(session, moment)
    finally:
        undone.rollback()
    return seen


def _foreseen(strike: Strike, rows: Sequence[OutboxMessage]) -> Iterator[Foreseen]:
    people = persons_by_number(strike.session, {row.person_id for row in rows if row.person_id})
    items = items_by_number(strike.session, {row.due_id for row in rows if row.due_id})
    for row in rows:
        item = items.get(row.due_id or 0)
        group = group_at(strike.session, row.network, row.chat) if row.person_id is None else None
        yield Foreseen(
            at=strike.now,
            text="" if row.secret else row.text,
            person=people.get(row.person_id or 0),
            role=group.role if group else None,
            about=f"{item.rule} {item.subject}" if item else "" if row.secret else row.text,
        )

"""What of the outbox is held back for a good moment of its reader's, and how much of what kind is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from storage.outbox import OutboxMessage, OutboxState, Urgency

NEVER_READ = (OutboxState.HELD, OutboxState.CANCELLED, OutboxState.FAILED, OutboxState.EXPIRED)


def held_for(session: Session, person_id: int, *urgencies: Urgency) -> Sequence[OutboxMessage]:
    """List what waits for a good moment of a person's, in the order it was said."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.state == OutboxState.HELD,
        col(OutboxMessage.urgency).in_(urgencies or tuple(Urgency)),
    )
    return session.exec(waiting.order_by(col(OutboxMessage.id))).all()


def count_since(session: Session, person_id: int, urgency: Urgency, moment: datetime) -> int:
    """Count what of an urgency a person has been sent since a moment."""
    sent = (
        select(func.count())
        .select_from(OutboxMessage)
        .where(
            OutboxMessage.person_id == person_id,
            OutboxMessage.urgency == urgency,
            col(OutboxMessage.state).not_in(NEVER_READ),
            col(OutboxMessage.created_at) > moment,
        )
    )
    return session.exec(sent).one()


def count_by_state(session: Session) -> dict[OutboxState, int]:
    """Count the messages in each state."""
    rows = session.exec(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)).all()
    return {OutboxState(state): count for state, count in rows}

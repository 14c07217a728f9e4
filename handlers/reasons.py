"""Why somebody got a message: what they are to us, when it was due, what kept it back, and how to get less."""

from __future__ import annotations

from datetime import timedelta

from handlers.messages import Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.due import DueItem
from storage.outbox import OutboxMessage, Urgency
from storage.restraints import restraints_on
from storage.said import by_external_id, is_answer, newest_unasked

AT_ONCE = timedelta(minutes=15)
"""Up to here nobody wonders where something was."""


def say_why(turn: Turn, _: str) -> Replies:
    """Say why somebody got the message they answer, else the newest in the chat that nobody had asked for."""
    incoming, session = turn.incoming, turn.session
    if incoming.replies_to:
        told = by_external_id(session, incoming.network, incoming.chat, incoming.replies_to)
    else:
        told = newest_unasked(session, incoming.network, incoming.chat)
    if told is None:
        return [turn.reply("why-not-mine" if incoming.replies_to else "why-nothing")]
    if is_answer(told):
        return [turn.reply("why-answer")]
    why = Markdown(told.why) if told.why else turn.wording("why-unknown")
    return [Outgoing(Message(Markdown("\n\n".join([why, _history(turn, told), *_less(turn, told)]))))]


def _history(turn: Turn, told: OutboxMessage) -> Markdown:
    """Say when a message was due, and what it waited for."""
    item = turn.session.get(DueItem, told.due_id) if told.due_id else None
    subjects = (f"outbox:{told.id}", f"due:{told.due_id}")
    waits = restraints_on(turn.session, told.person_id, *subjects) if told.person_id else []
    due = waits[0].decided_at if waits else item.due_at if item else told.created_at
    if not waits:
        late = told.created_at - due > AT_ONCE
        return turn.wording("why-late" if late else "why-at-once", due=due, at=told.created_at)
    lines = [turn.wording("why-waited-for", until=wait.until, reason=wait.reason) for wait in waits]
    return Markdown("\n".join([turn.wording("why-waited", due=due), *dict.fromkeys(lines)]))


def _less(turn: Turn, told: OutboxMessage) -> list[Markdown]:
    """Say how to get less of the kind; a group's messages are not one person's to silence."""
    if told.person_id is None:
        return []
    return [turn.wording("why-urgent" if told.urgency is Urgency.URGENT else "why-less")]

"""Where people and groups are reached: kept up with every event, also where nobody said anything."""

from __future__ import annotations

from handlers.consent import needs_consent
from handlers.messages import Kind
from handlers.turn import Turn
from storage.groups import mark_group_gone, mark_group_reached
from storage.moving import move_chat
from storage.persons import mark_gone, note_chat


def note_presence(turn: Turn) -> None:
    """Keep up where we reach people and groups. Of whoever is nobody we know nothing is kept."""
    session, incoming = turn.session, turn.incoming
    where = (incoming.network, incoming.chat)
    if incoming.kind in {Kind.VOTE, Kind.POLL} and turn.address is not None:
        turn.address.shows_polls = True
    if incoming.kind is Kind.REMOVED:
        mark_gone(session, *where)
        mark_group_gone(session, *where)
    elif incoming.kind is Kind.MOVED:
        move_chat(session, *where, incoming.refers_to)
    elif not incoming.direct:
        mark_group_reached(session, *where)  # who writes to us there, or lets us in, has not thrown us out
    elif turn.address is not None and not (turn.address.gone and needs_consent(turn)):
        note_chat(turn.address, incoming.chat)

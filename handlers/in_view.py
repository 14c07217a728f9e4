"""What somebody was asked last, in view of what they write now."""

from __future__ import annotations

from handlers.turn import Turn
from storage.outbox import OutboxMessage
from storage.said import with_choices

TAKING_BACK = " zurückziehen"
"""How a choice ends that asks nothing: it takes back what was just said."""


def asked_in_view(turn: Turn) -> list[OutboxMessage]:
    """List the messages in view that offer answers, the newest first; one that only can be taken back asks nothing."""
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)
    return [each for each in shown if not all(value.endswith(TAKING_BACK) for _, value in each.choices)]

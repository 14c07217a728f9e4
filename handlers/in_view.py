"""What somebody was asked last, in view of what they write now."""

from __future__ import annotations

from handlers.turn import Turn
from storage.outbox import OutboxMessage
from storage.said import with_choices

TAKING_BACK = " zurückziehen"
"""How a choice ends that asks nothing: it takes back what was just said."""

PASSING_ON = "/frage "
"""How a choice begins that passes on what was just said: below it, nothing else is meant by a word."""


def asked_in_view(turn: Turn) -> list[OutboxMessage]:
    """List the messages in view that offer answers, the newest first; one that only can be taken back asks nothing."""
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)
    return [each for each in shown if not any(map(_asks_nothing, (value for _, value in each.choices)))]


def _asks_nothing(value: str) -> bool:
    return value.endswith(TAKING_BACK) or value.startswith(PASSING_ON)

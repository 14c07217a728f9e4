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


def said_below(turn: Turn, command: str) -> str:
    """Give what stands behind a command in a choice of the newest message with choices; nothing where several have it.

    So a button whose label is itself a command, "Verlängern", still says what it is about when somebody writes it.
    """
    shown = with_choices(turn.session, turn.incoming.network, turn.incoming.chat)[:1]
    said = [value for message in shown for _, value in message.choices if value.startswith(command)]
    return said[0].removeprefix(command) if len(said) == 1 else ""

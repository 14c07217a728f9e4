"""The choices below what was said last: which one a text takes, and which of them are commands."""

from __future__ import annotations

from datetime import datetime

from handlers.choosing import chosen, taken
from handlers.commands import PREFIX, Command
from handlers.messages import Choice
from handlers.table import find_command
from handlers.turn import Turn
from storage.outbox import OutboxMessage
from storage.said import by_external_id, newest_since, with_choices


def is_command(choice: Choice) -> bool:
    """Say whether a choice is a command, which works at any time; any other answers the question it is under."""
    return PREFIX.match(choice.value) is not None


def chosen_command(turn: Turn, after: datetime | None = None) -> tuple[Command | None, str]:
    """Find the command that a number or label chooses from the newest message with choices."""
    choice = offered_command(turn, after)
    return find_command(choice.value) if choice else (None, "")


def offered_command(turn: Turn, after: datetime | None = None) -> Choice | None:
    """Find the choice below the newest message with choices that is written, if it is a command.

    What is written answers what was asked last, as a reaction answers what it stands under. ``after``: when a dialogue
    asked its question; only a message below that takes an answer away from it.
    """
    where = (turn.session, turn.incoming.network, turn.incoming.chat)
    shown = next(iter(with_choices(*where)), None) if after is None else newest_since(*where, after)
    if shown is None:
        return None
    choice = taken(choices_of(shown), turn.text)
    return choice if choice and is_command(choice) else None


def choice_below(turn: Turn) -> Choice | None:
    """Find the choice of the very message that is answered, by its number or label."""
    incoming = turn.incoming
    told = by_external_id(turn.session, incoming.network, incoming.chat, incoming.replies_to)
    choice = chosen(choices_of(told), turn.text) if told else None
    return choice if choice and is_command(choice) else None


def choices_of(message: OutboxMessage) -> list[Choice]:
    """List the choices of a message."""
    return [Choice(label, value) for label, value in message.choices]

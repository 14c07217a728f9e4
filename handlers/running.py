"""What is going on with somebody: the conversation they are in the middle of, and a command that runs."""

from __future__ import annotations

from handlers.commands import Command
from handlers.conversations import Conversation
from handlers.list_places import settle
from handlers.table import CONVERSATIONS, find_command
from handlers.turn import Replies, Turn
from handlers.typed import clean
from storage.dialogues import DialoguePosition, running_dialogue


def running(turn: Turn) -> tuple[Conversation, DialoguePosition] | None:
    """Find where the person stands, in a conversation that this version still has."""
    position = running_dialogue(turn.session, turn.sender_id) if turn.person else None
    conversation = CONVERSATIONS.get(position.dialogue) if position else None
    return (conversation, position) if conversation and position else None


def run(turn: Turn, command: Command, rest: str) -> Replies:
    """Run a command for who may use it, once it is plain which entry of a list is meant."""
    if not command.allowed(turn):
        return [turn.reply("not-allowed")]
    settled = settle(turn, command, rest)
    return command.run(turn, settled) if isinstance(settled, str) else [settled]


def captioned(turn: Turn) -> bool:
    """Say whether a file's caption is a command that takes files."""
    command, _ = find_command(clean(turn.text))
    return command is not None and command.takes_files and command.allowed(turn)

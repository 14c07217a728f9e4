"""What the router sees of a conversation that somebody is in the middle of, whatever it is made of.

Most are steps that are declared (:class:`handlers.answering.Guided`); a survey's questions are its author's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from handlers.commands import Command
from handlers.messages import Choice
from handlers.turn import Replies, Turn
from handlers.wording import Markdown
from storage.dialogues import DialoguePosition
from storage.persons import Role


class Conversation(Protocol):
    """A conversation; where somebody stands in it is a row, which it alone understands."""

    @property
    def name(self) -> str:
        """Its name in the row."""

    @property
    def roles(self) -> frozenset[Role] | None:
        """Whose conversation it is: whoever holds none of these any more cannot go on with it."""

    def answer(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Take what was written as the answer to the open question."""

    def ask_again(self, turn: Turn, position: DialoguePosition, remark: Markdown | None = None) -> Replies:
        """Ask the open question again, after a remark."""

    def back(self, turn: Turn, position: DialoguePosition) -> Replies:
        """Go to the question before, keeping everything else."""

    def leave(self, turn: Turn, position: DialoguePosition) -> Replies:
        """End it because somebody wants out."""

    def meet(self, turn: Turn, position: DialoguePosition, command: Command, rest: str) -> Replies:
        """Say what becomes of it, or of a command that would begin another one."""

    def choices(self, turn: Turn, position: DialoguePosition) -> Sequence[Choice]:
        """List the choices of the open question."""

    def claims(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say whether what was written means something of its own here, though it is a command elsewhere."""

    def takes_any_text(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say whether the open question takes whatever is written."""

    def takes_files(self, turn: Turn, position: DialoguePosition) -> bool:
        """Say whether the open question takes a file."""

    def longest(self, turn: Turn, position: DialoguePosition) -> int:
        """Say how many characters of one message the open question takes."""

"""The parts of a message that have arrived, and what its network calls each: ``text:17``, ``file:$event``.

A message of one text has no parts: its name is its row's ``external_id``. Elsewhere that is the name of the part that
people answer, and the name the message keeps when it is edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, update

from storage.outbox import OutboxMessage


class PartKind(StrEnum):
    """What a part is; a ``caption`` is the text under a file, and ``file`` one without, an ``edit`` changes a text."""

    TEXT = "text"
    CAPTION = "caption"
    FILE = "file"
    POLL = "poll"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message, with the network's name for it."""

    name: str
    kind: PartKind = PartKind.TEXT

    def __str__(self) -> str:
        """Write it as rows keep it."""
        return f"{self.kind}:{self.name}"


def read_part(written: str) -> Part:
    """Read a part as rows keep it; a name alone is that of a text. Names may hold colons."""
    kind, _, name = written.partition(":")
    return Part(name, PartKind(kind)) if kind in set(PartKind) else Part(written)


def read_parts(written: str | None) -> list[Part]:
    """Read the parts that a claimed row names, in their order, with blanks between."""
    return [read_part(each) for each in (written or "").split()]


def write_parts(parts: Iterable[Part]) -> list[str]:
    """Write parts as rows keep them."""
    return [str(part) for part in parts]


def name_parts(session: Session, message: OutboxMessage, parts: Iterable[Part]) -> None:
    """Write down what the network calls the parts of a message that arrived."""
    here = col(OutboxMessage.id) == message.id
    session.connection().execute(update(OutboxMessage).where(here).values(part_names=write_parts(parts)))

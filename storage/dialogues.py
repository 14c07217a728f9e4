"""Where somebody stands in a conversation: a row, so that it survives restarts, weeks, and a change of network."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Field, Session, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.records import Record, UtcDateTime, json_column

HELD = "file"
"""Among the answers: the number of a stored file that came in the dialogue."""


class DialoguePosition(Record, table=True):
    """A person's running dialogue: which one, at which step, and what was answered so far. At most one per person."""

    __tablename__ = "dialogue_position"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    dialogue: str
    step: str
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    started_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


def running_dialogue(session: Session, person_id: int) -> DialoguePosition | None:
    """Find where a person stands, if anywhere; two messages of one person at once follow each other."""
    return session.exec(_holding(), params={"person_id": person_id}).first()


@cache
def _holding() -> SelectOfScalar[DialoguePosition]:
    return select(DialoguePosition).where(DialoguePosition.person_id == bindparam("person_id")).with_for_update()


def end_dialogue(session: Session, person_id: int) -> None:
    """Forget where a person stood."""
    position = session.get(DialoguePosition, person_id)
    if position is not None:
        session.delete(position)
        session.flush()  # the next dialogue may begin in the same transaction

"""On which day the election is: as the office has set it in the chat, else as the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.turn import Office
from storage.anchors import ELECTION, find_anchor


@dataclass(frozen=True, slots=True)
class Election:
    """The day of the election, if there is one, and when it was set in the chat; None if it is the settings' own."""

    day: date | None
    set_at: datetime | None = None


def election_of(session: Session, office: Office) -> Election:
    """Say on which day the election is."""
    anchor = find_anchor(session, ELECTION)
    return Election(anchor.day, anchor.set_at) if anchor else Election(office.election)

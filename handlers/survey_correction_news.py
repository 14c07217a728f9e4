"""What a correction means for those who have answered."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.turn import Office, Replies
from storage.survey_corrections import Correction
from storage.surveys import Survey


def tell_correction(
    _session: Session, _office: Office, _survey: Survey, _correction: Correction, _now: datetime
) -> Replies:
    """Tell nobody: part E writes this."""
    return []

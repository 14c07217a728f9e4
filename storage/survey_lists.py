"""Which surveys there are, what was published of one, and whom it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import text
from sqlmodel import Session, col, select

from storage.audiences import Reach, reach
from storage.surveys import IS_UNPLANNED, Survey, SurveyState, SurveyVersion


def surveys(session: Session, *states: SurveyState) -> Sequence[Survey]:
    """List the surveys in some states, or all, the next to close first."""
    found = select(Survey).order_by(col(Survey.closes_at), col(Survey.id))
    return session.exec(found.where(col(Survey.state).in_(states)) if states else found).all()


def take_unplanned(session: Session) -> Sequence[Survey]:
    """Lock the surveys for which the clock has not planned what they are now."""
    return session.exec(
        select(Survey).where(text(IS_UNPLANNED)).order_by(col(Survey.id)).with_for_update(skip_locked=True)
    ).all()


def versions(session: Session, survey_id: int) -> Sequence[SurveyVersion]:
    """List what was published, the first version first."""
    found = select(SurveyVersion).where(SurveyVersion.survey_id == survey_id)
    return session.exec(found.order_by(col(SurveyVersion.number))).all()


def asked(session: Session, survey: Survey, day: date) -> Reach:
    """Look up whom a survey asks on a day: municipalities, and who can be written to there; without the excluded."""
    found = reach(session, survey.whom, day)
    left_out = set(survey.excluded)
    return replace(
        found,
        recipients=[each for each in found.recipients if each.ags and each.ags not in left_out],
        silent_places=[place for place in found.silent_places if place.ags not in left_out],
    )

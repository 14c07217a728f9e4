"""Sending a municipality's answers, and closing a survey: each happens once, however many try at the same moment."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage import survey_ballots
from storage.due import DueItem, plan
from storage.persons import RoleAssignment
from storage.said import forget_taken
from storage.survey_answers import contradictions, erase
from storage.survey_participation import Participation, held_part
from storage.surveys import Anonymity, NotOpenError, Survey, SurveyError, SurveyState, changed, held, held_open

ANSWERED = "survey-answered"
"""The clock's rule that takes back a task that has become needless."""


class ContradictionError(SurveyError):
    """Colleagues contradict each other: first one of their answers has to be chosen."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__()
        self.questions = questions


def send(  # noqa: PLR0913 - who sends what, for whom, when
    session: Session, survey_id: int, ags: str, by: int, now: datetime, *, by_proxy: bool = False
) -> tuple[Participation, bool]:
    """Send a municipality's answers; returns its part, and whether it was this that sent it: a colleague may be first.

    Of an anonymous survey the answers become a ballot and the draft is erased, history included, and so is what was
    tapped on the way; nothing can be changed or looked up after that, not even by the municipality. In all others
    answers count as they change, without being sent anew. Raises :class:`ContradictionError`,
    :class:`storage.surveys.NotOpenError` and
    :class:`storage.survey_participation.NotAskedError`.
    """
    survey = held_open(session, survey_id, now, alone=True)
    part = held_part(session, survey_id, ags)
    if part.sent_at is not None:
        return part, False
    open_questions = list(contradictions(session, survey_id, ags))
    if open_questions:
        raise ContradictionError(open_questions)
    part.begun_at = part.begun_at or now
    part.sent_at, part.sent_by, part.by_proxy = now, by, by_proxy
    if survey.anonymity is Anonymity.ANONYMOUS:
        survey_ballots.cast(session, survey_id, ags, part.sheet)
        speakers = session.exec(select(RoleAssignment.person_id).where(RoleAssignment.ags == ags))
        forget_taken(session, {*speakers, *erase(session, survey_id, ags)})
        part.sheet = {}
    if part.task_id is not None:
        about = f"survey:{survey_id}"
        plan(session, DueItem(rule=ANSWERED, subject=about, recipient=ags, occurrence="sent", due_at=now))
    session.flush()
    return part, True


def close(session: Session, survey_id: int, now: datetime) -> Survey:
    """Close a published survey, at its time or before; nothing is taken any more, and all that was sent is counted.

    Raises :class:`storage.surveys.NotOpenError` for a draft, one not open yet, or one that is closed.
    """
    survey = held(session, survey_id, alone=True)
    if survey.state is not SurveyState.PUBLISHED or now <= survey.opens_at:
        raise NotOpenError
    survey.state = SurveyState.CLOSED
    survey.closes_at = min(survey.closes_at, now)
    if survey.anonymity is Anonymity.ANONYMOUS:
        survey_ballots.empty(session, survey_id)
    return changed(session, survey, now)

"""Results of a survey: of an open one as they are at this moment, of all others once, when it is closed.

Two results of the same survey would tell what changed between them: of a survey that is not open there is only one,
which is kept as it was counted. Nothing under five is shown in it or can be calculated
(:mod:`storage.survey_hiding`). While such a survey runs, only who has sent can be seen.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from sqlmodel import Field, Session, col, select

from storage.municipalities import Land, Municipality, size_class
from storage.records import Record, UtcDateTime, json_column
from storage.survey_ballots import tallied
from storage.survey_hiding import FEWEST
from storage.survey_participation import Participation, rate
from storage.survey_tallies import QuestionResult, Tally, results_of, tally
from storage.surveys import Anonymity, Survey, SurveyState, form_of, held


class ResultStep(Record, table=True):
    """The result of a survey that is not open, as it was counted once it was closed."""

    __tablename__ = "survey_result_step"

    survey_id: int = Field(primary_key=True, foreign_key="survey.id")
    sent: int
    """How many municipalities it is about."""
    results: dict[str, object] = Field(sa_type=json_column())
    taken_at: datetime = Field(sa_type=UtcDateTime)


class Results(BaseModel, frozen=True):
    """The results of a survey: how many municipalities they are about, by which version of the form."""

    survey_id: int
    version: int
    sent: int
    questions: tuple[QuestionResult, ...]

    def question(self, name: str) -> QuestionResult | None:
        """Find the result of a question."""
        return next((each for each in self.questions if each.name == name), None)


def results(session: Session, survey_id: int, now: datetime) -> Results | None:
    """Count what municipalities have sent. None for a survey not open while it runs, and if under five have sent."""
    survey = session.get_one(Survey, survey_id)
    if survey.anonymity is Anonymity.OPEN:
        return _counted(session, survey)
    survey = held(session, survey_id, alone=True)
    if step := session.get(ResultStep, survey_id):
        return Results.model_validate(step.results)
    if survey.state is not SurveyState.CLOSED or rate(session, survey_id).sent < FEWEST:
        return None
    taken = _of_ballots(session, survey) if survey.anonymity is Anonymity.ANONYMOUS else _counted(session, survey)
    session.add(ResultStep(survey_id=survey_id, sent=taken.sent, results=taken.model_dump(mode="json"), taken_at=now))
    session.flush()
    return taken


def compared(now: Results, before: Results) -> dict[str, tuple[QuestionResult, QuestionResult]]:
    """Pair the questions of two waves that have the same name and type: this one's result and the earlier one's."""
    earlier = {(each.name, each.type): each for each in before.questions}
    return {
        each.name: (each, earlier[each.name, each.type]) for each in now.questions if (each.name, each.type) in earlier
    }


def earlier_wave(session: Session, survey: Survey, now: datetime) -> Results | None:
    """Give the results of the survey that this one follows, if any."""
    return None if survey.follows is None else results(session, survey.follows, now)


def _results(session: Session, survey: Survey, sent: int, counted: Tally) -> Results:
    questions = results_of(form_of(session, survey), counted, protected=survey.anonymity is not Anonymity.OPEN)
    return Results(survey_id=survey.id or 0, version=survey.published, sent=sent, questions=questions)


def _counted(session: Session, survey: Survey) -> Results:
    """Count what counts of who has sent."""
    found = session.exec(
        select(Municipality.land, Municipality.ags, Municipality.population, Participation.sheet)
        .join_from(Participation, Municipality)
        .where(Participation.survey_id == survey.id, col(Participation.sent_at).is_not(None))
    ).all()
    sent = [((Land(land), size_class(ags, population)), sheet) for land, ags, population, sheet in found]
    return _results(session, survey, len(sent), tally(sent))


def _of_ballots(session: Session, survey: Survey) -> Results:
    """Count what was released of the urn."""
    survey_id = survey.id or 0
    return _results(session, survey, rate(session, survey_id).sent, tallied(session, survey_id))

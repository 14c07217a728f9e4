"""Results of a survey: of an open one as they are at this moment, of all others in steps of at least five.

A result of a survey that is not open goes on only when five more municipalities have sent, and leaves out the five that
sent last until it is closed. So two results, also the last two, always differ by at least five municipalities; within
one result nothing under five is shown or can be calculated (:mod:`storage.survey_hiding`). What remains: the difference
of two results is about five municipalities or more, but a single count in it may be smaller.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel
from sqlmodel import Field, Session, col, select

from storage.municipalities import Land, Municipality, size_class
from storage.records import Record, UtcDateTime, json_column
from storage.survey_ballots import tallied, waiting
from storage.survey_forms import Answer
from storage.survey_hiding import FEWEST
from storage.survey_participation import Participation, rate
from storage.survey_tallies import QuestionResult, Stratum, Tally, results_of, tally
from storage.surveys import Anonymity, Survey, SurveyState, form_of, held


class ResultStep(Record, table=True):
    """The result of a survey that is not open, as it is shown until the next step takes its place."""

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
    """Count what municipalities have sent. None while there are too few to show anything of a survey not open."""
    survey = session.get_one(Survey, survey_id)
    if survey.anonymity is Anonymity.OPEN:
        sent = _sent(session, survey_id)
        return _results(session, survey, len(sent), tally(sent))
    survey = held(session, survey_id, alone=True)
    count = _of_ballots if survey.anonymity is Anonymity.ANONYMOUS else _of_sheets
    step = session.get(ResultStep, survey_id)
    taken = count(session, survey, step.sent if step else 0)
    if taken is None:
        return Results.model_validate(step.results) if step else None
    session.merge(ResultStep(survey_id=survey_id, sent=taken.sent, results=taken.model_dump(mode="json"), taken_at=now))
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


def _sent(session: Session, survey_id: int) -> list[tuple[Stratum, Mapping[str, Answer]]]:
    """List what counts of who has sent, in the order they did."""
    found = session.exec(
        select(Municipality.land, Municipality.ags, Municipality.population, Participation.sheet)
        .join_from(Participation, Municipality)
        .where(Participation.survey_id == survey_id, col(Participation.sent_at).is_not(None))
        .order_by(col(Participation.sent_at), col(Participation.id))
    )
    return [((Land(land), size_class(ags, population)), sheet) for land, ags, population, sheet in found]


def _of_ballots(session: Session, survey: Survey, before: int) -> Results | None:
    """Count what was released of the urn, if that is more than before."""
    survey_id = survey.id or 0
    read = rate(session, survey_id).sent - waiting(session, survey_id)
    return _results(session, survey, read, tallied(session, survey_id)) if read > before else None


def _of_sheets(session: Session, survey: Survey, before: int) -> Results | None:
    """Count those that have sent, but for the last five while it is open, if enough have come since."""
    sent = _sent(session, survey.id or 0)
    number = len(sent) if survey.state is SurveyState.CLOSED else len(sent) - FEWEST
    return _results(session, survey, number, tally(sent[:number])) if number - before >= FEWEST else None

"""Results of a survey: of an open one as they are at this moment, of all others in steps of at least five.

A result of a survey that is not open goes on only when five more municipalities have sent, and leaves out the five that
sent last until it is closed. So two results, also the last two, always differ by at least five municipalities; within
one result nothing under five is shown or can be calculated (:mod:`storage.survey_hiding`). What remains: the difference
of two results is about five municipalities or more, but a single count in it may be smaller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from storage import survey_ballots
from storage.municipalities import Land, Municipality, size_class
from storage.records import Record, UtcDateTime, json_column
from storage.survey_ballots import FEWEST
from storage.survey_forms import Answer
from storage.survey_participation import Participation
from storage.survey_tallies import QuestionResult, Stratum, Tally, Values, key_of, results_of, tally
from storage.surveys import Anonymity, Survey, SurveyState, form_of, held


class ResultStep(Record, table=True):
    """A result that only the coordination may see behind, as it is shown until the next step."""

    __tablename__ = "survey_result_step"
    __table_args__ = (UniqueConstraint("survey_id", "sent"),)

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="survey.id")
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
    if survey.anonymity is Anonymity.ANONYMOUS:
        return _of_ballots(session, survey)
    return _of_step(session, held(session, survey_id, alone=True), now)


def compared(now: Results, before: Results) -> dict[str, tuple[QuestionResult, QuestionResult]]:
    """Pair the questions of two waves that have the same name and type: this one's result and the earlier one's."""
    earlier = {(each.name, each.type): each for each in before.questions}
    return {
        each.name: (each, earlier[each.name, each.type]) for each in now.questions if (each.name, each.type) in earlier
    }


def earlier_wave(session: Session, survey: Survey, now: datetime) -> Results | None:
    """Give the results of the survey that this one follows, if any."""
    return None if survey.follows is None else results(session, survey.follows, now)


def _results(session: Session, survey: Survey, sent: int, tallied: Tally) -> Results:
    questions = results_of(form_of(session, survey), tallied, protected=survey.anonymity is not Anonymity.OPEN)
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


def _of_ballots(session: Session, survey: Survey) -> Results | None:
    number = survey.id or 0
    read = len(_sent(session, number)) - survey_ballots.waiting(session, number)
    if read == 0:
        return None
    counted: dict[str, dict[Stratum, Values]] = {}
    for name, land, size, value, count in survey_ballots.tallies(session, number):
        values = counted.setdefault(name, {}).setdefault((land, size), Counter())
        values[key_of(value)] += count
    return _results(session, survey, read, counted)


def _of_step(session: Session, survey: Survey, now: datetime) -> Results | None:
    """Give the last step, or take the next one if enough municipalities have sent since; the survey is held alone."""
    sent = _sent(session, survey.id or 0)
    newest = select(ResultStep).where(ResultStep.survey_id == survey.id).order_by(col(ResultStep.sent).desc())
    last = session.exec(newest).first()
    before = last.sent if last else 0
    counted = len(sent) if survey.state is SurveyState.CLOSED else len(sent) - FEWEST
    if counted - before < FEWEST:
        return Results.model_validate(last.results) if last else None
    taken = _results(session, survey, counted, tally(sent[:counted]))
    step = ResultStep(survey_id=survey.id or 0, sent=counted, results=taken.model_dump(mode="json"), taken_at=now)
    session.add(step)
    session.flush()
    return taken

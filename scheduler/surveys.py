"""Surveys in time: who is asked is invited, who is missing is reminded, and at its end a survey closes."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.survey_chasing import chase, refresh_tasks
from handlers.survey_closing import close_survey
from handlers.survey_reaching import (
    Missing,
    Obstacle,
    asked_at,
    in_the_morning,
    note_asked,
    still_missing,
    tell,
)
from handlers.survey_times import (
    CLOSING,
    LOOK,
    NOTICE,
    ROUND,
    is_workday,
    look_now,
    morning_of,
    next_workday,
    subject_of,
    wanted_closing,
    wanted_rounds,
)
from scheduler.subjects import survey_named
from scheduler.survey_notices import tell_person
from scheduler.timetable import Deed, Later, Rule, Say, Skip, Strike, is_newest
from storage.due import DueItem, plan, replan, replanning
from storage.outbox import Urgency
from storage.survey_lists import take_unplanned
from storage.survey_notices import Stage
from storage.survey_participation import parts_for
from storage.survey_polls import poll_of
from storage.survey_sending import ANSWERED
from storage.surveys import Survey, SurveyState

CHUNK = 5000
"""Municipalities of one transaction that are noted, or told something: a reply need not wait long for its end."""


def plan_surveys(strike: Strike) -> None:
    """Write down what every survey has coming that is new or has changed, and look at once who is to be asked now."""
    for survey in take_unplanned(strike.session):
        survey.planned_version = survey.version
        if poll_of(strike.session, survey.id or 0):  # a group is asked as one, and its poll ends by a rule of its own
            continue
        for rule, wanted in (
            (ROUND, wanted_rounds(survey, strike.office.timezone)),
            (CLOSING, wanted_closing(survey)),
        ):
            # Since the change, not since now: between the two the service may have been down.
            change = replanning(strike.session, rule, subject_of(survey), wanted, survey.changed_at)
            replan(strike.session, change, strike.now, f"the survey is {survey.state}, version {survey.version}")
        if survey.state is SurveyState.PUBLISHED:
            plan(strike.session, look_now(survey, f"version {survey.version}", survey.changed_at))


def look(strike: Strike, item: DueItem) -> Deed:
    """Invite who is asked and was not yet, as soon as a survey opens, changes, or somebody joins."""
    return _reach(strike, item, in_round=False)


def go_round(strike: Strike, item: DueItem) -> Deed:
    """Look on a workday who is new and who is missing; each reader is told at eight."""
    today = strike.today
    if not is_workday(today):
        return Later(morning_of(next_workday(today), strike.office.timezone), "no workday")
    return _reach(strike, item, in_round=True)


def _reach(strike: Strike, item: DueItem, *, in_round: bool) -> Deed:
    survey = survey_named(strike, item)
    if not survey.is_open(strike.now):
        return Skip(f"the survey is {survey.state}, and not open")
    if not is_newest(strike, item):
        return Skip("a later look was due as well")
    wanted = asked_at(strike.session, survey, strike.today)
    new = note_asked(strike.session, survey, wanted, strike.now, most=CHUNK)
    found = still_missing(strike.session, strike.office, survey, wanted, strike.now, most=CHUNK)
    now = [each for each in found if in_round or _is_invitation(each) or each.step.obstacle is Obstacle.NOBODY]
    to_do = [each for each in now if each.step.stage or each.step.task]
    _tell(strike, item, survey, to_do)
    if max(new, len(to_do)) >= CHUNK:  # there may be more
        following = item.model_copy(update={"id": None, "occurrence": f"{item.occurrence} …"})
        plan(strike.session, following)
    refresh_tasks(strike.session, strike.office, survey, strike.now)
    to_chase = parts_for(strike.session, survey.id or 0, [each.ags for each in to_do if each.step.task])
    return Say(chase(strike.session, strike.office, survey, list(to_chase.values()), strike.now))


def _tell(strike: Strike, item: DueItem, survey: Survey, found: Sequence[Missing]) -> None:
    invitations = [each for each in found if _is_invitation(each)]
    reminders = [each for each in found if not _is_invitation(each)]
    tell(strike.session, survey, invitations, strike.now, lambda _: item.due_at)
    tell(strike.session, survey, reminders, strike.now, in_the_morning(strike.office, strike.now))


def _is_invitation(found: Missing) -> bool:
    return found.step.stage is Stage.INVITATION


def close_in_time(strike: Strike, item: DueItem) -> Deed:
    """Close a survey whose time is over, unless it was closed by hand or its closing was moved."""
    survey = survey_named(strike, item)
    if survey.state is not SurveyState.PUBLISHED:
        return Skip(f"the survey is {survey.state}")
    if survey.closes_at > strike.now:
        return Skip("the closing was moved")
    return Say(close_survey(strike.session, strike.office, survey.id or 0, strike.now))


def take_back(strike: Strike, item: DueItem) -> Deed:
    """Bring the coordination's task to what it is, now that a municipality has sent."""
    refresh_tasks(strike.session, strike.office, survey_named(strike, item), strike.now)
    return Say([])


SURVEY_LOOK = Rule(LOOK, look, plan_surveys)
SURVEY_ROUND = Rule(ROUND, go_round)
SURVEY_NOTICE = Rule(NOTICE, tell_person, urgency=Urgency.NORMAL)
SURVEY_CLOSING = Rule(CLOSING, close_in_time)
SURVEY_ANSWERED = Rule(ANSWERED, take_back)

"""Polls in groups in time: at their end, also an early one, the network's poll stops and the group reads the result."""

from __future__ import annotations

from handlers.survey_polls import end_poll
from scheduler.timetable import Deed, Rule, Say, Skip, Strike
from storage.due import DueItem, plan
from storage.groups import Group
from storage.survey_polls import running_polls
from storage.surveys import Survey

NAME = "survey-poll-end"


def plan_ends(strike: Strike) -> None:
    """Write down when polls end; one that was closed early, or extended, has another moment."""
    for poll, survey in running_polls(strike.session):
        item = DueItem(
            rule=NAME,
            subject=f"survey:{poll.survey_id}",
            recipient=strike.session.get_one(Group, poll.group_id).recipient,
            anchor=survey.closes_at.isoformat(),
            occurrence="end",
            due_at=survey.closes_at,
        )
        plan(strike.session, item)


def tell_end(strike: Strike, item: DueItem) -> Deed:
    """Tell a group the result of its poll, unless the end was moved."""
    survey = strike.session.get_one(Survey, int(item.subject.removeprefix("survey:")))
    if survey.closes_at.isoformat() != item.anchor:
        return Skip("the end was moved")
    told = end_poll(strike.session, strike.office, survey, strike.now)
    return Say(told) if told else Skip("the group was told already, or has thrown us out")


SURVEY_POLL_END = Rule(NAME, tell_end, plan_ends)

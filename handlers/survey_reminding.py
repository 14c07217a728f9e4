"""Reminding of a survey by hand: ``umfrage 3 erinnern``. It counts as one of the reminders and keeps their distance."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.messages import Message
from handlers.survey_reach_words import names, place_names
from handlers.survey_reaching import Missing, Obstacle, asked_at, still_missing, tell
from handlers.survey_times import is_workday, next_workday
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import note
from storage.database import serialize
from storage.engine import Subject
from storage.municipalities import municipalities_by_ags
from storage.survey_polls import poll_of
from storage.surveys import Survey


def remind_now(turn: Turn, survey: Survey) -> Replies:
    """Remind who is missing now; says who is left out and why. Who may do this is for the caller to know."""
    session, office, now = turn.session, turn.office, turn.now
    serialize(session, Subject.CLOCK)  # else the clock could remind the same ones beside it
    if poll_of(session, survey.id or 0):
        return [turn.reply("survey-poll-no-reminding", title=survey.title)]
    if not survey.is_open(now):
        return [turn.reply("survey-reach-not-open", title=survey.title)]
    found = still_missing(session, office, survey, asked_at(session, survey, turn.today), now)
    if not found:
        return [turn.reply("survey-reach-nobody-missing", title=survey.title)]
    told = [each for each in found if each.step.stage is not None]
    tell(session, survey, told, now, lambda _: now)
    note(session, now, turn.sender_id, "survey-reminded", f"survey:{survey.id}", count=len(told))
    parts = [turn.wording("survey-reach-now", count=len(told), title=survey.title, names=_names(turn, told))]
    if told and not is_workday(turn.today):
        parts.append(turn.wording("survey-reach-now-later", day=next_workday(turn.today)))
    parts += [
        _skipped(turn, survey, obstacle, skipped)
        for obstacle in Obstacle
        if (skipped := [each for each in found if each.step.obstacle is obstacle])
    ]
    return [Outgoing(Message(Markdown("\n\n".join(parts))))]


def _skipped(turn: Turn, survey: Survey, obstacle: Obstacle, found: Sequence[Missing]) -> Markdown:
    limits = {"days": survey.reminder_days, "most": survey.reminders_at_most}
    return turn.wording(f"survey-reach-skipped-{obstacle}", names=_names(turn, found), **limits)


def _names(turn: Turn, found: Sequence[Missing]) -> Markdown:
    places = municipalities_by_ags(turn.session, {each.ags for each in found})
    return names(turn.wording, place_names(places.values()))

"""A survey's questions, walked through: part A writes this."""

from __future__ import annotations

from handlers.survey_planning import deeds
from handlers.survey_words import named
from handlers.turn import Replies, Turn
from storage.surveys import Survey, note_preview


def begin_preview(turn: Turn, survey: Survey) -> Replies:
    """Take the draft for walked through."""
    note_preview(turn.session, survey.id or 0)
    return [turn.reply("survey-author-previewed", *deeds(turn, survey), title=named(turn, survey))]


def begin_proxy(turn: Turn, survey: Survey, ags: str) -> Replies:
    """Answer in the place of a municipality."""
    return [turn.reply("survey-author-proxy", title=named(turn, survey), places=ags)]

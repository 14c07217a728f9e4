"""Surveys that a group is asked as a poll: which group, under which message, and how many heads have voted.

What counts are the answers of municipalities (:mod:`storage.survey_answers`). A voice is one account that votes in the
network's own poll, also one nobody speaks for or that we do not know; kept is only its trace, to tell the two numbers
apart and to tell nobody the same twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, col, func, select

from storage.records import Record, UtcDateTime
from storage.surveys import Survey


class SurveyPoll(Record, table=True):
    """A survey of one question in a group. ``key`` names the message with the poll, in the outbox."""

    __tablename__ = "survey_poll"

    survey_id: int = Field(primary_key=True, foreign_key="survey.id")
    group_id: int = Field(foreign_key="group_chat.id")
    key: str = Field(unique=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the group was told the result."""


class SurveyPollVoice(Record, table=True):
    """An account that voted; ``raised`` until it takes its vote back."""

    __tablename__ = "survey_poll_voice"

    survey_id: int = Field(primary_key=True, foreign_key="survey_poll.survey_id")
    voter: str = Field(primary_key=True)
    raised: bool = True


def poll_with_key(session: Session, key: str) -> SurveyPoll | None:
    """Find the poll that a message of ours holds."""
    return session.exec(select(SurveyPoll).where(SurveyPoll.key == key)).first()


def poll_of(session: Session, survey_id: int) -> SurveyPoll | None:
    """Find the poll that a survey is, if it is one: then nobody is invited or reminded one by one."""
    return session.get(SurveyPoll, survey_id)


def open_polls(session: Session, group_id: int, now: datetime) -> Sequence[SurveyPoll]:
    """List the polls of a group that take votes, the newest first."""
    return [poll for poll, survey in _running(session, group_id) if survey.is_open(now)]


def newest_poll(session: Session, group_id: int) -> SurveyPoll | None:
    """Find the last poll of a group, also one that is over."""
    found = select(SurveyPoll).where(SurveyPoll.group_id == group_id).order_by(col(SurveyPoll.survey_id).desc())
    return session.exec(found.limit(1)).first()


def running_polls(session: Session) -> Sequence[tuple[SurveyPoll, Survey]]:
    """List the polls whose group was not told the result yet, with their surveys, the newest first."""
    return _running(session)


def raise_voice(session: Session, survey_id: int, voter: str, *, raised: bool) -> bool:
    """Note that an account votes, or takes its vote back; returns whether it is its first. The survey is held alone."""
    voice = session.get(SurveyPollVoice, (survey_id, voter))
    if voice is None:
        session.add(SurveyPollVoice(survey_id=survey_id, voter=voter, raised=raised))
    else:
        voice.raised = raised
    session.flush()
    return voice is None


def voices(session: Session, survey_id: int) -> int:
    """Count the heads: the accounts whose vote the network counts."""
    raised = (SurveyPollVoice.survey_id == survey_id, col(SurveyPollVoice.raised).is_(True))
    return session.exec(select(func.count()).select_from(SurveyPollVoice).where(*raised)).one()


def _running(session: Session, group_id: int | None = None) -> Sequence[tuple[SurveyPoll, Survey]]:
    found = select(SurveyPoll, Survey).join(Survey).where(col(SurveyPoll.ended_at).is_(None))
    of_group = found if group_id is None else found.where(SurveyPoll.group_id == group_id)
    return session.exec(of_group.order_by(col(SurveyPoll.survey_id).desc())).all()

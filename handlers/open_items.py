"""What somebody still has to do with us, in a few words: surveys, meetings without an answer, tasks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from handlers.wording import Markdown, Wording, unmarked
from storage.attendance import answers, invitations_of
from storage.audiences import party_of
from storage.date_polls import paper
from storage.meetings import Meeting, MeetingState, upcoming
from storage.minutes import open_items
from storage.survey_lists import surveys
from storage.survey_participation import parts_for
from storage.surveys import Survey, SurveyState

NAMED = 4
"""Open things that are named; more are only counted."""


def open_words(session: Session, wording: Wording, person_id: int, places: Collection[str], now: datetime) -> str:
    """Name what is open for a person and the municipalities they speak for, without marks; says so if nothing is."""
    return open_names(session, wording, person_id, places, now) or wording("open-nothing")


def open_names(session: Session, wording: Wording, person_id: int, places: Collection[str], now: datetime) -> str:
    """Name the same; nothing if nothing is open."""
    parties = [party_of(person_id, None), *places]
    found = [
        *(wording("open-survey", name=survey.title) for survey in _unanswered_surveys(session, places, now)),
        *(wording("open-meeting", name=name) for name in _unanswered_meetings(session, person_id, parties, now)),
        *(wording("open-task", name=item.text) for item in open_items(session, parties)),
    ]
    more = [wording("open-more", count=len(found) - NAMED)] if len(found) > NAMED else []
    return unmarked(Markdown(", ".join([*found[:NAMED], *more])))


def _unanswered_surveys(session: Session, places: Collection[str], now: datetime) -> list[Survey]:
    running = (survey for survey in surveys(session, SurveyState.PUBLISHED) if survey.is_open(now))
    return [
        survey
        for survey in running
        if any(part.sent_at is None for part in parts_for(session, survey.id or 0, places).values())
    ]


def _unanswered_meetings(session: Session, person_id: int, parties: Collection[str], now: datetime) -> list[str]:
    found: list[str] = []
    for meeting in upcoming(session, now):
        asked = {each.party for each in invitations_of(session, meeting.id or 0, person_id)}
        if any(_is_silent(session, meeting, party, now) for party in asked.intersection(parties)):
            found.append(meeting.title)
    return found


def _is_silent(session: Session, meeting: Meeting, party: str, now: datetime) -> bool:
    if meeting.state is MeetingState.FINDING:
        return bool(paper(session, meeting, party).missing(now))
    return not answers(session, meeting, of=[party])

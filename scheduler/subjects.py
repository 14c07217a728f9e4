"""What due rows name: the meeting or survey one is about, the person one is for."""

from __future__ import annotations

from scheduler.timetable import Strike
from storage.due import DueItem
from storage.meetings import Meeting
from storage.persons import Person
from storage.surveys import Survey


def meeting_named(strike: Strike, item: DueItem) -> Meeting:
    """Give the meeting a due row is about."""
    number = int(item.subject.removeprefix("meeting:"))
    return strike.once(("meeting", number), lambda: strike.session.get_one(Meeting, number))


def survey_named(strike: Strike, item: DueItem) -> Survey:
    """Give the survey a due row is about."""
    number = int(item.subject.removeprefix("survey:"))
    return strike.once(("survey", number), lambda: strike.session.get_one(Survey, number))


def person_named(strike: Strike, item: DueItem) -> Person:
    """Give the person a due row is for."""
    return strike.session.get_one(Person, int(item.recipient.removeprefix("person:")))

"""When a survey reaches out: pure. The clock writes it down as due rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.courtesy import rests_everywhere
from handlers.recurrence import moment_of
from storage.due import DueItem
from storage.surveys import Survey, SurveyState

LOOK, ROUND, NOTICE, CLOSING = "survey-look", "survey-round", "survey-notice", "survey-closing"
"""The clock's rules: who is new is asked, who is missing is reminded, a person is told, and the survey closes."""

MORNING = time(8)
SATURDAY = 5
DAY = timedelta(days=1)


def subject_of(survey: Survey) -> str:
    """Name a survey as the subject of due rows."""
    return f"survey:{survey.id}"


def is_workday(day: date) -> bool:
    """Say whether people are at their desks on a day. Holidays of single Länder are each reader's own matter."""
    return day.weekday() < SATURDAY and not rests_everywhere(day)


def next_workday(day: date) -> date:
    """Give a day itself, or the first workday behind it."""
    while not is_workday(day):
        day += DAY
    return day


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """Give eight in the morning of a day."""
    return moment_of(datetime.combine(day, MORNING), zone)


def last_moment(survey: Survey, zone: ZoneInfo) -> datetime:
    """Give the moment by which people are asked to answer: midnight is a minute before it, so that the day is right."""
    ends = survey.closes_at.astimezone(zone)
    return ends - timedelta(minutes=1) if ends.time() == time() else ends


def last_call(survey: Survey, zone: ZoneInfo) -> date:
    """Give the last workday before the day of the closing."""
    day = last_moment(survey, zone).date() - DAY
    while not is_workday(day):
        day -= DAY
    return day


def wanted_rounds(survey: Survey, zone: ZoneInfo) -> list[DueItem]:
    """List the rounds in which it is looked who is missing: at the beginning of each workday while it is open.

    Each reader is then told at eight on their own clock.
    """
    return [
        _item(ROUND, survey, "", day.isoformat(), moment_of(datetime.combine(day, time()), zone))
        for day in _workdays(survey, zone)
    ]


def wanted_closing(survey: Survey) -> list[DueItem]:
    """List when a published survey closes: once."""
    if survey.state is not SurveyState.PUBLISHED:
        return []
    return [_item(CLOSING, survey, survey.closes_at.isoformat(), "closing", survey.closes_at)]


def look_now(survey: Survey, why: str, now: datetime) -> DueItem:
    """Give the item that looks who is to be asked, as soon as the survey is open. ``why`` makes it another one."""
    return _item(LOOK, survey, "", why, max(survey.opens_at, now))


def _workdays(survey: Survey, zone: ZoneInfo) -> Iterator[date]:
    if survey.state is not SurveyState.PUBLISHED:
        return
    day = next_workday(survey.opens_at.astimezone(zone).date() + DAY)
    while day <= last_moment(survey, zone).date():
        yield day
        day = next_workday(day + DAY)


def _item(rule: str, survey: Survey, anchor: str, name: str, due_at: datetime) -> DueItem:
    return DueItem(
        rule=rule,
        subject=subject_of(survey),
        recipient="municipalities",
        anchor=anchor,
        occurrence=name,
        due_at=due_at,
    )

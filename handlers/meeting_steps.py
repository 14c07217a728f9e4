"""The questions about a meeting: how each answer is read and what is offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from handlers.audiences import read_known
from handlers.choosing import SKIP
from handlers.dates import read_day
from handlers.dialogues import Answers, Understood
from handlers.messages import Choice
from handlers.moments import ReadMoment, read_length, read_moment, read_time
from handlers.numbers import read_count
from handlers.problems import Problem
from handlers.recurrence import moment_of, occurrences_after
from handlers.repeats import FORTNIGHTLY, MONTHLY, WEEKLY, beginning, ending, repeat_words
from handlers.turn import Turn
from handlers.typed import fold
from handlers.zones import find_zone
from storage.meetings import LONGEST_MEETING
from storage.municipalities import Land
from storage.persons import Role

LONGEST_TITLE = 120
LONGEST_TEXT = 2000
LONGEST_LINK = 500
FAR = timedelta(days=3 * 366)
MOST_SEATS = 10_000
NEVER = SKIP | {"keine wiederholung", "nie", "never", "einmalig", "once"}
REPEATS = {
    WEEKLY: {"woechentlich", "jede woche", "weekly", "every week"},
    FORTNIGHTLY: {"alle zwei wochen", "alle 2 wochen", "14-taegig", "every two weeks", "fortnightly"},
    MONTHLY: {"monatlich", "jeden monat", "monthly", "every month"},
}
UNTIL = re.compile(r",? (?:bis|until) (?:zum )?", re.IGNORECASE)
END_OF_DAY = time(18)
"""A deadline that names only a day is over when offices close."""


def zone_of(turn: Turn, answers: Answers) -> ZoneInfo:
    """Say on whose wall clocks times are read."""
    return ZoneInfo(answers["timezone"]) if answers.get("timezone") else turn.office.timezone


def start_of(turn: Turn, answers: Answers) -> datetime | None:
    """Give the moment of the start, if there is one; answers keep it as wall time, so that it outlives a new zone."""
    return moment_of(datetime.fromisoformat(answers["start"]), zone_of(turn, answers)) if answers.get("start") else None


def wall_of(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as answers keep it: what the wall clocks of a zone show."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat()


def read_title(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read what the meeting is called."""
    if len(typed) > LONGEST_TITLE:
        raise Problem("text-too-long", length=len(typed), longest=LONGEST_TITLE)
    return Understood(typed)


def understood_start(turn: Turn, found: ReadMoment, zone: ZoneInfo) -> Understood:
    """Hold a start against the rules, and say how it was understood where that was not plain."""
    if found.moment <= turn.now:
        raise Problem("meeting-past", start=found.moment)
    if found.moment > turn.now + FAR:
        raise Problem("meeting-too-far", day=turn.office.day(found.moment))
    remark = None if found.exact else turn.wording("meeting-start-understood", start=found.moment)
    return Understood(wall_of(found.moment, zone), turn.wording("time-twice") if found.twice else remark)


def read_duration(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read the length, or the end as a time: "90 Minuten", "bis 15:30"."""
    start = start_of(turn, answers)
    if start and fold(typed).startswith(("bis ", "until ")):
        local = start.astimezone(zone_of(turn, answers))
        end = datetime.combine(local.date(), read_time(fold(typed).partition(" ")[2]), local.tzinfo)
        minutes = int((end - start).total_seconds() // 60)
        if minutes <= 0:
            raise Problem("meeting-end-before-start", start=start, end=end)
    else:
        minutes = read_length(typed)
    if not 0 < minutes <= LONGEST_MEETING.total_seconds() // 60:
        raise Problem("length-unclear", typed=typed)
    return Understood(minutes)


def duration_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer the usual lengths."""
    return [Choice(turn.wording("meeting-minutes", minutes=minutes), f"{minutes} min") for minutes in (60, 90, 120)]


def read_audience(turn: Turn, _: Answers, typed: str) -> Understood:
    """Read who is asked to come."""
    audience, unknown = read_known(turn, typed)
    remark = turn.wording("audience-partly", unknown=", ".join(unknown)) if unknown else None
    return Understood(audience.model_dump_json(), remark)


def audience_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer the whole network, or one's own Länder, and the spokespersons."""
    if turn.holds(Role.COORDINATOR):
        everyone = Choice(turn.wording("audience-everyone"), "alle")
        return [everyone, Choice(turn.wording.name(Role.SPOKESPERSON), "Sprecher*innen")]
    return [Choice(turn.wording.name(land), turn.wording.name(land)) for land in Land if land in turn.lands()]


def read_link(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read the address of a video conference. Nobody opens it here: it is only passed on."""
    parts = urlsplit(typed)
    if parts.scheme not in {"https", "http"} or not parts.hostname or len(typed) > LONGEST_LINK or " " in typed:
        raise Problem("link-unclear", typed=typed[:LONGEST_TITLE])
    return Understood(typed)


def read_deadline(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read until when answers are asked for: a day, or a day with a time; before the meeting begins."""
    zone = zone_of(turn, answers)
    words = re.sub(r"^(?:bis|until) ", "", typed, flags=re.IGNORECASE)
    try:
        found = read_moment(words, turn.today, zone)
        until, exact = found.moment, found.exact
    except Problem as problem:
        if problem.key != "time-missing":
            raise
        day = read_day(words, turn.today)
        until, exact = moment_of(datetime.combine(day.day, END_OF_DAY), zone), day.exact
    if until <= turn.now:
        raise Problem("meeting-deadline-past", until=until)
    start = start_of(turn, answers)
    if start and until > start:
        raise Problem("meeting-deadline-late", until=until)
    return Understood(until.isoformat(), None if exact else turn.wording("meeting-deadline-understood", until=until))


def deadline_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer two days and a week before the meeting, as far as these are to come."""
    start = start_of(turn, answers)
    days: list[date] = [turn.office.day(start) - timedelta(days=before) for before in (2, 7)] if start else []
    return [Choice(turn.wording("meeting-day", day=day), f"{day:%d.%m.%Y}") for day in days if day > turn.today]


def read_text(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read free text of bearable length."""
    if len(typed) > LONGEST_TEXT:
        raise Problem("text-too-long", length=len(typed), longest=LONGEST_TEXT)
    return Understood(typed)


def read_capacity(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read how many may come."""
    return Understood(read_count(typed, MOST_SEATS))


def has_start(_turn: Turn, answers: Answers) -> bool:
    """Say whether it is known when the meeting begins."""
    return bool(answers.get("start"))


def read_repeat(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read how the meeting repeats, perhaps until a day, as a rule (RFC 5545) that does not say yet when it begins."""
    if fold(typed) in NEVER:
        return Understood(None)
    how, _, until = UNTIL.sub("\n", typed, count=1).partition("\n")
    rule = next((rule for rule, names in REPEATS.items() if how == rule or fold(how) in names), None)
    if rule is None:
        raise Problem("meeting-repeat-unclear", typed=typed)
    return Understood(_ending(turn, answers, rule, until) if until else rule)


def _ending(turn: Turn, answers: Answers, rule: str, typed: str) -> str:
    """Read on which day a series ends; there must be a second meeting by then."""
    last, wall = read_day(typed, turn.today, last=True).day, datetime.fromisoformat(answers["start"])
    whole = ending(rule, last)
    if next(occurrences_after(beginning(whole, wall), wall), None) is None:
        raise Problem("meeting-repeat-ends-early", last=last)
    return whole


def repeat_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer not to repeat, each week, each second week, and the same weekday of each month."""
    wall = datetime.fromisoformat(answers["start"])
    rules = [Choice(repeat_words(turn.wording, beginning(rule, wall)), rule) for rule in REPEATS]
    return [Choice(turn.wording("meeting-repeat-none"), "keine"), *rules]


def read_timezone(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read where the wall clocks hang, by its name in the time zone database or its city."""
    name = find_zone(typed)
    if name is None:
        raise Problem("timezone-unknown", typed=typed)
    return Understood(name)

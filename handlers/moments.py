"""Moments and lengths of time as people write them: "12.08.2021 14:00", "morgen um 9 Uhr", "90min"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handlers.dates import read_day
from handlers.numbers import with_digits
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.typed import fold

CLOCK = (
    r"(?:(?:um|ab|at|gegen) )?"
    r"(?:(\d{1,2}):(\d{2})(?: ?(?:uhr|h))?"
    r"|(\d{1,2})\.(\d{2}) ?(?:uhr|h)|(?:(?<=\d{4} )|(?<=um )|(?<=\. ))(\d{1,2})\.(\d{2})"
    r"|(\d{1,2}) ?(?:uhr|h)(?: ?(\d{2}))?)"
)
"""A time: "14:00", "14.30 Uhr", "14 Uhr", "um 9 Uhr 15". A "30.10" is one only behind a day or "um"."""

LAST, FIRST = re.compile(rf"(?<!\S){CLOCK}$"), re.compile(rf"{CLOCK}(?= )")
TWELVE_HOURS = re.compile(r"(?<!\S)(?:at )?(1[0-2]|0?[1-9])(?::(\d{2}))? ?([ap])m$")
NAMED_TIMES = {"mittag": time(12), "mittags": time(12), "noon": time(12)}
HOURS = re.compile(
    r"(\d{1,2})(?:[.,](\d{1,2}))? ?(?:stunden?|std|h|hours?)"
    r"(?: ?(?:(?:und|and) )?(\d{1,2})(?: ?(?:minuten?|minutes?|min|m))?)?"
)
CLOCKED_HOURS = re.compile(r"(\d{1,2}):(\d{2}) ?(?:stunden?|std|h|hours?)")
MINUTES = re.compile(r"(\d{1,3}) ?(?:minuten?|min|minutes?)|(\d{2,3})")
"""A bare number of two digits or three can only mean minutes."""

HALVES = {"viertelstunde": 15, "halbe stunde": 30, "dreiviertelstunde": 45, "stunde": 60, "anderthalb stunden": 90}
HALVES |= {"eineinhalb stunden": 90, "zweieinhalb stunden": 150}
HALVES |= {"quarter of an hour": 15, "half an hour": 30, "hour": 60, "hour and a half": 90}
MINUS = ("-", "–", "−")


@dataclass(frozen=True, slots=True)
class ReadMoment:
    """A moment that was read. ``exact``: day and time were written in full. ``twice``: the clocks show it two times."""

    moment: datetime
    exact: bool
    twice: bool = False


def read_moment(typed: str, today: date, zone: ZoneInfo) -> ReadMoment:
    """Read a day with a time on the wall clocks of a zone.

    Raises :class:`Problem` where one of both is missing or does not exist. Of an hour that comes twice, the first one.
    """
    words = re.sub(r",? (?=um |gegen )|, |(?<=\d)t(?=\d\d:)", " ", fold(typed))
    clock, rest = _clock(words)
    if clock is None:
        raise Problem("time-missing", typed=typed)
    if not rest:
        raise Problem("day-missing", typed=typed)
    day = read_day(rest, today)
    return _existing(datetime.combine(day.day, clock), zone, exact=day.exact)


def read_time(typed: str) -> time:
    """Read a time alone. Raises :class:`Problem`."""
    clock, rest = _clock(fold(typed))
    if clock is None or rest:
        raise Problem("time-unclear", typed=typed)
    return clock


def read_length(typed: str) -> int:
    """Read how long something takes, in minutes. Raises :class:`Problem`."""
    words = re.sub(r"^(?:eine|an|a) ", "", fold(typed))
    if words in HALVES:
        return HALVES[words]
    words = "" if typed.lstrip().startswith(MINUS) else with_digits(words)
    if found := MINUTES.fullmatch(words):
        return int(found[1] or found[2])
    if found := CLOCKED_HOURS.fullmatch(words):
        return int(found[1]) * 60 + int(found[2])
    if found := HOURS.fullmatch(words):
        part = round(60 * float(f"0.{found[2]}")) if found[2] else 0
        return int(found[1]) * 60 + part + int(found[3] or 0)
    raise Problem("length-unclear", typed=typed)


def _clock(words: str) -> tuple[time | None, str]:
    """Take the time from the end or the beginning of folded words; returns it with the other words."""
    before, _, last = words.rpartition(" ")
    if last in NAMED_TIMES:
        return NAMED_TIMES[last], before
    found = TWELVE_HOURS.search(words)
    if found is not None:
        hour, minute = int(found[1]) % 12 + (12 if found[3] == "p" else 0), int(found[2] or 0)
    else:
        found = LAST.search(words) or FIRST.match(words)
        if found is None:
            return None, words
        hour, minute = (int(part) for part in ([part for part in found.groups() if part] + ["0"])[:2])
    try:
        return time(hour, minute), (words[: found.start()] + words[found.end() :]).strip()
    except ValueError:
        raise Problem("time-does-not-exist", typed=found[0]) from None


def _existing(wall: datetime, zone: ZoneInfo, *, exact: bool) -> ReadMoment:
    moment = moment_of(wall, zone)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        raise Problem("time-skipped", typed=f"{wall:%d.%m.%Y %H:%M}")
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return ReadMoment(moment, exact, twice=second != moment)


def find_moment(text: str, today: date, zone: ZoneInfo) -> tuple[ReadMoment | Problem, str] | None:
    """Find a day with a time inside a text, the longest first; returns it, or why it does not exist, and the rest."""
    words = text.split()
    impossible: tuple[Problem, str] | None = None
    for length in range(min(LONGEST_MOMENT, len(words)), 1, -1):
        for start in reversed(range(len(words) - length + 1)):
            rest = " ".join([*words[:start], *words[start + length :]])
            try:
                return read_moment(" ".join(words[start : start + length]).rstrip(",:"), today, zone), rest
            except Problem as problem:
                impossible = (problem, rest) if problem.key in IMPOSSIBLE else impossible  # the shortest, the first
    return impossible


LONGEST_MOMENT = 9
"""Words: "am Donnerstag, den 12. August 2021 um 14 Uhr" has nine."""

IMPOSSIBLE = {"date-does-not-exist", "time-does-not-exist", "time-skipped"}

"""The questions of a pledge report: how each answer is read and what is offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from handlers.dates import ReadDay, read_day
from handlers.dialogues import Answers, Understood
from handlers.messages import Choice
from handlers.numbers import read_count
from handlers.places import read_own_municipality
from handlers.pledge_grounds import CONDITION, DECISION, NAMING, SPEAKING
from handlers.problems import Problem
from handlers.synonyms import named
from handlers.turn import Turn
from handlers.typed import fold
from storage.pledges import MAX_PLACES, Programme, TargetGroup

LONGEST_TEXT = 500
FAR = timedelta(days=366 * 10)
LONG_PAST = timedelta(days=366)
OPEN_END = {"unbefristet", "offen", "ohne ende", "bis auf weiteres", "auf weiteres", "open", "until further notice"}

ANYTHING = re.compile(r".+", re.DOTALL)
"""What only the reading itself can recognise."""

BEGINNING = re.compile(r"(?:ab|seit|vom|from)\b.+", re.IGNORECASE)
ENDING = re.compile(r"(?:bis|until|till)\b.+|unbefristet|ohne ende|auf weiteres|open", re.IGNORECASE)
DECIDED = re.compile(rf"{DECISION}\s*(?:(?:vom|of)\s+)?(?P<answer>.+)|{NAMING}.+", re.IGNORECASE | re.DOTALL)
CONDITIONED = re.compile(rf"(?:{CONDITION}[\s,]*(?P<answer>.+)|{SPEAKING}.+)", re.IGNORECASE | re.DOTALL)
"""How the answers are recognised that somebody corrects at the review."""


def read_municipality(turn: Turn, _: Answers, typed: str) -> Understood:
    """Read which of the person's own municipalities is meant."""
    municipality = read_own_municipality(turn, typed)
    if municipality is None:
        raise Problem("place-unknown", typed=typed)
    return Understood(municipality.ags)


def municipality_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer the person's own municipalities."""
    return [Choice(municipality.name, municipality.ags) for municipality in turn.places]


def read_programme(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read a programme by any of its names."""
    programme = named(Programme, typed)
    if programme is None:
        raise Problem("pledge-programme-unknown", typed=typed)
    return Understood(programme.value)


def programme_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer all programmes."""
    return [Choice(turn.wording.name(programme), programme.value) for programme in Programme]


def read_group(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read a target group by any of its names."""
    group = named(TargetGroup, typed)
    if group is None:
        raise Problem("pledge-group-unknown", typed=typed)
    return Understood(group.value)


def group_choices(turn: Turn, _: Answers) -> Sequence[Choice]:
    """Offer all target groups."""
    return [Choice(turn.wording.name(group), group.value) for group in TargetGroup]


def read_places(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read the number of places."""
    return Understood(read_count(typed, MAX_PLACES))


def read_start(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read the first day of an offer."""
    found = read_day(typed, turn.today)
    checked_start(turn, answers, found.day)
    return _understood(turn, found)


def checked_start(turn: Turn, answers: Answers, day: date) -> None:
    """Hold a first day against the rules: not long past, not after the end. Raises :class:`Problem`."""
    if day < turn.today - LONG_PAST:
        raise Problem("date-long-past", day=day)
    if day > turn.today + FAR:
        raise Problem("date-too-far", day=day)
    end = answers.get("valid_until")
    if end and date.fromisoformat(end) < day:
        raise Problem("date-end-before-start", start=day, end=date.fromisoformat(end))


def read_end(turn: Turn, answers: Answers, typed: str) -> Understood:
    """Read the last day of an offer; no end is an empty answer."""
    if fold(typed) in OPEN_END:
        return Understood("")
    found = read_day(typed.removeprefix("bis "), turn.today, last=True)
    checked_end(turn, answers, found.day)
    return _understood(turn, found)


def checked_end(turn: Turn, answers: Answers, day: date) -> None:
    """Hold a last day against the rules: not past, not before the start, not far off. Raises :class:`Problem`."""
    start_day = date.fromisoformat(answers["valid_from"]) if answers.get("valid_from") else turn.today
    if day < turn.today:
        raise Problem("date-past", day=day, today=turn.today)
    if day < start_day:
        raise Problem("date-end-before-start", start=start_day, end=day)
    if day > turn.today + FAR:
        raise Problem("date-too-far", day=day)


def _understood(turn: Turn, found: ReadDay) -> Understood:
    return Understood(found.day.isoformat(), None if found.exact else turn.wording("date-understood", day=found.day))


def end_choices(turn: Turn, answers: Answers) -> Sequence[Choice]:
    """Offer the ends of this year and the next, or the first two after the end that is renewed, and none."""
    known = answers.get("ends")
    years = range(turn.today.year, turn.today.year + 4)
    ends = [end for end in (date(year, 12, 31) for year in years) if not known or end.isoformat() > known][:2]
    return [
        *(Choice(turn.wording("pledge-end", day=end), f"{end:%d.%m.%Y}") for end in ends),
        Choice(turn.wording("pledge-open-end"), "unbefristet"),
    ]


def read_text(_turn: Turn, _answers: Answers, typed: str) -> Understood:
    """Read free text of bearable length."""
    if len(typed) > LONGEST_TEXT:
        raise Problem("text-too-long", length=len(typed), longest=LONGEST_TEXT)
    return Understood(typed)

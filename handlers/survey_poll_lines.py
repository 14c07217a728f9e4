"""A poll in one line: "Fahren wir nach Potsdam? Ja / Nein / Später bis Freitag 12 Uhr, mehrere"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.dates import read_day
from handlers.moments import read_moment
from handlers.problems import Problem
from handlers.recurrence import moment_of
from handlers.typed import fold

QUESTION = re.compile(r"(?P<question>.*?\w.*?\?+)(?:\s+(?P<rest>.*))?", re.DOTALL)
BETWEEN = re.compile(r"\s+/\s*|\s*/\s+")
"""What divides options on one line; a slash within a word, as in "und/oder", belongs to it."""

BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
UNTIL = re.compile(r"(?P<option>.+?)[\s,;(]+(?:bis|until)\s+(?P<until>.+?)\)?", re.IGNORECASE | re.DOTALL)
SEVERAL = re.compile(r"(?P<option>.+?)[\s,;(]+(?:mehrere|several)\)?", re.IGNORECASE | re.DOTALL)
LONGEST_QUESTION, LONGEST_OPTION = 400, 200
FEWEST, MOST = 2, 20
"""Options: more than 20 are no poll, and Matrix shows no more."""

USUAL = timedelta(days=7)
EVENING = time(18)
"""When a poll ends on its last day, if nobody says: the result comes while people are still there."""


@dataclass(frozen=True, slots=True)
class AskedPoll:
    """What somebody wants to ask a group."""

    question: str
    options: tuple[str, ...]
    several: bool
    closes_at: datetime


def read_poll(typed: str, now: datetime, zone: ZoneInfo) -> AskedPoll:
    """Read a whole poll. Raises :class:`Problem` with what is missing, or too much."""
    found = QUESTION.fullmatch(typed.strip())
    if found is None:
        raise Problem("survey-poll-no-question")
    options = _options(found["rest"] or "")
    closes_at: datetime | None = None
    several = False
    for _ in range(2):  # "bis Freitag, mehrere" and "mehrere, bis Freitag"
        last = options[-1] if options else ""
        if not several and (said := SEVERAL.fullmatch(last)):
            several, options[-1] = True, said["option"].strip()
        elif closes_at is None and (said := UNTIL.fullmatch(last)) and (until := _moment(said["until"], now, zone)):
            closes_at, options[-1] = until, said["option"].strip(" ,;(")
    if len(options) == 1 and " " not in options[0]:  # "ja/nein" can only be two
        options = [piece for piece in options[0].split("/") if piece]
    question = " ".join(found["question"].split())
    _check(question, options)
    if closes_at and closes_at <= now:
        raise Problem("survey-poll-past", at=closes_at)
    return AskedPoll(question, tuple(options), several, closes_at or _evening(now + USUAL, zone))


def _options(rest: str) -> list[str]:
    lines = [BULLET.sub("", line.strip()) for line in rest.split("\n")]
    pieces = lines if len(lines) > 1 else BETWEEN.split(rest)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _check(question: str, options: Sequence[str]) -> None:
    if len(options) < FEWEST:
        raise Problem("survey-poll-few-options")
    if len(options) > MOST:
        raise Problem("survey-poll-many-options", count=len(options), most=MOST)
    if len(question) > LONGEST_QUESTION:
        raise Problem("survey-poll-long-question", length=len(question), most=LONGEST_QUESTION)
    for place, option in enumerate(options):
        if len(option) > LONGEST_OPTION:
            raise Problem("survey-poll-long-option", option=option, most=LONGEST_OPTION)
        if fold(option) in map(fold, options[:place]):
            raise Problem("survey-poll-option-twice", option=option)


def _moment(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Read until when a poll is open; None for words that belong to the option: "bis auf Weiteres"."""
    today = now.astimezone(zone).date()
    try:
        return read_moment(words, today, zone).moment
    except Problem:
        try:
            return moment_of(datetime.combine(read_day(words, today, last=True).day, EVENING), zone)
        except Problem:
            return None


def _evening(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment_of(datetime.combine(moment.astimezone(zone).date(), EVENING), zone)

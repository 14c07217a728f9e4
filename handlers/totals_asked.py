"""What somebody wants of the numbers: ``zahlen NRW am 1.7. Stand 15.6. bild``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers.dates import read_day
from handlers.problems import Problem
from handlers.synonyms import find_name
from handlers.turn import Turn
from handlers.typed import fold
from storage.municipalities import Land
from storage.totals import begun_at, known_on, newest_entry_id


class View(StrEnum):
    """How the numbers are shown."""

    TEXT = "text"
    LANDS = "lands"
    PROGRAMMES = "programmes"
    COURSE = "course"
    FILE = "file"


BY = r"\b(?:nach|pro|je|by|per)\s+"
VIEWS = {
    View.LANDS: re.compile(rf"{BY}(?:(?:bundes)?l(?:and|(?:ä|ae)ndern?)|states?)\b", re.IGNORECASE),
    View.PROGRAMMES: re.compile(rf"{BY}program(?:me?[ns]?|s)?\b", re.IGNORECASE),
    View.FILE: re.compile(r"\b(?:als\s+|as\s+)?(?:export|datei|file|csv|xlsx|excel)\b", re.IGNORECASE),
    View.COURSE: re.compile(
        r"\b(?:im\s+|als\s+|as\s+|over\s+)?(?:zeit)?(?:verlauf|bild(?:er)?|diagramme?|grafik|charts?|pictures?|time)\b",
        re.IGNORECASE,
    ),
}
"""The words for each; where several are said, the first of them counts."""

KNOWN = re.compile(r"\b(?:stand|(?:as )?known)\b[\s:]*(?:(?:am|vom|on)\b\s*)?", re.IGNORECASE)
ON = re.compile(r"\s(?:am|on)\s", re.IGNORECASE)
AHEAD = re.compile(r"in\s+(?:\d+|[^\W\d]+)\s+(?:tag|woche|monat|jahr|day|week|month|year)", re.IGNORECASE)
LITTLE = {"am", "in", "im", "on", "fuer", "for"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The day the numbers are of, and how far the ledger is read: on the evening of ``known``, or to its end."""

    view: View
    land: Land | None
    day: date
    known: date | None
    through: int


def read_asked(turn: Turn, typed: str) -> Asked:
    """Read what is wanted. Raises :class:`Problem`."""
    view, rest = _view(typed)
    land, rest = find_name(Land, rest) or (None, rest)
    rest, known = _split(rest)
    said = " ".join(word for word in rest.split() if fold(word) not in LITTLE)
    day = _day(turn, typed, rest if AHEAD.match(rest) else said) if said else turn.today
    if known is None:
        return Asked(view, land, day, None, newest_entry_id(turn.session))
    seen = _known(turn, typed, known)
    return Asked(view, land, day, seen, known_on(turn.session, _end_of(turn, seen)))


def _view(typed: str) -> tuple[View, str]:
    found = [view for view, words in VIEWS.items() if words.search(typed)]
    for words in VIEWS.values():
        typed = words.sub(" ", typed)
    return found[0] if found else View.TEXT, typed


def _split(typed: str) -> tuple[str, str | None]:
    """Part the day from the one on which it is known, "am 1.7. Stand 15.6."; "Stand 15.6. am 1.7." says the same."""
    day, *rest = KNOWN.split(typed, maxsplit=1)
    known, *later = ON.split(rest[0], maxsplit=1) if rest else (None,)
    return " ".join(" ".join([day, *later]).split()), known.strip() if known is not None else None


def _day(turn: Turn, typed: str, words: str) -> date:
    """Read a day; one without a year is one of this year, past or not: an offer's is the next such day."""
    try:
        day = read_day(words, turn.today).day
        return _same(words, day, turn.today.replace(month=1, day=1))
    except Problem as problem:
        raise problem if any(sign.isdigit() for sign in words) else Problem("totals-how", typed=typed) from None


def _known(turn: Turn, typed: str, words: str) -> date:
    """Read until when something is known; a day without a year is the last such day."""
    day = _day(turn, typed, words)
    if day > turn.today:
        day = _same(words, day, date(turn.today.year - 1, 1, 1))
    if day > turn.today:
        raise Problem("totals-known-future", day=day)
    begun = begun_at(turn.session)
    if begun is None:
        raise Problem("totals-known-nothing")
    if day < turn.office.day(begun):
        raise Problem("totals-known-before", day=day, begun=turn.office.day(begun))
    return day


def _same(words: str, day: date, base: date) -> date:
    """Give the same day of the year that begins with ``base`` where that is what the words can mean, else the day."""
    earlier = read_day(words, base).day
    return earlier if (earlier.month, earlier.day) == (day.month, day.day) else day


def _end_of(turn: Turn, day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), turn.office.timezone)
    return midnight - timedelta(microseconds=1)

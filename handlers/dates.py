"""Days as people write them: "31.12.2021", "1.9.21", "1.9.", "Ende Juni", "in drei Monaten"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

import dateparser
from babel.dates import get_month_names

from handlers.problems import Problem
from handlers.typed import fold

NUMERIC = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?(?:\s*(\d{4}|\d{2}))?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
PART = re.compile(r"(anfang|mitte|ende|beginning of|middle of|end of)\s+(.+)")
YEAR = re.compile(r"(?:des jahres |of )?(\d{4})")
YEAR_END = re.compile(r"(?:bis )?(?:zum )?(?:jahresende|ende (?:des|dieses) jahres|end of (?:the|this) year)")
NEXT_YEAR = re.compile(r"(?:naechsten|kommenden) jahres|next year")
PARTS = {"anfang": 1, "beginning of": 1, "mitte": 15, "middle of": 15, "ende": 31, "end of": 31}


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day that was read. ``exact``: it was written in full; else we repeat it, so that a mistake is seen."""

    day: date
    exact: bool


def read_day(typed: str, today: date, *, last: bool = False) -> ReadDay:
    """Read a day. What leaves the year open means the next such day from today; a bare month its first or ``last`` day.

    Raises :class:`Problem` for a day that does not exist and for what is no day.
    """
    words = fold(typed)
    found = _numeric(words, today) or _named_part(words, today) or _bare_month(words, today, last=last)
    if found is None:
        found = _by_library(typed, today, last=last)
    if found is None:
        raise Problem("date-unclear", typed=typed)
    return found


def _numeric(words: str, today: date) -> ReadDay | None:
    if iso := ISO.fullmatch(words):
        year, month, day = (int(part) for part in iso.groups())
        return ReadDay(_existing(year, month, day), exact=True)
    if not (german := NUMERIC.fullmatch(words)):
        return None
    day, month = int(german[1]), int(german[2])
    if german[3] is None:
        return ReadDay(_next(month, day, today), exact=False)
    year = int(german[3])
    return ReadDay(_existing(year + 2000 if year < 100 else year, month, day), exact=True)  # noqa: PLR2004 - two digits


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Problem("date-does-not-exist", typed=f"{day:02d}.{month:02d}.{year}") from None


def _next(month: int, day: int, today: date) -> date:
    this_year = _existing(today.year, month, day)
    return this_year if this_year >= today else _existing(today.year + 1, month, day)


def _named_part(words: str, today: date) -> ReadDay | None:
    if YEAR_END.fullmatch(words):
        return ReadDay(date(today.year, 12, 31), exact=False)
    if not (part := PART.fullmatch(words)):
        return None
    wanted = PARTS[part[1]]
    if NEXT_YEAR.fullmatch(part[2]):
        return ReadDay(_of_year(today.year + 1, wanted), exact=False)
    if year := YEAR.fullmatch(part[2]):
        return ReadDay(_of_year(int(year[1]), wanted), exact=False)
    return _in_month(part[2], wanted, today)


def _of_year(year: int, wanted: int) -> date:
    return {1: date(year, 1, 1), 15: date(year, 6, 30), 31: date(year, 12, 31)}[wanted]


def _bare_month(words: str, today: date, *, last: bool) -> ReadDay | None:
    return _in_month(words, 31 if last else 1, today)


def _in_month(words: str, wanted: int, today: date) -> ReadDay | None:
    name, _, year = words.partition(" ")
    month = _months().get(name.rstrip("."))
    if month is None or not re.fullmatch(r"(\d{4})?", year):
        return None
    if year:
        return ReadDay(_within(int(year), month, wanted), exact=False)
    this_year = _within(today.year, month, wanted)
    return ReadDay(this_year if this_year >= today else _within(today.year + 1, month, wanted), exact=False)


def _within(year: int, month: int, wanted: int) -> date:
    return date(year, month, min(wanted, calendar.monthrange(year, month)[1]))


@cache
def _months() -> dict[str, int]:
    wide = [get_month_names("wide", locale=locale) for locale in ("de", "en")]
    short = [get_month_names("abbreviated", locale=locale) for locale in ("de", "en")]
    return {fold(name): number for names in [*wide, *short] for number, name in names.items()}


def _by_library(typed: str, today: date, *, last: bool) -> ReadDay | None:
    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "PREFER_DAY_OF_MONTH": "last" if last else "first",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "REQUIRE_PARTS": ["month"],
        "PARSERS": ["relative-time", "absolute-time"],
    }
    if not re.search(r"[^\W\d]{3}", typed):
        return None  # dateparser reads a day into any bare number
    found = dateparser.parse(typed, languages=["de", "en"], settings=settings)
    return ReadDay(found.date(), exact=bool(re.search(r"\d{4}", typed))) if found else None

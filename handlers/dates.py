"""Days as people write them: "31.12.2021", "1.9.21", "1.9.", "Ende Juni", "in drei Monaten", "nächsten Montag"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel.dates import get_day_names, get_month_names
from dateutil.relativedelta import relativedelta

from handlers.numbers import with_digits
from handlers.problems import Problem
from handlers.typed import fold

# Patterns meet folded words: lower case, umlauts written out, no full stop at the end.
LEAD = re.compile(r"^(?:(?:ab|seit|bis|am|zum|vom|den|dem|im|from|until|till|on|the) )+")
NUMERIC = re.compile(r"(\d{1,2})([./-])\s*(\d{1,2})(?:\2(?:\s*(\d{4})|(\d{2}))?)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_AND_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?([^\W\d]+)\.?,?(?: ((?:19|20|21)\d{2}))?")
MONTH_AND_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20|21)\d{2})")
PART = re.compile(r"(anfang|mitte|mid|ende|beginning of|middle of|end of)[ -](.+)")
PARTS = {"anfang": 1, "beginning of": 1, "mitte": 15, "mid": 15, "middle of": 15, "ende": 31, "end of": 31}
YEAR = re.compile(r"(?:des jahres )?((?:19|20|21)\d{2})")
THIS_YEAR = re.compile(r"(?:(?:des|dieses) jahres|(?:the |this )?year)")
NEXT_YEAR = re.compile(r"(?:des )?(?:naechsten|kommenden) jahres|next year")
THIS_MONTH = re.compile(r"(?:des|dieses) monats|(?:the|this) month")
NEXT_MONTH = re.compile(r"(?:des )?(?:naechsten|kommenden) monats|next month")
WHOLE_WORDS = {"jahresende": "ende des jahres", "monatsende": "ende des monats"}
NAMED = {"heute": 0, "sofort": 0, "jetzt": 0, "today": 0, "now": 0, "immediately": 0, "gestern": -1, "yesterday": -1}
NAMED |= {"morgen": 1, "tomorrow": 1, "uebermorgen": 2}
AHEAD = re.compile(r"(?:heute )?in (?:(\d{1,3})|eine[mr]|one|a) (tag|woche|monat|jahr|day|week|month|year)(?:en?|n|s)?")
SPAN = re.compile(
    r"(?:(?:fuer|for) )?(?:(?:die|the) )?(?:(?:naechsten?|next) )?(\d{1,3}|eine?[nr]?|one|a) "
    r"(tag|woche|monat|jahr|day|week|month|year)(?:en?|n|s)?(?: lang)?"
)
BEGINNING = re.compile(r"(?:ab|seit|vom|from) ")
COMING = re.compile(r"(?:naechste|kommende|next)[nrs]? (woche|monat|jahr|week|month|year)")
WEEKDAY = re.compile(r"(?:(?:naechste|kommende|diese|next|this)[nrs]? )?([^\W\d]+)")
UNITS = {"tag": relativedelta(days=1), "woche": relativedelta(weeks=1), "monat": relativedelta(months=1)}
UNITS |= {"jahr": relativedelta(years=1), "day": UNITS["tag"], "week": UNITS["woche"], "month": UNITS["monat"]}
UNITS |= {"year": UNITS["jahr"]}


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day that was read. ``exact``: it was written in full; else we repeat it, so that a mistake is seen."""

    day: date
    exact: bool


def read_day(typed: str, today: date, *, last: bool = False) -> ReadDay:
    """Read a day. What leaves the year open means the next such day from today; a bare month its first or ``last`` day.

    Raises :class:`Problem` for a day that does not exist and for what is no day. Nothing else in the text is passed
    over: a general date library reads "1.9. 20 Plätze" as a day of 2020.
    """
    words = _without_lead(fold(typed))
    found = _numeric(words, today) or _with_month(words, today)
    if found is not None:
        return found
    day = (
        _by_name(words, today)
        or _part(WHOLE_WORDS.get(words, words), today)
        or _ahead(words, today)
        or _coming(words, today, last=last)
        or _bare_month(words, today, last=last)
    )
    if day is None:
        raise Problem("date-unclear", typed=typed)
    return ReadDay(day, exact=False)


def read_until(typed: str, today: date) -> date:
    """Read until when something lasts: a day, or a span from today on: "bis 1.9.", "2 Wochen", "für einen Monat".

    Raises :class:`Problem` for a day that does not exist and for what is neither.
    """
    words = fold(typed)
    span = SPAN.fullmatch(with_digits(_without_lead(words)))
    if span:
        return today + UNITS[span[2]] * (int(span[1]) if span[1].isdecimal() else 1)
    if BEGINNING.match(words):
        raise Problem("until-unclear", typed=typed)
    try:
        return read_day(typed, today).day
    except Problem as problem:
        raise problem if problem.key == "date-does-not-exist" else Problem("until-unclear", typed=typed) from None


def _without_lead(words: str) -> str:
    """Take away "ab dem", "bis zum", and a weekday before a day: "am Montag, den 5. Juli"."""
    words = LEAD.sub("", words, count=1)
    first, _, rest = words.partition(" ")
    return LEAD.sub("", rest, count=1) if first.rstrip(",") in weekdays() and re.search(r"\d", rest) else words


def _numeric(words: str, today: date) -> ReadDay | None:
    if iso := ISO.fullmatch(words):
        year, month, day = (int(part) for part in iso.groups())
        return ReadDay(_existing(year, month, day), exact=True)
    if not (found := NUMERIC.fullmatch(words)):
        return None
    day, month = int(found[1]), int(found[3])
    if found[4] or found[5]:
        year = int(found[4]) if found[4] else 2000 + int(found[5])
        return ReadDay(_existing(year, month, day), exact=found[2] == ".")
    return ReadDay(_next(month, day, today), exact=False) if found[2] == "." else None


def _with_month(words: str, today: date) -> ReadDay | None:
    if found := DAY_AND_MONTH.fullmatch(with_digits(words)):
        day, name, year = found.groups()
    elif found := MONTH_AND_DAY.fullmatch(words):
        name, day, year = found.groups()
    else:
        return None
    month = _months().get(name)
    if month is None:
        return None
    if year:
        return ReadDay(_existing(int(year), month, int(day)), exact=True)
    return ReadDay(_next(month, int(day), today), exact=False)


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Problem("date-does-not-exist", typed=f"{day:02d}.{month:02d}.{year:04d}") from None


def _next(month: int, day: int, today: date) -> date:
    this_year = _existing(today.year, month, day)
    return this_year if this_year >= today else _existing(today.year + 1, month, day)


def _by_name(words: str, today: date) -> date | None:
    if words in NAMED:
        return today + timedelta(days=NAMED[words])
    found = WEEKDAY.fullmatch(words)
    weekday = weekdays().get(found[1]) if found else None
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _part(words: str, today: date) -> date | None:
    """Read the beginning, middle or end of a year or month."""
    if not (part := PART.fullmatch(words)):
        return None
    wanted, whole = PARTS[part[1]], part[2]
    if year := _year(whole, today):
        return {1: date(year, 1, 1), 15: date(year, 6, 30), 31: date(year, 12, 31)}[wanted]
    if THIS_MONTH.fullmatch(whole):
        return _within(today.year, today.month, wanted)
    if NEXT_MONTH.fullmatch(whole):
        following = today + UNITS["monat"]
        return _within(following.year, following.month, wanted)
    return _in_month(whole, wanted, today)


def _year(words: str, today: date) -> int | None:
    if found := YEAR.fullmatch(words):
        return int(found[1])
    if THIS_YEAR.fullmatch(words):
        return today.year
    return today.year + 1 if NEXT_YEAR.fullmatch(words) else None


def _ahead(words: str, today: date) -> date | None:
    """Read "in drei Monaten"; without "in" it could be an age: "UMF bis 14 Jahre"."""
    found = AHEAD.fullmatch(with_digits(words))
    return today + UNITS[found[2]] * int(found[1] or 1) if found else None


def _coming(words: str, today: date, *, last: bool) -> date | None:
    """Read the first or last day of the coming week, month or year."""
    if not (found := COMING.fullmatch(words)):
        return None
    step = UNITS[found[1]]
    begins = today + step - timedelta(days=today.weekday())
    if step.months:
        begins = (today + step).replace(day=1)
    elif step.years:
        begins = date(today.year + 1, 1, 1)
    return begins + step - timedelta(days=1) if last else begins


def _bare_month(words: str, today: date, *, last: bool) -> date | None:
    """Read a month by its name: as a beginning, the month that is running has begun."""
    if not last and _months().get(words) == today.month:
        return today.replace(day=1)
    return _in_month(words, 31 if last else 1, today)


def _in_month(words: str, wanted: int, today: date) -> date | None:
    name, _, year = words.partition(" ")
    month = _months().get(name.rstrip("."))
    if month is None or not re.fullmatch(r"((?:19|20|21)\d{2})?", year):
        return None
    if year:
        return _within(int(year), month, wanted)
    this_year = _within(today.year, month, wanted)
    return this_year if this_year >= today else _within(today.year + 1, month, wanted)


def _within(year: int, month: int, wanted: int) -> date:
    return date(year, month, min(wanted, calendar.monthrange(year, month)[1]))


@cache
def _months() -> dict[str, int]:
    wide = [get_month_names("wide", locale=locale) for locale in ("de", "en")]
    short = [get_month_names("abbreviated", locale=locale) for locale in ("de", "en")]
    return {fold(name): number for names in [*wide, *short] for number, name in names.items()} | {"sept": 9}


@cache
def weekdays() -> dict[str, int]:
    """Give the days of the week by their folded names, German and English; Monday is 0."""
    names = [get_day_names("wide", locale=locale) for locale in ("de", "en")]
    return {fold(name): number for each in names for number, name in each.items()} | {"sonnabend": 5}

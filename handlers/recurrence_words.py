"""Recurrence rules (RFC 5545) in words, both ways: "jeden ersten Montag im Monat" is ``FREQ=MONTHLY;BYDAY=1MO``.

The words are read by our own patterns, which refuse what they do not know. What a rule is called in a list can be
written again, and is the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import takewhile

from babel.dates import format_date, get_day_names
from babel.lists import format_list

from handlers.dates import read_day, weekdays
from handlers.numbers import with_digits
from handlers.problems import Problem
from handlers.recurrence import parts_of
from handlers.typed import fold
from handlers.wording import Markdown, Wording
from storage.persons import Language

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = ",".join(CODES[:5])
ONCE = "FREQ=DAILY;COUNT=1"
EVERY_MONTH = 28
"""The last day that every month has; every month has four of each weekday."""

# Patterns meet folded words: lower case, umlauts written out, numbers as digits, no commas and full stops.
TH = r"(?:st|nd|rd|th)?"
EVERY = r"(?:jede[nrms]?|an jedem|every|each)"
ON = r"(?:(?:immer|jeweils) )?(?:(?:am|an jedem|jeden|zum|den|on the|on|the) )?"
OF_MONTH = r"(?:im monat|(?:jede[ns]|des|eines|pro) monats?|of (?:the|every|each|a) month|in (?:the|every|each) month)"
UNITS = {"tag": ("DAILY", 1), "day": ("DAILY", 1), "woche": ("WEEKLY", 1), "week": ("WEEKLY", 1)}
UNITS |= {"monat": ("MONTHLY", 1), "month": ("MONTHLY", 1), "quartal": ("MONTHLY", 3), "quarter": ("MONTHLY", 3)}
UNITS |= {"jahr": ("YEARLY", 1), "year": ("YEARLY", 1)}
ADVERBS = {"taeglich": ("DAILY", 1), "daily": ("DAILY", 1), "woechentlich": ("WEEKLY", 1), "weekly": ("WEEKLY", 1)}
ADVERBS |= dict.fromkeys(("zweiwoechentlich", "14-taegig", "vierzehntaegig", "fortnightly"), ("WEEKLY", 2))
ADVERBS |= {"monatlich": ("MONTHLY", 1), "monthly": ("MONTHLY", 1), "halbjaehrlich": ("MONTHLY", 6)}
ADVERBS |= dict.fromkeys(("vierteljaehrlich", "quartalsweise", "quarterly"), ("MONTHLY", 3))
ADVERBS |= {"jaehrlich": ("YEARLY", 1), "yearly": ("YEARLY", 1), "annually": ("YEARLY", 1)}
EACH_UNIT = re.compile(rf"(?:alle|{EVERY}) (?:(\d\d?){TH} |(other) )?({'|'.join(UNITS)})(?:en|n|e|s)?(?: {ON}|$)")
ADVERB = re.compile(rf"({'|'.join(ADVERBS)})(?: {ON}|$)")
ON_WORKDAYS = re.compile(
    rf"(?:(?:an|on|{EVERY}|alle) )?(?:allen )?(?:werktags?|werktagen?|werktage|wochentags|weekdays?)"
    r"|montags? bis freitags?|mo(?: ?- ?| bis )fr|mondays? (?:to|through) fridays?"
)
OFTEN = re.compile(r"stuendlich|hourly|(?:alle|jede|every) (?:\d+ )?(?:stunden?|minuten?|hours?|minutes?)")
IN_MONTH = re.compile(rf"{ON}(?:{EVERY} )?(.+) {OF_MONTH}")
EACH = re.compile(rf"(?:immer )?{EVERY} (.+)|immer (?:am )?(.+)")
SECOND = re.compile(rf"(?:2{TH}|other) (\S+)")
NTH = re.compile(rf"((?:(?:\d{TH}|letzte[nrs]?|last) (?:(?:und|and) )?)+)(\S+)")
DAYS = re.compile(rf"\d\d?{TH}(?: (?:und|and) \d\d?{TH})*")
ANDS = {"und", "and", "u", "&"}
UNKNOWN = -1
NTHS = (1, 2, 3, 4, -1)
DAY_AND_MONTH = {Language.GERMAN: "d. MMMM", Language.ENGLISH: "d MMMM"}
LAST_DAY = re.compile(r"letzte[nrs]? tag|monatsletzten?|last day")


def read_rule(typed: str, today: date) -> str:
    """Read how something recurs, without its time; empty for what is no such words.

    Raises :class:`Problem` for what lacks its day, for a day that does not come every time, and for more than daily.
    """
    words = re.sub(r"\.(?= |$)", "", re.sub(r"\.?,(?: and)?(?= )", " und", fold(with_digits(typed)))).replace("/", " ")
    if OFTEN.fullmatch(words):
        raise Problem("recurrence-too-often", typed=typed)
    if ON_WORKDAYS.fullmatch(words):
        return f"FREQ=WEEKLY;BYDAY={WORKDAYS}"
    return _with_unit(words, typed, today) or _in_month(words, typed) or _each(words, typed) or _regularly(words, typed)


def _with_unit(words: str, typed: str, today: date) -> str:
    """Read "alle 2 Wochen mittwochs", "monatlich am 15.", "jedes Jahr am 26. September"."""
    if found := EACH_UNIT.match(words):
        freq, several = UNITS[found[3]]
        interval = several * int(found[1] or (2 if found[2] else 1))
    elif found := ADVERB.match(words):
        freq, interval = ADVERBS[found[1]]
    else:
        return ""
    on = words[found.end() :]
    if freq == "DAILY":
        return "" if on else _text(freq, interval)
    if not on:
        raise Problem("recurrence-which-day", typed=typed)
    by = _weekly(on) if freq == "WEEKLY" else _monthly(on, typed) if freq == "MONTHLY" else _yearly(on, typed, today)
    return _text(freq, interval, by) if by else ""


def _in_month(words: str, typed: str) -> str:
    """Read "jeden ersten Montag im Monat", "am 15. jedes Monats"."""
    found = IN_MONTH.fullmatch(words)
    by = _monthly(found[1], typed) if found else ""
    return _text("MONTHLY", 1, by) if by else ""


def _each(words: str, typed: str) -> str:
    """Read "jeden Montag", "jeden zweiten Montag", "jeden 15."; "jeden ersten Montag" can only mean the month's."""
    found = EACH.fullmatch(words)
    if found is None:
        return ""
    on = found[1] or found[2]
    if by := _weekly(on):
        return _text("WEEKLY", 1, by)
    second = SECOND.fullmatch(on)
    if second and (by := _weekly(second[1])):
        return _text("WEEKLY", 2, by)
    by = _monthly(on, typed)
    if re.search(r"=[34][A-Z]", by):
        raise Problem("recurrence-which-day", typed=typed)
    return _text("MONTHLY", 1, by) if by else ""


def _regularly(words: str, typed: str) -> str:
    """Read "montags und donnerstags", "mittwochs alle 2 Wochen"."""
    names = words.removeprefix("on ").split()
    days = list(takewhile(lambda name: name in ANDS or (name.endswith("s") and name[:-1] in weekdays()), names))
    by, unit = _weekly(" ".join(days)), " ".join(names[len(days) :])
    if not by or not unit:
        return _text("WEEKLY", 1, by) if by else ""
    is_unit = EACH_UNIT.fullmatch(unit) or ADVERB.fullmatch(unit)
    return _with_unit(f"{unit} {' '.join(days)}", typed, date.min) if is_unit else ""


def _text(freq: str, interval: int, by: str = "") -> str:
    return ";".join(filter(None, (f"FREQ={freq}", f"INTERVAL={interval}" if interval > 1 else "", by)))


def _weekly(on: str) -> str:
    names = [name for name in on.split() if name not in ANDS]
    numbers = {_short_weekdays().get(name, UNKNOWN) for name in names}
    return "" if UNKNOWN in numbers or not names else f"BYDAY={','.join(CODES[number] for number in sorted(numbers))}"


def _monthly(on: str, typed: str) -> str:
    if LAST_DAY.fullmatch(on):
        return "BYMONTHDAY=-1"
    if DAYS.fullmatch(on):
        numbers = sorted({int(number) for number in re.findall(r"\d+", on)})
        if not 1 <= numbers[0] <= numbers[-1] <= EVERY_MONTH:
            raise Problem("recurrence-not-always", typed=typed)
        return f"BYMONTHDAY={','.join(map(str, numbers))}"
    found = NTH.fullmatch(on)
    weekday = _short_weekdays().get(found[2]) if found else None
    if found is None or weekday is None:
        return ""
    nths = [int(number or -1) for number in re.findall(r"(\d)|letzte|last", found[1])]
    if not all(nth in NTHS for nth in nths):
        raise Problem("recurrence-not-always", typed=typed)
    return f"BYDAY={','.join(f'{nth}{CODES[weekday]}' for nth in nths)}"


def _yearly(on: str, typed: str, today: date) -> str:
    try:
        day = read_day(on, today).day
    except Problem as problem:
        if problem.key == "date-unclear":
            return ""
        raise
    if (day.month, day.day) == (2, 29):
        raise Problem("recurrence-not-always", typed=typed)
    return f"BYMONTH={day.month};BYMONTHDAY={day.day}"


@cache
def _short_weekdays() -> dict[str, int]:
    short = (get_day_names("abbreviated", locale=locale) for locale in ("de", "en"))
    names = weekdays() | {fold(name): number for each in short for number, name in each.items()}
    return names | {f"{name}s": number for name, number in weekdays().items()}


def rule_words(wording: Wording, rule: str) -> Markdown:
    """Write when a rule strikes, its time included: "jeden Montag um 9:00 Uhr"."""
    parts = parts_of(rule)
    words = _when(wording, parts)
    if until := parts.get("UNTIL"):
        words = wording("recurrence-until", when=words, day=date.fromisoformat(until[:8]))
    return wording("recurrence-at", when=words, time=f"{parts['BYHOUR']}:{int(parts['BYMINUTE']):02d}")


def _when(wording: Wording, parts: Mapping[str, str]) -> Markdown:
    if "COUNT" in parts:
        return wording("recurrence-once", day=date.fromisoformat(parts["DTSTART"][:8]))
    if parts.get("BYDAY") == WORKDAYS and "INTERVAL" not in parts:
        return wording("recurrence-workdays")
    return wording(
        f"recurrence-{parts['FREQ'].lower()}", interval=int(parts.get("INTERVAL", 1)), on=_on(wording, parts)
    )


def _on(wording: Wording, parts: Mapping[str, str]) -> Markdown:
    """Write on which days of its week, month or year a rule strikes."""
    if "BYMONTH" in parts:
        day = date(2000, int(parts["BYMONTH"]), int(parts["BYMONTHDAY"]))
        return Markdown(format_date(day, DAY_AND_MONTH[wording.language], locale=wording.language))
    if "BYMONTHDAY" in parts:
        return _list(wording, (wording("recurrence-day", nth=int(number)) for number in parts["BYMONTHDAY"].split(",")))
    codes = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    names = get_day_names("wide", locale=wording.language)
    if parts["FREQ"] == "MONTHLY":
        nths = _list(wording, (wording("recurrence-nth", nth=int(code[:-2])) for code in codes))
        return Markdown(f"{nths} {names[CODES.index(codes[0][-2:])]}")
    return _list(wording, (names[CODES.index(code)] for code in codes))


def _list(wording: Wording, words: Iterable[str]) -> Markdown:
    return Markdown(format_list(list(words), locale=wording.language))

"""A recurrence inside a text: "jeden Montag 9 Uhr Lage", "Jour fixe alle zwei Wochen mittwochs um 8:30 bis 26.9."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from handlers.dates import read_day
from handlers.moments import read_time
from handlers.numbers import with_digits
from handlers.problems import Problem
from handlers.recurrence import new_rule
from handlers.recurrence_words import ONCE, read_rule
from handlers.typed import fold

LONGEST_RULE, LONGEST_DAY, LONGEST_TIME = 12, 6, 5
"""Words: "alle 2 Wochen am …" with all days of the week, "am Montag, den 5. Juli 2021", "um 9 Uhr 30 vormittags"."""

LOOKED_AT = 60
"""Words at which a recurrence may begin: more than a reminder has; each costs a millisecond."""

FROM, UNTIL = {"ab", "from", "starting"}, {"bis", "until", "till"}
JUST_ONCE = {"einmal", "einmalig", "once"}
BEFORE_A_DAY = {"am", "on", *JUST_ONCE}
MORE = {"und", "oder", "sowie", "and", "or"}
AFTERNOON, MORNING = {"nachmittags", "abends", "pm"}, {"morgens", "frueh", "vormittags"}
HALF = re.compile(r"(?:um )?halb (\d\d?)")
BARE = re.compile(r"(?:um|at) \d\d?|(?:(?:um|at) )?\d\d?\.\d\d")
NOON = 12
LIKE_A_DAY = re.compile(r"\d\d?\.\d\d?\.?")
LIKE_A_TIME = re.compile(r"(?:(?:um|ab|at|gegen) )?\d\d?(?:[:.]\d\d)?(?: ?(?:uhr|h)(?: \d\d?)?)?")


@dataclass(frozen=True, slots=True)
class ReadRecurrence:
    """What a text says: the rule, still without its time, the time, all other words, and what cannot be taken as it is.

    What is not said is empty. What was understood is kept, whatever was not.
    """

    rule: str = ""
    at: time | None = None
    text: str = ""
    problem: Problem | None = None


def read_recurrence(typed: str, today: date) -> ReadRecurrence:
    """Read when something is to happen, once or again and again, at the beginning of a text or anywhere in it."""
    words = typed.split()
    found = [parts for parts in _candidates(words, today) if parts.says_when]
    if not found:
        return ReadRecurrence(text=typed, problem=Problem("recurrence-unclear", typed=typed))
    best = found[0]
    if best.problem:  # unless something behind it can be taken: "wöchentlichen Bericht prüfen jeden Montag 9 Uhr"
        best = next((parts for parts in found if parts.start >= best.end and parts.problem is None), best)
    before, after = " ".join(words[: best.start]).rstrip(" :,–-"), " ".join(words[best.end :]).lstrip(" :,–-")
    rule = new_rule(best.first_day or today, best.rule, best.last_day) if best.rule else ""
    if fold(after.partition(" ")[0]) in MORE:
        return ReadRecurrence(rule, best.at, before, best.problem or Problem("recurrence-several", typed=after))
    return ReadRecurrence(rule, best.at, " ".join(filter(None, (before, after))), best.problem)


@dataclass(slots=True)
class _Parts:
    """What stands side by side in a text, from its word ``start`` to its word ``end``."""

    start: int
    end: int
    rule: str = ""
    first_day: date | None = None
    last_day: date | None = None
    at: time | None = None
    problem: Problem | None = None
    says_when: bool = False
    says_time: bool = False


def _candidates(words: Sequence[str], today: date) -> Iterator[_Parts]:
    """Read a text from all its words on, the likeliest first: a single day counts at once only if its time follows."""
    single = _parts(words, 0, today, once=True)
    if single.says_time:
        yield single
    for place in range(min(len(words), LOOKED_AT)):
        yield _parts(words, place, today, once=False)
    for place, word in enumerate(words[:LOOKED_AT]):
        if place and fold(word) in BEFORE_A_DAY:
            yield _parts(words, place, today, once=True)
    yield single


def _parts(words: Sequence[str], start: int, today: date, *, once: bool) -> _Parts:
    """Take the parts that stand side by side, in any order."""
    parts = _Parts(start, start)
    while parts.end < len(words) and (taken := _take(parts, words[parts.end :], today, once=once)):
        parts.end += taken
    return parts


def _take(parts: _Parts, words: Sequence[str], today: date, *, once: bool) -> int:
    """Take the part that the words begin with; returns how many words it has."""
    taken = 0
    if parts.rule and not once and fold(words[0]) in FROM | UNTIL:
        taken = _take_limit(parts, words, today)
    elif not parts.says_when:
        taken = _take_single(parts, words, today) if once else _take_rule(parts, words, today)
        parts.says_when = bool(taken)
    if not taken and not parts.says_time:
        taken = _take_time(parts, words, once=once)
        parts.says_time = bool(taken)
    return taken


def _take_rule(parts: _Parts, words: Sequence[str], today: date) -> int:
    for length, phrase in _longest(words, LONGEST_RULE):
        try:
            parts.rule = read_rule(phrase, today)
        except Problem as problem:
            parts.problem = problem
        if parts.rule or parts.problem:
            return length
    return 0


def _take_single(parts: _Parts, words: Sequence[str], today: date) -> int:
    if fold(words[0]) in FROM | UNTIL:
        return 0
    led = 1 if fold(words[0]) in JUST_ONCE else 0
    taken, found = _day(words[led:], today)
    if isinstance(found, Problem):
        parts.problem = found
    elif found:
        parts.first_day, parts.rule = found, ONCE
    return taken + led if taken else 0


def _take_limit(parts: _Parts, words: Sequence[str], today: date) -> int:
    """Take the first or the last day. "bis Mittwoch", without a number, is more likely a part of the text."""
    is_last = fold(words[0]) in UNTIL
    taken, found = _day(words, today, last=is_last)
    if isinstance(found, Problem):
        parts.rule, parts.problem = "", found
    elif not is_last:
        parts.first_day = found
    elif re.search(r"\d|ende", " ".join(words[:taken]), re.IGNORECASE):
        parts.last_day = found
    else:
        return 0
    return taken


def _day(words: Sequence[str], today: date, *, last: bool = False) -> tuple[int, date | Problem | None]:
    """Read the longest day that the words begin with, or that it does not exist; returns how many words it has, too."""
    for length, phrase in _longest(words, LONGEST_DAY):
        try:
            return length, read_day(phrase, today, last=last).day
        except Problem as problem:
            if problem.key == "date-does-not-exist":
                return length, problem
    return 0, None


def _take_time(parts: _Parts, words: Sequence[str], *, once: bool) -> int:
    for length, phrase in _longest(words, LONGEST_TIME):
        if once and not parts.says_when and LIKE_A_DAY.fullmatch(phrase):
            continue
        try:
            parts.at = read_clock(phrase)
        except Problem as problem:
            if problem.key == "time-does-not-exist" and LIKE_A_TIME.fullmatch(fold(phrase)):
                parts.problem = parts.problem or problem
                return length
            continue
        return length
    return 0


def read_clock(typed: str) -> time:
    """Read a time as it is said beside a day: "um 9", "halb neun", "8 Uhr abends", too. Raises :class:`Problem`."""
    said = re.sub(r"^(at .*) am$", r"\1", fold(with_digits(typed))).split()
    words = " ".join(word for word in said if word not in AFTERNOON | MORNING)
    if half := HALF.fullmatch(words):
        words = f"{int(half[1]) - 1 or 12}:30"
    clock = read_time(f"{words} uhr" if BARE.fullmatch(words) else words)
    return clock.replace(hour=clock.hour + 12) if AFTERNOON & set(said) and clock.hour < NOON else clock


def _longest(words: Sequence[str], most: int) -> Iterator[tuple[int, str]]:
    """Give the first words of a text, the most of them first, and how many they are."""
    for length in range(min(most, len(words)), 0, -1):
        yield length, " ".join(words[:length])

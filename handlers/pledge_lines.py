"""A whole pledge in one line: ``20 UMF bis 31.12.2021``, ``wir erhöhen NEST auf zwölf ab 1.9. bis Ende 2022``.

Whatever is understood is kept, whatever is not becomes a :class:`Problem` and is asked for. Nothing is guessed: two
numbers, two programmes or a foreign municipality are problems, not choices of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from handlers.dates import UNITS, read_day
from handlers.numbers import ABOUT, COUNTED, MORE_OR_LESS, ONE, read_count, with_digits
from handlers.pledge_deltas import STANDING, Change, Verb, take_change
from handlers.pledge_grounds import take_grounds
from handlers.problems import Problem
from handlers.synonyms import find_name, is_filler
from handlers.typed import fold
from storage.pledges import MAX_PLACES, Programme, TargetGroup

SPLIT = re.compile(
    r"(?<!\w)(bis(?: zum)?|until|till|ab(?: dem)?|seit(?: dem)?|from(?! gree)|vom|zum(?= \d{1,2}\.))(?!\w)",
    re.IGNORECASE,
)  # "from Greece" is no day
SINCE = ("seit", "seit dem")
BACKDATED = "rueckwirkend"
UNTIL = {"bis", "bis zum", "until", "till"}
ENDLESS = {"unbefristet", "dauerhaft", "unlimited"}
OPEN_END = {"auf weiteres", "auf widerruf", "further notice"}
LONGEST_DATE = 5
"""Words a date can have: "Montag, den 5. Juli 2021"."""

DAY = re.compile(r"(?<!\S)(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?|\d{4}-\d{1,2}-\d{1,2})(?=$|[\s,;])")
"""A day that nothing says the beginning or the end of."""

SPAN = re.compile(
    r"(?<!\w)(?:f(?:ü|ue)r|for) (?:\d{1,3}|eine[nr]?|one|a) (?:tag|woche|monat|jahr|day|week|month|year)(?:en?|n|s)?\b"
    r"(?: lang)?",
    re.IGNORECASE,
)

SHARE = re.compile(
    r"(?:\b(?:um|by|auf|to)\s+|\+\s*)?(?<![\d.,])\d+(?:[.,]\d+)?\s*(?:%|(?:prozent|percent)\b)", re.IGNORECASE
)
"""A share of what nobody has said."""

ONE_ALONE = re.compile(rf"{ONE.pattern}(?=\s*(?:$|{COUNTED.pattern}))", re.IGNORECASE)
"""An "ein" that counts: before a place or a person, or when nothing else is left."""

DECIDED = re.compile(
    r"\W*(?:(?:der|unser)\s+\w*(?:rat|tag)\s+hat|wir\s+haben)\s+(?:(?P<day>gestern|heute|am\s+\d{1,2}\.\s?\w+\.?(?:\s?\d{4}|\d{2})?)\s+)?"
    r"(?:beschlossen|entschieden)\b[\s,:]*",
    re.IGNORECASE,
)
"""How somebody tells what their council has decided."""

AGS = re.compile(r"0\d{4}|[01]\d{7}")
"""A municipality's key, no number of places: those neither begin with 0 nor are that long."""


@dataclass(slots=True)
class PledgeLine:
    """What one line said: answers by step, what was not understood, and words left over (perhaps a place's name)."""

    answers: dict[str, str | int] = field(default_factory=dict)
    change: Change = field(default_factory=Change)
    backdated: bool = False
    misread: set[str] = field(default_factory=set)
    """The questions it answers, but not so that the answers could be read."""
    problems: list[Problem] = field(default_factory=list)
    rest: str = ""
    unread: str = ""
    """The words left over as they were typed, with small words between them."""

    @property
    def changes(self) -> bool:
        """Say whether it speaks of what is offered already."""
        return self.change.verb in STANDING or self.change.by is not None


def read_pledge_line(typed: str, today: date) -> PledgeLine:
    """Read what a line says about a pledge; an empty line says nothing."""
    decided, words = _take_decision(typed, today)
    grounds, words = take_grounds(words)
    line = PledgeLine({**decided, **grounds})
    words = _refuse(line, ABOUT, "number-about", with_digits(words))
    words = _refuse(line, SHARE, "number-about", words)
    words = _read_change(line, _refuse(line, SPAN, "date-span", words))
    line.backdated = BACKDATED in fold(words)
    head, *tail = SPLIT.split(words)
    rest = head
    for keyword, words in zip(tail[::2], tail[1::2], strict=True):
        rest += f" {_read_date(line, fold(keyword), words, today, after=rest)}"
    rest = _read_name(line, "programme", Programme, rest)
    rest = _read_name(line, "target_group", TargetGroup, rest)
    rest = _read_places(line, _refuse(line, DAY, "date-which", rest))
    rest = _read_open_end(line, rest)
    line.rest = " ".join(word for word in rest.split() if not is_filler(word) and re.search(r"\w", word))
    line.unread = _as_typed(line.rest, typed)
    if any(problem.key.startswith("number-") for problem in line.problems):
        line.misread.add("places")
    if line.changes or line.change.verb is Verb.WITHDRAW:
        total = line.answers.pop("places", None)
        line.change = replace(line.change, total=None if total is None else int(total))
    return line


def _take_decision(typed: str, today: date) -> tuple[dict[str, str], str]:
    """Take "der Rat hat am 1.7. beschlossen," from the beginning: a past day, on which the offer rests."""
    found = DECIDED.match(typed)
    if found is None:
        return {}, typed
    words = typed[found.end() :]
    if not found["day"]:
        return {}, words
    try:
        read = read_day(found["day"], today)
    except Problem:
        return {}, typed
    day = read.day if read.exact or read.day <= today else read.day - UNITS["jahr"]
    return {"resolution": f"{day:%d.%m.%Y}"}, words


def _read_change(line: PledgeLine, words: str) -> str:
    """Read what is said about what is offered already."""
    try:
        line.change, words = take_change(words)
    except Problem as problem:
        line.problems.append(problem)
    return words


def _as_typed(rest: str, typed: str) -> str:
    """Find words where they were typed, with up to two others between each and the next."""
    found = re.search(r"(?:\s+\S+){0,2}?\s+".join(map(re.escape, rest.split())), typed)
    return found[0] if found else rest


def _refuse(line: PledgeLine, pattern: re.Pattern[str], reason: str, words: str) -> str:
    """Take out what has a number in it that is no number of places, and say so."""
    line.problems.extend(Problem(reason, typed=found[0].strip()) for found in pattern.finditer(words))
    return pattern.sub(" ", words)


def _read_open_end(line: PledgeLine, rest: str) -> str:
    """Read that an offer has no end where that is said without "bis": ``20 UMF NEST unbefristet``."""
    words = [word for word in rest.split() if fold(word) not in ENDLESS]
    if len(words) < len(rest.split()):
        line.answers.setdefault("valid_until", "")
    return " ".join(words)


def _read_date(line: PledgeLine, keyword: str, words: str, today: date, *, after: str) -> str:
    """Read the longest date that the words begin with; returns the words behind it."""
    is_end = keyword in UNTIL or (keyword == "zum" and line.change.verb is Verb.EXTEND)
    if is_end and re.search(r"\d\s*$", after) and re.match(r"\s*\d+(?![\d./-]*[./-])", words):
        return f"-{words.strip()}"  # "20 bis 30 Plätze" is a span of numbers, not an end
    parts = words.split()
    if is_end and " ".join(fold(part) for part in parts[:2]) in OPEN_END:
        line.answers["valid_until"] = ""
        return " ".join(parts[2:])
    problem = Problem("date-unclear", typed=words.strip() or "…")
    for length in range(min(LONGEST_DATE, len(parts)), 0, -1):
        try:
            found_day = read_day(" ".join(parts[:length]), today, last=is_end)
        except Problem as found:
            problem = found if found.key == "date-does-not-exist" else problem
            continue
        day, key = found_day.day, "valid_until" if is_end else "valid_from"
        if (line.backdated or keyword in SINCE) and day > today and not (is_end or found_day.exact):
            day -= UNITS["jahr"]  # what has begun is no day to come
        if line.answers.setdefault(key, day.isoformat()) != day.isoformat():
            del line.answers[key]  # two different ends: neither is ours to choose
            line.problems.append(Problem("date-several"))
        return " ".join(parts[length:])
    line.problems.append(problem)
    line.misread.add("valid_until" if is_end else "valid_from")
    return " ".join(part for part in parts[1:] if not re.search(r"\d", part))


def _read_name(line: PledgeLine, key: str, kind: type[StrEnum], rest: str) -> str:
    """Read a programme or target group by any of its names; two different ones are a problem."""
    found: set[StrEnum] = set()
    while hit := find_name(kind, rest):
        found.add(hit[0])
        rest = hit[1]
    if len(found) == 1:
        line.answers[key] = found.pop().value
    elif found:
        line.problems.append(Problem(f"pledge-two-{key.replace('_', '-')}s"))
    return rest


def _read_places(line: PledgeLine, rest: str) -> str:
    """Read the number of places; more than one number is a problem, and so is a change by some."""
    joined = re.sub(r"(\d)\s*([-–—])\s*(\d)", r"\1\2\3", re.sub(r"\+\s+(?=\d)", "+", rest))
    if not re.search(r"\d", joined):
        joined = ONE_ALONE.sub("1", joined)
    words = joined.split()
    numbers = [word for word in words if re.search(r"\d", word) and not AGS.fullmatch(word)]
    change = MORE_OR_LESS.search(joined)
    if len(numbers) > 1:
        line.problems.append(Problem("number-several", typed=" ".join(numbers)))
    elif numbers and change:
        typed = numbers[0] if change[0].startswith("+") else f"{numbers[0]} {change[0]}"
        line.problems.append(Problem("number-difference", typed=typed))
    elif numbers:
        try:
            line.answers["places"] = read_count(numbers[0], MAX_PLACES)
        except Problem as problem:
            line.problems.append(problem)
    others = " ".join(word for word in words if word not in numbers)
    return COUNTED.sub("", MORE_OR_LESS.sub("", others))

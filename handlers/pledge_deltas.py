"""What a sentence says about what is offered already: "auf 12 erhöhen", "+5", "um 5 senken", "wir bleiben bei 20".

A difference is applied to what counts on the offer's first day. Where words and numbers contradict each other, all
totals that could be meant are given, and the person chooses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from handlers.dates import UNITS
from handlers.numbers import read_count
from handlers.problems import Problem
from handlers.synonyms import find_verb
from storage.pledges import MAX_PLACES


class Verb(StrEnum):
    """What somebody does with a pledge."""

    RAISE = "raise"
    LOWER = "lower"
    DOUBLE = "double"
    TRIPLE = "triple"
    HALVE = "halve"
    KEEP = "keep"
    EXTEND = "extend"
    WITHDRAW = "withdraw"
    OFFER = "offer"


TIMES = {Verb.DOUBLE: Fraction(2), Verb.TRIPLE: Fraction(3), Verb.HALVE: Fraction(1, 2)}
STANDING = {Verb.RAISE, Verb.LOWER, Verb.KEEP, Verb.EXTEND, *TIMES}
"""What can only be done with something that is offered already."""

NUMBER = r"\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+"
UNIT = r"(?:tage?n?|wochen?|monate?n?|jahre?n?|days?|weeks?|months?|years?)"
COUNT = rf"(?P<count>{NUMBER})(?![\d.,/]*\d|\s*[-–]\s*\d|\s*{UNIT}\b)"
LONGER = re.compile(
    rf"\b(?:um|by)\s+(?P<count>\d{{1,3}}|eine?n?|a|one)\s+(?:weitere[ns]?\s+)?(?P<unit>{UNIT})\b", re.IGNORECASE
)
WAS = re.compile(rf"\bvon\s+(?:derzeit\s+|bisher\s+|aktuell\s+)?{COUNT}(?=(?:\s+\S+)?\s+auf\s+\d)", re.IGNORECASE)
BY = re.compile(rf"\b(?:um|by)\s+{COUNT}", re.IGNORECASE)
MORE = re.compile(
    rf"\+\s*{COUNT}|\b(?:weitere[nr]?|zus(?:ä|ae)tzliche?[nr]?|additional)\s+{COUNT.replace('count', 'weitere')}"
    rf"|\b{COUNT.replace('count', 'mehr')}\s+([^\W\d]\S*\s+)?"
    r"(?:mehr|weitere[nr]?|zus(?:ä|ae)tzlich(?:e[nr]?)?|more|additional)\b",
    re.IGNORECASE,
)
FEWER = re.compile(
    rf"(?<![\w./-])(?<!\d )[-−]{COUNT}"
    rf"|\b{COUNT.replace('count', 'weniger')}\s+([^\W\d]\S*\s+)?(?:weniger|fewer|less)\b",
    re.IGNORECASE,
)
TOTAL = re.compile(rf"\b(?:auf|bei|at|to)\s+(?:insgesamt\s+|jetzt\s+|nun\s+)?(?={NUMBER})", re.IGNORECASE)
"""What stands before a number that is the whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is said about what stands: by how many places more (or fewer), from how many, for how much longer.

    ``plain``: nothing says whether the number is the whole or the difference, as in "wir erhöhen 12 UMF".
    """

    verb: Verb | None = None
    by: int | None = None
    was: int | None = None
    total: int | None = None
    plain: bool = False
    longer: str = ""


def take_change(words: str) -> tuple[Change, str]:
    """Take what is said about what stands out of a line; the numbers left in it are of the whole."""
    verb, words = _take_verb(words)
    was, words = _take(WAS, words)
    longer = LONGER.search(words)
    if longer:
        words = f"{words[: longer.start()]} {words[longer.end() :]}"
    by, words = _difference(verb, words)
    span = f"{longer['count']} {longer['unit']}" if longer else ""
    return Change(verb, by, was, plain=TOTAL.search(words) is None, longer=span), words


def _take_verb(words: str) -> tuple[Verb | None, str]:
    """Take the verbs out of words. What changes how many counts before what changes until when, or nothing."""
    rest, found = words, list[Verb]()
    while hit := find_verb(Verb, rest):
        found.append(hit[0])
        rest = hit[1]
    main = list(dict.fromkeys(verb for verb in found if verb not in {Verb.EXTEND, Verb.OFFER})) or found
    if len(main) > 1 and len(set(main)) > 1:
        raise Problem("pledge-rest-unclear", typed=words)
    return main[0] if main else None, rest


def _difference(verb: Verb | None, words: str) -> tuple[int | None, str]:
    for pattern, sign in ((MORE, 1), (FEWER, -1)):
        number, rest = _take(pattern, words)
        if number is not None:
            return sign * number, re.sub(r"\b(?:um|by)\b", " ", rest)
    if verb not in {Verb.RAISE, Verb.LOWER}:
        return None, words
    number, rest = _take(BY, words)
    return (None if number is None else -number if verb is Verb.LOWER else number), rest


def _take(pattern: re.Pattern[str], words: str) -> tuple[int | None, str]:
    """Take the one number a pattern finds out of words; several are left, to be told."""
    found = list(pattern.finditer(words))
    if len(found) != 1:
        return None, words
    groups = [group for group in found[0].groups() if group]
    number = next(group for group in groups if group[0].isdigit())
    between = " ".join(group for group in groups if group != number)
    return read_count(number, MAX_PLACES), f"{words[: found[0].start()]} {between} {words[found[0].end() :]}"


def meant_totals(change: Change, base: int) -> tuple[int, ...]:
    """Say how many places can be meant, where ``base`` count: one number, or several that contradict each other."""
    found = dict.fromkeys(_totals(change, base))
    return tuple(int(total) for total in found if 0 < total <= MAX_PLACES and total == int(total))


def _totals(change: Change, base: int) -> tuple[int | Fraction, ...]:
    total, by = change.total, change.by
    if change.verb in TIMES and total is None:
        return (base * TIMES[change.verb],)
    if by is not None:
        return (base + by,) if total is None else (total, base + by)
    if change.verb in {Verb.KEEP, Verb.EXTEND}:
        return (base,) if total is None else (total, base)
    if total is None:
        return ()
    fits = total < base if change.verb is Verb.LOWER else total > base
    if fits and not change.plain:
        return (total,)
    return (total, base - total if change.verb is Verb.LOWER else base + total)


def contradicts(change: Change, base: int) -> bool:
    """Say whether even the one total that can be meant is none the words allow: "auf 30 senken" where 20 count."""
    lowers = change.verb is Verb.LOWER and change.by is None and change.total is not None and change.total >= base
    return lowers or change.was not in {None, base}


def is_reckoned(change: Change) -> bool:
    """Say whether the total follows from what stands."""
    return change.by is not None or change.verb in TIMES


def longer_until(change: Change, end: date) -> date:
    """Reckon until when an offer holds that shall hold for so much longer: "um 3 Monate"."""
    count, unit = change.longer.split()
    name = next(name for name in UNITS if unit.casefold().startswith(name))
    return end + UNITS[name] * (int(count) if count.isdecimal() else 1)

"""How large a municipality is, in words: "über 100.000 Einwohner", "zwischen 5.000 und 20.000 Einwohnern"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.numbers import with_digits
from handlers.problems import Problem
from handlers.wording import Markdown, Wording
from storage.audience_criteria import Criteria

FIGURE = r"(?:\d{1,3}(?:[.,  ]\d{3})+|\d+(?:[.,]\d+)?|[^\W\d]*(?:tausend|million|thousand|hundred)[^\W\d]*)"
TIMES = r"(?:\s*(?:Tsd\b\.?|Tausend|thousand|Mio\b\.?|Millionen|million))?"
AMOUNT = FIGURE + TIMES
PEOPLE = r"\s+(?:Einwohner(?:n|innen)?|Einw\b\.?|EW\b|inhabitants|residents)"
ABOVE, FROM = r"über|ueber|mehr als|over|more than|above", r"ab|mindestens|wenigstens|at least"
BELOW = r"unter|weniger als|under|less than|fewer than|below"
TO = r"bis zu|bis|höchstens|hoechstens|maximal|up to|at most"
BOUND = re.compile(
    rf"(?:\b(?:mit|with)\s+)?\b(?:(?P<above>{ABOVE})|(?P<from>{FROM})|(?P<below>{BELOW})|(?P<to>{TO}))\s+"
    rf"(?P<amount>{AMOUNT}){PEOPLE}",
    re.IGNORECASE,
)
SPAN = re.compile(
    rf"(?:\b(?:mit|with)\s+)?(?:\b(?:zwischen|between|von|from)\s+)?(?<![\d.,])(?P<first>{AMOUNT})\s*"
    rf"(?:bis|und|to|and|-|–)\s*(?P<last>{AMOUNT}){PEOPLE}",
    re.IGNORECASE,
)
ANY_PEOPLE = re.compile(PEOPLE, re.IGNORECASE)
MULTIPLIERS = {"tsd": 1_000, "tausend": 1_000, "thousand": 1_000, "mio": 1_000_000, "million": 1_000_000}
ROUND = 1_000
"""Bounds next to a multiple of this are written as "over" and "under"."""


@dataclass(frozen=True, slots=True)
class FoundSize:
    """Where a text says how large a municipality is, and what that means."""

    start: int
    end: int
    criteria: Criteria


def read_size(text: str) -> FoundSize | None:
    """Find the first size in a text. Raises :class:`Problem` for inhabitants without a bound, and for a wrong span."""
    if span := SPAN.search(text):
        first, last = _amount(span["first"]), _amount(span["last"])
        if first > last:
            raise Problem("audience-size-unclear", typed=span[0].strip())
        return FoundSize(*span.span(), Criteria(population_from=first, population_to=last))
    if bound := BOUND.search(text):
        amount = _amount(bound["amount"])
        return FoundSize(*bound.span(), _bounded(bound, amount))
    if people := ANY_PEOPLE.search(text):
        raise Problem("audience-size-unclear", typed=text[: people.end()].strip())
    return None


def _bounded(bound: re.Match[str], amount: int) -> Criteria:
    if bound["above"] or bound["from"]:
        return Criteria(population_from=amount + bool(bound["above"]))
    if bound["below"] and not amount:
        raise Problem("audience-size-unclear", typed=bound[0])
    return Criteria(population_to=amount - bool(bound["below"]))


def _amount(typed: str) -> int:
    """Read a number of inhabitants: "100.000", "100 Tsd.", "1,5 Mio.", "hunderttausend"."""
    words = re.fullmatch(rf"({FIGURE})\s*([^\W\d]+)?\.?", typed.strip(), re.IGNORECASE)
    figure, times = (words[1], words[2] or "") if words else (typed, "")
    factor = next((number for name, number in MULTIPLIERS.items() if times.casefold().startswith(name)), 1)
    digits = with_digits(figure)
    if factor > 1 and re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        return round(float(digits.replace(",", ".")) * factor)
    plain = re.sub(r"[.,  ]", "", digits)
    if not plain.isascii() or not plain.isdecimal() or re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        raise Problem("audience-size-unclear", typed=typed)
    return int(plain) * factor


def size_words(wording: Wording, one: Criteria) -> Markdown | None:
    """Write the bounds of a criteria, if it has any; as :func:`read_size` reads them."""
    first, last = one.population_from, one.population_to
    if first is not None and last is not None:
        return wording("audience-size-span", first=first, last=last)
    if first is not None:
        above = first > 1 and (first - 1) % ROUND == 0
        return wording("audience-size-above", count=first - 1) if above else wording("audience-size-from", count=first)
    if last is not None:
        below = (last + 1) % ROUND == 0
        return wording("audience-size-below", count=last + 1) if below else wording("audience-size-to", count=last)
    return None

"""The values and functions of XLSForm's expressions: XPath 1.0, sections 3 and 4, and those ODK adds.

Sources: https://www.w3.org/TR/1999/REC-xpath-19991116/ and https://getodk.github.io/xforms-spec/#xpath-functions. A
value is a text, a number or a truth; an answer that is missing is the empty text, several options are their names with
spaces between, a day is ISO 8601 and as a number the days since 1970. Nothing here raises, whatever the values are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

Value = str | float | bool

NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?", re.ASCII)
EPOCH = date(1970, 1, 1)
MOST_DIGITS = 15
"""Decimal places that a double can hold."""

MATCHED_WITHIN = 0.05
"""Seconds a pattern may take; what takes longer does not match."""

ANY = 99
"""As many arguments as anybody writes."""


def text(value: Value) -> str:
    """Write a value as XPath's string() does: whole numbers without a point, truths as "true" and "false"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(value)


def number(value: Value) -> float:
    """Read a value as a number; a day counts from 1970, and what is neither is NaN."""
    return _number(value.strip()) if isinstance(value, str) else float(value)


@lru_cache(maxsize=1024)
def _number(words: str) -> float:
    if NUMBER.fullmatch(words):
        return float(words)
    day = _day(words)
    return float((day - EPOCH).days) if day else math.nan


def truth(value: Value) -> bool:
    """Read a value as a truth: a text that is not empty, a number that is neither zero nor NaN."""
    return bool(value) and value == value  # noqa: PLR0124 - only NaN differs from itself


def _day(words: str) -> date | None:
    found = DAY.fullmatch(words)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def equal(left: Value, right: Value) -> bool:
    """Compare two values (XPath 1.0, section 3.4).

    One departure: against the texts "true" and "false" a truth is compared as text, because people write
    ``${calculation} = 'false'`` where XPath would call every text that is not empty true.
    """
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        if "false" in (left, right) or "true" in (left, right):
            return text(left) == text(right)
        return truth(left) == truth(right)
    return number(left) == number(right)


def divide(left: float, right: float) -> float:
    """Divide as IEEE 754 does: by zero gives infinity, or NaN."""
    if right:
        return left / right
    return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)


def remainder(left: float, right: float) -> float:
    """Give the rest of a division, with the sign of ``left`` (XPath 1.0, section 3.5)."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


def options_of(value: Value) -> list[str]:
    """Split the chosen options."""
    return text(value).split()


def _rounded(value: Value, places: Value = 0.0) -> float:
    """Round half up (XPath 1.0, section 4.4), to places as ODK allows."""
    amount, wanted = number(value), number(places)
    if not math.isfinite(amount) or not math.isfinite(wanted) or abs(wanted) > MOST_DIGITS:
        return amount
    factor = 10.0 ** int(wanted)
    scaled = amount * factor
    return math.floor(scaled + 0.5) / factor if math.isfinite(scaled) else amount


def _whole(step: Callable[[float], int]) -> Callable[[Value], float]:
    def apply(value: Value) -> float:
        amount = number(value)
        return float(step(amount)) if math.isfinite(amount) else amount

    return apply


def _power(base: Value, exponent: Value) -> float:
    try:
        return math.pow(number(base), number(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _date(value: Value) -> str:
    if isinstance(value, str) and (day := _day(value.strip())):
        return day.isoformat()
    days = number(value)
    try:
        return (EPOCH + timedelta(days=math.floor(days))).isoformat()
    except (OverflowError, ValueError):
        return ""


def _format_date(value: Value, pattern: Value) -> str:
    day = _day(_date(value))
    if day is None:
        return ""
    parts = {"Y": f"{day:%Y}", "y": f"{day:%y}", "m": f"{day:%m}", "n": str(day.month), "d": f"{day:%d}"}
    parts |= {"e": str(day.day)}
    return re.sub(r"%([Yymnde])", lambda found: parts[found[1]], text(pattern))


class Pattern(Protocol):
    """A regular expression that gives up in time."""

    def fullmatch(self, words: str, *, timeout: float) -> object | None:
        """Match the whole text. Raises :class:`TimeoutError`."""


class PatternError(ValueError):
    """This is no regular expression."""


@lru_cache(maxsize=256)
def pattern_of(words: str) -> Pattern:
    """Read a regular expression. Raises :class:`PatternError`.

    By the library ``regex``, because Python's own would try ``([a-z]+)*`` on a long word for years; loaded by its name,
    because its 11 MB are needed only by surveys with patterns.
    """
    library = import_module("regex")
    try:
        return cast("Pattern", library.compile(words))
    except library.error as error:
        raise PatternError(str(error)) from None


def _matches(value: Value, pattern: Value) -> bool:
    try:
        return pattern_of(text(pattern)).fullmatch(text(value), timeout=MATCHED_WITHIN) is not None
    except (PatternError, TimeoutError):  # a literal pattern was read with the form; one of answers may be anything
        return False


def _piece(value: Value, start: Value, end: Value = math.inf) -> str:
    """Cut from ``start`` to before ``end``, counted from 0, from the end where negative (ODK's substr)."""
    words, first, last = text(value), number(start), number(end)
    length = len(words)
    if math.isnan(first) or math.isnan(last):
        return ""
    return words[_place(first, length) : _place(last, length)]


def _place(wanted: float, length: int) -> int:
    return int(max(0.0, wanted + length if wanted < 0 else min(wanted, float(length))))


def _option_at(value: Value, place: Value) -> str:
    chosen, wanted = options_of(value), number(place)
    return chosen[int(wanted)] if 0 <= wanted < len(chosen) else ""


def _least(*values: Value) -> float:
    return _extreme(min, values)


def _most(*values: Value) -> float:
    return _extreme(max, values)


def _extreme(pick: Callable[[list[float]], float], values: tuple[Value, ...]) -> float:
    """Give the least or most; missing answers do not count, as they are no nodes of the form either."""
    amounts = [number(value) for value in values if value != ""]
    return math.nan if not amounts or any(map(math.isnan, amounts)) else pick(amounts)


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if value != ""), "")


def _before(value: Value, part: Value) -> str:
    before, found, _ = text(value).partition(text(part)) if part != "" else ("", "", "")
    return before if found else ""


def _after(value: Value, part: Value) -> str:
    return text(value).partition(text(part))[2] if part != "" else text(value)


def _translate(value: Value, old: Value, new: Value) -> str:
    target = text(new)
    pairs: dict[int, str | None] = {}
    for place, sign in enumerate(text(old)):
        pairs.setdefault(ord(sign), target[place] if place < len(target) else None)
    return text(value).translate(pairs)


FUNCTIONS: dict[str, tuple[int, int, Callable[..., Value]]] = {
    "true": (0, 0, lambda: True),
    "false": (0, 0, lambda: False),
    "not": (1, 1, lambda value: not truth(value)),
    "boolean": (1, 1, truth),
    "boolean-from-string": (1, 1, lambda value: text(value) in {"1", "true"}),
    "number": (1, 1, number),
    "string": (1, 1, text),
    "int": (1, 1, _whole(math.trunc)),
    "round": (1, 2, _rounded),
    "floor": (1, 1, _whole(math.floor)),
    "ceiling": (1, 1, _whole(math.ceil)),
    "abs": (1, 1, lambda value: abs(number(value))),
    "pow": (2, 2, _power),
    "min": (1, ANY, _least),
    "max": (1, ANY, _most),
    "concat": (1, ANY, lambda *values: "".join(map(text, values))),
    "join": (1, ANY, lambda between, *values: text(between).join(map(text, values))),
    "string-length": (1, 1, lambda value: float(len(text(value)))),
    "normalize-space": (1, 1, lambda value: " ".join(text(value).split())),
    "contains": (2, 2, lambda value, part: text(part) in text(value)),
    "starts-with": (2, 2, lambda value, part: text(value).startswith(text(part))),
    "ends-with": (2, 2, lambda value, part: text(value).endswith(text(part))),
    "substr": (2, 3, _piece),
    "substring-before": (2, 2, _before),
    "substring-after": (2, 2, _after),
    "translate": (3, 3, _translate),
    "regex": (2, 2, _matches),
    "coalesce": (2, ANY, _coalesce),
    "selected": (2, 2, lambda value, option: text(option).strip() in options_of(value)),
    "selected-at": (2, 2, _option_at),
    "count-selected": (1, 1, lambda value: float(len(options_of(value)))),
    "count-non-empty": (1, ANY, lambda *values: float(sum(value != "" for value in values))),
    "date": (1, 1, _date),
    "format-date": (2, 2, _format_date),
}
"""The fewest and the most arguments, and the function. ``if``, ``once`` and ``today`` are the reader's own."""

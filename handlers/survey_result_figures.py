"""Numbers of a survey's results as they are read: with separators, shares, and a dash for what is hidden."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from handlers.wording import DAY, Wording
from storage.persons import Language
from storage.survey_tallies import Line

HIDDEN = "–"
"""Stands for a number that is not shown: it is under five, or would give one away."""


def number(wording: Wording, value: float) -> str:
    """Write a number with at most two places: "1.234,5"."""
    return _number(wording.language, value)


def percent(wording: Wording, share: float) -> str:
    """Write a share in whole per cent: "55 %"."""
    return _percent(wording.language, share)


@lru_cache(4096)
def _number(language: Language, value: float) -> str:
    """Write a number; a result has few different ones, each many times."""
    return str(format_decimal(value, "#,##0.##", locale=language))


@lru_cache(4096)
def _percent(language: Language, share: float) -> str:
    return str(format_percent(share, locale=language))


def points(share: float) -> int:
    """Round a share as it is written, so that differences of shares add up for who reads them."""
    return round(Decimal(str(share)) * 100)


def period(wording: Wording, iso: str) -> str:
    """Write a day, month or year that was an answer, as much of ISO 8601 as there is."""
    if len(iso) == len("2021"):
        return iso
    shape = DAY[wording.language] if len(iso) > len("2021-07") else "MMMM yyyy"
    first = date.fromisoformat(iso if len(iso) > len("2021-07") else f"{iso}-01")
    return str(format_date(first, shape, locale=wording.language))


def counted(wording: Wording, line: Line, option: str) -> str:
    """Write how often something was answered: "32 (55 %)"."""
    count, share = line.counts.get(option), line.share(option)
    if count is None:
        return HIDDEN
    return number(wording, count) if share is None else f"{number(wording, count)} ({percent(wording, share)})"


def hides(line: Line) -> bool:
    """Say whether anything of a row is hidden."""
    return line.answered is None or None in line.counts.values()

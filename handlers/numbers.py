"""Whole numbers as people write them in German chats."""

from __future__ import annotations

import re

from text_to_num import alpha2digit

from handlers.problems import Problem

WHOLE = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
RANGE = re.compile(r"\d\s*(?:-|–|—|bis|to|oder|or|/)\s*\d")
COUNTED = re.compile(r"(?:plätze?n?|personen?|menschen|minderjährige|places?|people|persons?)\b", re.IGNORECASE)
ONE = re.compile(r"\b(?:eine?n?|one)\b", re.IGNORECASE)


def read_count(typed: str, most: int) -> int:
    """Read a whole number from 1 to ``most``: "20", "zwanzig", "20 Plätze", "1.200".

    Raises :class:`Problem` with the sentence that fits: a span, a fraction, zero, too many, no number.
    """
    words = COUNTED.sub("", with_digits(typed)).strip(" .!")
    if RANGE.search(words):
        raise Problem("number-span", typed=typed)
    if re.fullmatch(r"[-–−]\s*\d+.*", words) or re.fullmatch(r"0+", words):
        raise Problem("number-not-positive")
    if re.fullmatch(r"\d+[.,]\d{1,2}", words):
        raise Problem("number-not-whole")
    if not WHOLE.fullmatch(words):
        raise Problem("number-unclear", typed=typed)
    count = int(re.sub(r"\D", "", words)) if len(words) <= len(str(most)) + 3 else most + 1
    if count == 0:
        raise Problem("number-not-positive")
    if count > most:
        raise Problem("number-too-big", most=most)
    return count


def with_digits(typed: str) -> str:
    """Write number words as digits: "zwanzig Plätze" becomes "20 Plätze"."""
    return str(alpha2digit(ONE.sub("1", typed), "de"))

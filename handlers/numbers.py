"""Whole numbers as people write them in German chats."""

from __future__ import annotations

import re

from text_to_num import alpha2digit

from handlers.problems import Problem

WHOLE = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
RANGE = re.compile(r"\d\s*(?:-|–|—|bis|to|und|and|oder|or|/)\s*\d")
MORE_OR_LESS = re.compile(
    r"\+\s*\d|\b(?:weitere[nr]?|zus(?:ä|ae)tzlich(?:e[nr]?)?|mehr|weniger|more|additional|fewer)\b", re.IGNORECASE
)
"""Words of a change: the new total is what we need, and guessing it from the old one could go wrong."""

ABOUT = re.compile(
    r"(?<!\w)(?:ca\b\.?|circa|etwa|ungef(?:ä|ae)hr|rund|bis zu|mindestens|h(?:ö|oe)chstens|maximal|minimal"
    r"|max\b\.?|min\b\.?|about|around|approximately|up to|at least|at most)\s*(?!\d{1,2}\.\d{1,2}\.)\d[\d.]*",
    re.IGNORECASE,
)
"""A number that leaves open how many it will be."""

COUNTED = re.compile(
    r"\b(?:pl(?:ä|ae)tzen?|platz|personen?|menschen|minderj(?:ä|ae)hrigen?|places?|people|persons?|minors?)\b",
    re.IGNORECASE,
)
ONE = re.compile(r"\b(?:eine?n?|eins|one)\b", re.IGNORECASE)
NONE = re.compile(r"keine?n?|none|no", re.IGNORECASE)
SPELLINGS = {"zwoelf": "zwölf", "fuenf": "fünf", "zwo": "zwei"}


def read_count(typed: str, most: int) -> int:
    """Read a whole number from 1 to ``most``: "20", "zwanzig", "20 Plätze", "1.200".

    Raises :class:`Problem` with the sentence that fits: a span, a rough number, a change, a fraction, zero,
    too many, no number.
    """
    words = COUNTED.sub("", with_digits(typed)).strip(" .,;:!()")
    if not re.search(r"\d", words):
        words = ONE.sub("1", words)
    if RANGE.search(words):
        raise Problem("number-span", typed=typed)
    if ABOUT.search(words):
        raise Problem("number-about", typed=typed)
    if MORE_OR_LESS.search(words):
        raise Problem("number-difference", typed=typed)
    if re.fullmatch(r"(?:[-–−]|minus\b)\s*\d+.*|0+", words) or NONE.fullmatch(words):
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


def confirms_count(typed: str, number: int) -> bool:
    """Say whether a text is a number in words, as people write it: "hundertzwanzig" for 120, never "120".

    Whoever confirms how many get something must have thought of the number; digits are copied without a thought.
    """
    words = re.sub(r",|\b(?:personen|people|empf(?:ä|ae)nger(?:innen)?|recipients)\b", " ", typed.casefold())
    read = with_digits(" ".join(words.split()).strip(" .!"))
    return not re.search(r"\d", words) and (ONE.sub("1", read) if number == 1 else read) == str(number)


def with_digits(typed: str) -> str:
    """Write number words as digits: "zwanzig Plätze" becomes "20 Plätze". "Ein" stays: it is more often an article."""
    words = typed
    for spelt, proper in SPELLINGS.items():
        words = re.sub(rf"\b{spelt}(?!\w*\d)", proper, words, flags=re.IGNORECASE)
    return str(alpha2digit(alpha2digit(words, "de", 0), "en", 0))

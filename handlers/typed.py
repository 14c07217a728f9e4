"""What people type and paste, made comparable: invisible signs away, umlauts in one spelling, spaces single."""

from __future__ import annotations

import re
import unicodedata

from storage.municipalities import UMLAUTS

LONGEST = 4000
"""Characters of one message we read. A longer one is no answer to any of our questions."""


def clean(typed: str) -> str:
    """Take away what cannot be seen (control signs, bidirectional marks, zero widths) and compose umlauts (NFC).

    Line breaks stay; non-breaking spaces become spaces. Signs are told apart by their general category:
    https://www.unicode.org/reports/tr44/#GC_Values_Table
    """
    composed = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\t", " ")
    return re.sub(r" +", " ", "".join(map(_visible, composed))).strip()


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    return "" if category.startswith("C") and sign != "\n" else sign


def fold(words: str) -> str:
    """Fold for comparing: case and spelling of umlauts do not count, nor does punctuation around it."""
    return re.sub(r"\s+", " ", words.casefold().translate(UMLAUTS).strip(" \n.!?,;:–-*„“\"'"))

"""What people type and paste, made comparable: invisible signs away, umlauts in one spelling, spaces single."""

from __future__ import annotations

import re
import unicodedata

from storage.municipalities import UMLAUTS

LONGEST = 4096
"""Characters of one message we read: as many as Telegram sends in one, so that a long text it has split arrives."""

NUMBERED = re.compile(r"(?:nr\.? ?)?(\d{1,9})(?:\s+(?P<deed>\S+)(?:\s+(?P<rest>.+))?)?", re.IGNORECASE | re.DOTALL)
"""What is said of something by its number: "12", "Nr. 12 absagen", "12 verschieben 13.08. 10 Uhr"."""

BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(typed: str) -> str:
    """Take away what cannot be seen (control signs, bidirectional marks, zero widths) and compose umlauts (NFC).

    Line breaks stay, in one spelling; non-breaking spaces become spaces. Signs are told apart by their general
    category: https://www.unicode.org/reports/tr44/#GC_Values_Table
    """
    visible = "".join(map(_visible, BREAK.sub("\n", typed).replace("\t", " ")))
    # Composed last: a zero width between a letter and its dots would keep them apart.
    return re.sub(r" +", " ", unicodedata.normalize("NFC", visible)).strip()


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    return "" if category.startswith("C") and sign != "\n" else sign


def fold(words: str) -> str:
    """Fold for comparing: case and spelling of umlauts do not count, nor does punctuation around it."""
    return re.sub(r"\s+", " ", words.casefold().translate(UMLAUTS).strip(" \n.!?,;:–-*„“\"'"))

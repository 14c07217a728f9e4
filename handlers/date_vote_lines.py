"""Votes in one line: "1 ja, 2 zur Not, 3 nein", "1 und 3 gehen, Rest nicht", "alle ja", "keiner"."""

from __future__ import annotations

import re
from collections.abc import Collection

from handlers.problems import Problem
from handlers.typed import fold
from storage.date_polls import Vote

PHRASES = {
    Vote.YES: "ja, j, geht, gehen, geht gut, passt, passen, gut, ok, okay, yes, y, works",
    Vote.IF_NEED_BE: "zur not, zurnot, geht zur not, gehen zur not, ja zur not, notfalls, vielleicht, eventuell, "
    "if need be, maybe",
    Vote.NO: "nein, n, nicht, geht nicht, gehen nicht, passt nicht, passen nicht, leider nicht, no",
}
MEANING = {phrase: vote for vote, phrases in PHRASES.items() for phrase in phrases.split(", ")}
ALL = {"alle", "alles", "alle tage", "all"}
REST = {"rest", "der rest", "die anderen", "the rest", "others"}
NONE = {"keiner", "keine", "keiner geht", "keiner passt", "nichts geht", "none", "none works"}

AND = r"\s*(?:,|\bund\b|\band\b|\+|&)\s*"
WHICH = rf"(?:nr\.? ?)?(\d{{1,2}}(?:{AND}\d{{1,2}})*|{'|'.join(sorted(ALL | REST, key=len, reverse=True))})"
WORD = rf"({'|'.join(sorted(MEANING, key=len, reverse=True))})"
PART = re.compile(rf"{WHICH}(?:\s*[:.=)–-]\s*|\s+){WORD}(?=\s*(?:$|[,;.]|\bund\b|\band\b|\d|\brest\b))")
BETWEEN = re.compile(r"\s*(?:[,;.]\s*)?(?:\b(?:und|and)\b\s*)?")
"""Patterns meet folded words."""


def word_of(typed: str) -> Vote | None:
    """Say what a text alone means as a vote: "geht", "zur Not", "nein"."""
    return MEANING.get(fold(typed))


def is_vote_line(typed: str) -> bool:
    """Say whether a text begins as votes do, so that what is wrong further on can be told."""
    words = fold(typed)
    return words in NONE or PART.match(words) is not None


def read_votes(typed: str, proposed: Collection[int], over: Collection[int]) -> dict[int, Vote]:
    """Read votes by the numbers of the proposals; what is already ``over`` is left out of "alle" and "Rest".

    Raises :class:`Problem` for what is unclear, said twice differently, not proposed, or over.
    """
    said: dict[int, Vote] = {}
    for which, vote in sorted(_parts(typed), key=lambda part: part[0] in REST):
        for number in _numbers(which, said, [number for number in proposed if number not in over]):
            if number not in proposed:
                raise Problem("date-no-such", typed=str(number), most=len(proposed))
            if number in over:
                raise Problem("date-vote-over", number=number)
            if said.setdefault(number, vote) is not vote:
                raise Problem("date-vote-twice", number=number)
    return said


def _numbers(which: str, said: Collection[int], coming: Collection[int]) -> list[int]:
    if which in ALL:
        return list(coming)
    if which in REST:
        return [number for number in coming if number not in said]
    return [int(number) for number in re.findall(r"\d+", which)]


def _parts(typed: str) -> list[tuple[str, Vote]]:
    words = fold(typed)
    if words in NONE:
        return [("alle", Vote.NO)]
    parts: list[tuple[str, Vote]] = []
    place = 0
    while place < len(words) or not parts:
        found = PART.match(words, place)
        if found is None:
            raise Problem("date-votes-unclear", typed=typed)
        parts.append((found[1], MEANING[found[2]]))
        between = BETWEEN.match(words, found.end())
        place = between.end() if between else found.end()
    return parts

"""What is written behind ``freigaben``: what to do, and with which reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from handlers.typed import fold

CONFIRM = {"bestaetigen", "ok", "ja", "confirm", "approve"}
REJECT = {"ablehnen", "nein", "reject"}
ALL = {"alle", "alles", "all"}

NUMBER = r"(?:nr\.?\s*|no\.?\s*)?\d{1,9}"
JOINED = rf"{NUMBER}(?:\s*(?:,|;|&|\+|/|\bund\b|\bsowie\b|\band\b)\s*{NUMBER})*"
"""Numbers with something between them, so that what follows a space may begin with a number itself."""
NUMBERS = rf"{NUMBER}(?:\s*(?:,|;|&|\+|/|\bund\b|\bsowie\b|\band\b)\s*{NUMBER}|\s+{NUMBER})*"

BARE = re.compile(NUMBERS, re.IGNORECASE)
INSTEAD = re.compile(rf"(?P<numbers>{NUMBERS})\s+(?:statt|gegen|instead of)\s+(?P<others>{NUMBERS})", re.IGNORECASE)
WITH_REASON = re.compile(rf"(?P<numbers>{JOINED})(?:\s*[:,]\s*|\s+)(?P<reason>.+)", re.IGNORECASE | re.DOTALL)


class Deed(Enum):
    """What is to be done with reports that wait."""

    LIST = auto()
    LIST_ALL = auto()
    SHOW = auto()
    CONFIRM = auto()
    REJECT = auto()


@dataclass(frozen=True, slots=True)
class Call:
    """What somebody wants done. ``against`` are the reports that a confirmation is known to contradict."""

    deed: Deed
    numbers: tuple[int, ...] = ()
    against: frozenset[int] = frozenset()
    reason: str = ""


def read_call(typed: str) -> Call | None:
    """Read what stands behind the command; None for what means nothing.

    To confirm all without a number means to see them first.
    """
    if not typed:
        return Call(Deed.LIST)
    first, _, rest = typed.partition(" ")
    deed, rest = fold(first), rest.strip()
    if (deed in ALL and not rest) or (deed in CONFIRM | REJECT and fold(rest) in ALL):
        return Call(Deed.LIST_ALL)
    if deed in CONFIRM:
        return _confirmation(rest)
    if deed in REJECT:
        return _rejection(rest)
    return _look(typed)


def _look(typed: str) -> Call | None:
    """Show the one report that is named where nothing is said that can be done with it."""
    one = len(re.findall(r"\d+", typed)) == 1 and re.search(r"(?<!\d)\d{1,9}(?!\d)", typed)
    return Call(Deed.SHOW, _numbers(typed)) if one else None


def _confirmation(rest: str) -> Call | None:
    if said := INSTEAD.fullmatch(rest):
        return Call(Deed.CONFIRM, _numbers(said["numbers"]), frozenset(_numbers(said["others"])))
    return Call(Deed.CONFIRM, _numbers(rest)) if BARE.fullmatch(rest) else _look(rest)


def _rejection(rest: str) -> Call | None:
    if BARE.fullmatch(rest):
        return Call(Deed.REJECT, _numbers(rest))
    said = WITH_REASON.fullmatch(rest)
    return Call(Deed.REJECT, _numbers(said["numbers"]), reason=said["reason"].strip()) if said else None


def _numbers(typed: str) -> tuple[int, ...]:
    """List the numbers in their order, each once."""
    return tuple(dict.fromkeys(map(int, re.findall(r"\d+", typed))))

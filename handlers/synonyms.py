"""How people call things: programmes, roles, Länder and more by all their names (``texts/synonyms.toml``)."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from handlers.typed import fold

SECTIONS = {"Programme": "programme", "TargetGroup": "target_group", "Role": "role", "Land": "land"}
SECTIONS |= {"MemberStatus": "member_status", "SizeClass": "size_class", "ConditionKind": "condition"}
SECTIONS |= {"MemberStatus": "member_status", "SizeClass": "size_class", "Verb": "verb"}

GAP = "…"
"""What stands in a name for whatever is between its parts."""

JOINT = re.compile(r"\s+|[_*:]|(?<=[^\W\d])[-–](?=[^\W\d])")
"""What separates the words of a name: "NEST-Programm" has two, "20-30" is one."""

Named = TypeVar("Named", bound=StrEnum)


def named(kind: type[Named], typed: str) -> Named | None:
    """Say which member a whole text names, by one of its names or by its value, or None."""
    value = typed if typed in set(kind) else _names(SECTIONS[kind.__name__]).get(_plain(typed))
    return None if value is None else kind(value)


def find_name(kind: type[Named], text: str) -> tuple[Named, str] | None:
    """Find the longest name of a kind inside a text; returns the member and the text without the name."""
    words = JOINT.split(text)
    plain = [_plain(word) for word in words]
    for parts, value in _longest_first(SECTIONS[kind.__name__]):
        for start in range(len(words) - len(parts) + 1):
            if plain[start : start + len(parts)] == parts:
                return kind(value), " ".join([*words[:start], *words[start + len(parts) :]])
    return None


def names_by_words(kind: type[Named]) -> list[tuple[Named, frozenset[str]]]:
    """List the names of a kind as sets of words, for where these stand in any order, and others between them."""
    return [(kind(value), words) for words, value in _as_sets(SECTIONS[kind.__name__])]


def find_verb(kind: type[Named], text: str) -> tuple[Named, str] | None:
    """Find a name of one part or two, "stocken … auf", inside a text; returns the member and the text without it."""
    words = JOINT.split(text)
    plain = [_plain(word) for word in words]
    for parts, value in _longest_first(SECTIONS[kind.__name__]):
        taken = _places_of(parts, plain)
        if taken:
            return kind(value), " ".join(word for place, word in enumerate(words) if place not in taken)
    return None


def begins_verb(word: str) -> bool:
    """Say whether a word is what somebody does with a pledge, or the first part of it."""
    return _plain(word) in _verb_beginnings()


@cache
def _verb_beginnings() -> frozenset[str]:
    return frozenset(parts[0] for parts, _ in _longest_first("verb"))


def _places_of(parts: list[str], plain: list[str]) -> set[int]:
    """Say at which places of a text the words of a name stand; none where it is not there."""
    gap = parts.index(GAP) if GAP in parts else len(parts)
    head, tail = parts[:gap], parts[gap + 1 :]
    start = next((place for place in range(len(plain)) if plain[place : place + len(head)] == head), None)
    if start is None:
        return set()
    behind = start + len(head)
    ends = [place for place in range(behind, len(plain)) if plain[place : place + len(tail)] == tail]
    ends = [place for place in ends if not _is_preposition(plain, place)]
    if tail and not ends:
        return set()
    return {*range(start, behind), *(range(ends[-1], ends[-1] + len(tail)) if tail else ())}


def _is_preposition(plain: list[str], place: int) -> bool:
    """Say whether a word belongs to what follows it: "auf 12", "bis auf Weiteres"."""
    following = "".join(plain[place + 1 : place + 2])
    return following[:1].isdigit() or following in {"insgesamt", "weiteres"}


def is_filler(word: str) -> bool:
    """Say whether a word of a pledge line carries no meaning of its own."""
    return _plain(word) in _fillers()


@cache
def _names(section: str) -> dict[str, str]:
    return {_plain(name): value for value, names in _table()[section].items() for name in names}


@cache
def _longest_first(section: str) -> list[tuple[list[str], str]]:
    """List the names of a section by their words, each with the member it stands for."""
    names = _names(section)
    return [([_plain(word) for word in name.split()], names[name]) for name in sorted(names, key=len, reverse=True)]


@cache
def _as_sets(section: str) -> list[tuple[frozenset[str], str]]:
    return [(frozenset(name.split()), value) for name, value in _names(section).items()]


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_plain(word) for words in _table()["filler"].values() for word in words)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    with (Path(__file__).parent / "texts" / "synonyms.toml").open("rb") as file:
        return tomllib.load(file)


def _plain(text: str) -> str:
    """Fold a name, without the brackets around it or around its parts."""
    return " ".join(filter(None, (fold(part.strip("().,;:")) for part in JOINT.split(text))))

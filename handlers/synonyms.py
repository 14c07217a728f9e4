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

"""Addresses in what people write of their evidence: which of them anybody can open. None is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from handlers.hosts import is_public
from handlers.problems import Problem

ADDRESS = re.compile(
    r"(?<![\w@])(?:[a-z][a-z0-9+.-]{1,20}://|www\.|(?:file|ftp|mailto|javascript|data):(?=\S)|[a-z]:\\|\\\\)\S+",
    re.IGNORECASE,
)
"""Whatever somebody may mean by a link, a drive of their own computer included."""

CLOSING = ".,;:!?…\"'“”»>"


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it was ``typed``, as it can be opened, and why it is refused, if it is."""

    typed: str
    address: str
    problem: Problem | None = None


def find_links(text: str) -> list[Link]:
    """List the addresses in a text, in their order."""
    return [_read(_without_closing(found[0])) for found in ADDRESS.finditer(text)]


def _without_closing(typed: str) -> str:
    """Take away what belongs to the sentence around an address."""
    while typed[-1] in CLOSING or (typed[-1] == ")" and typed.count(")") > typed.count("(")):
        typed = typed[:-1]
    return typed


def _read(typed: str) -> Link:
    address = f"https://{typed}" if typed.lower().startswith("www.") else typed
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Link(typed, address, Problem("evidence-link-unclear", link=typed))
    if parts.scheme not in {"http", "https"}:
        return Link(typed, address, Problem("evidence-link-scheme", link=typed))
    if parts.username is not None:
        return Link(typed, address, Problem("evidence-link-secret"))
    return Link(typed, address, None if is_public(host) else Problem("evidence-link-private", link=typed))

"""What is too large for one event: first it loses what is said twice, then its formatting, and last its end.

Client-server API, "Size limits": an event has at most 65,536 bytes; encryption makes four of three.
"""

from __future__ import annotations

import json
from typing import Any

LARGEST = 47_000
"""Bytes of an event's content that fit into an event, encrypted."""
_BEGINNING = 200
"""Characters that clients without edits show of a long edit."""
_FORMATTING = ("format", "formatted_body")


def fitted(content: dict[str, Any], largest: int = LARGEST) -> tuple[dict[str, Any], bool]:
    """Make the content of a text small enough; tells whether its end was cut off."""
    if _size(content) <= largest:
        return content, False
    new = content.get("m.new_content")
    if new is None:
        return _short(content, largest)
    about = {"m.relates_to": content["m.relates_to"]}
    fallback = {**_plain(new), "body": f"* {new['body'][:_BEGINNING]} …"} | about
    short, cut = _short(new, largest - _size(fallback | {"m.new_content": {}}))
    return fallback | {"m.new_content": short}, cut


def _short(content: dict[str, Any], largest: int) -> tuple[dict[str, Any], bool]:
    if _size(content) <= largest:
        return content, False
    plain = _plain(content)
    body = plain["body"]
    while (size := _size(plain)) > largest:
        body = body[: min(len(body) - 1, len(body) * largest // size)]
        plain = {**plain, "body": f"{body} …"}
    return plain, plain["body"] != content["body"]


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in _FORMATTING}


def _size(content: dict[str, Any]) -> int:
    return len(json.dumps(content, separators=(",", ":")))  # as nio writes what it encrypts: in ASCII, an ü takes six

"""Looking into JSON that strangers wrote: what is not as it should be is empty, never an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def inner(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object under a key."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def text(value: Mapping[str, Any], key: str) -> str:
    """Return the text under a key."""
    found = value.get(key)
    return found if isinstance(found, str) else ""

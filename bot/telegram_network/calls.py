"""Calls of the Bot API as values: what is asked, and what it leaves in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.parts import PartKind


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a call, as the parameter ``field``."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API (https://core.telegram.org/bots/api#available-methods).

    ``leaves`` is what part of a message stands in the chat after it, if one does.
    """

    method: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    upload: Upload | None = None
    leaves: PartKind | None = None

    @property
    def may_double(self) -> bool:
        """Whether people see something twice if it is made twice."""
        return self.method.startswith("send")

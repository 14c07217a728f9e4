"""What can go wrong between a bot and Telegram, ordered beforehand: refusals, delays, cut connections.

Source of the refusals' form: https://core.telegram.org/bots/api#responseparameters
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.telegram_double.errors import ApiError


class Cut(StrEnum):
    """When the connection breaks, and whether the call had its effect."""

    BEFORE = "before the request is read"
    """Nothing happened."""
    DURING = "after the call was done, before anything of the response is sent"
    """It happened, and the caller cannot know."""
    AFTER = "in the middle of the response"
    """It happened, and the caller sees the response begin."""


@dataclass(slots=True, eq=False)
class Fault:
    """One planned fault. ``nth`` counts matching calls from 1, ``times`` says for how many calls it goes on."""

    method: str = ""
    chat_id: int | None = None
    nth: int = 1
    times: int = 1
    answer: ApiError | None = None
    raw: tuple[int, str] | None = None
    cut: Cut | None = None
    delay: float = 0.0
    done_anyway: bool = False
    seen: int = 0
    used: int = 0

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Count a call if it is one of those meant; say whether the fault strikes it."""
        if self.method and self.method.lower() != method.lower():
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        self.seen += 1
        strikes = self.nth <= self.seen < self.nth + self.times
        self.used += strikes
        return strikes


@dataclass(slots=True)
class Faults:
    """All planned faults; the first that strikes a call decides."""

    planned: list[Fault] = field(default_factory=list)

    def plan(self, fault: Fault) -> Fault:
        """Plan a fault; the returned object tells how often it was used."""
        self.planned.append(fault)
        return fault

    def clear(self) -> None:
        """Plan nothing any more."""
        self.planned.clear()

    def strike_unread(self, method: str) -> Fault | None:
        """Return the fault that breaks the connection before anything of the call is read."""
        return self._first(method, None, unread=True)

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that strikes a call that was read."""
        return self._first(method, chat_id, unread=False)

    def _first(self, method: str, chat_id: int | None, *, unread: bool) -> Fault | None:
        meant = [fault for fault in self.planned if (fault.cut is Cut.BEFORE and fault.chat_id is None) is unread]
        struck = [fault for fault in meant if fault.meets(method, chat_id)]
        return struck[0] if struck else None

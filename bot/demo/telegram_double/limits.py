"""Telegram's limits on sending, counted in true sliding windows.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: 30 messages per second overall,
one per second in one chat, 20 per minute in one group.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from bot.demo.telegram_double.errors import ApiError, throttled


@dataclass(frozen=True, slots=True)
class Violation:
    """A message that came too early: within ``seconds`` it was number ``sent`` where ``allowed`` are.

    ``too_early`` are the seconds by which it came too early. ``limit`` is ``overall``, ``private chat``, ``group``, or
    ``pause``: it came before the ``retry_after`` of an earlier answer had passed.
    """

    limit: str
    chat_id: int | None
    method: str
    at: float
    sent: int
    allowed: int
    seconds: float
    too_early: float


@dataclass(slots=True)
class Window:
    """The moments of the last ``seconds``."""

    name: str
    allowed: int
    seconds: float
    moments: deque[float] = field(default_factory=deque)

    def early(self, at: float) -> float:
        """Return by how many seconds another message now would come too early; zero, if it is in time."""
        while self.moments and self.moments[0] <= at - self.seconds:
            self.moments.popleft()
        if len(self.moments) < self.allowed:
            return 0.0
        return self.seconds - (at - self.moments[-self.allowed])


@dataclass(slots=True)
class Limits:
    """Counts every message sent. With ``enforced`` a message too early is refused with 429 as Telegram refuses it.

    ``tolerance`` forgives what a message may be early by the uneven speed of the wire alone; none by default.
    """

    enforced: bool = False
    tolerance: float = 0.0
    overall: tuple[int, float] = (30, 1.0)
    per_private_chat: tuple[int, float] = (1, 1.0)
    per_group: tuple[int, float] = (20, 60.0)
    violations: list[Violation] = field(default_factory=list)
    counted: int = 0
    _all: Window | None = None
    _chats: dict[int, Window] = field(default_factory=dict)
    _pauses: dict[int | None, float] = field(default_factory=dict)

    def count(self, method: str, chat_id: int, at: float) -> ApiError | None:
        """Count one message and note what it violates; return the refusal, if limits are enforced."""
        self.counted += 1
        self._note_pauses(method, chat_id, at)
        worst = 0.0
        windows = (self._overall(), self._of_chat(chat_id))
        for window in windows:
            early = window.early(at)
            if early > self.tolerance:
                self._note(window, method, chat_id, at, early)
                worst = max(worst, early)
        if self.enforced and worst:
            self.pause(chat_id, at, math.ceil(worst))
            return throttled(math.ceil(worst))
        for window in windows:
            window.moments.append(at)
        return None

    def pause(self, chat_id: int | None, at: float, seconds: float) -> None:
        """Note that the bot was told to wait, in one chat or (``None``) altogether."""
        self._pauses[chat_id] = max(self._pauses.get(chat_id, 0.0), at + seconds)

    def peak(self, limit: str) -> int:
        """Return the highest number of messages any violated window of a limit held."""
        return max((each.sent for each in self.violations if each.limit == limit), default=0)

    def _overall(self) -> Window:
        if self._all is None:
            self._all = Window("overall", *self.overall)
        return self._all

    def _of_chat(self, chat_id: int) -> Window:
        if chat_id not in self._chats:
            name, size = ("private chat", self.per_private_chat) if chat_id > 0 else ("group", self.per_group)
            self._chats[chat_id] = Window(name, *size)
        return self._chats[chat_id]

    def _note(self, window: Window, method: str, chat_id: int, at: float, early: float) -> None:
        where = None if window.name == "overall" else chat_id
        sent = len(window.moments) + 1
        self.violations.append(
            Violation(window.name, where, method, at, sent, window.allowed, window.seconds, round(early, 6))
        )

    def _note_pauses(self, method: str, chat_id: int, at: float) -> None:
        for scope in (None, chat_id):
            early = self._pauses.get(scope, 0.0) - at
            if early > self.tolerance:
                self.violations.append(Violation("pause", scope, method, at, 1, 0, early, round(early, 6)))

"""Whether more comes in than the database should have to bear: counted in the process, before the database is asked.

What comes in faster than it is taken in waits at its network, which hears only after the commit that it has arrived. So
a crowd loses nothing; but answers to strangers would push in before those to the people we serve (handlers/flood.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

WINDOW = 60.0
"""Seconds."""

LIMIT = 1200
"""Events in the window: twenty a second, as when hundreds of contacts answer a survey at once."""


class Crowd:
    """Counts what comes in."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._came: deque[float] = deque(maxlen=LIMIT)

    def came(self) -> bool:
        """Note that something came in; returns whether there is a crowd."""
        self._came.append(self._clock())
        return self.is_there

    @property
    def is_there(self) -> bool:
        """Whether there is a crowd at this moment."""
        return len(self._came) == LIMIT and self._clock() - self._came[0] < WINDOW

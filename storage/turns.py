"""Turns: threads that follow each other in the order in which they came."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident


class Turns:
    """A lock that is fair: whoever has let go of it waits behind all who wait already.

    A plain lock goes to whoever asks first, and that is nearly always who has just let go of it.
    """

    def __init__(self) -> None:
        self._line: deque[Lock] = deque()
        self._changing = Lock()
        self._whose = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn, and have it until the end of the block. Raises :class:`RuntimeError` within our own."""
        mine, me = Lock(), get_ident()
        if self._whose == me:
            raise RuntimeError("a turn within a turn would wait for ever")
        with self._changing:
            if self._line:
                mine.acquire()
            self._line.append(mine)
        with mine:
            self._whose = me
            try:
                yield
            finally:
                self._whose = 0
                with self._changing:
                    self._line.popleft()
                    if self._line:
                        self._line[0].release()

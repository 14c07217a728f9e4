"""How many messages may be under way at once to a network that says only afterwards that it was too much."""

from __future__ import annotations

from bot.networks import Failure, Outcome, Sent
from storage.outbox import FailureKind


class Width:
    """Messages that may be under way: at first as many as the network takes in flight.

    Only one after it has said that we are too fast. Else all of them would try when it takes one more, and chance would
    choose between an answer somebody waits for and an announcement. The width grows again while nothing is refused:
    twice as many, after twice as many have arrived.
    """

    def __init__(self, most: int) -> None:
        self.now = most
        self._most = most
        self._arrived = 0

    def note(self, outcome: Outcome) -> None:
        """Take note of how a send has ended."""
        if isinstance(outcome, Sent):
            self._arrived += 1
            if self._arrived >= 2 * self.now:
                self.now, self._arrived = min(2 * self.now, self._most), 0
        elif _is_too_fast(outcome):
            self.now, self._arrived = 1, 0


def _is_too_fast(failure: Failure) -> bool:
    """Whether it is the network that is throttled, and not one chat of it."""
    return failure.kind is FailureKind.THROTTLED and not failure.chat

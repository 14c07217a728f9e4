"""For whose keys it is worth waiting: keys and messages travel on two ways, and a message may overtake its key."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Sequence

from bot.matrix.timeline import Arrived, unread

KEY_WAIT = (300, 700, 2000)
"""How long, in milliseconds, to wait again for the key of a message that overtook it."""

_REMEMBERED = 1000
_CHANCES = 3


class Patience:
    """Remembers whose keys did not come.

    Waiting holds up everybody: it is done once for each key, and for somebody whose keys are missing again and again no
    more until one of them has come.
    """

    def __init__(self) -> None:
        self._lost: deque[tuple[str, str]] = deque(maxlen=_REMEMBERED)

    def newly_missing(self, events: Sequence[Arrived], us: str) -> list[Arrived]:
        """List what cannot be read for want of a key that nobody has looked for yet."""
        return [one for one in unread(events, us) if _key(one) not in self._lost]

    def is_worth_waiting(self, events: Sequence[Arrived], us: str) -> bool:
        """Say whether to wait for what these events lack."""
        lost = Counter(sender for sender, _ in self._lost)
        return any(lost[one.event.sender] < _CHANCES for one in self.newly_missing(events, us))

    def give_up(self, events: Sequence[Arrived], us: str) -> None:
        """Remember which keys did not come."""
        self._lost.extend(dict.fromkeys(_key(one) for one in self.newly_missing(events, us)))

    def forgive(self, sessions: Collection[str]) -> None:
        """Forget keys that have come after all."""
        kept = [each for each in self._lost if each[1] not in sessions]
        self._lost.clear()
        self._lost.extend(kept)


def _key(one: Arrived) -> tuple[str, str]:
    return str(one.event.sender), str(one.event.session_id)

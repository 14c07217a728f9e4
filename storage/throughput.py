"""How long many messages take on a network: by the limits we keep, or by what it has let through lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from storage.outbox import OutboxMessage, OutboxState
from storage.pacing import Window

BURST, PER_SECOND = 10, 0.2
"""What a stock Synapse takes at once, and then in a second (``rc_message`` in its configuration)."""

LATELY = 5_000
"""The last so many sends are looked at: some hours of a busy homeserver."""


def paced(count: int, window: Window) -> timedelta:
    """Say how long messages take on a network whose limit we keep."""
    return window.length * max(0, count - window.sends) / window.sends if count else timedelta()


def unpaced(count: int, per_second: float, burst: int = BURST) -> timedelta:
    """Say how long messages take on a network that lets a few through at once, and then so many in a second."""
    return timedelta(seconds=max(0, count - burst) / per_second)


def rate(sent_at: Iterable[datetime]) -> float:
    """Say how many messages a second a network has let through in its busiest minute, the first burst left out.

    Never fewer than a stock Synapse: a quiet week tells nothing.
    """
    by_minute = Counter(moment.replace(second=0, microsecond=0) for moment in sent_at)
    busiest = max(by_minute.values(), default=0)
    return max(PER_SECOND, (busiest - BURST) / 60)


def recent_sends(session: Session, network: str) -> list[datetime]:
    """List when messages were sent on a network lately, the newest first."""
    ended = col(OutboxMessage.finished_at)
    sent = (OutboxMessage.network == network, OutboxMessage.state == OutboxState.SENT)
    found = session.exec(select(ended).where(*sent).order_by(col(OutboxMessage.id).desc()).limit(LATELY))
    return [moment for moment in found if moment is not None]

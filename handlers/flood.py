"""Who writes too much, and what strangers hear while too many write: one clear sentence, and then nothing for a while.

Nothing is lost by it: whoever we know is always answered up to a tap a second, and codes work at all times.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.messages import ABOUT_THE_CHAT, Kind
from handlers.onboarding import looks_like_code
from handlers.table import find_command
from handlers.turn import Replies, Turn
from handlers.typed import clean
from storage.inbox import events_since
from storage.outbox import Lane

FLOOD_WINDOW = timedelta(minutes=1)
FLOOD_LIMIT = 60
"""Messages of one account in the window: a tap a second in a long survey. Of more, only the first is answered."""


def held_off(turn: Turn) -> Replies | None:
    """Say what somebody hears who is not answered now; None for whoever is."""
    incoming = turn.incoming
    if incoming.kind in ABOUT_THE_CHAT:
        return None
    recent = events_since(turn.session, incoming.network, incoming.account, turn.now - FLOOD_WINDOW)
    if recent > FLOOD_LIMIT:
        return [turn.reply("flood")] if recent == FLOOD_LIMIT + 1 and incoming.direct else []
    if not turn.crowded or turn.person is not None or turn.group is not None or _is_to_the_point(turn):
        return None
    # Behind everything that waits for those we know.
    return [replace(turn.reply("crowd"), lane=Lane.BULK)] if recent == 1 and incoming.direct else []


def _is_to_the_point(turn: Turn) -> bool:
    """Say whether a stranger does what strangers are there for: a command, a code, or a button of ours."""
    if turn.incoming.kind is not Kind.TEXT:
        return turn.incoming.kind is Kind.BUTTON
    said = clean(turn.text)
    return looks_like_code(said) or find_command(said)[0] is not None

"""The commands Telegram's clients offer while somebody types: pure.

https://core.telegram.org/bots/api#botcommand: small Latin letters, digits and underscores; up to 256 signs about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.markdown import to_plain
from handlers.typed import fold

NAME = re.compile(r"[a-z0-9_]{1,32}")
LONGEST = 256
MOST = 100


def bot_commands(menu: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    """Write a menu as Telegram wants it; what it would refuse is left out."""
    folded = [(fold(word), to_plain(about)[:LONGEST]) for word, about in menu]
    return [{"command": name, "description": about} for name, about in folded if NAME.fullmatch(name) and about][:MOST]

"""The commands Telegram's clients offer while somebody types: pure, made of the router's table of contents.

https://core.telegram.org/bots/api#botcommand: small Latin letters, digits and underscores; up to 256 signs about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.markdown import to_plain
from handlers.table import COMMANDS
from handlers.wording import UnknownTextError, Wording

NAME = re.compile(r"[a-z0-9_]{1,32}")
LONGEST = 256
MOST = 100
_HEAD = re.compile(r"^• \S+(?: \S+)? – ")


def command_menu(wording: Wording) -> Sequence[tuple[str, str]]:
    """List the commands that everybody may use, each with what the help says about it."""
    named = [(command.words[0], command.key) for command in COMMANDS if command.roles is None]
    listed = [(name, _about(wording, key)) for name, key in named if NAME.fullmatch(name)]
    return [(name, about) for name, about in listed if about][:MOST]


def _about(wording: Wording, key: str) -> str:
    try:
        return _HEAD.sub("", to_plain(wording(key)))[:LONGEST]
    except UnknownTextError:  # a command that is told nobody
        return ""

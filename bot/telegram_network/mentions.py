"""Whether somebody means us, and what they say without our name: pure.

In a group a command carries the name of the bot it is for (https://core.telegram.org/bots/features#commands).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FOR_A_BOT = re.compile(r"\s*/\w+@(\w+)")


@dataclass(frozen=True, slots=True)
class Us:
    """The bot's own account."""

    id: int
    username: str


def is_for_another_bot(said: str, us: Us) -> bool:
    """Whether a text is a command that names another bot."""
    named = _FOR_A_BOT.match(said)
    return named is not None and named[1].casefold() != us.username.casefold()


def without_our_name(said: str, us: Us) -> str:
    """Take our name out of a command (``/start@hafenbote_bot CODE``) and from before a text (``@hafenbote_bot …``)."""
    name = re.escape(us.username)
    bare = re.sub(rf"^(\s*/\w+)@{name}(?!\w)", r"\1", said, flags=re.IGNORECASE)
    return re.sub(rf"^\s*@{name}(?!\w)[\s,:–-]*", "", bare, flags=re.IGNORECASE)


def mentions(message: Mapping[str, Any], us: Us) -> bool:
    """Whether a message names us, or answers one of ours (https://core.telegram.org/bots/api#messageentity)."""
    answered = message.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, dict) else None
    if isinstance(author, dict) and author.get("id") == us.id:
        return True
    said = message.get("text") or message.get("caption")
    entities = message.get("entities") or message.get("caption_entities")
    if not isinstance(said, str) or not isinstance(entities, Sequence):
        return False
    return any(_names(entity, said, us) for entity in entities if isinstance(entity, dict))


def _names(entity: Mapping[str, Any], said: str, us: Us) -> bool:
    if entity.get("type") == "text_mention":
        user = entity.get("user")
        return isinstance(user, dict) and user.get("id") == us.id
    if entity.get("type") not in {"mention", "bot_command"}:
        return False
    return _slice(said, entity).casefold().endswith(f"@{us.username.casefold()}")


def _slice(said: str, entity: Mapping[str, Any]) -> str:
    """Cut an entity out of its text; its place is counted in UTF-16 units."""
    start, long = entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(long, int) or start < 0 or long < 0:
        return ""
    units = said.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * (start + long)].decode("utf-16-le", "replace")

"""Is this the real bot? How people check it, and what they read while their app compares keys with us."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from zoneinfo import ZoneInfo

from handlers.messages import Message
from handlers.turn import Outgoing, Replies, Turn
from handlers.wording import Markdown, Wording
from storage.persons import Language

_EMOJI = 7
_GROUP = 4
"""Signs of a key that stand together, as in people's apps."""


def tell_verification(turn: Turn) -> Replies:
    """Say how a verification stands: with ``shown``, then the numbers of seven emoji and three numbers to compare."""
    outcome, *told = turn.text.split()
    if not told:
        return [turn.reply(f"verification-{outcome}")]
    emoji, numbers = [int(number) for number in told[:_EMOJI]], "-".join(told[_EMOJI:])
    return [turn.reply("verification-shown", emoji=_named(turn.wording, emoji), numbers=numbers)]


def explain(turn: Turn, _: str) -> Replies:
    """Say how to check that we are who we say, with what an app shows of us where it can compare that."""
    tell = turn.office.fingerprints.get(turn.incoming.network)
    facts = tell() if tell is not None else {}
    if not facts:
        return [turn.reply("verification-how-not-here")]
    lines = [turn.wording(f"verification-fact-{name}", value=shown_fact(name, value)) for name, value in facts.items()]
    said = turn.wording("verification-how", facts=Markdown("\n".join(f"- {line}" for line in lines)))
    return [Outgoing(Message(said))]


def spoken(emoji: Sequence[int]) -> str:
    """Name emoji as somebody reads them to an official on the telephone: in German."""
    return _named(Wording(Language.GERMAN, ZoneInfo("UTC")), emoji)


def shown_fact(name: str, value: str) -> str:
    """Write a fact for people to compare: keys in groups, as their apps do."""
    return " ".join(wrap(value, _GROUP)) if name.endswith("-key") else value


def _named(wording: Wording, emoji: Sequence[int]) -> Markdown:
    return Markdown(" · ".join(wording(f"verification-emoji-{number}") for number in emoji))

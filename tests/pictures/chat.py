"""What stands in a chat, as one person sees it on their phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.telegram_network.texts import Piece

BOT = "Hafenbote"


@dataclass(frozen=True, slots=True)
class Said:
    """One message: what the clock was last set to (local time), who wrote it, its words, and the choices under it.

    ``taken`` is the number of the choice that was tapped or reacted with; 0 for none.
    """

    at: datetime
    author: str
    pieces: tuple[Piece, ...]
    choices: tuple[str, ...] = ()
    taken: int = 0

    def numbered(self) -> list[str]:
        """List the choices as people answer them with a number."""
        return [f"{number}. {label}" for number, label in enumerate(self.choices, 1)]


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat on the phone of ``holder``, whose own messages stand on the right."""

    title: str
    network: str
    holder: str
    said: tuple[Said, ...]

    @property
    def is_group(self) -> bool:
        """Whether others are there, so that each message needs a name."""
        return self.title != BOT

    @property
    def has_buttons(self) -> bool:
        """Whether choices are buttons to tap; else they are a numbered list, and reactions take them."""
        return self.network == "telegram"

    def to_text(self) -> str:
        """Write the conversation for people who do not see it."""
        deed = "tippt auf" if self.has_buttons else "reagiert mit"
        told: list[str] = []
        for each in self.said:
            told += [f"{each.author}: {''.join(piece.text for piece in each.pieces)}", *each.numbered()]
            told += [f"{self.holder} {deed} {each.taken}."] if each.taken else []
        return "\n".join(told)


def person(name: str) -> str:
    """Take the network off a name in a transcript: "Köln per Telegram" is Köln."""
    return name.partition(" per ")[0]

"""What a line of a transcript can say: what somebody does, what they hear, when it is, and who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.messages import Kind
from storage.municipalities import Land
from storage.persons import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A role and what it is for."""

    role: Role
    ags: str | None = None
    land: Land | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A word to whoever reads along."""

    text: str


@dataclass(frozen=True, slots=True)
class SetClock:
    """It is now this local time."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class AddMunicipality:
    """One more municipality belongs to the network."""

    ags: str
    name: str


@dataclass(frozen=True, slots=True)
class Enter:
    """Somebody is there; with a place they have joined already."""

    name: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Some people share a group chat with the bot; with a role it has joined already."""

    name: str
    members: tuple[str, ...]
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class MakeCode:
    """An invite code lies ready under a name."""

    name: str
    place: Place
    for_group: bool
    expired: bool


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody writes, to the bot alone or in a group; ``answers`` is a part of the bot's message that is answered."""

    name: str
    text: str
    group: str | None = None
    answers: str = ""
    in_thread: bool = False


@dataclass(frozen=True, slots=True)
class Do:
    """Somebody does something else than writing: ``text`` is the new text of an edit, the key of a reaction.

    Leaving the chat (``REMOVED``), or going on in a new one (``MOVED``), is something that the bot may not hear of.
    """

    name: str
    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody votes in a group's newest poll for these options; for none, the vote is taken back."""

    name: str
    group: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Send:
    """Somebody sends the bot a file, perhaps with a text to it."""

    name: str
    file: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """The bot's next message to somebody, or into a group, reads like this, and that to each of the others, too.

    ``at_last``: what they hear before that is not compared, for nobody can tell how much it is.
    """

    name: str
    text: str
    others: tuple[str, ...] = ()
    at_last: bool = False


@dataclass(frozen=True, slots=True)
class ExpectSilence:
    """Nobody hears anything more."""


Deed = (
    Remark | SetClock | AddMunicipality | Enter | OpenGroup | MakeCode | Say | Send | Do | Vote | Expect | ExpectSilence
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what it means; ``source`` is the text a person reads."""

    number: int
    source: str
    deed: Deed

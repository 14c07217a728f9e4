"""What comes in and what goes out, the same for every network.

Two different types on purpose: an :class:`Incoming` is what somebody did, a :class:`Message` is what we say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What somebody did in a chat."""

    TEXT = "text"
    REACTION = "reaction"
    BUTTON = "button"
    EDIT = "edit"
    IMAGE = "image"
    STICKER = "sticker"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    UNDECRYPTABLE = "undecryptable"
    OTHER = "other"
    REMOVED = "removed"
    ADMITTED = "admitted"
    MOVED = "moved"
    VOTE = "vote"
    POLL = "poll"
    VERIFICATION = "verification"


ABOUT_THE_CHAT = frozenset({Kind.REMOVED, Kind.ADMITTED, Kind.MOVED})
"""What happens to a chat while nobody says anything: we were thrown out or blocked, let in again, or it has moved."""


class FileProblem(StrEnum):
    """Why a file somebody sent cannot be had."""

    TOO_LARGE = "too-large"
    GONE = "gone"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file somebody sent, as its message describes it: all of that is what the sender's client said.

    ``name`` and ``media_type`` are empty where it said nothing, ``size`` is in bytes, or 0. ``reference`` is for the
    network, which fetches the file by it.
    """

    name: str
    media_type: str
    size: int
    reference: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing somebody did on a network, as its adapter understood it.

    ``event_id`` is unique within the network, ``account`` and ``chat`` are the network's own stable identifiers and
    never parsed. ``text`` is what was typed (for a reaction its key, for an edit the new text) and is not yet cleaned.
    ``refers_to`` is the network's id of the message that was reacted to or edited; for a button it is the key of the
    message it stands under, and ``text`` the number of the choice. ``replies_to`` is the network's id of the message
    that is answered, and ``thread`` that of the message whose thread it stands in. All four are whatever the sender's
    client said. For a chat that has moved ``refers_to`` is its new address. For a vote it is what the network calls the
    poll, and ``text`` the numbers of what was chosen, from 1, with commas; empty where the vote was taken back. Not
    every network says in which chat the poll stands.
    For a verification ``text`` says how it stands (:func:`handlers.verification.tell_verification`).
    ``addressed`` says that a message in a group mentions us or answers one of our messages. The ``content`` of a file
    is fetched only where a handler takes one; ``problem`` is why that did not succeed.
    """

    network: str
    event_id: str
    account: str
    chat: str
    direct: bool
    kind: Kind = Kind.TEXT
    text: str = ""
    sender_name: str = ""
    refers_to: str = ""
    replies_to: str = ""
    thread: str = ""
    addressed: bool = False
    file: IncomingFile | None = None
    content: bytes | None = field(default=None, repr=False)
    problem: FileProblem | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One offered answer: ``label`` is what people see, ``value`` what choosing it says as if it had been typed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll that a network shows as one where it can: plain texts, not Markdown."""

    question: str
    options: tuple[str, ...]
    several: bool = False
    """Whether somebody can choose several options."""


Menu = tuple[tuple[str, str], ...]
"""The commands that a chat offers while somebody types, each with what it is for; an empty one is taken away."""


@dataclass(frozen=True, slots=True)
class Message:
    """One neutral message. ``text`` is our small Markdown; ``replaces`` is the key of an earlier message of ours.

    With a ``menu`` it says nothing and changes what the chat offers; only for networks that show menus.

    A ``poll`` stands below the text, which must do without it: clients show no poll, or networks not such a long one.
    ``ends_poll`` is the key of a message of ours whose poll takes no votes any more.

    ``file_id`` is a stored file (:mod:`storage.files`) in the place of an ``attachment``, for what many get. ``thread``
    is the key of a message of ours in whose thread this one stands. With ``removes``, the key of a message of ours, it
    takes that one out of the chat; its text takes that one's place where a network removes nothing any more. One that
    is ``pinned`` stays in view in a group, where the bot may do that.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    attachment: Attachment | None = None
    replaces: str | None = None
    menu: Menu | None = None
    poll: Poll | None = None
    ends_poll: str | None = None
    file_id: int | None = None
    thread: str | None = None
    removes: str | None = None
    pinned: bool = False
    secret: bool = False
    """Whether it holds something that we must not keep: its text and file are forgotten once it is sent."""

"""What Telegram knows: users, chats, messages, files, polls.

Source: https://core.telegram.org/bots/api#available-types
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.formatted import Formatted

NOTHING = Formatted()
"""No text at all."""


class ChatType(StrEnum):
    """What a chat is. Forums are supergroups with topics."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """What somebody is in a chat (https://core.telegram.org/bots/api#chatmember)."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def is_in(self) -> bool:
        """Whether they are there."""
        return self not in (Standing.LEFT, Standing.KICKED)


@dataclass(slots=True, eq=False)
class User:
    """Somebody with an account, or the bot."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_deleted: bool = False


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    is_closed: bool = False


@dataclass(slots=True, eq=False)
class File:
    """A file on Telegram's servers. ``content`` may be missing where only its size matters."""

    file_id: str
    unique_id: str
    path: str
    size: int
    content: bytes = b""
    name: str = ""
    mime: str = ""


@dataclass(slots=True, eq=False)
class Poll:
    """A poll; ``votes`` are the options of each voter."""

    id: str
    question: Formatted
    options: tuple[Formatted, ...]
    settings: Json
    is_closed: bool = False
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Message:
    """A message. ``formatted`` is its text or caption, ``content`` what else it carries, as it stands on the wire."""

    id: int
    chat: Chat
    sender: User | None
    date: int
    kind: str = "text"
    formatted: Formatted = NOTHING
    content: Json = field(default_factory=dict)
    files: tuple[File, ...] = ()
    poll: Poll | None = None
    keyboard: list[list[Json]] | None = None
    other_markup: Json | None = None
    reply_to: Message | None = None
    topic: Topic | None = None
    reactions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    edit_date: int = 0
    is_deleted: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A chat as Telegram sees it. ``bot`` is what the bot is in it."""

    id: int
    type: ChatType
    title: str = ""
    user: User | None = None
    username: str | None = None
    bot: Standing = Standing.LEFT
    is_forum: bool = False
    migrated_to: int = 0
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, Standing] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[Message] = field(default_factory=list)

    @property
    def is_broad(self) -> bool:
        """Whether it is a supergroup or a channel, which number their messages by themselves."""
        return self.type in (ChatType.SUPERGROUP, ChatType.CHANNEL)

"""Telegram's own store: who and what there is, and the numbers Telegram gives.

Source: https://core.telegram.org/bots/api#message. Private chats and basic groups share one row of message numbers,
every supergroup and channel has its own; ids of supergroups and channels begin with -100.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.records import Chat, ChatType, File, Message, Poll, Standing, User
from bot.demo.telegram_double.updates import Signal, UpdateQueue
from bot.demo.telegram_double.wire import message_wire

FIRST_USER = 5_100_000_001
FIRST_GROUP = 4_200_001
FIRST_SUPERGROUP = 2_000_000_001
SMALL = "s"
"""What the file id of a photo's small size ends with."""


@dataclass(slots=True)
class Tap:
    """A pressed button, waiting for the bot's answer (https://core.telegram.org/bots/api#callbackquery)."""

    id: str
    by: User
    message: Message
    data: str
    at: float
    is_answered: bool = False
    text: str = ""
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """The bot said something, changed it or took it away. A snapshot, as a client shows it at that moment."""

    chat_id: int
    message: Message
    snapshot: Json
    is_deleted: bool


@dataclass(slots=True)
class World:
    """Everything but the wire."""

    bot: User
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    privacy: bool = True
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    changed: Signal = field(default_factory=Signal)
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    heard: dict[int, list[Heard]] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    _numbers: dict[int, int] = field(default_factory=dict)
    _last: int = 0

    def now(self) -> int:
        """Return the date of a message that is written now."""
        return int(self.clock())

    def next_number(self) -> int:
        """Return a number nothing else has."""
        self._last += 1
        return self._last

    def add_user(self, user: User) -> User:
        """Note a user and open nothing yet."""
        self.users[user.id] = user
        return user

    def add_chat(self, chat: Chat) -> Chat:
        """Note a chat."""
        self.chats[chat.id] = chat
        return chat

    def add_group(self, kind: ChatType, title: str, *, is_forum: bool = False) -> Chat:
        """Open a group, supergroup or channel with a number of its kind."""
        first = FIRST_GROUP if kind is ChatType.GROUP else 10**12 + FIRST_SUPERGROUP
        return self.add_chat(Chat(-first - len(self.chats), kind, title, is_forum=is_forum))

    def find_username(self, name: str) -> Chat | None:
        """Return the public group or channel of that name; people are not found by their names."""
        named = name.removeprefix("@").lower()
        return next((chat for chat in self.chats.values() if (chat.username or "").lower() == named), None)

    def number_message(self, chat: Chat) -> int:
        """Return the number of a chat's next message."""
        row = chat.id if chat.is_broad else 0
        self._numbers[row] = self._numbers.get(row, 0) + 1
        return self._numbers[row]

    def post(self, message: Message) -> Message:
        """Put a message into its chat."""
        message.chat.messages[message.id] = message
        if message.sender is self.bot:
            self.note(message)
        return message

    def note(self, message: Message) -> None:
        """Note what people's clients show of the bot."""
        heard = Heard(message.chat.id, message, message_wire(message), message.is_deleted)
        self.heard.setdefault(message.chat.id, []).append(heard)
        self.changed.ring()

    def add_file(self, content: bytes, name: str, mime: str, *, folder: str, size: int | None = None) -> File:
        """Store a file; ``size`` may claim more than there is."""
        number = self.next_number()
        unique = sha256(f"{number}".encode()).hexdigest()[:15]
        ending = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{folder}/file_{number}.{ending}"
        claimed = len(content) if size is None else size
        file = File(f"BQACAgIAAxkBAAI{unique}", f"AgAD{unique[:11]}", path, claimed, content, name, mime)
        self.files[file.file_id] = file
        return file

    def find_file(self, file_id: str) -> File | None:
        """Return a file by its id."""
        return self.files.get(file_id) or self.files.get(file_id.removesuffix(SMALL))

    def is_admin(self, chat: Chat) -> bool:
        """Whether the bot administers a chat."""
        return chat.bot in (Standing.ADMINISTRATOR, Standing.CREATOR)

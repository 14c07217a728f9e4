"""A small world in a double, and client libraries that talk with it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import telegram
from aiogram import exceptions as aiogram_errors
from aiogram import types as aiogram_types
from telegram import error as ptb_errors

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.person import Person
from bot.demo.telegram_double.room import Room

Answer = tuple[int, dict[str, Any]]
"""Status and body of a call."""

Ask = Callable[..., Coroutine[object, object, Answer]]
"""Calls a method with raw JSON."""


class Wall:
    """A clock on the wall that tests may set."""

    def __init__(self) -> None:
        self.time = 1_625_140_800.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Scene:
    """One contact who has started the bot, one who has not, a group, a forum and a channel."""

    double: TelegramDouble
    wall: Wall
    contact: Person
    stranger: Person
    group: Room
    forum: Room
    channel: Room

    def forget(self) -> None:
        """Forget the updates of setting the scene."""
        self.double.updates.clear()


@dataclass
class Client:
    """A client library: the same calls, its own types and exceptions."""

    name: str
    bot: Any
    types: Any
    errors: dict[str, type[Exception]]

    def keyboard(self, rows: Sequence[Sequence[tuple[str, str]]]) -> object:
        """Make an inline keyboard."""
        button = self.types.InlineKeyboardButton
        told = [[button(text=text, callback_data=data) for text, data in row] for row in rows]
        return self.types.InlineKeyboardMarkup(inline_keyboard=told)

    def file(self, content: bytes, name: str) -> object:
        """Make a file to upload."""
        if self.name == "aiogram":
            return aiogram_types.BufferedInputFile(content, filename=name)
        return telegram.InputFile(content, filename=name)

    async def download(self, file_id: str) -> bytes:
        """Fetch a file."""
        file = await self.bot.get_file(file_id)
        if self.name == "aiogram":
            fetched = await self.bot.download_file(file.file_path)
            return bytes(fetched.read())
        return bytes(await file.download_as_bytearray())


PTB_ERRORS: dict[str, type[Exception]] = {
    "bad request": ptb_errors.BadRequest,
    "forbidden": ptb_errors.Forbidden,
    "migrated": ptb_errors.ChatMigrated,
    "throttled": ptb_errors.RetryAfter,
    "unauthorized": ptb_errors.InvalidToken,
    "conflict": ptb_errors.Conflict,
    "server": ptb_errors.NetworkError,
    "network": ptb_errors.NetworkError,
}
AIOGRAM_ERRORS: dict[str, type[Exception]] = {
    "bad request": aiogram_errors.TelegramBadRequest,
    "forbidden": aiogram_errors.TelegramForbiddenError,
    "migrated": aiogram_errors.TelegramMigrateToChat,
    "throttled": aiogram_errors.TelegramRetryAfter,
    "unauthorized": aiogram_errors.TelegramUnauthorizedError,
    "conflict": aiogram_errors.TelegramConflictError,
    "server": aiogram_errors.TelegramServerError,
    "network": aiogram_errors.TelegramNetworkError,
}

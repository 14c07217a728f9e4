"""Takes down what phones show while a transcript is played on the bare core."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from bot.markdown import to_plain
from bot.telegram_network.texts import Piece, to_pieces
from handlers.messages import Kind
from storage.database import Database
from storage.outbox import OutboxMessage
from tests.core_stage import CoreStage
from tests.pictures.chat import BOT, Said, person

SECRET = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b|(?<=\?start=)[\w-]+")
EXAMPLE = "K7QF-2M9X-R4TD"
"""Stands for every code and every link's token: they are new in each playing, and a picture must not be."""


class Camera(CoreStage):
    """A stage that keeps what is said in every chat while the camera is ``running``."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.running = False
        self.chats: defaultdict[str, list[Said]] = defaultdict(list)
        self._moment = self._local_time()

    async def clock_moved(self) -> None:
        self._moment = self._local_time()
        await super().clock_moved()

    def _take(  # noqa: PLR0913 - all that somebody can do
        self, name: str, kind: Kind, text: str, group: str | None, about: str = "", *, in_thread: bool = False
    ) -> None:
        if kind is not Kind.REACTION:
            self._keep(group or name, person(name), [Piece(text or f"[{kind}]")])
        elif self.running:
            self._mark(name, int(text[0]) if text[0].isdecimal() else 0)
        super()._take(name, kind, text, group, about, in_thread=in_thread)

    def _hear(self, message: OutboxMessage, name: str) -> None:
        self._keep(message.chat, BOT, to_pieces(message.text), tuple(to_plain(label) for label, _ in message.choices))
        super()._hear(message, name)

    def _keep(self, chat: str, author: str, pieces: list[Piece], choices: tuple[str, ...] = ()) -> None:
        if self.running:
            shown = tuple(replace(piece, text=SECRET.sub(EXAMPLE, piece.text)) for piece in pieces)
            self.chats[chat].append(Said(self._moment, author, shown, choices))

    def _mark(self, chat: str, taken: int) -> None:
        """Mark the choice that was taken under the bot's last message."""
        said = self.chats[chat]
        for place in [place for place, each in enumerate(said) if each.author == BOT][-1:]:
            said[place] = replace(said[place], taken=taken)

    def _local_time(self) -> datetime:
        return self.clock.now().astimezone(self.office.timezone)

"""The double as a whole: start it, let people act, look at what the bot did.

Source: https://core.telegram.org/bots/api
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.demo.telegram_double.errors import ApiError, Json
from bot.demo.telegram_double.faults import Cut, Fault, Faults
from bot.demo.telegram_double.limits import Limits, Violation
from bot.demo.telegram_double.person import Person
from bot.demo.telegram_double.records import Chat, ChatType, User
from bot.demo.telegram_double.room import Room
from bot.demo.telegram_double.server import Call, Server
from bot.demo.telegram_double.updates import UpdateQueue
from bot.demo.telegram_double.webhook import Webhook
from bot.demo.telegram_double.world import FIRST_USER, World

BOT_ID = 6_200_000_001
TOKEN = f"{BOT_ID}:AAF-double-of-the-Bot-API-0123456789abc"


class TelegramDouble:
    """Telegram on 127.0.0.1 for one bot: an HTTP server on one side, acting people on the other.

    ``clock`` gives the dates of messages; limits and time-outs follow the monotonic clock. With ``privacy`` the bot
    sees little of groups.
    """

    def __init__(
        self,
        *,
        username: str = "hafenbote_bot",
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        privacy: bool = True,
        limits: Limits | None = None,
    ) -> None:
        bot = User(int(token.partition(":")[0]), "Hafenbote", username, is_bot=True)
        self.world = World(bot, clock, privacy=privacy)
        self.world.add_user(bot)
        self.token = token
        self.limits = limits or Limits()
        self.faults = Faults()
        self.server = Server(self.world, token, self.limits, self.faults)
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1, by default on any free port; then ``url`` is known."""
        self._runner = web.AppRunner(
            self.server.application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Hang up and forget nothing."""
        await self.server.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def updates(self) -> UpdateQueue:
        """The updates: inject, repeat, hold and release in another order."""
        return self.world.updates

    @property
    def webhook(self) -> Webhook:
        """The webhook and the calls made to it."""
        return self.server.webhook

    @property
    def calls(self) -> list[Call]:
        """Every call with the right token, in the order they came."""
        return self.server.calls

    @property
    def violations(self) -> list[Violation]:
        """Every message that came too early."""
        return self.limits.violations

    def calls_of(self, method: str) -> list[Call]:
        """List the calls of one method."""
        return [call for call in self.calls if call.method == method.lower()]

    def person(
        self, name: str, *, username: str | None = None, language: str | None = "de", user_id: int | None = None
    ) -> Person:
        """Give somebody an account. The bot cannot write to them before they have written."""
        number = user_id or FIRST_USER + len(self.world.users)
        user = self.world.add_user(User(number, name, username, language))
        self.world.add_chat(Chat(number, ChatType.PRIVATE, user=user))
        return Person(self.world, user)

    def group(self, title: str, owner: Person, members: Sequence[Person] = (), *, bot: bool = True) -> Room:
        """Open a basic group."""
        return self._room(self.world.add_group(ChatType.GROUP, title), owner, members, bot=bot)

    def supergroup(self, title: str, owner: Person, members: Sequence[Person] = (), *, bot: bool = True) -> Room:
        """Open a supergroup."""
        return self._room(self.world.add_group(ChatType.SUPERGROUP, title), owner, members, bot=bot)

    def forum(self, title: str, owner: Person, members: Sequence[Person] = (), *, bot: bool = True) -> Room:
        """Open a supergroup with topics."""
        return self._room(self.world.add_group(ChatType.SUPERGROUP, title, is_forum=True), owner, members, bot=bot)

    def channel(self, title: str, owner: Person, *, bot: bool = True) -> Room:
        """Open a channel."""
        return self._room(self.world.add_group(ChatType.CHANNEL, title), owner, (), bot=bot)

    def _room(self, chat: Chat, owner: Person, members: Sequence[Person], *, bot: bool) -> Room:
        room = Room(self.world, chat, owner)
        room.admit(*members)
        if bot:
            room.add_bot()
        return room

    def refuse(
        self, answer: ApiError, method: str = "", *, chat_id: int | None = None, nth: int = 1, times: int = 1
    ) -> Fault:
        """Plan a refusal (see :mod:`errors`): from the nth matching call on, for some calls."""
        return self.faults.plan(Fault(method, chat_id, nth, times, answer=answer))

    def cut(self, cut: Cut, method: str = "", *, chat_id: int | None = None, nth: int = 1, times: int = 1) -> Fault:
        """Plan a broken connection."""
        return self.faults.plan(Fault(method, chat_id, nth, times, cut=cut))

    def delay(self, seconds: float, method: str = "", *, chat_id: int | None = None, times: int = 1) -> Fault:
        """Plan a slow answer."""
        return self.faults.plan(Fault(method, chat_id, times=times, delay=seconds))

    def inject(self, update: Json) -> None:
        """Queue anything as an update."""
        self.updates.inject(update)

"""The queue of updates: numbers, kinds the bot wants, confirmation, and what a network does to their order.

Source: https://core.telegram.org/bots/api#getupdates and https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.demo.telegram_double.errors import Json

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "chat_join_request",
        "shipping_query",
        "pre_checkout_query",
        "business_connection",
        "business_message",
    }
)
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds a bot gets only if it names them."""

DEFAULT = KINDS - ON_REQUEST


class Signal:
    """Wakes everybody who waits whenever something happens."""

    def __init__(self) -> None:
        self.rung = 0
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody."""
        self.rung += 1
        event, self._event = self._event, asyncio.Event()
        event.set()

    async def wait(self, until: Callable[[], bool], within: float) -> bool:
        """Wait until something is true; say whether it became so in time."""
        try:
            async with asyncio.timeout(within):
                while not until():
                    await self._event.wait()
        except TimeoutError:
            return until()
        return True


@dataclass(slots=True, eq=False)
class Update:
    """One update. ``lane`` keeps what belongs together in order on a webhook; ``again`` defies the confirmed offset."""

    id: int
    kind: str
    body: Json
    lane: int = 0
    again: bool = False
    handed_out: int = 0
    due: float = 0.0
    failures: int = 0

    def wire(self) -> Json:
        """Write it as it stands on the wire."""
        return {"update_id": self.id, **self.body}


@dataclass(slots=True)
class UpdateQueue:
    """All updates not confirmed yet, in the order they will be handed out."""

    next_id: int = 731_264_001
    allowed: frozenset[str] = DEFAULT
    waiting: list[Update] = field(default_factory=list)
    made: list[Update] = field(default_factory=list)
    confirmed_below: int = 0
    changed: Signal = field(default_factory=Signal)
    _held: list[Update] | None = None

    def add(self, kind: str, content: Json, *, lane: int = 0) -> Update | None:
        """Give an update its number and queue it; nothing, if the bot does not want its kind."""
        if kind not in self.allowed:
            return None
        return self._queue(Update(self._number(), kind, {kind: content}, lane))

    def inject(self, body: Json) -> Update:
        """Queue anything as an update; it gets the next number unless it brings its own."""
        own = body.get("update_id")
        rest = {name: value for name, value in body.items() if name != "update_id"}
        number = self._number() if own is None else int(own)
        return self._queue(Update(number, next(iter(rest), ""), rest, again=own is not None))

    def repeat(self, *updates: Update, times: int = 1) -> None:
        """Deliver updates again, under their old numbers, even those the bot has confirmed."""
        for _ in range(times):
            for each in updates:
                self._queue(Update(each.id, each.kind, each.body, each.lane, again=True))

    def hold(self) -> None:
        """Keep new updates back from now on."""
        self._held = []

    def release(self, order: Callable[[Sequence[Update]], Iterable[Update]] = reversed) -> list[Update]:
        """Hand out what was kept back, in another order; by default the last one first."""
        held, self._held = self._held or [], None
        ordered = list(order(held))
        for each in ordered:
            each.again = True
            self._queue(each)
        return ordered

    def confirm(self, offset: int) -> None:
        """Forget what stands below an offset; negative, all but the last updates."""
        if offset < 0:
            offset = sorted(each.id for each in self.waiting)[offset:][0] if self.waiting else 0
        self.waiting = [each for each in self.waiting if each.id >= offset or (each.again and not each.handed_out)]
        self.confirmed_below = max(self.confirmed_below, offset)

    def take(self, limit: int) -> list[Update]:
        """Return the next updates; they stay until they are confirmed."""
        taken = self.waiting[:limit]
        for each in taken:
            each.handed_out += 1
        return taken

    def drop(self, update: Update) -> None:
        """Forget one update, delivered by webhook."""
        self.waiting = [each for each in self.waiting if each is not update]
        self.changed.ring()

    def clear(self) -> None:
        """Forget all (``drop_pending_updates``)."""
        self.waiting = []

    def want(self, kinds: list[str] | None) -> None:
        """Note which kinds the bot wants; none given changes nothing, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kind.lower() for kind in kinds) & KINDS or DEFAULT

    def _number(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _queue(self, update: Update) -> Update:
        self.made.append(update)
        if self._held is not None:
            self._held.append(update)
        else:
            self.waiting.append(update)
            self.changed.ring()
        return update

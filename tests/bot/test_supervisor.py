"""Systemd hears when the service is ready, that it is alive, and when it stops."""

from __future__ import annotations

import asyncio
import socket
import tempfile

import pytest

from bot import supervisor
from bot.service import Service
from bot.settings import Settings
from tests.bot.doubles import ScriptedNetwork, eventually


@pytest.mark.parametrize("abstract", [False, True])
async def test_systemd_is_told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, abstract: bool) -> None:  # noqa: FBT001 - a case
    """Ready once all parts run, alive twice within the watchdog's time, then stopping; on both kinds of sockets."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        address = f"{folder}/notify"
        systemd.bind(f"\0{address}" if abstract else address)
        systemd.settimeout(0)
        monkeypatch.setenv(supervisor.SOCKET, f"@{address}" if abstract else address)
        monkeypatch.setenv(supervisor.WATCHDOG, "200000")
        said: list[str] = []

        def hear() -> list[str]:
            try:
                while True:
                    said.append(systemd.recv(100).decode())
            except BlockingIOError:
                return said

        stop = asyncio.Event()
        service = Service(Settings(_env_file=None, database_url=sqlite_url, http_port=0), extra=[ScriptedNetwork()])
        running = asyncio.create_task(service.run(stop))
        await eventually(lambda: hear().count("WATCHDOG=1") > 2)
        stop.set()
        await running
        assert hear()[0] == "READY=1"
        assert set(said[1:-1]) == {"WATCHDOG=1"}
        assert said[-1] == "STOPPING=1"


async def test_without_systemd_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing depends on a supervisor: without one, or once its socket is gone, the service goes on."""
    for address in ("", "/nowhere/notify"):
        monkeypatch.setenv(supervisor.SOCKET, address)
        telling = asyncio.create_task(supervisor.keep_told())
        await asyncio.sleep(0)
        assert not telling.done()
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)

"""What systemd is told of the service: that it is ready, alive, stopping (sd_notify(3)). Elsewhere nobody is told."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress

SOCKET, WATCHDOG = "NOTIFY_SOCKET", "WATCHDOG_USEC"
UNWATCHED = 3600.0


async def keep_told() -> None:
    """Say that all parts run, then that the event loop does, twice within the time it is given; ends when cancelled.

    A watchdog that looked at networks or the database would restart us for what a restart does not mend.
    """
    pause = int(os.environ.get(WATCHDOG, "0")) / 2_000_000  # microseconds; half of them
    _tell("READY=1")
    try:
        while True:
            _tell("WATCHDOG=1")
            await asyncio.sleep(pause or UNWATCHED)
    finally:
        _tell("STOPPING=1")


def _tell(state: str) -> None:
    address = os.environ.get(SOCKET, "")
    if not address:
        return
    named = f"\0{address[1:]}" if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.sendto(state.encode(), named)

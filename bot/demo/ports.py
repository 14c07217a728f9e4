"""Ports for servers of our own on 127.0.0.1, such as keep one over restarts."""

from __future__ import annotations

import socket
from secrets import SystemRandom

PORTS = range(20_000, 32_000)
"""Below those from which systems take one for each connection that goes out (RFC 6056, section 3.2; Linux: 32768)."""


def free_port() -> int:
    """Choose a port nobody listens on: by chance, so that servers that start side by side do not choose the same."""
    for port in SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")

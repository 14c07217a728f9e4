"""Files that people send: how large they may be, and how one that is larger is noticed in time."""

from __future__ import annotations

import aiohttp

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes. What a bot may have from Telegram (https://core.telegram.org/bots/api#getfile), and enough from elsewhere."""

FETCH_WITHIN = 60.0
"""Seconds a file may take."""


async def read_limited(answer: aiohttp.ClientResponse) -> bytes | None:
    """Read a file that is being answered; None as soon as it shows to be too large."""
    content = bytearray()
    async for chunk in answer.content.iter_any():
        content += chunk
        if len(content) > LARGEST_FILE:
            return None
    return bytes(content)

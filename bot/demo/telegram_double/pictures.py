"""Is this a picture, and how large? As much as Telegram has to know of one.

Source: https://core.telegram.org/bots/api#sendphoto
"""

from __future__ import annotations

import struct

IMAGE_FAILED = "IMAGE_PROCESS_FAILED"
MAX_PHOTO = 10 << 20
"""Bytes a photo may have."""

FRAMES = range(0xC0, 0xC4)
"""Marks of a JPEG's frame, where its size stands."""

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The smallest PNG, for people who send just any picture."""


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG; nothing, if it is none of these."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return struct.unpack(">II", content[16:24])
    if content.startswith((b"GIF87a", b"GIF89a")):
        return struct.unpack("<HH", content[6:10])
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content):
        mark, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if mark in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None

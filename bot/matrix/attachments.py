"""Putting a file into a homeserver's media repository and fetching one from it, encrypted where the room is."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any

from nio import AsyncClient, ErrorResponse
from nio.crypto.attachments import decrypt_attachment

from bot.downloads import FETCH_WITHIN, read_limited
from bot.networks import FileUnavailableError
from handlers.messages import FileProblem

_MXC = re.compile(r"mxc://([\w.:\[\]-]+)/([\w-]+)", re.ASCII)
HEADER = re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR(.{4})(.{4})", re.DOTALL)
_DOWNLOAD = "/_matrix/client/v1/media/download"
_OK, _NOT_FOUND, _TOO_LARGE = 200, 404, 413


class UploadRefusedError(Exception):
    """The homeserver did not take a file."""

    def __init__(self, response: ErrorResponse) -> None:
        super().__init__(str(response.status_code))
        self.response = response


async def upload(client: AsyncClient, name: str, media_type: str, content: bytes, *, encrypted: bool) -> dict[str, Any]:
    """Upload a file and return the part of an event's content that points to it.

    Client-server API, "Sending encrypted attachments": ``file`` with the keys in an encrypted room, else a plain
    ``url``. An encrypted file is uploaded without its name, which only the members of the room should learn.
    """
    response, keys = await client.upload(
        io.BytesIO(content), media_type, None if encrypted else name, encrypt=encrypted, filesize=len(content)
    )
    if isinstance(response, ErrorResponse):
        raise UploadRefusedError(response)
    where = {"file": {"url": response.content_uri, **keys}} if keys else {"url": response.content_uri}
    info = {"mimetype": media_type, "size": len(content)} | measures(content)
    return {"body": name, "filename": name, "info": info} | where


def measures(content: bytes) -> dict[str, int]:
    """Read how large a PNG is (its first chunk), so that clients keep its place free while they fetch it."""
    header = HEADER.match(content)
    return {"w": int.from_bytes(header[1]), "h": int.from_bytes(header[2])} if header else {}


async def download(client: AsyncClient, reference: str) -> bytes:
    """Fetch a file, and decrypt it where its keys are given. Raises :class:`FileUnavailableError`.

    Client-server API, "Content repository": only who is logged in may fetch. Not by nio's own method, which uses the
    way from before that and reads a file of any size.
    """
    where: dict[str, Any] = json.loads(reference)
    address = _MXC.fullmatch(where["url"])
    if address is None:
        raise FileUnavailableError(FileProblem.GONE, "no address")
    headers = {"Authorization": f"Bearer {client.access_token}"}
    path = f"{_DOWNLOAD}/{address[1]}/{address[2]}"
    async with await client.send("GET", path, headers=headers, timeout=FETCH_WITHIN) as answer:
        if answer.status != _OK:
            raise FileUnavailableError(_problem(answer.status), f"HTTP {answer.status}")
        content = await read_limited(answer)
    if content is None:
        raise FileUnavailableError(FileProblem.TOO_LARGE)
    return _decrypted(content, where) if "key" in where else content


def _problem(status: int) -> FileProblem:
    known = {_NOT_FOUND: FileProblem.GONE, _TOO_LARGE: FileProblem.TOO_LARGE}
    return known.get(status, FileProblem.UNREACHABLE)


def _decrypted(content: bytes, keys: Mapping[str, Any]) -> bytes:
    try:
        clear: bytes = decrypt_attachment(content, keys["key"]["k"], keys["hashes"]["sha256"], keys["iv"])
    except Exception as error:
        # The keys are whatever the sender's client said.
        raise FileUnavailableError(FileProblem.GONE, type(error).__name__) from error
    return clear

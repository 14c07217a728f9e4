"""Putting a file into a homeserver's media repository, encrypted where the room is."""

from __future__ import annotations

import io
from typing import Any

from nio import AsyncClient, ErrorResponse


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
    return {"body": name, "filename": name, "info": {"mimetype": media_type, "size": len(content)}} | where

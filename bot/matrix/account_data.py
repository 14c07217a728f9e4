"""What the homeserver keeps for our account alone, by type (client-server API, "Client Config")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError, is_missing


async def read_account_data(client: PatientClient, kind: str) -> dict[str, Any]:
    """Read one type; empty if there is none, which is the same. Raises :class:`HomeserverError`."""
    try:
        return await client.ask("GET", _path(client, kind))
    except HomeserverError as error:
        if is_missing(error.failure):
            return {}
        raise


async def write_account_data(client: PatientClient, kind: str, content: Mapping[str, Any]) -> None:
    """Put one type in place of what was there. Raises :class:`HomeserverError`."""
    await client.ask("PUT", _path(client, kind), dict(content))


def _path(client: PatientClient, kind: str) -> str:
    return f"/user/{quote(client.user_id, safe='')}/account_data/{quote(kind, safe='')}"

"""Tokens: renewed one at a time, on the disk before they are used, and never given up on a proxy's word."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.matrix.failures import HomeserverError
from bot.matrix.private_files import FolderVault
from bot.matrix.tokens import KeptSession, Session, Tokens
from storage.outbox import FailureKind

OLD = Session("@bote:example.org", "D", "old", "refresh", 1.0)
SOFTLY = replace(OLD, access_token="", refresh_token="", renew_at=0.0)
RENEWED = {"access_token": "new", "refresh_token": "refresh 2", "expires_in_ms": 300_000}


class Homeserver:
    """Answers each refresh with what a test says, and notes with which tokens it was asked."""

    def __init__(self, status: int = 200, told: Mapping[str, Any] = RENEWED) -> None:
        self.status = status
        self.told = dict(told)
        self.asked: list[object] = []

    async def __call__(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert path == "/refresh"
        self.asked.append(body["refresh_token"])
        await asyncio.sleep(0)
        return self.status, self.told


@pytest.fixture
async def kept(tmp_path: Path) -> KeptSession:
    """Give a session that is kept and is to be renewed."""
    kept = KeptSession(FolderVault(tmp_path), "https://example.org", OLD.user_id)
    await kept.write(OLD)
    return kept


async def test_many_requests_renew_once(kept: KeptSession) -> None:
    """The new token is on the disk before anybody uses it, and stays good for most of its life."""
    tokens, homeserver = Tokens(kept, OLD), Homeserver()
    await asyncio.gather(*(tokens.in_time(homeserver) for _ in range(8)))
    assert homeserver.asked == ["refresh"]
    assert await kept.read() == tokens.session
    assert (tokens.session.access_token, tokens.session.refresh_token) == ("new", "refresh 2")
    assert await tokens.replace("old", homeserver, soft=True)
    assert homeserver.asked == ["refresh"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (502, {}),
        (500, {"errcode": "M_UNKNOWN"}),
        (404, {}),
        (403, {}),
        (401, {}),
        (200, {}),
        (429, {"retry_after_ms": 5}),
    ],
)
async def test_a_homeserver_in_trouble_ends_no_session(kept: KeptSession, status: int, told: dict[str, Any]) -> None:
    """Nobody can tell then; the request fails as passing, and the session stays."""
    tokens, homeserver = Tokens(kept, OLD), Homeserver(status, told)
    await tokens.in_time(homeserver)
    with pytest.raises(HomeserverError) as raised:
        await tokens.replace("old", homeserver, soft=False)
    assert raised.value.failure.kind in {FailureKind.UNREACHABLE, FailureKind.THROTTLED}
    assert await kept.read() == OLD


async def test_a_renewal_ahead_of_time_may_fail(kept: KeptSession) -> None:
    """The token is still good; it is not tried again with every request."""

    async def unreachable(_: str, __: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        raise aiohttp.ServerDisconnectedError

    tokens, homeserver = Tokens(kept, OLD), Homeserver()
    await tokens.in_time(unreachable)
    await tokens.in_time(homeserver)
    assert (tokens.session, homeserver.asked) == (OLD, [])


@pytest.mark.parametrize(
    ("status", "told", "left"),
    [
        (403, {"errcode": "M_FORBIDDEN"}, SOFTLY),
        (
            401,
            {"errcode": "M_UNKNOWN_TOKEN", "soft_logout": True},
            SOFTLY,
        ),
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, None),
    ],
)
async def test_what_is_left_of_a_session_that_is_over(
    kept: KeptSession, status: int, told: dict[str, Any], left: Session | None
) -> None:
    """The device, unless it has gone with its refresh token."""
    assert not await Tokens(kept, OLD).replace("old", Homeserver(status, told), soft=False)
    assert await kept.read() == left


async def test_another_process_may_have_renewed_it(kept: KeptSession) -> None:
    """What the doctor has written, the service takes over; a login of another device is none of a dying client's."""
    newer = replace(OLD, access_token="of the doctor")
    await kept.write(newer)
    tokens, homeserver = Tokens(kept, OLD), Homeserver(401, {})
    assert await tokens.replace("old", homeserver, soft=True)
    assert (tokens.session, homeserver.asked) == (newer, [])
    anew = replace(OLD, device_id="E", access_token="of another device")
    await kept.write(anew)
    assert not await tokens.replace("of the doctor", homeserver, soft=False)
    assert (await kept.read(), homeserver.asked) == (anew, [])

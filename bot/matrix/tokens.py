"""What a login gave us: which device we are, its access token, and the refresh token that renews it.

Client-server API, "Refreshing access tokens" and "Soft logout". What is new is kept before it is used: until
then the homeserver takes the old refresh token once more, so a crash in between loses nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import aiohttp
import structlog

from bot.matrix.failures import HomeserverError, from_answer
from bot.matrix.vault import Vault

log = structlog.get_logger(__name__)

USED_UP = 0.8
"""Share of a token's life after which it is renewed."""

TRY_AGAIN = 10.0
"""Seconds until a renewal ahead of time that failed is tried again."""

_NEEDED = {"user_id", "device_id", "access_token"}
_OK, _UNAUTHORIZED, _FORBIDDEN = 200, 401, 403

Post = Callable[[str, dict[str, Any]], Awaitable[tuple[int, dict[str, Any]]]]
"""Makes a request without a token: from path and body to status and answer."""


@dataclass(frozen=True, slots=True)
class Session:
    """A login. Without an access token it has ended, but the device and its keys are still ours ("soft logout").

    ``renew_at`` is in seconds since 1970; zero stands for a token that stays valid.
    """

    user_id: str
    device_id: str
    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    renew_at: float = 0.0

    def renewed(self, told: Mapping[str, Any]) -> Session:
        """Take over the tokens of an answer. A refresh token that is not named anew goes on."""
        lifetime = told.get("expires_in_ms")
        return replace(
            self,
            access_token=str(told["access_token"]),
            refresh_token=str(told.get("refresh_token") or self.refresh_token),
            renew_at=time.time() + lifetime / 1000 * USED_UP if isinstance(lifetime, int | float) else 0.0,
        )


_NAME = "session.json"


class KeptSession:
    """The session in a vault. It is for one account on one homeserver, as both are set: of others it knows nothing."""

    def __init__(self, vault: Vault, homeserver: str, user: str) -> None:
        self._vault = vault
        self._account = {"homeserver": homeserver, "user": user}

    async def read(self) -> Session | None:
        """Read the session; None where there is none."""
        try:
            saved = json.loads(await self._vault.read(_NAME))
        except ValueError:
            return None
        if not isinstance(saved, dict) or not saved.keys() >= _NEEDED or not self._account.items() <= saved.items():
            return None
        return Session(**{name: saved[name] for name in Session.__dataclass_fields__ if name in saved})

    async def write(self, session: Session) -> None:
        """Keep a session, whole or not at all."""
        await self._vault.write(_NAME, json.dumps(self._account | asdict(session)))

    async def forget(self) -> None:
        """Forget a session the homeserver has ended together with its device."""
        await self._vault.delete(_NAME)


class Tokens:
    """Keeps the access token of a session valid."""

    def __init__(self, kept: KeptSession, session: Session) -> None:
        self.session = session
        self._kept = kept
        self._one_at_a_time = asyncio.Lock()
        self._patience_until = 0.0

    async def in_time(self, post: Post) -> None:
        """Renew a token whose time is nearly over. What goes wrong is left to when it is refused."""
        async with self._one_at_a_time:
            due = self.session.refresh_token and 0 < self.session.renew_at <= time.time()
            if not due or time.monotonic() < self._patience_until:
                return
            self._patience_until = time.monotonic() + TRY_AGAIN
            try:
                status, told = await post("/refresh", {"refresh_token": self.session.refresh_token})
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.info("matrix_token_not_renewed", error=type(error).__name__)
                return
            if _has_token(status, told):
                await self._take(told)

    async def replace(self, refused: str, post: Post, *, soft: bool) -> bool:
        """Say whether there is another token than the one the homeserver has refused, renewed where that is possible.

        Where not, the session is over: softly, or together with its device. Raises :class:`HomeserverError` where
        nobody can tell now.
        """
        async with self._one_at_a_time:
            kept = await self._kept.read()
            if kept is not None and kept.device_id != self.session.device_id:
                return False  # we have logged in anew meanwhile, and this is a client on its way out
            if self.session.access_token == refused and kept is not None and kept.access_token:
                self.session = kept  # the doctor may have renewed it, or another instance
            if self.session.access_token != refused:
                return True
            if self.session.refresh_token:
                status, told = await post("/refresh", {"refresh_token": self.session.refresh_token})
                if _has_token(status, told):
                    await self._take(told)
                    return True
                if status not in {_UNAUTHORIZED, _FORBIDDEN} or "errcode" not in told:
                    raise HomeserverError(from_answer(status, told))
                # A refresh token that has expired says nothing against the device; one that is unknown went with it.
                soft = status == _FORBIDDEN or told.get("soft_logout") is True
            await self._end(soft=soft)
            return False

    async def _take(self, told: Mapping[str, Any]) -> None:
        renewed = self.session.renewed(told)
        await self._kept.write(renewed)
        self.session = renewed
        log.info("matrix_token_renewed")

    async def _end(self, *, soft: bool) -> None:
        log.warning("matrix_session_ended", soft=soft)
        if soft:
            await self._kept.write(replace(self.session, access_token="", refresh_token="", renew_at=0.0))
        else:
            await self._kept.forget()


def _has_token(status: int, told: Mapping[str, Any]) -> bool:
    return status == _OK and bool(told.get("access_token"))

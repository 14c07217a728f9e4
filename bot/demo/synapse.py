"""A real Synapse of our own on 127.0.0.1, for `make demo` and for tests. It talks to nobody else."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from bot.demo.ports import free_port

SERVER_NAME = "hafenbote.localhost"
READY_WITHIN = 60.0
LEAVES_WITHIN = 5.0
_REGISTER = "/_synapse/admin/v1/register"
_PLENTY = {"per_second": 10_000, "burst_count": 10_000}
_NO_LIMITS: dict[str, object] = {
    "rc_message": _PLENTY,
    "rc_registration": _PLENTY,
    "rc_login": {"address": _PLENTY, "account": _PLENTY, "failed_attempts": _PLENTY},
    "rc_joins": {"local": _PLENTY, "remote": _PLENTY},
    "rc_joins_per_room": _PLENTY,
    "rc_invites": {"per_room": _PLENTY, "per_user": _PLENTY, "per_issuer": _PLENTY},
    "rc_key_requests": _PLENTY,
    "rc_media_create": _PLENTY,
    "rc_room_creation": _PLENTY,
    "rc_profile": _PLENTY,
}


class HomeserverFailedError(Exception):
    """The homeserver did not do what the demo or a test needs."""


class Synapse:
    """One homeserver: a child process, a directory with its SQLite database, and a port it keeps over restarts.

    Bound to no event loop: a test session may start it in one loop and use it from many. ``more`` are lines of its
    configuration that take the place of ours.
    """

    def __init__(
        self,
        directory: Path,
        *,
        stock_limits: bool = False,
        server_name: str = SERVER_NAME,
        more: Mapping[str, object] | None = None,
    ) -> None:
        self.server_name = server_name
        self._directory = directory
        self._more = ({} if stock_limits else _NO_LIMITS) | dict(more or {})
        self._port = free_port()
        self._secret = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        """Where its client API listens."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Start it and return when it answers; a second start after a stop goes on with the same data."""
        if self._process is not None:
            return
        self._write_configuration()
        self._process = self._spawn()
        async with aiohttp.ClientSession(self.base_url) as http, asyncio.timeout(READY_WITHIN):
            while not await _answers(http):
                self._raise_if_gone()
                await asyncio.sleep(0.05)

    async def stop(self, *, abruptly: bool = False) -> None:
        """Stop it and wait until it is gone; ``abruptly`` as a power cut would."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill() if abruptly else process.terminate()
        try:
            await asyncio.to_thread(process.wait, LEAVES_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)
        if process.stdin is not None:
            process.stdin.close()

    async def restart(self) -> None:
        """Stop and start again, with the same data on the same port."""
        await self.stop()
        await self.start()

    async def register(self, localpart: str, password: str, *, display_name: str = "", admin: bool = False) -> str:
        """Make an account and return its user id, by the registration with a shared secret of Synapse's admins."""
        async with aiohttp.ClientSession(self.base_url) as http:
            async with http.get(_REGISTER) as answer:
                nonce = (await answer.json())["nonce"]
            body = self._registration(nonce, localpart, password, admin=admin) | {
                "displayname": display_name or localpart
            }
            async with http.post(_REGISTER, json=body) as answer:
                told = await answer.json()
        if "user_id" not in told:
            raise HomeserverFailedError(f"No account for {localpart}: {told.get('errcode')}")
        return str(told["user_id"])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _registration(self, nonce: str, localpart: str, password: str, *, admin: bool) -> dict[str, object]:
        # https://element-hq.github.io/synapse/latest/admin_api/register_api.html
        signed = b"\0".join(part.encode() for part in (nonce, localpart, password, "admin" if admin else "notadmin"))
        mac = hmac.new(self._secret.encode(), signed, hashlib.sha1).hexdigest()
        return {"nonce": nonce, "username": localpart, "password": password, "admin": admin, "mac": mac}

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bot.demo.homeserver_child", "-c", str(self._directory / "homeserver.yaml")]
        with (self._directory / "console.log").open("ab") as console:
            return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                command, cwd=self._directory, stdin=subprocess.PIPE, stdout=console, stderr=subprocess.STDOUT
            )

    def _raise_if_gone(self) -> None:
        if self._process is None or self._process.poll() is None:
            return
        said = (self._directory / "console.log").read_text(errors="replace")[-2000:]
        raise HomeserverFailedError(f"Synapse ended with code {self._process.returncode}: {said}")

    def _write_configuration(self) -> None:
        if (self._directory / "homeserver.yaml").exists():
            return
        self._directory.mkdir(parents=True, exist_ok=True)
        seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        (self._directory / "signing.key").write_text(f"ed25519 a_demo {seed}\n")
        (self._directory / "log.yaml").write_text(json.dumps(_log_configuration(self._directory)))
        # JSON is YAML, so no YAML library is needed to write it.
        (self._directory / "homeserver.yaml").write_text(json.dumps(self._configuration(), indent=2))

    def _configuration(self) -> dict[str, object]:
        directory = self._directory
        listener = {
            "port": self._port,
            "type": "http",
            "bind_addresses": ["127.0.0.1"],
            "resources": [{"names": ["client"]}],
        }
        return {
            "server_name": self.server_name,
            "public_baseurl": self.base_url,
            "listeners": [listener],
            "database": {"name": "sqlite3", "args": {"database": str(directory / "homeserver.sqlite")}},
            "media_store_path": str(directory / "media"),
            "signing_key_path": str(directory / "signing.key"),
            "log_config": str(directory / "log.yaml"),
            "registration_shared_secret": self._secret,
            "macaroon_secret_key": secrets.token_hex(16),
            "form_secret": secrets.token_hex(16),
            "bcrypt_rounds": 4,  # accounts here live for minutes
            "report_stats": False,
            "federation_domain_whitelist": [],
            "trusted_key_servers": [],
            "presence": {"enabled": False},
            **self._more,
        }


async def _answers(http: aiohttp.ClientSession) -> bool:
    try:
        async with http.get("/_matrix/client/versions") as answer:
            return answer.ok
    except aiohttp.ClientError:
        return False


def _log_configuration(directory: Path) -> dict[str, object]:
    return {
        "version": 1,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {
            "file": {"class": "logging.FileHandler", "filename": str(directory / "synapse.log"), "formatter": "plain"}
        },
        "root": {"level": "WARNING", "handlers": ["file"]},
        "disable_existing_loggers": False,
    }

"""Who we are on Matrix: the account, its login, and the directory with its keys.

A login makes a new device, homeservers allow few of them (Synapse: 0.003 a second), and a new device can read nothing
that was said to the old one. So a device is made once and its id and token are kept next to its keys.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from nio import AsyncClientConfig, ErrorResponse

from bot.matrix.client import PatientClient
from bot.matrix.failures import HomeserverError, from_login, from_response
from bot.matrix.key_store import KeyStore
from bot.matrix.private_files import read_secret, write_secret
from bot.networks import Failure
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

_SESSION, _KEY, _DATABASE = "session.json", "store.key", "keys.db"
_REQUEST_WITHIN = 15.0


@dataclass(frozen=True, slots=True)
class MatrixAccount:
    """The bot's account: with a password, or with the token (and device) of a login made elsewhere.

    Invitations are taken from accounts on ``allowed_servers``; ``store_key`` protects the device's keys in ``store``,
    and ``recovery_key`` opens what the homeserver keeps of the account's secrets.
    """

    homeserver: str
    user: str
    password: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    device_id: str | None = None
    store: Path = Path("matrix-store")
    store_key: str = field(default="", repr=False)
    recovery_key: str = field(default="", repr=False)
    allowed_servers: frozenset[str] = frozenset()


async def log_in(account: MatrixAccount) -> PatientClient:
    """Return a client that is logged in and has its keys loaded; raises :class:`HomeserverError`."""
    client = _build(account)
    try:
        await _identify(client, account)
    except BaseException:
        await client.close()
        raise
    log.info("matrix_session", device=client.device_id)
    return client


def borrow(account: MatrixAccount) -> PatientClient | None:
    """Return a client that asks with the login we have and opens no store; None before the first login."""
    saved = _saved(account)
    if saved is None and not account.access_token:
        return None
    client = PatientClient(account.homeserver, account.user, config=_config(encryption_enabled=False))
    if account.access_token:
        client.access_token, client.device_id = account.access_token, account.device_id
    elif saved is not None:
        client.user_id, client.device_id, client.access_token = (
            saved[name] for name in ("user_id", "device_id", "access_token")
        )
    return client


def forget(account: MatrixAccount) -> None:
    """Forget a login the homeserver no longer knows, so that the next one uses the password."""
    (account.store / _SESSION).unlink(missing_ok=True)


async def _identify(client: PatientClient, account: MatrixAccount) -> None:
    saved = _saved(account)
    if account.access_token:
        await _use_token(client, account, account.access_token)
    elif saved is not None:
        client.restore_login(saved["user_id"], saved["device_id"], saved["access_token"])
    elif account.password:
        await _use_password(client, account, account.password)
    else:
        raise HomeserverError(Failure(FailureKind.MISCONFIGURED, "neither a password nor an access token"))


async def _use_token(client: PatientClient, account: MatrixAccount, token: str) -> None:
    # The token alone does not say whose it is and which device's keys belong to it ("GET /account/whoami").
    client.access_token = token
    told = _accepted(await client.whoami())
    if account.user.startswith("@") and told.user_id != account.user:
        raise HomeserverError(Failure(FailureKind.MISCONFIGURED, "the access token belongs to another account"))
    device = told.device_id or account.device_id
    if not device:
        raise HomeserverError(Failure(FailureKind.MISCONFIGURED, "the access token belongs to no device"))
    client.restore_login(told.user_id, device, token)


async def _use_password(client: PatientClient, account: MatrixAccount, password: str) -> None:
    told = _accepted(await client.login(password, device_name="Hafenbote"))
    session = {
        "homeserver": account.homeserver,
        "user": account.user,
        "user_id": told.user_id,
        "device_id": told.device_id,
        "access_token": told.access_token,
    }
    write_secret(account.store / _SESSION, json.dumps(session))


def _accepted(response: Any) -> Any:  # noqa: ANN401 - nio's answers have no types of their own
    if isinstance(response, ErrorResponse):
        raise HomeserverError(from_login(from_response(response)))
    return response


def _build(account: MatrixAccount) -> PatientClient:
    # nio's warnings quote the events they are about, and what people say does not belong into a log.
    logging.getLogger("nio").setLevel(logging.CRITICAL)
    account.store.mkdir(parents=True, exist_ok=True, mode=0o700)
    account.store.chmod(0o700)
    # nio would make its database readable for everybody; SQLite keeps the mode of a file that is there.
    os.close(os.open(account.store / _DATABASE, os.O_CREAT | os.O_RDWR, 0o600))
    (account.store / _DATABASE).chmod(0o600)
    config = _config(
        store=KeyStore,
        store_sync_tokens=False,  # nio would store them before anybody has read the events
        store_name=_DATABASE,
        encryption_enabled=True,
        pickle_key=account.store_key or _own_key(account.store / _KEY),
    )
    return PatientClient(account.homeserver, account.user, store_path=str(account.store), config=config)


def _config(**more: object) -> AsyncClientConfig:
    # By default nio waits inside a send for ever, on a 429 as on a dead homeserver.
    return AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, request_timeout=_REQUEST_WITHIN, **more)


def _own_key(path: Path) -> str:
    key = read_secret(path)
    if not key:
        key = secrets.token_urlsafe(32)
        write_secret(path, key)
    return key


def _saved(account: MatrixAccount) -> dict[str, str] | None:
    try:
        saved: dict[str, str] = json.loads((account.store / _SESSION).read_text())
    except (OSError, ValueError):
        return None
    if not isinstance(saved, dict):
        return None
    same = saved.get("homeserver") == account.homeserver and saved.get("user") == account.user
    return saved if same and {"user_id", "device_id", "access_token"} <= saved.keys() else None

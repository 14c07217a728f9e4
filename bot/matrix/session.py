"""Who we are on Matrix: the account, its login, and the directory with its keys.

A login makes a new device, homeservers allow few of them (Synapse: 0.003 a second), and a new device can read nothing
that was said to the old one. So a device is made once and its id and tokens are kept next to its keys.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from nio import AsyncClientConfig, ErrorResponse

from bot.leases import Transaction
from bot.matrix.client import PatientClient
from bot.matrix.discovery import find_homeserver
from bot.matrix.failures import HomeserverError, from_login, from_response, is_logged_out
from bot.matrix.key_store import KeyStore
from bot.matrix.private_files import KEY_FILE, FolderVault, folder_fault, read_secret, unwritable, write_secret
from bot.matrix.seal import LOOK_AGAIN
from bot.matrix.shared_keys import SharedKeys
from bot.matrix.tokens import KeptSession, Session, Tokens
from bot.matrix.vault import DatabaseVault, Vault
from bot.networks import Failure
from storage.outbox import FailureKind

log = structlog.get_logger(__name__)

KEYS_FILE = "keys.db"
_REQUEST_WITHIN = 15.0
_PASSWORD = "m.login.password"  # noqa: S105 - the name of a way to log in

NEW_TOKEN = "put a new HAFENBOTE_MATRIX_ACCESS_TOKEN and its HAFENBOTE_MATRIX_DEVICE_ID into the settings"  # noqa: S105 - a sentence
NO_PASSWORD = f"the homeserver has ended the session, and there is no HAFENBOTE_MATRIX_PASSWORD: set it, or {NEW_TOKEN}"
LOGIN_REFUSED = "M_FORBIDDEN: are HAFENBOTE_MATRIX_USER and HAFENBOTE_MATRIX_PASSWORD right?"


class NoLoginError(Exception):
    """The bot has not logged in yet."""

    def __init__(self) -> None:
        super().__init__("the bot has not logged in yet")


@dataclass(frozen=True, slots=True)
class MatrixAccount:
    """The bot's account: with a password, or with the token (and device) of a login made elsewhere.

    ``homeserver`` is its address or the name of its server. Invitations are taken from accounts on
    ``allowed_servers``; ``store_key`` protects the device's keys in ``store``, and ``recovery_key`` opens what the
    homeserver keeps of the account's secrets. With a ``transaction``, keys are kept in its database instead.
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
    transaction: Transaction | None = None

    @property
    def vault(self) -> Vault:
        """Where its secrets are."""
        if self.transaction is None:
            return FolderVault(self.store)
        return DatabaseVault(self.transaction, self.user, self.sealing_key)

    @property
    def sealing_key(self) -> str:
        """The key of its keys; the one in the folder is from a time before several instances shared a database."""
        return self.store_key or read_secret(self.store / KEY_FILE)


async def log_in(account: MatrixAccount) -> PatientClient:
    """Return a client that is logged in and has its keys loaded; raises :class:`HomeserverError`."""
    if account.transaction is None:
        _make_ready(account.store)  # else the homeserver would make a device whose keys nobody can keep
    client = _build(account, await find_homeserver(account.homeserver))
    try:
        await _identify(client, account)
    except BaseException:
        await client.close()
        raise
    log.info("matrix_session", device=client.device_id)
    return client


@asynccontextmanager
async def borrowed(account: MatrixAccount) -> AsyncIterator[PatientClient]:
    """Ask with the login we have, while the bot runs or not: opens no store.

    Raises :class:`NoLoginError` before the first login, and :class:`HomeserverError`.
    """
    kept = kept_session(account)
    saved = await kept.read()
    if not account.access_token and (saved is None or not saved.access_token):
        raise NoLoginError
    client = PatientClient(
        await find_homeserver(account.homeserver), account.user, config=_config(encryption_enabled=False)
    )
    try:
        if account.access_token:
            client.access_token, client.device_id = account.access_token, account.device_id
        elif saved is not None:
            client.restore_login(saved.user_id, saved.device_id, saved.access_token)
            client.tokens = Tokens(kept, saved)
        # A token alone does not say whose it is and which device it belongs to.
        told = await client.ask("GET", "/account/whoami")
        client.user_id, client.device_id = told["user_id"], told.get("device_id") or client.device_id
        yield client
    finally:
        await client.close()


def kept_session(account: MatrixAccount) -> KeptSession:
    """Return the place where the account's login is kept."""
    return KeptSession(account.vault, account.homeserver, account.user)


async def _identify(client: PatientClient, account: MatrixAccount) -> None:
    if account.access_token and await _use_token(client, account, account.access_token):
        return
    kept = kept_session(account)
    saved = await kept.read()
    if saved is not None and saved.access_token:
        await _restore(client, account, saved)
        client.tokens = Tokens(kept, saved)
    elif account.password:
        await _use_password(client, account, account.password, saved.device_id if saved is not None else "")
    else:
        raise _refused(NO_PASSWORD)


async def _use_token(client: PatientClient, account: MatrixAccount, token: str) -> bool:
    """Use a token of the settings; whether that is possible. Where it is not any more, a password does as well."""
    # The token alone does not say whose it is and which device's keys belong to it ("GET /account/whoami").
    client.access_token = token
    told = await client.whoami()
    if isinstance(told, ErrorResponse):
        failure = from_response(told)
        if not is_logged_out(failure):
            raise HomeserverError(from_login(failure, LOOK_AGAIN))
        client.access_token = ""
        if account.password:
            return False
        raise _refused(f"{failure.detail}: {NEW_TOKEN}")
    if account.user.startswith("@") and told.user_id != account.user:
        raise _refused("the access token belongs to another account")
    device = told.device_id or account.device_id
    if not device:
        raise _refused("the access token belongs to no device")
    await _restore(client, account, Session(told.user_id, device, token))
    return True


async def _restore(client: PatientClient, account: MatrixAccount, session: Session) -> None:
    """Go on as a device, with its keys: SQLite reads them fast, and wants to be read where it is written."""
    restore = partial(client.restore_login, session.user_id, session.device_id, session.access_token)
    if account.transaction is None:
        restore()
    else:
        await asyncio.to_thread(restore)


async def _use_password(client: PatientClient, account: MatrixAccount, password: str, device: str) -> None:
    """Log in: as a known device, whose keys we have, or as a new one."""
    ways = _accepted(await client.login_info()).flows
    if _PASSWORD not in ways:
        raise _refused(f"the homeserver has no login by password (but {', '.join(ways) or 'none'}): {NEW_TOKEN}")
    identifier = {"type": "m.id.user", "user": account.user}
    body = {"type": _PASSWORD, "identifier": identifier, "password": password, "refresh_token": True}
    named = {"device_id": device} if device else {"initial_device_display_name": "Hafenbote"}
    answer = await client.login_raw(body | named)
    if isinstance(answer, ErrorResponse) and answer.status_code == "M_FORBIDDEN":
        raise _refused(LOGIN_REFUSED)
    _accepted(answer)
    session = Session(answer.user_id, answer.device_id, answer.access_token)
    session = session.renewed(await client.parse_body(answer.transport_response))
    kept = kept_session(account)
    await kept.write(session)
    client.tokens = Tokens(kept, session)


def _refused(sentence: str) -> HomeserverError:
    return HomeserverError(Failure(FailureKind.MISCONFIGURED, sentence, after=LOOK_AGAIN))


def _accepted(response: Any) -> Any:  # noqa: ANN401 - nio's answers have no types of their own
    if isinstance(response, ErrorResponse):
        raise HomeserverError(from_login(from_response(response), LOOK_AGAIN))
    return response


def _build(account: MatrixAccount, homeserver: str) -> PatientClient:
    # nio's warnings quote the events they are about, and what people say does not belong into a log.
    logging.getLogger("nio").setLevel(logging.CRITICAL)
    # nio would store sync tokens before anybody has read the events.
    config = _config(store_sync_tokens=False, encryption_enabled=True)
    client = PatientClient(homeserver, account.user, config=config)
    if account.transaction is None:
        client.open_keys = partial(open_folder, account)
    else:
        client.open_keys = partial(open_shared, account, account.transaction)
    return client


def open_shared(account: MatrixAccount, transaction: Transaction, user: str, device: str) -> SharedKeys:
    """Open a device's keys in the database."""
    return SharedKeys(transaction, user, device, account.sealing_key)


def open_folder(account: MatrixAccount, user: str, device: str) -> KeyStore:
    """Open a device's keys in the folder, which is ours alone."""
    folder = account.store
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    # nio would make its database readable for everybody; SQLite keeps the mode of a file that is there.
    os.close(os.open(folder / KEYS_FILE, os.O_CREAT | os.O_RDWR, 0o600))
    for path in filter(Path.is_file, folder.iterdir()):
        path.chmod(0o600)
    return KeyStore(user, device, str(folder), account.store_key or _own_key(folder / KEY_FILE), KEYS_FILE)


def _make_ready(folder: Path) -> None:
    """Make the folder of the keys, for us alone. Raises :class:`HomeserverError` where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        raise _refused(unwritable(folder)) from error
    if wrong := folder_fault(folder):
        raise _refused(wrong)


def _config(**more: object) -> AsyncClientConfig:
    # By default nio waits inside a send for ever, on a 429 as on a dead homeserver.
    return AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, request_timeout=_REQUEST_WITHIN, **more)


def _own_key(path: Path) -> str:
    key = read_secret(path)
    if not key:
        key = secrets.token_urlsafe(32)
        write_secret(path, key)
    return key

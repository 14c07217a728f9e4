"""The account's backup on the homeserver: finding it, making it, and who may read it.

Client-server API, "Server-side key backups". Its private key is kept in our vault, and in the account's secret storage
before anything is sealed with it, where that is open: a lost disk must not take the key with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from nio.crypto import InboundGroupSession

from bot.matrix.backup.sealing import ALGORITHM, BackupKey, fresh_key
from bot.matrix.client import PatientClient
from bot.matrix.derivation import derived
from bot.matrix.failures import HomeserverError, is_missing
from bot.matrix.session import MatrixAccount
from bot.matrix.trust import seeds as private
from bot.matrix.trust.identity import look_up
from bot.matrix.trust.recovery import unlock
from bot.matrix.trust.secret_storage import SecretStorage, SecretStorageError
from bot.matrix.trust.signing import from_base64, sign_json, unpadded_base64

_THERE = "m.megolm_backup.v1"
_HERE = "key-backup.txt"


class BackupError(Exception):
    """There is no backup that we can use."""


class ForeignBackupError(BackupError):
    """The account has a backup whose key we do not have."""

    def __init__(self) -> None:
        todo = "set HAFENBOTE_MATRIX_RECOVERY_KEY to the account's recovery key"
        super().__init__(f"the backup was made elsewhere: {todo}")


class NoPlaceForKeyError(BackupError):
    """The key of a new backup would be lost together with what it could restore."""

    def __init__(self) -> None:
        super().__init__("the secret storage, which is to hold its key, is closed: set HAFENBOTE_MATRIX_RECOVERY_KEY")


@dataclass(frozen=True, slots=True)
class Backup:
    """One version of the backup, with its key. What the homeserver does not do raises :class:`HomeserverError`."""

    version: str
    key: BackupKey

    async def put(self, client: PatientClient, sessions: Sequence[InboundGroupSession]) -> None:
        """Put the keys of some room sessions into it; of two for one session it keeps the better."""
        rooms: dict[str, dict[str, dict[str, Any]]] = {}
        for session in sessions:
            rooms.setdefault(session.room_id, {"sessions": {}})["sessions"][session.id] = self.key.seal(session)
        await client.ask("PUT", f"/room_keys/keys?version={self.version}", {"rooms": rooms})

    async def fetch(self, client: PatientClient, room: str, session_id: str) -> InboundGroupSession | None:
        """Take the key of a room session out of it, if it is there. Raises :class:`SpoiltKeyError`."""
        where = f"{quote(room, safe='')}/{quote(session_id, safe='')}"
        try:
            sealed = await client.ask("GET", f"/room_keys/keys/{where}?version={self.version}")
        except HomeserverError as error:
            if is_missing(error.failure):
                return None
            raise
        return self.key.open(room, session_id, sealed)


async def open_backup(client: PatientClient, account: MatrixAccount) -> Backup:
    """Find the account's backup, or make one. Raises :class:`BackupError` and :class:`HomeserverError`."""
    current = await current_version(client)
    here, storage = await keys_here(account, client.user_id), await _storage(client, account)
    kept = await key_in(storage) if storage else None
    known = [kept, *here] if kept else here
    if current:
        key = fitting(current, known)
        if key is None:
            raise ForeignBackupError
    elif storage or account.store_key:
        key = known[0] if known else fresh_key()
    else:
        raise NoPlaceForKeyError
    if key.public not in {each.public for each in here}:
        await account.vault.write(_HERE, unpadded_base64(key.private))
    if storage and (kept is None or kept.public != key.public):
        await keep_key_in(storage, key)
    return Backup(str(current["version"]) if current else await _make(client, account, key), key)


async def current_version(client: PatientClient) -> dict[str, Any]:
    """Ask for the account's backup; empty if there is none. Raises :class:`HomeserverError`."""
    try:
        return await client.ask("GET", "/room_keys/version")
    except HomeserverError as error:
        if is_missing(error.failure):
            return {}
        raise


def fitting(current: dict[str, Any], known: Sequence[BackupKey]) -> BackupKey | None:
    """Choose, among some keys, the one of a backup."""
    public = current.get("auth_data", {}).get("public_key", "") if current.get("algorithm") == ALGORITHM else ""
    return next((key for key in known if key.public == public), None)


async def keys_here(account: MatrixAccount, user: str) -> list[BackupKey]:
    """List the keys that we have ourselves: in our vault, or in the store key."""
    saved = await account.vault.read(_HERE)
    raw = [from_base64(saved)] if saved else []
    if account.store_key:
        raw.append(derived(account.store_key, f"{user} backup"))
    return [BackupKey(each) for each in raw]


async def key_in(storage: SecretStorage) -> BackupKey | None:
    """Read the key in the secret storage; None if there is none, or it is spoilt. Raises :class:`HomeserverError`."""
    try:
        return BackupKey(from_base64((await storage.read(_THERE) or b"").decode()))
    except (SecretStorageError, ValueError):
        return None


async def keep_key_in(storage: SecretStorage, key: BackupKey) -> None:
    """Put the key into the secret storage. Raises :class:`HomeserverError`."""
    await storage.write(_THERE, unpadded_base64(key.private).encode())


async def _storage(client: PatientClient, account: MatrixAccount) -> SecretStorage | None:
    try:
        return await unlock(client, account)
    except SecretStorageError:
        return None  # cross-signing has said why, and the key stays in our vault


async def _make(client: PatientClient, account: MatrixAccount, key: BackupKey) -> str:
    """Make a version, signed by our device and, where we can, by the account."""
    bare, user = {"public_key": key.public}, client.user_id
    signature = client.olm.sign_json(bare)
    signed = {**bare, "signatures": {user: {f"ed25519:{client.device_id}": signature}}}
    identity = await look_up(client)
    for seeds in await private.here(account, user):
        if identity.belongs_to(seeds):
            signed = sign_json(signed, user, seeds["master"])
    told = await client.ask("POST", "/room_keys/version", {"algorithm": ALGORITHM, "auth_data": signed})
    return str(told["version"])

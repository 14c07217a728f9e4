"""Secrets of the account, kept by the homeserver, which cannot read them: "4S".

Client-server API, "Secret storage" and "m.secret_storage.v1.aes-hmac-sha2": each secret lies in the account data under
its name, encrypted with a key that is derived from the recovery key. Any client of the account can read it with that.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from Crypto.Cipher import AES
from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

from bot.matrix.account_data import read_account_data, write_account_data
from bot.matrix.client import PatientClient
from bot.matrix.trust.signing import from_base64, unpadded_base64

ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2"
_DEFAULT = "m.secret_storage.default_key"
_KEY = "m.secret_storage.key."
_NAME = "Hafenbote"
_BLOCK = 16
_HALF = 32
_CHECKED = bytes(32)
"""What is encrypted, under an empty name, so that a wrong key is told apart from a right one."""


class SecretStorageError(Exception):
    """The secret storage of the account cannot be used."""


class NoSecretStorageError(SecretStorageError):
    """The account has no secret storage yet."""

    def __init__(self) -> None:
        super().__init__("the account has no secret storage yet")


class WrongRecoveryKeyError(SecretStorageError):
    """The account's secret storage was made with another recovery key."""

    def __init__(self) -> None:
        todo = "check HAFENBOTE_MATRIX_RECOVERY_KEY"
        super().__init__(f"the account's secret storage was made with another recovery key: {todo}")


class NoRecoveryKeyError(SecretStorageError):
    """The account has a secret storage, but nobody gave us its recovery key."""

    def __init__(self) -> None:
        super().__init__("set HAFENBOTE_MATRIX_RECOVERY_KEY to the recovery key of the account's secret storage")


class SecretStorage:
    """The secret storage of an account, open. What the homeserver does not do raises :class:`HomeserverError`."""

    def __init__(self, client: PatientClient, key_id: str, key: bytes) -> None:
        self._client = client
        self._key_id = key_id
        self._key = key

    async def read(self, name: str) -> bytes | None:
        """Read a secret; None if there is none, or none for our key. Raises :class:`WrongRecoveryKeyError`."""
        stored = (await read_account_data(self._client, name)).get("encrypted", {}).get(self._key_id)
        return None if stored is None else decrypt(self._key, name, stored)

    async def write(self, name: str, secret: bytes) -> None:
        """Keep a secret. What was there under this name goes, for other keys, too: it would be another secret."""
        await write_account_data(self._client, name, {"encrypted": {self._key_id: encrypt(self._key, name, secret)}})


async def open_storage(client: PatientClient, key: bytes | None) -> SecretStorage:
    """Open the account's secret storage with a recovery key, if there is one.

    Raises :class:`NoSecretStorageError`, :class:`NoRecoveryKeyError`, :class:`WrongRecoveryKeyError` and
    :class:`HomeserverError`.
    """
    key_id = str((await read_account_data(client, _DEFAULT)).get("key", ""))
    described = await read_account_data(client, f"{_KEY}{key_id}") if key_id else {}
    if not described:
        raise NoSecretStorageError
    if described.get("algorithm") != ALGORITHM:
        raise SecretStorageError("the account's secret storage is of a kind we do not know")
    if key is None:
        raise NoRecoveryKeyError
    if not _fits(key, described):
        raise WrongRecoveryKeyError
    return SecretStorage(client, key_id, key)


async def make_storage(client: PatientClient, key: bytes) -> SecretStorage:
    """Give an account that has none a secret storage. Keep the key safe first; raises :class:`HomeserverError`."""
    # Made of the key: who makes it twice, after a crash or beside another instance, makes the same.
    key_id = hmac.digest(key, b"id", "sha256")[:_BLOCK].hex()
    described = {"name": _NAME, "algorithm": ALGORITHM} | _check(key, secrets.token_bytes(_BLOCK))
    await write_account_data(client, f"{_KEY}{key_id}", described)
    await write_account_data(client, _DEFAULT, {"key": key_id})
    return SecretStorage(client, key_id, key)


def encrypt(key: bytes, name: str, secret: bytes, iv: bytes | None = None) -> dict[str, str]:
    """Encrypt a secret under its name."""
    drawn = bytearray(iv or secrets.token_bytes(_BLOCK))
    drawn[8] &= 0x7F  # "set bit 63 to 0": some implementations of AES count in 64 bits only
    aes, mac = _keys(key, name)
    ciphertext = _crypt(aes, bytes(drawn), secret)
    parts = {"iv": bytes(drawn), "ciphertext": ciphertext, "mac": _mac(mac, ciphertext)}
    return {part: unpadded_base64(raw) for part, raw in parts.items()}


def decrypt(key: bytes, name: str, stored: Mapping[str, Any]) -> bytes:
    """Decrypt a secret. Raises :class:`WrongRecoveryKeyError` if it was not encrypted with this key and name."""
    try:
        iv, ciphertext, told = (from_base64(str(stored[part])) for part in ("iv", "ciphertext", "mac"))
        aes, mac = _keys(key, name)
        if not hmac.compare_digest(told, _mac(mac, ciphertext)):
            raise WrongRecoveryKeyError
        return _crypt(aes, iv, ciphertext)
    except (KeyError, ValueError) as error:
        raise SecretStorageError(f"the secret {name} is malformed") from error


def _check(key: bytes, iv: bytes) -> dict[str, str]:
    checked = encrypt(key, "", _CHECKED, iv)
    return {"iv": checked["iv"], "mac": checked["mac"]}


def _fits(key: bytes, described: Mapping[str, Any]) -> bool:
    """Compare the key check. Without one the key "must be assumed to be valid"; each secret is checked, too."""
    if "iv" not in described or "mac" not in described:
        return True
    try:
        iv, mac = from_base64(str(described["iv"])), from_base64(str(described["mac"]))
    except ValueError:
        return False
    aes, mac_key = _keys(key, "")
    return len(iv) == _BLOCK and hmac.compare_digest(mac, _mac(mac_key, _crypt(aes, iv, _CHECKED)))


def _keys(key: bytes, name: str) -> tuple[bytes, bytes]:
    derived = HKDF(key, 2 * _HALF, bytes(_HALF), SHA256, context=name.encode())
    return derived[:_HALF], derived[_HALF:]


def _crypt(key: bytes, iv: bytes, text: bytes) -> bytes:
    """Encrypt or decrypt, which is the same with AES-256 in counter mode."""
    return bytes(AES.new(key, AES.MODE_CTR, nonce=b"", initial_value=iv).encrypt(text))


def _mac(key: bytes, ciphertext: bytes) -> bytes:
    return hmac.digest(key, ciphertext, "sha256")

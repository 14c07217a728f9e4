"""Where the account's small secrets are: its login, its own keys, the key of its backup."""

from __future__ import annotations

import asyncio
import secrets
from base64 import b64decode, b64encode
from typing import Protocol

from Crypto.Cipher import AES
from sqlmodel import Session

from bot.leases import Transaction
from bot.matrix.derivation import derived
from bot.matrix.failures import HomeserverError
from bot.networks import Failure
from storage.matrix_keys import keep_matrix_keys, matrix_keys
from storage.outbox import FailureKind

LOOK_AGAIN = 300.0
"""Seconds until a setting that is wrong is looked at again: it is put right by people."""

_KIND = "secret"
_NONCE, _TAG = 12, 16


class Vault(Protocol):
    """Keeps secrets by name. As a text it says where they are."""

    async def read(self, name: str) -> str:
        """Read a secret; empty if there is none."""

    async def write(self, name: str, text: str) -> None:
        """Put a secret in place of the one before, whole or not at all."""

    async def delete(self, name: str) -> None:
        """Take a secret away, if it is there."""


class WrongStoreKeyError(HomeserverError):
    """What is in the database was sealed with another key."""

    def __init__(self) -> None:
        sentence = "HAFENBOTE_MATRIX_STORE_KEY does not open the keys in the database: set the one they had before"
        super().__init__(Failure(FailureKind.MISCONFIGURED, sentence, after=LOOK_AGAIN))


class DatabaseVault:
    """Keeps an account's secrets in the database that all instances share, sealed with a key only they have.

    Whoever is fenced out changes nothing: :class:`storage.leases.FencedError`.
    """

    def __init__(self, transaction: Transaction, account: str, store_key: str) -> None:
        self._transaction = transaction
        self._account = account
        self._store_key = store_key

    def __str__(self) -> str:
        return "the database"

    async def read(self, name: str) -> str:
        """Read a secret; empty if there is none. Raises :class:`WrongStoreKeyError`."""
        return await asyncio.to_thread(self._read, name)

    async def write(self, name: str, text: str) -> None:
        """Put a secret in place of the one before, whole or not at all."""
        await asyncio.to_thread(self._put, name, text)

    async def delete(self, name: str) -> None:
        """Take a secret away, if it is there."""
        await asyncio.to_thread(self._put, name, None)

    def put(self, session: Session, name: str, text: str | None) -> None:
        """Do the same within a unit of work; nothing takes it away."""
        sealed = None if text is None else self._sealed(name, text)
        keep_matrix_keys(session, self._account, "", {(_KIND, name): sealed})

    def _put(self, name: str, text: str | None) -> None:
        with self._transaction() as session:
            self.put(session, name, text)

    def _read(self, name: str) -> str:
        with self._transaction() as session:
            sealed = matrix_keys(session, self._account, "", _KIND).get(name)
        return "" if sealed is None else self._opened(name, sealed)

    def _sealed(self, name: str, text: str) -> str:
        cipher = AES.new(self._key(), AES.MODE_GCM, nonce=secrets.token_bytes(_NONCE))
        cipher.update(name.encode())  # none can be put in the place of another
        sealed, tag = cipher.encrypt_and_digest(text.encode())
        return b64encode(cipher.nonce + tag + sealed).decode()

    def _opened(self, name: str, sealed: str) -> str:
        raw = b64decode(sealed)
        cipher = AES.new(self._key(), AES.MODE_GCM, nonce=raw[:_NONCE])
        cipher.update(name.encode())
        try:
            return cipher.decrypt_and_verify(raw[_NONCE + _TAG :], raw[_NONCE : _NONCE + _TAG]).decode()
        except ValueError as error:
            raise WrongStoreKeyError from error

    def _key(self) -> bytes:
        return derived(self._store_key, f"{self._account} vault")

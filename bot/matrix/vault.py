"""Where the account's small secrets are: its login, its own keys, the key of its backup."""

from __future__ import annotations

import asyncio
from typing import Protocol

from sqlmodel import Session

from bot.leases import Transaction
from bot.matrix.seal import Seal
from storage.matrix_keys import keep_matrix_keys, matrix_keys

_KIND = "secret"


class Vault(Protocol):
    """Keeps secrets by name. As a text it says where they are."""

    async def read(self, name: str) -> str:
        """Read a secret; empty if there is none."""

    async def write(self, name: str, text: str) -> None:
        """Put a secret in place of the one before, whole or not at all."""

    async def delete(self, name: str) -> None:
        """Take a secret away, if it is there."""


class DatabaseVault:
    """Keeps an account's secrets in the database that all instances share, sealed with a key only they have.

    Whoever is fenced out changes nothing: :class:`storage.leases.FencedError`.
    """

    def __init__(self, transaction: Transaction, account: str, store_key: str) -> None:
        self._transaction = transaction
        self._account = account
        self._seal = Seal(store_key, f"{account} vault")

    def __str__(self) -> str:
        return "the database"

    async def read(self, name: str) -> str:
        """Read a secret; empty if there is none. Raises :class:`bot.matrix.seal.WrongStoreKeyError`."""
        return await asyncio.to_thread(self._read, name)

    async def write(self, name: str, text: str) -> None:
        """Put a secret in place of the one before, whole or not at all."""
        await asyncio.to_thread(self._put, name, text)

    async def delete(self, name: str) -> None:
        """Take a secret away, if it is there."""
        await asyncio.to_thread(self._put, name, None)

    def put(self, session: Session, name: str, text: str | None) -> None:
        """Write a secret within a unit of work, or take it away."""
        sealed = None if text is None else self._seal.close(text, name)
        keep_matrix_keys(session, self._account, "", {(_KIND, name): sealed})

    def _put(self, name: str, text: str | None) -> None:
        with self._transaction() as session:
            self.put(session, name, text)

    def _read(self, name: str) -> str:
        with self._transaction() as session:
            sealed = matrix_keys(session, self._account, "", _KIND).get(name)
        return "" if sealed is None else self._seal.open(sealed, name)

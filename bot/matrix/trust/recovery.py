"""The recovery key that is at hand: given as a setting, left in the store, or made from the store key."""

from __future__ import annotations

from pathlib import Path

from bot.matrix.client import PatientClient
from bot.matrix.private_files import read_secret, write_secret
from bot.matrix.session import MatrixAccount
from bot.matrix.trust import recovery_key
from bot.matrix.trust.derivation import derived
from bot.matrix.trust.secret_storage import (
    NoRecoveryKeyError,
    SecretStorage,
    SecretStorageError,
    WrongRecoveryKeyError,
    make_storage,
    open_storage,
)

_FILE = "recovery-key.txt"


async def unlock(client: PatientClient, account: MatrixAccount) -> SecretStorage:
    """Open the account's secret storage with the key at hand.

    Raises :class:`SecretStorageError`, whose kinds tell what is missing, and :class:`HomeserverError`.
    """
    try:
        return await open_storage(client, _at_hand(account, client.user_id))
    except recovery_key.RecoveryKeyError as error:
        raise SecretStorageError(str(error)) from error
    except WrongRecoveryKeyError:
        if _written(account):
            raise
        raise NoRecoveryKeyError from None  # the store key's was only a guess


async def make(client: PatientClient, account: MatrixAccount) -> SecretStorage:
    """Give the account a secret storage, under the key at hand or a new one.

    A key that the operator does not have yet lies in the store before anything is locked with it.
    """
    key = _at_hand(account, client.user_id) or recovery_key.fresh_key()
    if not account.recovery_key:
        write_secret(left_in(account.store), recovery_key.written(key))
    return await make_storage(client, key)


def left_in(store: Path) -> Path:
    """Say where a key lies that the operator has not taken away yet."""
    return store / _FILE


def _at_hand(account: MatrixAccount, user: str) -> bytes | None:
    if written := _written(account):
        return recovery_key.read(written)
    return derived(account.store_key, f"{user} recovery") if account.store_key else None


def _written(account: MatrixAccount) -> str:
    return account.recovery_key or read_secret(left_in(account.store))

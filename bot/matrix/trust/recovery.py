"""The recovery key that is at hand: given as a setting, left in the vault, or made from the store key."""

from __future__ import annotations

from bot.matrix.client import PatientClient
from bot.matrix.derivation import derived
from bot.matrix.session import MatrixAccount
from bot.matrix.trust import recovery_key
from bot.matrix.trust.secret_storage import (
    NoRecoveryKeyError,
    SecretStorage,
    SecretStorageError,
    WrongRecoveryKeyError,
    make_storage,
    open_storage,
)

_NAME = "recovery-key.txt"


async def unlock(client: PatientClient, account: MatrixAccount) -> SecretStorage:
    """Open the account's secret storage with the key at hand.

    Raises :class:`SecretStorageError`, whose kinds tell what is missing, and :class:`HomeserverError`.
    """
    try:
        return await open_storage(client, await _at_hand(account, client.user_id))
    except recovery_key.RecoveryKeyError as error:
        raise SecretStorageError(str(error)) from error
    except WrongRecoveryKeyError:
        if await _written(account):
            raise
        raise NoRecoveryKeyError from None  # the store key's was only a guess


async def make(client: PatientClient, account: MatrixAccount) -> SecretStorage:
    """Give the account a secret storage, under the key at hand or a new one.

    A key that the operator does not have yet lies in the vault before anything is locked with it.
    """
    key = await _at_hand(account, client.user_id) or recovery_key.fresh_key()
    if not account.recovery_key:
        await account.vault.write(_NAME, recovery_key.written(key))
    return await make_storage(client, key)


async def make_anew(client: PatientClient, account: MatrixAccount) -> SecretStorage:
    """Give it another one, under a new key: not the store key's, which would be the one that is lost."""
    key = recovery_key.fresh_key()
    await account.vault.write(_NAME, recovery_key.written(key))
    return await make_storage(client, key)


async def left(account: MatrixAccount) -> str:
    """Read the key that the operator has not taken away yet; empty if there is none."""
    return await account.vault.read(_NAME)


async def take_away(account: MatrixAccount) -> None:
    """Delete it: from now on only the operator has it."""
    await account.vault.delete(_NAME)


async def _at_hand(account: MatrixAccount, user: str) -> bytes | None:
    if written := await _written(account):
        return recovery_key.read(written)
    return derived(account.store_key, f"{user} recovery") if account.store_key else None


async def _written(account: MatrixAccount) -> str:
    return account.recovery_key or await left(account)

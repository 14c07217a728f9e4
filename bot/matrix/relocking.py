"""A new recovery key in the place of one that is lost, while the machine still has what it has locked."""

from __future__ import annotations

from bot.matrix.backup.versions import current_version, fitting, keep_key_in, keys_here
from bot.matrix.client import PatientClient
from bot.matrix.session import MatrixAccount
from bot.matrix.trust.identity import look_up
from bot.matrix.trust.recovery import make_anew
from bot.matrix.trust.secret_storage import SecretStorageError
from bot.matrix.trust.seeds import here, keep_in


class NothingToLockError(SecretStorageError):
    """The private keys are not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "the account's keys are not on this machine, so that nothing could be locked with a new recovery key"
        )


async def lock_anew(client: PatientClient, account: MatrixAccount) -> None:
    """Lock what is on this machine with a new recovery key, which lies in the vault then; the old one opens it no more.

    Raises :class:`NothingToLockError` and :class:`HomeserverError`.
    """
    identity, current = await look_up(client), await current_version(client)
    seeds = next((seeds for seeds in await here(account, client.user_id) if identity.belongs_to(seeds)), None)
    if seeds is None:
        raise NothingToLockError
    storage = await make_anew(client, account)
    await keep_in(storage, seeds)
    if backup_key := fitting(current, await keys_here(account, client.user_id)):
        await keep_key_in(storage, backup_key)

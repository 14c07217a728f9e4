"""What the doctor finds about the backup of the room keys: whether there is one, and whether it could be read."""

from __future__ import annotations

from bot.findings import Finding
from bot.matrix.backup.versions import current_version, fitting, key_in, keys_here
from bot.matrix.client import PatientClient
from bot.matrix.session import MatrixAccount
from bot.matrix.trust.recovery import unlock
from bot.matrix.trust.secret_storage import SecretStorageError

_PART = "matrix backup"


async def look_at_backup(client: PatientClient, account: MatrixAccount) -> list[Finding]:
    """Say how many room keys are backed up, and what keeps them from being restored."""
    current = await current_version(client)
    if not current:
        return [Finding(_PART, ok=False, sentence="there is none: start the bot, its log says what keeps it from one")]
    told = f"version {current.get('version')} with {current.get('count')} room keys"
    try:
        kept = await key_in(await unlock(client, account))
    except SecretStorageError:
        where = "" if fitting(current, await keys_here(account, client.user_id)) else "its key is not on this machine"
    else:
        where = "" if kept and fitting(current, [kept]) else "its key is not in the secret storage"
    if where:
        todo = "set HAFENBOTE_MATRIX_RECOVERY_KEY and start the bot"
        return [Finding(_PART, ok=False, sentence=f"{told}, but {where}: {todo}")]
    return [Finding(_PART, ok=True, sentence=told)]

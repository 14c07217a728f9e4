"""What the doctor finds about the account's identity: whether it is vouched for, and whether it would survive."""

from __future__ import annotations

from bot.findings import Finding
from bot.matrix.client import PatientClient
from bot.matrix.session import MatrixAccount
from bot.matrix.trust.identity import look_up
from bot.matrix.trust.recovery import left, unlock
from bot.matrix.trust.secret_storage import NoRecoveryKeyError, SecretStorageError
from bot.matrix.trust.seeds import here, kept_in

_IDENTITY, _RECOVERY, _KEY = "matrix identity", "matrix recovery", "matrix recovery key"


async def look_at_identity(client: PatientClient, account: MatrixAccount) -> list[Finding]:
    """Say whether the bot's device is signed by its owner."""
    identity, device = await look_up(client), client.device_id
    if identity.device_is_signed:
        return [Finding(_IDENTITY, ok=True, sentence=f"device {device} is signed by its owner")]
    fault, todo = f"device {device} is not signed by its owner", "start the bot, its log says what is missing"
    if not identity.is_published:
        fault = "the account has no keys of its own"
    elif not any(identity.belongs_to(seeds) for seeds in await here(account, client.user_id)):
        fault += ", whose keys are not on this machine"
        todo = "set HAFENBOTE_MATRIX_RECOVERY_KEY to the account's recovery key and start the bot"
    return [Finding(_IDENTITY, ok=False, sentence=f"{fault}: {todo}")]


async def look_at_recovery(client: PatientClient, account: MatrixAccount) -> list[Finding]:
    """Say whether the identity could be restored on a new machine, and whether its key lies where it should not."""
    findings = [await _storage(client, account)]
    if await left(account):
        todo = "run `hafenbote matrix recovery-key` and keep it elsewhere"
        findings.append(Finding(_KEY, ok=False, sentence=f"lies in {account.vault}: {todo}"))
    return findings


async def _storage(client: PatientClient, account: MatrixAccount) -> Finding:
    try:
        storage = await unlock(client, account)
    except NoRecoveryKeyError:
        return Finding(_RECOVERY, ok=True, sentence="secret storage found; its recovery key is not on this machine")
    except SecretStorageError as error:
        return Finding(_RECOVERY, ok=False, sentence=str(error))
    if await kept_in(storage) is None:
        return Finding(_RECOVERY, ok=False, sentence="the account's keys are not in its secret storage: start the bot")
    return Finding(_RECOVERY, ok=True, sentence="secret storage opened; the account's keys are in it")

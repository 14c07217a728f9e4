"""The bot vouches for its own device, so that people's clients trust it with their keys.

Newer clients stop sending keys to devices whose owner has not signed them, or warn about them; nio knows nothing of
it. The account's private keys are kept in its secret storage before anybody sees the public ones: a lost disk must not
take the identity with it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import structlog

from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty, Heard
from bot.matrix.failures import HomeserverError, from_exception
from bot.matrix.session import MatrixAccount
from bot.matrix.trust import seeds as private
from bot.matrix.trust.identity import Identity, Seeds, look_up
from bot.matrix.trust.publishing import NotPublishedError, publish, sign
from bot.matrix.trust.recovery import left, make, unlock
from bot.matrix.trust.secret_storage import (
    NoRecoveryKeyError,
    NoSecretStorageError,
    SecretStorage,
    SecretStorageError,
)
from handlers.messages import Incoming

log = structlog.get_logger(__name__)

AGAIN_AFTER = 600.0
"""Seconds until a try that the homeserver or the way to it made fail is repeated."""


class CrossSigning(Duty):
    """Signs our device with the account's own keys, making them if the account has none.

    Keys somebody else made for the account are never replaced, which would look like a break-in to everybody; we use
    them where the account's recovery key is given. Without a signature the bot still works, so nothing that goes wrong
    here keeps it from starting.
    """

    def __init__(self, account: MatrixAccount) -> None:
        self.seeds: Seeds = {}
        """The private keys of what is published about us; none while we do not have them."""
        self._account = account
        self._again_at = math.inf
        self.lacking = ""
        """Why our device is not signed; empty where it is, and until we have looked."""

    async def begin(self, client: PatientClient) -> None:
        """Sign our device, and remind of a recovery key nobody has taken away."""
        await self._vouch(client)
        if await left(self._account):
            log.warning("matrix_recovery_key_in_store", todo="run `hafenbote matrix recovery-key`, keep it elsewhere")

    async def attend(self, client: PatientClient, heard: Heard) -> Sequence[Incoming]:
        """Look again when our account's keys or devices have changed, or a try has failed."""
        if client.user_id in heard.response.device_list.changed or time.monotonic() > self._again_at:
            await self._vouch(client)
        return ()

    async def _vouch(self, client: PatientClient) -> None:
        self._again_at = math.inf
        try:
            self.seeds = await _vouch(client, self._account)
            self.lacking = ""
        except (SecretStorageError, NotPublishedError) as error:
            self.seeds = {}
            self._note(str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot works without
            self._note(from_exception(error).detail)
            self._again_at = time.monotonic() + AGAIN_AFTER

    def _note(self, reason: str) -> None:
        if reason != self.lacking:
            log.warning("matrix_device_not_cross_signed", reason=reason)
        self.lacking = reason


async def _vouch(client: PatientClient, account: MatrixAccount) -> Seeds:
    identity = await look_up(client)
    if not identity.device:
        raise NotPublishedError("our device is not published yet")
    here = await private.here(account, identity.user)
    storage = await _storage(client, account, identity, here)
    kept = await private.kept_in(storage) if storage else None
    seeds = _choose(identity, [kept, *here] if kept else here)
    if seeds not in here:
        await private.save(account, seeds)
    if storage and seeds != kept:
        await private.keep_in(storage, seeds)
    if not identity.is_published:
        identity = await _published(client, account, seeds)
    if not (identity.device_is_signed and identity.device_has_signed):
        await sign(client, seeds, identity.device)
        log.info("matrix_device_cross_signed")
    return seeds


async def _published(client: PatientClient, account: MatrixAccount, seeds: Seeds) -> Identity:
    """Publish the account's keys, unless another instance has just published the same."""
    try:
        await publish(client, seeds, account.password)
    except HomeserverError:  # Synapse has no better word for two at once than an error of its own
        identity = await look_up(client)
        if not identity.belongs_to(seeds):
            raise
        return identity
    return await look_up(client)


async def _storage(
    client: PatientClient, account: MatrixAccount, identity: Identity, here: Sequence[Seeds]
) -> SecretStorage | None:
    """Open the secret storage, or make one if the identity is ours; None if it is closed and we can do without."""
    ours = not identity.is_published or any(identity.belongs_to(seeds) for seeds in here)
    try:
        return await unlock(client, account)
    except NoSecretStorageError:
        if not ours:
            raise NotPublishedError(private.ELSEWHERE) from None
        return await make(client, account)
    except SecretStorageError as error:
        # Without a storage, only what the store key gives again may be published.
        if not ours or not (identity.is_published or account.store_key):
            raise
        if not isinstance(error, NoRecoveryKeyError):
            log.warning("matrix_secret_storage_closed", reason=str(error))
        return None


def _choose(identity: Identity, known: Sequence[Seeds]) -> Seeds:
    """Choose the private keys of the identity among those we know; make some where it has none."""
    if not identity.is_published:
        return known[0] if known else private.fresh()
    fitting = next((seeds for seeds in known if identity.belongs_to(seeds)), None)
    if fitting is None:
        raise NotPublishedError(private.ELSEWHERE)
    return fitting

"""Where the account's private keys are: in our vault, in the store key, or in the account's secret storage."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.matrix.derivation import derived
from bot.matrix.session import MatrixAccount
from bot.matrix.trust.identity import USES, Seeds
from bot.matrix.trust.secret_storage import SecretStorage, SecretStorageError
from bot.matrix.trust.signing import fresh_seed, from_base64, unpadded_base64

ELSEWHERE = (
    "the account's keys were made elsewhere and are not in its secret storage: "
    "set up the recovery in the client that made them"
)
_NAME = "cross-signing.json"


async def here(account: MatrixAccount, user: str) -> list[Seeds]:
    """List the keys that we have ourselves, the likeliest first."""
    found: list[Seeds] = []
    if saved := await account.vault.read(_NAME):
        found.append(json.loads(saved))
    if account.store_key:
        found.append({use: derived(account.store_key, f"{user} {use}").hex() for use in USES})
    return found


def fresh() -> Seeds:
    """Make new keys."""
    return {use: fresh_seed() for use in USES}


async def save(account: MatrixAccount, seeds: Seeds) -> None:
    """Keep keys ourselves."""
    await account.vault.write(_NAME, json.dumps(dict(seeds)))


async def kept_in(storage: SecretStorage) -> Seeds | None:
    """Read the keys from the secret storage; None if they are not all there, or spoilt."""
    seeds: dict[str, str] = {}
    for use in USES:
        try:
            seeds[use] = from_base64((await storage.read(_there(use)) or b"").decode()).hex()
        except (SecretStorageError, ValueError):
            return None
    return seeds if all(seeds.values()) else None


async def keep_in(storage: SecretStorage, seeds: Mapping[str, str]) -> None:
    """Put the keys into the secret storage, as unpadded Base64 ("Cross-signing", "Key and signature security")."""
    for use in USES:
        await storage.write(_there(use), unpadded_base64(bytes.fromhex(seeds[use])).encode())


def _there(use: str) -> str:
    return f"m.cross_signing.{use}"

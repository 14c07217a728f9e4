"""The bot vouches for its own device, so that people's clients trust it with their keys.

Newer clients stop sending keys to devices whose owner has not signed them, or warn about them; nio knows nothing of
it. Client-server API, "Cross-signing": a master key stands for the account and signs a self-signing key, which signs
devices.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.matrix.client import PatientClient
from bot.matrix.duties import Duty
from bot.matrix.private_files import read_secret, write_secret
from bot.matrix.session import MatrixAccount
from bot.matrix.trust.signing import fresh_seed, public_key, sign_json

log = structlog.get_logger(__name__)

_FILE = "cross-signing.json"
_USES = ("master", "self_signing", "user_signing")
_UNAUTHORIZED = 401


class CrossSigning(Duty):
    """Signs our device with the account's own keys, making them if the account has none."""

    def __init__(self, account: MatrixAccount) -> None:
        self._account = account

    async def begin(self, client: PatientClient) -> None:
        """Sign our device.

        Keys somebody else made for the account are left alone: replacing them would look like a break-in to everybody.
        Without a signature the bot still works, so nothing that goes wrong here keeps it from starting.
        """
        try:
            await _sign_device(client, self._account)
        except Exception as error:  # noqa: BLE001 - as said above; it is tried again at the next start
            log.warning("matrix_device_not_cross_signed", reason=type(error).__name__)


async def _sign_device(client: PatientClient, account: MatrixAccount) -> None:
    known = await _query(client)
    device = known.get("device_keys", {}).get(client.user_id, {}).get(client.device_id)
    published = known.get("master_keys", {}).get(client.user_id)
    seeds = seeds_of(account, client.user_id)
    if device is None or (published is not None and (not seeds or public_key(seeds["master"]) not in _keys(published))):
        log.warning("matrix_device_not_cross_signed", reason="no device" if device is None else "foreign keys")
        return
    if published is None:
        seeds = seeds or _fresh_seeds(account.store)
        await _publish(client, seeds, account.password)
    signer = f"ed25519:{public_key(seeds['self_signing'])}"
    if signer not in device.get("signatures", {}).get(client.user_id, {}):
        signed = sign_json(device, client.user_id, seeds["self_signing"])
        await client.post("/keys/signatures/upload", {client.user_id: {client.device_id: signed}})
        log.info("matrix_device_cross_signed")


async def _query(client: PatientClient) -> dict[str, Any]:
    _, told = await client.post("/keys/query", {"device_keys": {client.user_id: []}})
    return told


async def _publish(client: PatientClient, seeds: Mapping[str, str], password: str | None) -> None:
    user = client.user_id
    keys = {use: _key(user, use, seeds[use]) for use in _USES}
    master = keys["master"]
    # The device vouches for the master key in turn: that is how a client verifies both at once.
    signature = client.olm.sign_json(master)
    master["signatures"] = {user: {f"ed25519:{client.device_id}": signature}}
    keys |= {use: sign_json(keys[use], user, seeds["master"]) for use in _USES[1:]}
    body: dict[str, Any] = {f"{use}_key": key for use, key in keys.items()}
    status, told = await client.post("/keys/device_signing/upload", body)
    if status == _UNAUTHORIZED and password and "session" in told:
        # "User-interactive authentication": some servers want the password even for the first keys.
        identifier = {"type": "m.id.user", "user": user}
        auth = {"type": "m.login.password", "identifier": identifier, "password": password, "session": told["session"]}
        await client.post("/keys/device_signing/upload", {**body, "auth": auth})


def _key(user: str, use: str, seed: str) -> dict[str, Any]:
    public = public_key(seed)
    return {"user_id": user, "usage": [use], "keys": {f"ed25519:{public}": public}}


def seeds_of(account: MatrixAccount, user: str) -> dict[str, str]:
    """Find the account's private keys: in our store, or in the store key, which all instances of the bot share."""
    saved = read_secret(account.store / _FILE)
    if saved:
        return dict(json.loads(saved))
    if not account.store_key:
        return {}
    return {use: _derived(account.store_key, f"{user} {use}") for use in _USES}


def _derived(store_key: str, salt: str) -> str:
    # Slow on purpose: from the public key, a weak store key could be guessed.
    return hashlib.scrypt(store_key.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=32).hex()


def _fresh_seeds(store: Path) -> dict[str, str]:
    # Written before they are published: published keys nobody has would close the account to us.
    seeds = {use: fresh_seed() for use in _USES}
    write_secret(store / _FILE, json.dumps(seeds))
    return seeds


def _keys(published: Mapping[str, Any]) -> set[str]:
    return set(published.get("keys", {}).values())

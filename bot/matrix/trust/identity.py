"""The identity of an account as everybody sees it: its own keys, and what they have signed.

Client-server API, "Cross-signing": a master key stands for the account and signs a self-signing key, which signs the
account's devices, and a user-signing key, which would sign other people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.matrix.client import PatientClient
from bot.matrix.trust.signing import has_signed, public_key

USES = ("master", "self_signing", "user_signing")

Seeds = Mapping[str, str]
"""The private keys of an account by their use (:mod:`bot.matrix.trust.signing`)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is published about an account: its keys by their use, and one of its devices; empty where there is none."""

    user: str
    keys: Mapping[str, Mapping[str, Any]]
    device: Mapping[str, Any]

    @property
    def is_published(self) -> bool:
        """Whether the account has keys of its own."""
        return bool(self.keys)

    def belongs_to(self, seeds: Seeds) -> bool:
        """Whether these are the private keys of what is published."""
        return self.is_published and all(public_key(seeds[use]) == self.public(use) for use in USES)

    def public(self, use: str) -> str:
        """Return a public key; empty if there is none."""
        return next(iter(self.keys.get(use, {}).get("keys", {}).values()), "")

    @property
    def device_is_signed(self) -> bool:
        """Whether the account has signed the device, by a self-signing key that its master key has signed."""
        signer = self.keys.get("self_signing", {})
        return has_signed(self.public("master"), self.user, signer) and has_signed(
            self.public("self_signing"), self.user, self.device
        )

    @property
    def device_has_signed(self) -> bool:
        """Whether the device has signed the account's master key in turn."""
        device = f"ed25519:{self.device.get('device_id')}"
        return device in self.keys.get("master", {}).get("signatures", {}).get(self.user, {})


async def look_up(client: PatientClient) -> Identity:
    """Ask what is published about our own account and device; raises :class:`HomeserverError`."""
    user = client.user_id
    told = await client.ask("POST", "/keys/query", {"device_keys": {user: []}})
    keys = {use: told.get(f"{use}_keys", {}).get(user) for use in USES}
    device = told.get("device_keys", {}).get(user, {}).get(client.device_id) or {}
    return Identity(user, {use: key for use, key in keys.items() if key}, device)

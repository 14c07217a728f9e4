"""Signing with Ed25519 as Matrix does: private keys are seeds in hexadecimal, JSON is signed in its canonical form.

Not by vodozemac: its bindings sign with a device's account only.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from nio import Api


def fresh_seed() -> str:
    """Make a new private key."""
    return str(ECC.generate(curve="Ed25519").seed.hex())


def public_key(seed: str) -> str:
    """Derive the public key of a private one; its name in JSON is ``ed25519:`` and this."""
    return unpadded_base64(_private(seed).public_key().export_key(format="raw"))


def sign_json(value: Mapping[str, Any], user: str, seed: str) -> dict[str, Any]:
    """Add a signature to JSON (appendices, "Signing JSON": canonical, without its signatures and unsigned parts)."""
    signature = unpadded_base64(eddsa.new(_private(seed), "rfc8032").sign(_message(value)))
    signatures = dict(value.get("signatures", {}))
    signatures[user] = {**signatures.get(user, {}), f"ed25519:{public_key(seed)}": signature}
    return {**bare(value), "signatures": signatures}


def has_signed(public: str, user: str, value: Mapping[str, Any], name: str = "") -> bool:
    """Check a signature under JSON, of a user's key; one of a device is named by its id."""
    signature = value.get("signatures", {}).get(user, {}).get(f"ed25519:{name or public}", "")
    try:
        key = eddsa.import_public_key(from_base64(public))
        eddsa.new(key, "rfc8032").verify(_message(value), from_base64(signature))
    except ValueError:
        return False
    return True


def bare(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return JSON without what is not signed."""
    return {key: part for key, part in value.items() if key not in {"signatures", "unsigned"}}


def unpadded_base64(raw: bytes) -> str:
    """Encode as Matrix does (appendices, "Unpadded Base64")."""
    return b64encode(raw).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """Decode Base64, padded or not; raises :class:`ValueError`."""
    return b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)


def _message(value: Mapping[str, Any]) -> bytes:
    return str(Api.to_canonical_json(bare(value))).encode()


def _private(seed: str) -> ECC.EccKey:
    return ECC.construct(curve="Ed25519", seed=bytes.fromhex(seed))

"""Short authentication strings: what two people compare, and how their devices vouch for their keys. Pure.

Client-server API, "Short Authentication String (SAS) verification". Of each choice it leaves we take the newest only:
all clients of the last years know them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nio import Api
from vodozemac import Curve25519PublicKey, EstablishedSas, Sas

from bot.matrix.trust.signing import unpadded_base64

METHOD = "m.sas.v1"
WAYS = ("emoji", "decimal")
CHOSEN = {
    "key_agreement_protocol": "curve25519-hkdf-sha256",
    "hash": "sha256",
    "message_authentication_code": "hkdf-hmac-sha256.v2",
}
"""What is agreed on in "m.key.verification.accept"."""

OFFERED: dict[str, Any] = {
    "method": METHOD,
    "key_agreement_protocols": [CHOSEN["key_agreement_protocol"]],
    "hashes": [CHOSEN["hash"]],
    "message_authentication_codes": [CHOSEN["message_authentication_code"]],
    "short_authentication_string": list(WAYS),
}
"""What is offered in "m.key.verification.start"."""

_KEY_LIST = "KEY_IDS"


class MismatchError(ValueError):
    """The other side knows other keys than we do: somebody may sit between both."""


@dataclass(frozen=True, slots=True)
class Party:
    """One side: an account, its device, and the keys that stand for both, by their ids (``ed25519:…``)."""

    user: str
    device: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShortString:
    """What both sides see if nobody sits between them: seven emoji by their numbers (0 to 63), or three numbers."""

    emoji: tuple[int, ...]
    numbers: tuple[int, ...]


class Half:
    """Our half of the key agreement, good for one."""

    def __init__(self) -> None:
        self._sas = Sas()
        self.public = self._sas.public_key.to_base64()

    def join(self, theirs: str) -> EstablishedSas:
        """Agree on a secret; raises :class:`ValueError` for what is no key, or one that makes no secret."""
        return self._sas.diffie_hellman(Curve25519PublicKey.from_base64(theirs))


def ways_in_common(start: Mapping[str, Any]) -> list[str]:
    """List the ways to show the string that both sides know; empty if they cannot work together."""
    for name, ours in OFFERED.items():
        if name not in {"method", "short_authentication_string"} and not set(ours) <= _strings(start, name):
            return []
    return [way for way in WAYS if way in _strings(start, "short_authentication_string")]


def commitment(public: str, start: Mapping[str, Any]) -> str:
    """Commit to a key that is told later, so that nobody can choose theirs to fit ours."""
    told = public + Api.to_canonical_json(dict(start))
    return unpadded_base64(hashlib.sha256(told.encode()).digest())


def short_string(
    secret: EstablishedSas, starter: tuple[Party, str], accepter: tuple[Party, str], transaction: str
) -> ShortString:
    """Derive what both sides show, from both parties with their public halves ("SAS HKDF calculation")."""
    sides = [f"{party.user}|{party.device}|{public}" for party, public in (starter, accepter)]
    derived = secret.bytes("|".join(["MATRIX_KEY_VERIFICATION_SAS", *sides, transaction]))
    return ShortString(tuple(derived.emoji_indices), tuple(derived.decimals))


def vouch(secret: EstablishedSas, sender: Party, receiver: Party, transaction: str) -> dict[str, Any]:
    """Write the content of "m.key.verification.mac": all keys of the sender ("MAC calculation")."""
    info = _info(sender, receiver, transaction)
    macs = {name: secret.calculate_mac(key, info + name) for name, key in sender.keys.items()}
    return {"mac": macs, "keys": secret.calculate_mac(",".join(sorted(macs)), info + _KEY_LIST)}


def vouched(
    secret: EstablishedSas, sender: Party, receiver: Party, transaction: str, content: Mapping[str, Any]
) -> frozenset[str]:
    """Return which keys the other side has vouched for. Raises :class:`MismatchError` where one is not as we know it.

    Keys we know nothing of are passed over, as the specification has it; without any that we know it is a mismatch.
    """
    macs, info = content.get("mac"), _info(sender, receiver, transaction)
    if not isinstance(macs, dict):
        raise MismatchError
    _check(secret, ",".join(sorted(macs)), info + _KEY_LIST, content.get("keys"))
    known = frozenset(macs) & frozenset(sender.keys)
    for name in known:
        _check(secret, sender.keys[name], info + name, macs[name])
    if not known:
        raise MismatchError
    return known


def _check(secret: EstablishedSas, text: str, info: str, mac: object) -> None:
    try:
        secret.verify_mac(text, info, mac if isinstance(mac, str) else "")
    except ValueError as error:
        raise MismatchError from error


def _info(sender: Party, receiver: Party, transaction: str) -> str:
    return f"MATRIX_KEY_VERIFICATION_MAC{sender.user}{sender.device}{receiver.user}{receiver.device}{transaction}"


def _strings(content: Mapping[str, Any], name: str) -> set[str]:
    told = content.get(name)
    return {each for each in told if isinstance(each, str)} if isinstance(told, list) else set()

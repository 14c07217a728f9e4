"""The recovery key as people write it down: twelve groups of four signs (client-server API, "Key representation")."""

from __future__ import annotations

import secrets
from functools import reduce
from operator import xor

KEY_LENGTH = 32
_PREFIX = b"\x8b\x01"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Bitcoin's Base58: without 0, O, I and l, which are taken for each other."""
_GROUP = 4


class RecoveryKeyError(ValueError):
    """What was given is no recovery key."""

    def __init__(self) -> None:
        super().__init__("MATRIX_RECOVERY_KEY is no recovery key: a sign is missing, too many or mistyped")


def fresh_key() -> bytes:
    """Make a new key."""
    return secrets.token_bytes(KEY_LENGTH)


def written(key: bytes) -> str:
    """Write a key of 32 bytes for people."""
    number = int.from_bytes(_PREFIX + key + _parity(_PREFIX + key))
    signs = ""
    while number:
        number, place = divmod(number, len(_ALPHABET))
        signs = _ALPHABET[place] + signs
    return " ".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def read(text: str) -> bytes:
    """Read what somebody typed, with spaces wherever they like. Raises :class:`RecoveryKeyError`.

    The parity lets one mistyped sign in 256 pass; those are noticed by the key check of the secret storage.
    """
    number = 0
    for sign in "".join(text.split()):
        place = _ALPHABET.find(sign)
        if place < 0:
            raise RecoveryKeyError
        number = number * len(_ALPHABET) + place
    whole = len(_PREFIX) + KEY_LENGTH + 1
    if number.bit_length() > 8 * whole:
        raise RecoveryKeyError
    raw = number.to_bytes(whole)
    if not raw.startswith(_PREFIX) or _parity(raw) != b"\0":
        raise RecoveryKeyError
    return raw[len(_PREFIX) : -1]


def _parity(raw: bytes) -> bytes:
    return bytes([reduce(xor, raw)])

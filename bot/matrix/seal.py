"""Sealing what the database holds of the bot's keys: with a copy of it nobody can read or exchange anything."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from Crypto.Cipher import ChaCha20_Poly1305

from bot.matrix.derivation import derived
from bot.matrix.failures import HomeserverError
from bot.networks import Failure
from storage.outbox import FailureKind

LOOK_AGAIN = 300.0
"""Seconds until a setting that is wrong is looked at again: it is put right by people."""

_NONCE, _TAG = 24, 16
"""Bytes; with 24 (XChaCha20) chance makes no nonce twice, however much is sealed."""


class WrongStoreKeyError(HomeserverError):
    """What is in the database was sealed with another key."""

    def __init__(self) -> None:
        sentence = "HAFENBOTE_MATRIX_STORE_KEY does not open the keys in the database: set the one they had before"
        super().__init__(Failure(FailureKind.MISCONFIGURED, sentence, after=LOOK_AGAIN))


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals texts for one use, never without a key. Each is bound to its place: it opens nowhere else."""

    store_key: str = field(repr=False)
    use: str

    def __post_init__(self) -> None:
        """Refuse to pretend."""
        if not self.store_key:
            raise WrongStoreKeyError

    def close(self, text: str, *place: str) -> str:
        """Seal a text."""
        cipher = ChaCha20_Poly1305.new(key=derived(self.store_key, self.use), nonce=secrets.token_bytes(_NONCE))
        cipher.update("\0".join(place).encode())
        sealed, tag = cipher.encrypt_and_digest(text.encode())
        return b64encode(cipher.nonce + tag + sealed).decode()

    def open(self, sealed: str, *place: str) -> str:
        """Open what was sealed for this place; raises :class:`WrongStoreKeyError`."""
        raw = b64decode(sealed)
        nonce, tag, text = raw[:_NONCE], raw[_NONCE : _NONCE + _TAG], raw[_NONCE + _TAG :]
        cipher = ChaCha20_Poly1305.new(key=derived(self.store_key, self.use), nonce=nonce)
        cipher.update("\0".join(place).encode())
        try:
            return cipher.decrypt_and_verify(text, tag).decode()
        except ValueError as error:
            raise WrongStoreKeyError from error

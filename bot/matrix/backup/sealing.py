"""Room keys as the backup holds them: sealed for a key pair of which the homeserver knows the public half.

Client-server API, "Backup algorithm: m.megolm_backup.v1.curve25519-aes-sha2". It hides the room keys from the
homeserver, but does not prove who put them there: like the list of somebody's devices, that is the homeserver's word.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from nio.crypto import InboundGroupSession
from vodozemac import Curve25519SecretKey, Message, PkDecryption, PkEncryption

from bot.matrix.trust.signing import from_base64, unpadded_base64

ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2"
_MEGOLM = "m.megolm.v1.aes-sha2"
_LENGTH = 32
_PARTS = ("ciphertext", "mac", "ephemeral")


class SpoiltKeyError(Exception):
    """What the backup holds for a room key cannot be read."""


class BackupKey:
    """The key pair of a backup; made of 32 random bytes, which are the secret."""

    def __init__(self, private: bytes) -> None:
        self.private = private
        self._decryption = PkDecryption.from_key(Curve25519SecretKey.from_bytes(private))
        self._encryption = PkEncryption.from_key(self._decryption.public_key)
        self.public = self._decryption.public_key.to_base64()

    def seal(self, session: InboundGroupSession) -> dict[str, Any]:
        """Seal the key of one room session ("KeyBackupData")."""
        exported = {
            "algorithm": _MEGOLM,
            "sender_key": session.sender_key,
            "sender_claimed_keys": {"ed25519": session.ed25519},
            "forwarding_curve25519_key_chain": session.forwarding_chain,
            "session_key": session.export_session(session.first_known_index),
        }
        sealed = self._encryption.encrypt(json.dumps(exported).encode())
        parts = (sealed.ciphertext, sealed.mac, sealed.ephemeral_key)
        return {
            "first_message_index": session.first_known_index,
            "forwarded_count": len(session.forwarding_chain),
            "is_verified": False,
            "session_data": {name: unpadded_base64(part) for name, part in zip(_PARTS, parts, strict=True)},
        }

    def open(self, room: str, session_id: str, sealed: Mapping[str, Any]) -> InboundGroupSession:
        """Read the key of one room session; raises :class:`SpoiltKeyError`."""
        try:
            parts = (from_base64(sealed["session_data"][name]) for name in _PARTS)
            told = json.loads(self._decryption.decrypt(Message(*parts)))
            signing, chain = told["sender_claimed_keys"]["ed25519"], told["forwarding_curve25519_key_chain"]
            session = InboundGroupSession.import_session(told["session_key"], signing, told["sender_key"], room, chain)
        except Exception as error:  # whatever lies there was written by somebody else
            raise SpoiltKeyError(type(error).__name__) from error
        if session.id != session_id:
            raise SpoiltKeyError("another session")
        return session


def fresh_key() -> BackupKey:
    """Make a new key pair."""
    return BackupKey(secrets.token_bytes(_LENGTH))

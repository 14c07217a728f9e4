"""Keys made from the store key, which all instances of the bot share: each finds the same ones, without asking."""

from __future__ import annotations

import hashlib
from functools import lru_cache

_LENGTH = 32


@lru_cache
def derived(store_key: str, use: str) -> bytes:
    """Derive the key for one use. Slow on purpose: from what is public, a weak store key could be guessed."""
    return hashlib.scrypt(store_key.encode(), salt=use.encode(), n=2**14, r=8, p=1, dklen=_LENGTH)

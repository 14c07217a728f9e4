"""Sealing for recipients with age (https://age-encryption.org/v1), piece by piece: nothing lies open on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pyrage

HEADER = b"age-encryption.org/v1\n"


class SealingError(Exception):
    """Nothing can be sealed, or what was sealed cannot be opened."""


def recipients(named: str) -> list[pyrage.x25519.Recipient]:
    """Read recipients, separated by commas. Raises :class:`SealingError`."""
    found = []
    for name in filter(None, map(str.strip, named.split(","))):
        try:
            found.append(pyrage.x25519.Recipient.from_str(name))
        except pyrage.RecipientError as error:
            raise SealingError(_no_recipient(name)) from error
    return found


def _no_recipient(name: str) -> str:
    """Say what is wrong with a recipient, and never quote what may be a secret key."""
    if name.upper().startswith("AGE-SECRET-KEY-"):
        return (
            "a recipient is a secret key: take what stands behind `public key:` (age1…) instead; and make a new key, "
            "for this one has been on this machine"
        )
    if name.startswith("age1"):
        return f"the recipient {name} is incomplete or mistyped"
    return "a recipient of age begins with age1 (make one: age-keygen)"


def identities(file: Path) -> list[pyrage.x25519.Identity]:
    """Read a file of keys as ``age-keygen`` writes it. Raises :class:`SealingError`."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise SealingError(f"{file} holds no key of age (AGE-SECRET-KEY-…)") from error


def is_sealed(file: Path) -> bool:
    """Say whether a file is sealed."""
    with file.open("rb") as content:
        return content.read(len(HEADER)) == HEADER


@contextmanager
def sealed(onto: BinaryIO, to: Sequence[pyrage.x25519.Recipient]) -> Iterator[BinaryIO]:
    """Give something to write into; it arrives sealed in ``onto``."""
    with _through(lambda inner: pyrage.encrypt_io(inner, onto, to), writes=True) as outer:
        yield outer


@contextmanager
def unsealed(source: BinaryIO, keys: Sequence[pyrage.x25519.Identity]) -> Iterator[BinaryIO]:
    """Give something to read what was sealed from. Raises :class:`SealingError`."""
    with _through(lambda inner: pyrage.decrypt_io(source, inner, keys), writes=False) as outer:
        yield outer


@contextmanager
def _through(work: Callable[[BinaryIO], None], *, writes: bool) -> Iterator[BinaryIO]:
    """Let a thread work on the other end of a pipe: the library wants to read or write by itself."""
    ends = os.pipe()
    ours, other = reversed(ends) if writes else ends
    outer, inner = os.fdopen(ours, "wb" if writes else "rb"), os.fdopen(other, "rb" if writes else "wb")
    failed: list[Exception] = []
    thread = Thread(target=_run, args=(work, inner, failed), name="age")
    thread.start()
    try:
        try:
            with outer:
                yield outer
        finally:
            thread.join()
    except Exception as error:
        if failed:
            raise failed[0] from error
        raise
    if failed:
        raise failed[0]


def _run(work: Callable[[BinaryIO], None], inner: BinaryIO, failed: list[Exception]) -> None:
    try:
        with suppress(BrokenPipeError), inner:  # whoever read needs no more
            work(inner)
    except (pyrage.DecryptError, pyrage.EncryptError, OSError) as error:
        failed.append(SealingError(f"age: {error}"))
    except Exception as error:  # noqa: BLE001 - handed on to whoever writes or reads
        failed.append(error)

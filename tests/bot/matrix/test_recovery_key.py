"""The recovery key: what is written down can be read again, and a slip of the pen is noticed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.matrix.trust.recovery_key import KEY_LENGTH, RecoveryKeyError, read, written
from bot.matrix.trust.secret_storage import WrongRecoveryKeyError, decrypt, encrypt

KEYS = st.binary(min_size=KEY_LENGTH, max_size=KEY_LENGTH)
SIGNS = st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl-ß")


@given(KEYS)
def test_what_is_written_down_is_read(key: bytes) -> None:
    """Twelve groups of four; with spaces wherever somebody puts them, or without any, it is the same key."""
    text = written(key)
    assert [len(group) for group in text.split(" ")] == [4] * 12
    assert read(text) == read(text.replace(" ", "")) == read(f" {text}\n") == key


def test_a_key_as_other_clients_write_it() -> None:
    """The example by which clients test theirs, made of the private key of RFC 7748, section 6.1."""
    text = "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d"
    key = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    assert written(key) == text
    assert read(text) == key


@given(KEYS, st.data())
def test_a_mistyped_sign_is_noticed(key: bytes, data: st.DataObject) -> None:
    """Whatever sign is changed: it is no recovery key, or one that opens nothing."""
    text = written(key).replace(" ", "")
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(SIGNS)
    assume(sign != text[place])
    secret = encrypt(key, "m.example", b"geheim")
    with pytest.raises((RecoveryKeyError, WrongRecoveryKeyError)):
        decrypt(read(text[:place] + sign + text[place + 1 :]), "m.example", secret)


@pytest.mark.parametrize("text", ["", "EsTc", "hafenbote", "1" * 48, "z" * 48, "z" * 500])
def test_what_is_no_recovery_key(text: str) -> None:
    """Another text, or a key that was cut off, is refused with a sentence."""
    with pytest.raises(RecoveryKeyError, match="no recovery key"):
        read(text)


@given(KEYS)
def test_a_missing_or_doubled_group_is_noticed(key: bytes) -> None:
    """Who skips a group, or writes one twice, is told."""
    groups = written(key).split()
    for torn in (groups[1:], groups[:-1], [*groups, groups[0]]):
        with pytest.raises(RecoveryKeyError):
            read(" ".join(torn))

"""The account's secret storage on a real homeserver: what is put in comes out, with the right key only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from secrets import token_hex

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nio import AsyncClientConfig

from bot.demo.synapse import Synapse
from bot.matrix.account_data import read_account_data, write_account_data
from bot.matrix.client import PatientClient
from bot.matrix.trust.recovery_key import fresh_key
from bot.matrix.trust.secret_storage import (
    NoRecoveryKeyError,
    NoSecretStorageError,
    SecretStorageError,
    WrongRecoveryKeyError,
    decrypt,
    encrypt,
    make_storage,
    open_storage,
)
from bot.matrix.trust.signing import from_base64

pytestmark = pytest.mark.synapse

PASSWORD = "nur-fuer-diesen-test"


@given(st.binary(), st.text(), st.binary(min_size=16, max_size=16))
def test_what_is_encrypted_can_be_decrypted(secret: bytes, name: str, iv: bytes) -> None:
    """Whatever the secret; bit 63 of its initialisation vector is 0, as the specification wants it."""
    key = fresh_key()
    stored = encrypt(key, name, secret, iv)
    assert decrypt(key, name, stored) == secret
    assert not from_base64(stored["iv"])[8] & 0x80


@pytest.fixture
async def client(synapse: Synapse) -> AsyncIterator[PatientClient]:
    """Log in to a new account, without any keys."""
    user = await synapse.register(f"bote-{token_hex(4)}", PASSWORD)
    client = PatientClient(synapse.base_url, user, config=AsyncClientConfig(encryption_enabled=False))
    await client.login(PASSWORD)
    yield client
    await client.close()


async def test_keeps_a_secret(client: PatientClient) -> None:
    """A new account has no storage; once it has one, the key opens it, another key or none does not."""
    key = fresh_key()
    with pytest.raises(NoSecretStorageError):
        await open_storage(client, key)
    storage = await make_storage(client, key)
    assert await storage.read("m.example") is None
    await storage.write("m.example", b"geheim")
    assert await (await open_storage(client, key)).read("m.example") == b"geheim"
    with pytest.raises(WrongRecoveryKeyError):
        await open_storage(client, fresh_key())
    with pytest.raises(NoRecoveryKeyError):
        await open_storage(client, None)
    assert b"geheim" not in str(await read_account_data(client, "m.example")).encode()


async def test_notices_what_somebody_else_put_in(client: PatientClient) -> None:
    """A secret exchanged for another one, or broken, is not taken for ours; nor is a storage of unknown kind."""
    storage = await make_storage(client, fresh_key())
    await storage.write("m.example", b"geheim")
    content = await read_account_data(client, "m.example")
    await write_account_data(client, "m.other", content)
    with pytest.raises(WrongRecoveryKeyError):
        await storage.read("m.other")
    [kept] = content["encrypted"].values()
    kept["iv"] = "kein Base64"
    await write_account_data(client, "m.example", content)
    with pytest.raises(SecretStorageError, match=r"m\.example is malformed"):
        await storage.read("m.example")
    [default] = (await read_account_data(client, "m.secret_storage.default_key")).values()
    await write_account_data(client, f"m.secret_storage.key.{default}", {"algorithm": "org.example.other"})
    with pytest.raises(SecretStorageError, match="of a kind we do not know"):
        await open_storage(client, fresh_key())

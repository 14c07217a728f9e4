"""The bot's identity on a real homeserver: made once, kept safe before anybody sees it, and never lost with a disk."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from bot.matrix.account_data import read_account_data, write_account_data
from bot.matrix.client import PatientClient
from bot.matrix.examination import examine_account
from bot.matrix.session import MatrixAccount, log_in
from bot.matrix.trust.cross_signing import CrossSigning
from bot.matrix.trust.identity import Identity, look_up
from bot.matrix.trust.publishing import NotPublishedError, publish
from bot.matrix.trust.recovery import left_in
from bot.matrix.trust.recovery_key import fresh_key, read, written
from bot.matrix.trust.secret_storage import SecretStorage, open_storage
from bot.matrix.trust.seeds import fresh, keep_in, kept_in
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, eventually

pytestmark = pytest.mark.synapse

DEFAULT_KEY = "m.secret_storage.default_key"


class PowerCutError(BaseException):
    """The machine stops in the middle of something."""


class FailingClient(PatientClient):
    """A client whose machine stops before one of the requests that change something."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - nio's
        super().__init__(*arguments, **named)
        self.changes_left = 1000

    async def send(self, method: str, path: str, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - nio's
        """Send, unless the time has come."""
        if method == "PUT" or path.endswith(("/device_signing/upload", "/signatures/upload")):
            if not self.changes_left:
                raise PowerCutError
            self.changes_left -= 1
        return await super().send(method, path, *more, **named)


@asynccontextmanager
async def started(account: MatrixAccount) -> AsyncIterator[PatientClient]:
    """Log in and vouch for the device, as at each start."""
    client = await log_in(account)
    try:
        await client.tend_keys()
        await CrossSigning(account).begin(client)
        yield client
    finally:
        await client.close()


async def identity_after(account: MatrixAccount) -> Identity:
    """Start, and return what is published then."""
    async with started(account) as client:
        return await look_up(client)


async def storage_of(client: PatientClient, store: Path) -> SecretStorage:
    """Open the secret storage with the key that lies in the store."""
    return await open_storage(client, read(left_in(store).read_text()))


def on_new_disk(account: MatrixAccount) -> str:
    """Lose the disk; returns the recovery key that was taken away before."""
    key = left_in(account.store).read_text()
    shutil.rmtree(account.store)
    return key


async def test_keeps_its_identity_without_its_disk(stage: Stage) -> None:
    """With the recovery key a new device is the same account's to everybody; the next start needs no key any more."""
    account = stage.account()
    before = await identity_after(account)
    assert before.device_is_signed
    assert before.device_has_signed
    assert left_in(account.store).stat().st_mode & 0o777 == 0o600
    key = on_new_disk(account)
    after = await identity_after(stage.account(recovery_key=key))
    assert after.device["device_id"] != before.device["device_id"]
    assert after.device_is_signed
    assert after.device_has_signed
    assert after.public("master") == before.public("master")
    assert not left_in(account.store).exists()
    (account.store / "session.json").unlink()
    assert (await identity_after(account)).device_is_signed


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (written(fresh_key()), "made with another recovery key"),
        ("EsTc falsch", "is no recovery key: a sign is missing, too many or mistyped"),
        ("", "set MATRIX_RECOVERY_KEY"),
    ],
    ids=["another", "mistyped", "none"],
)
async def test_leaves_an_identity_alone_that_it_cannot_restore(
    stage: Stage, logged: io.StringIO, given: str, words: str
) -> None:
    """Log and doctor say which key is wanted; the identity stays, nothing of it is made anew, and the bot works."""
    before = await identity_after(stage.account())
    on_new_disk(stage.account())
    inbox, account = Inbox(), stage.account(recovery_key=given)
    async with stage.working(inbox, recovery_key=given) as network:
        await eventually(lambda: inbox.cursor and not network.fault())
    assert words in logged.getvalue()
    assert not given or given not in logged.getvalue()
    assert {path.name for path in account.store.iterdir()} == {"session.json", "store.key", "keys.db"}
    identity, recovery = [found for found in await examine_account(account) if found.part != "matrix account"]
    assert not identity.ok
    assert "is not signed by its owner" in identity.sentence
    assert recovery.ok == (not given)
    assert not given or words in recovery.sentence
    async with started(account) as client:
        now = await look_up(client)
    assert now.public("master") == before.public("master")
    assert not now.device_is_signed


async def test_publishes_nothing_that_could_be_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the power fails: keys that are published can be restored, and the next start finishes what was begun."""
    monkeypatch.setattr("bot.matrix.session.PatientClient", FailingClient)
    masters = set()
    for cuts in range(100):
        user = await stage.synapse.register(f"hafenbote-{token_hex(4)}", PASSWORD)
        account = stage.account(user=user, store=stage.directory / user)
        client = await log_in(account)
        assert isinstance(client, FailingClient)
        await client.tend_keys()
        client.changes_left = cuts
        try:
            await CrossSigning(account).begin(client)
        except PowerCutError:
            client.changes_left = 1000
            found = await look_up(client)
            if found.is_published:
                kept = await kept_in(await storage_of(client, account.store))
                assert kept is not None
                assert found.belongs_to(kept)
            await client.close()
            found = await identity_after(account)
            assert found.device_is_signed
            masters.add(found.public("master"))
        else:
            await client.close()
            break
    assert len(masters) == cuts == 7  # before each of: key, default key, three secrets, keys, signatures


async def test_store_of_an_earlier_version(stage: Stage) -> None:
    """Who has an identity and no secret storage gets one at the next start, and stays who they are."""
    account = stage.account()
    before = await identity_after(account)
    left_in(account.store).unlink()
    async with started(account) as client:
        await write_account_data(client, DEFAULT_KEY, {})
        assert not left_in(account.store).exists()
    async with started(account) as client:
        kept = await kept_in(await storage_of(client, account.store))
    assert kept is not None
    assert before.belongs_to(kept)


async def test_repairs_its_secret_storage(stage: Stage) -> None:
    """A key that is missing in the secret storage, or spoilt, is put there again while the recovery key is at hand."""
    account = stage.account()
    async with started(account) as client:
        await write_account_data(client, "m.cross_signing.master", {"encrypted": {}})
        broken = await read_account_data(client, "m.cross_signing.self_signing")
        await write_account_data(client, "m.cross_signing.user_signing", broken)
    assert [found.sentence for found in await examine_account(account) if found.part == "matrix recovery"] == [
        "the account's keys are not in its secret storage: start the bot"
    ]
    async with started(account) as client:
        kept = await kept_in(await storage_of(client, account.store))
        assert kept is not None
        assert (await look_up(client)).belongs_to(kept)


async def test_instances_with_one_store_key(stage: Stage) -> None:
    """Two that start at the same moment make the same keys, and the same recovery key; a third needs only theirs."""
    stores = [stage.directory / name for name in ("one", "other", "third")]
    accounts = [stage.account(store=store, store_key="von allen geteilt") for store in stores]
    found = list(await asyncio.gather(*(identity_after(account) for account in accounts[:2])))
    assert len({left_in(store).read_text() for store in stores[:2]}) == 1
    found.append(await identity_after(accounts[2]))
    assert len({one.public("master") for one in found}) == 1
    assert all(one.device_is_signed for one in found)


async def test_follows_an_identity_that_somebody_has_made_anew(stage: Stage) -> None:
    """While the bot runs, another client of the account resets its keys: the bot's device is soon signed again."""
    inbox = Inbox()
    async with stage.working(inbox) as network:
        await eventually(lambda: inbox.cursor and not network.fault())
        client, seeds = network._client, fresh()
        assert client is not None
        await keep_in(await storage_of(client, stage.account().store), seeds)
        await publish(client, seeds, PASSWORD)
        assert not (await look_up(client)).device_is_signed
        async with asyncio.timeout(10):
            while not (await look_up(client)).device_is_signed:  # noqa: ASYNC110 - the homeserver tells nobody
                await asyncio.sleep(0.05)
        assert (await look_up(client)).belongs_to(seeds)


async def test_homeserver_that_wants_the_password(stage: Stage) -> None:
    """It is given, once; without it, or where it is wrong, the sentence says what to do.

    Synapse takes the first keys without: so here others are published, which the bot itself never does.
    """
    async with started(stage.account()) as client:
        with pytest.raises(NotPublishedError, match="set MATRIX_PASSWORD for one start"):
            await publish(client, fresh(), None)
        with pytest.raises(NotPublishedError, match="M_FORBIDDEN"):
            await publish(client, fresh(), "falsch")
        seeds = fresh()
        await publish(client, seeds, PASSWORD)
        assert (await look_up(client)).belongs_to(seeds)


async def test_doctor_looks_at_the_identity(stage: Stage) -> None:
    """Before the first start there is nothing to find; then the device is signed, and the recovery key to be taken."""
    account = stage.account()
    assert await examine_account(account) == []
    async with started(account) as client:
        device = client.device_id
        token = client.access_token
    found = {finding.part: (finding.ok, finding.sentence) for finding in await examine_account(account)}
    assert found == {
        "matrix identity": (True, f"device {device} is signed by its owner"),
        "matrix recovery": (True, "secret storage opened; the account's keys are in it"),
        "matrix recovery key": (
            False,
            f"lies in {account.store}: run `hafenbote matrix recovery-key` and keep it elsewhere",
        ),
    }
    left_in(account.store).unlink()
    by_token = stage.account(password=None, access_token=token)
    for owner in (account, by_token):
        assert [(finding.ok, finding.sentence) for finding in await examine_account(owner)] == [
            (True, f"device {device} is signed by its owner"),
            (True, "secret storage found; its recovery key is not on this machine"),
        ]
    [fault] = await examine_account(stage.account(password=None, access_token="abgelaufen"))
    assert (fault.ok, fault.sentence) == (False, "cannot be looked at: M_UNKNOWN_TOKEN")

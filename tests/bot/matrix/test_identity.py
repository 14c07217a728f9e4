"""The bot's identity on a real homeserver: made once, kept safe before anybody sees it, and never lost with a disk."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Any

import pytest
from aiohttp import web

from bot.matrix.account_data import read_account_data, write_account_data
from bot.matrix.backup.versions import open_backup
from bot.matrix.client import PatientClient
from bot.matrix.examination import examine_account
from bot.matrix.relocking import NothingToLockError, lock_anew
from bot.matrix.session import MatrixAccount, borrowed, log_in
from bot.matrix.trust.cross_signing import CrossSigning
from bot.matrix.trust.identity import USES, Identity, look_up
from bot.matrix.trust.publishing import NotPublishedError, public_part, publish, sign
from bot.matrix.trust.recovery_key import fresh_key, read, written
from bot.matrix.trust.secret_storage import SecretStorage, make_storage, open_storage
from bot.matrix.trust.seeds import fresh, here, keep_in, kept_in
from bot.matrix.trust.signing import sign_json, unpadded_base64
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, left_in
from tests.bot.wire import wire

pytestmark = pytest.mark.synapse

DEFAULT_KEY = "m.secret_storage.default_key"
PARTS = ("matrix identity", "matrix recovery", "matrix backup")
KEPT_ELSEWHERE = (True, "secret storage found; its recovery key is not on this machine")


class PowerCutError(BaseException):
    """The machine stops in the middle of something."""


class FailingClient(PatientClient):
    """A client whose machine stops when one of the requests that change something has just arrived."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - nio's
        super().__init__(*arguments, **named)
        self.changes_left = 1000

    async def send(self, method: str, path: str, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - nio's
        """Send, and stop if the time has come."""
        answer = await super().send(method, path, *more, **named)
        if method == "PUT" or path.endswith(("/device_signing/upload", "/signatures/upload")):
            self.changes_left -= 1
            if not self.changes_left:
                raise PowerCutError
        return answer


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


async def findings(account: MatrixAccount) -> dict[str, tuple[bool, str]]:
    """Let the doctor look at the account; gives what it finds of the identity, by its part."""
    found = await examine_account(account)
    return {one.part: (one.ok, one.sentence) for one in found if one.part != "matrix backup"}


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


async def test_locks_with_the_recovery_key_it_is_given(stage: Stage) -> None:
    """Whoever brings a recovery key of their own to a new account finds it used, and none left in the store."""
    key = fresh_key()
    account = stage.account(recovery_key=written(key))
    async with started(account) as client:
        kept = await kept_in(await open_storage(client, key))
        assert kept is not None
        assert (await look_up(client)).belongs_to(kept)
    assert not left_in(account.store).exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (written(fresh_key()), "made with another recovery key"),
        ("EsTc falsch", "is no recovery key: a sign is missing, too many or mistyped"),
        ("", "set HAFENBOTE_MATRIX_RECOVERY_KEY to the recovery key of"),
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
    told = [line for line in logged.getvalue().splitlines() if words in line and "backed_up" not in line]
    assert len(told) == 1
    assert not given or given not in logged.getvalue()
    assert {path.name for path in account.store.iterdir()} == {"session.json", "store.key", "keys.db"}
    found = await findings(account)
    assert found["matrix identity"][0] is False
    assert "is not signed by its owner, whose keys are not on this machine" in found["matrix identity"][1]
    assert found["matrix recovery"][0] is not bool(given)
    assert not given or words in found["matrix recovery"][1]
    async with started(account) as client:
        now = await look_up(client)
    assert now.public("master") == before.public("master")
    assert not now.device_is_signed


async def test_publishes_nothing_that_could_be_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the power fails: keys that are published can be restored, and the next start finishes what was begun."""
    monkeypatch.setattr("bot.matrix.session.PatientClient", FailingClient)
    masters = set()
    for change in range(1, 100):
        user = await stage.synapse.register(f"hafenbote-{token_hex(4)}", PASSWORD)
        account = stage.account(user=user, store=stage.directory / user)
        client = await log_in(account)
        assert isinstance(client, FailingClient)
        await client.tend_keys()
        client.changes_left = change
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
    assert len(masters) == change - 1 == 7  # the key, which it is, three secrets, the public keys, the signatures


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
    assert (await findings(account))["matrix recovery"] == (
        False,
        "the account's keys are not in its secret storage: start the bot",
    )
    async with started(account) as client:
        kept = await kept_in(await storage_of(client, account.store))
        assert kept is not None
        assert (await look_up(client)).belongs_to(kept)


async def test_lost_recovery_key_is_replaced(stage: Stage) -> None:
    """While the disk is there, a new key locks the same keys, the backup's, too; the old one is the wrong one then."""
    account = stage.account()
    async with started(account) as client:
        await open_backup(client, account)
    before = {finding.part: finding.ok for finding in await examine_account(account)}
    assert before == {**dict.fromkeys(PARTS, True), "matrix recovery key": False}
    old = left_in(account.store).read_text()
    left_in(account.store).unlink()
    async with borrowed(account) as client:
        with pytest.raises(NothingToLockError):
            await lock_anew(client, replace(account, store=stage.directory / "other"))
        await lock_anew(client, account)
        kept = await kept_in(await storage_of(client, account.store))
        assert kept is not None
        assert (await look_up(client)).belongs_to(kept)
    assert {finding.part: finding.ok for finding in await examine_account(account)} == before
    assert left_in(account.store).read_text() != old
    assert (await findings(replace(account, recovery_key=old)))["matrix recovery"][0] is False


async def test_instances_with_one_store_key(stage: Stage) -> None:
    """Two that start at the same moment make the same keys, and the same recovery key; a third needs only theirs."""
    stores = [stage.directory / name for name in ("one", "other", "third")]
    accounts = [stage.account(store=store, store_key="von allen geteilt") for store in stores]
    found = list(await asyncio.gather(*(identity_after(account) for account in accounts[:2])))
    assert len({left_in(store).read_text() for store in stores[:2]}) == 1
    found.append(await identity_after(accounts[2]))
    assert len({one.public("master") for one in found}) == 1
    assert all(one.device_is_signed for one in found)


async def test_does_not_sign_what_the_homeserver_made_up(stage: Stage) -> None:
    """A homeserver that shows other keys for the bot's device, to read along, does not get them signed."""
    account = stage.account()
    async with started(account) as client:
        [seeds], device = await here(account, stage.bot), (await look_up(client)).device
        keys = {name: unpadded_base64(token_bytes(32)) for name in device["keys"]}
        for forged in ({**device, "keys": keys}, sign_json({**device, "keys": keys}, stage.bot, fresh()["master"])):
            with pytest.raises(NotPublishedError, match="that we have not published"):
                await sign(client, seeds, forged)
        await sign(client, seeds, device)


async def test_secret_storage_nobody_gave_it_the_key_of(stage: Stage, logged: io.StringIO) -> None:
    """Keys it cannot keep there are not published, for a lost disk would take them; a store key gives them again."""
    account = stage.account()
    client = await log_in(account)
    await make_storage(client, fresh_key())
    await client.close()
    assert not (await identity_after(account)).is_published
    assert "set HAFENBOTE_MATRIX_RECOVERY_KEY to the recovery key" in logged.getvalue()
    safe = stage.account(store=stage.directory / "other", store_key="an einem sicheren Ort")
    assert (await identity_after(safe)).device_is_signed
    assert (await findings(safe))["matrix recovery"] == KEPT_ELSEWHERE


def test_whose_signature_counts() -> None:
    """A device is signed by its owner only through the master key; what else bears the account's name is not enough."""
    user, seeds, device = "@bote:example.org", fresh(), {"device_id": "BOTE", "user_id": "@bote:example.org"}
    published = {use: public_part(user, use, seeds) for use in USES}
    signed = sign_json(device, user, seeds["self_signing"])
    assert Identity(user, published, signed).device_is_signed
    assert not Identity(user, published, device).device_is_signed
    assert not Identity(user, published, sign_json(device, user, seeds["user_signing"])).device_is_signed
    assert not Identity(user, published, {**signed, "device_id": "FREMD"}).device_is_signed
    other = fresh()
    forged = {**published, "self_signing": public_part(user, "self_signing", other)}
    assert not Identity(user, forged, sign_json(device, user, other["self_signing"])).device_is_signed
    assert not Identity(user, {}, signed).device_is_signed


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
        with pytest.raises(NotPublishedError, match="set HAFENBOTE_MATRIX_PASSWORD for one start"):
            await publish(client, fresh(), None)
        with pytest.raises(NotPublishedError, match="does not take MATRIX_PASSWORD"):
            await publish(client, fresh(), "falsch")
        seeds = fresh()
        await publish(client, seeds, PASSWORD)
        assert (await look_up(client)).belongs_to(seeds)


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        ([["m.login.sso"], ["m.login.password", "m.login.terms"]], "log in to the account with another client"),
        ([["m.oauth"], ["m.login.password"]], "set HAFENBOTE_MATRIX_PASSWORD for one start"),
    ],
)
async def test_homeserver_that_wants_what_a_bot_cannot_give(flows: list[list[str]], words: str) -> None:
    """A page to be opened, or terms to be accepted: the sentence names the way round."""

    async def ask(_: web.Request) -> web.Response:
        return web.json_response({"flows": [{"stages": stages} for stages in flows], "session": "s"}, status=401)

    async with wire({"/_matrix/client/v3/keys/device_signing/upload": ask}) as server:
        client = PatientClient(server.address, "@bote:example.org")
        with pytest.raises(NotPublishedError, match=words):
            await publish(client, fresh(), None)
        await client.close()


async def test_doctor_looks_at_the_identity(stage: Stage) -> None:
    """Before the first start nobody has logged in; then the device is signed, and the recovery key to be taken."""
    account = stage.account()
    assert list(await findings(account)) == ["matrix account"]
    async with started(account) as client:
        signed = (True, f"device {client.device_id} is signed by its owner")
        token = client.access_token
    todo = f"lies in {account.store}: run `hafenbote matrix recovery-key` and keep it elsewhere"
    assert await findings(account) == {
        "matrix identity": signed,
        "matrix recovery": (True, "secret storage opened; the account's keys are in it"),
        "matrix recovery key": (False, todo),
    }
    left_in(account.store).unlink()
    for owner in (account, stage.account(password=None, access_token=token)):
        assert await findings(owner) == {"matrix identity": signed, "matrix recovery": KEPT_ELSEWHERE}
    assert await findings(stage.account(password=None, access_token="abgelaufen")) == {
        "matrix account": (False, "cannot be looked at: M_UNKNOWN_TOKEN")
    }

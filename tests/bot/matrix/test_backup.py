"""The backup of the room keys on a real homeserver: another client reads it, and a lost disk loses nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.late_box import LateEvents
from bot.matrix.backup.findings import look_at_backup
from bot.matrix.backup.sealing import BackupKey, SpoiltKeyError, fresh_key
from bot.matrix.backup.versions import current_version
from bot.matrix.client import PatientClient
from bot.matrix.network import MatrixNetwork
from handlers.messages import Kind
from tests.bot.doubles import eventually
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, left_in, row, sent

pytestmark = pytest.mark.synapse


def client_of(network: MatrixNetwork) -> PatientClient:
    """Return the client that is at work."""
    assert network._client is not None
    return network._client


async def backed_up(network: MatrixNetwork) -> dict[str, Any]:
    """Wait until all keys are in the backup, and return what the homeserver says of it."""
    await eventually(lambda: network._backup._backup)
    store = client_of(network).olm.store
    await eventually(lambda: network._backup._backup and not store.not_backed_up(network._backup._backup.version, 1))
    return await current_version(client_of(network))


async def cursor_of(stage: Stage, token: str) -> str:
    """Return where a sync of an account would go on."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(stage.synapse.base_url, headers=headers) as http,
        http.get("/_matrix/client/v3/sync?timeout=0") as answer,
    ):
        return str((await answer.json())["next_batch"])


async def test_a_lost_disk_loses_no_history(stage: Stage) -> None:
    """What was said to the lost device is read with the recovery key alone, also by another client of the account."""
    inbox, account = Inbox(), stage.account()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox) as network:
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next(text="hallo")
            own = sent(await network.send(row(room, "Moin")))
            before = await backed_up(network)
            assert before["count"] == 2
            assert len(before["auth_data"]["signatures"][stage.bot]) == 2
        async with stage.working(inbox) as network:  # a restart has nothing to do
            await eventually(lambda: not network.fault())
            assert (await backed_up(network))["etag"] == before["etag"]
        recovery_key = left_in(account.store).read_text()
        said = await person.say("während der Pause")
        shutil.rmtree(account.store)
        async with stage.working(inbox, recovery_key=recovery_key) as network:
            await inbox.next(text="während der Pause")
            after = await backed_up(network)
            [finding] = await look_at_backup(client_of(network), stage.account(recovery_key=recovery_key))
    assert [event.kind for event in inbox.events] == [Kind.TEXT, Kind.TEXT]
    assert (after["version"], after["auth_data"]) == (before["version"], before["auth_data"])
    assert (finding.ok, finding.sentence) == (True, f"version {after['version']} with {after['count']} room keys")
    async with JsPerson(stage.synapse.base_url, stage.bot, PASSWORD, recoveryKey=recovery_key) as other:
        restored = await other.do("restore")
        assert restored == {"total": after["count"], "imported": after["count"]}
        past = [await other.do("past", room=room, event=event) for event in (own, said)]
    assert [event["content"]["body"] for event in past] == ["Moin", "während der Pause"]


async def test_a_backup_that_was_deleted_is_made_anew(stage: Stage) -> None:
    """All keys go into the new version; one that somebody else has made is left alone, and the doctor says so."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        await person.open_direct()
        await person.say("hallo")
        await inbox.next(text="hallo")
        first = await backed_up(network)
        client = client_of(network)
        await client.ask("DELETE", f"/room_keys/version/{first['version']}")
        person._client.invalidate_outbound_session(person.room)
        await person.say("noch da?")
        await inbox.next(text="noch da?")
        await eventually(lambda: network._backup._backup and network._backup._backup.version != first["version"])
        assert (await backed_up(network))["count"] == 2
        auth = {"public_key": fresh_key().public}
        await client.ask("POST", "/room_keys/version", {"algorithm": first["algorithm"], "auth_data": auth})
        person._client.invalidate_outbound_session(person.room)
        await person.say("immer noch da?")
        await inbox.next(text="immer noch da?")
        await eventually(lambda: network._backup._backup is None)
        assert (await current_version(client))["auth_data"] == auth
        [finding] = await look_at_backup(client, stage.account())
        assert not finding.ok
        assert "its key is not in the secret storage" in finding.sentence


async def test_reads_a_backup_that_another_client_has_made(stage: Stage) -> None:
    """The account was used with Element before: the bot reads the past with its recovery key, and goes on in it."""
    async with JsPerson(stage.synapse.base_url, stage.bot, PASSWORD) as before, stage.person("bielefeld") as person:
        await before.do("bootstrap")
        recovery_key = await before.do("setUpRecovery")
        version = await before.do("backUp")
        room = await person.open_direct()
        await before.do("join", room=room)
        inbox = Inbox(cursor=await cursor_of(stage, before.token))
        await person.say("vor dem Umzug")
        await before.hears()
        await before.do("backedUp", keys=1)
        async with stage.working(inbox, recovery_key=recovery_key) as network:
            await inbox.next(text="vor dem Umzug")
            sent(await network.send(row(room, "Moin")))
            assert (await backed_up(network))["version"] == version


async def test_a_store_that_was_put_back_hears_again(stage: Stage, box: LateEvents, tmp_path: Path) -> None:
    """Its channels to other devices are out of step: it opens new ones and asks again for what it missed."""
    inbox, store = Inbox(), stage.account().store
    async with stage.working(inbox) as network:
        await backed_up(network)
    shutil.copytree(store, tmp_path / "copy")
    async with stage.js_person("bielefeld") as alice:
        async with stage.working(inbox) as network:
            room = await alice.do("openDirect", user=stage.bot)
            await alice.do("say", room=room, text="hallo")
            await inbox.next(text="hallo")
            sent(await network.send(row(room, "Moin")))
            assert (await alice.hears()).body == "Moin"
            await backed_up(network)
        shutil.rmtree(store)
        shutil.move(tmp_path / "copy", store)
        async with stage.working(inbox, late=box) as network:
            await alice.do("say", room=room, text="noch im alten Schlüssel")
            await inbox.next(text="noch im alten Schlüssel")
            await alice.do("rotate", room=room)
            await alice.do("say", room=room, text="im neuen")
            await inbox.next(text="im neuen")
            sent(await network.send(row(room, "Wieder da")))
            assert (await alice.hears()).body == "Wieder da"


def test_what_a_stranger_put_into_the_backup_is_refused() -> None:
    """A key of another session, something sealed for somebody else, and what is no key at all."""
    key = BackupKey(bytes(range(32)))
    for spoilt in ({}, {"session_data": {}}, {"session_data": {"ciphertext": "x", "mac": "", "ephemeral": "y"}}):
        with pytest.raises(SpoiltKeyError):
            key.open("!room", "session", spoilt)

"""The backup of the room keys on a real homeserver: another client reads it, and a lost disk loses nothing."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from bot.matrix.backup.findings import look_at_backup
from bot.matrix.backup.sealing import BackupKey, SpoiltKeyError, fresh_key
from bot.matrix.backup.versions import current_version
from bot.matrix.client import PatientClient
from bot.matrix.network import MatrixNetwork
from bot.matrix.trust.recovery import left_in
from handlers.messages import Kind
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, eventually, row, sent

pytestmark = pytest.mark.synapse


def client_of(network: MatrixNetwork) -> PatientClient:
    """Return the client that is at work."""
    assert network._client is not None
    return network._client


async def backed_up(network: MatrixNetwork) -> dict[str, Any]:
    """Wait until all keys are in the backup, and return what the homeserver says of it."""
    store = client_of(network).olm.store
    await eventually(lambda: network._backup._backup and not store.not_backed_up(network._backup._backup.version, 1))
    return await current_version(client_of(network))


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


def test_what_a_stranger_put_into_the_backup_is_refused() -> None:
    """A key of another session, something sealed for somebody else, and what is no key at all."""
    key = BackupKey(bytes(range(32)))
    for spoilt in ({}, {"session_data": {}}, {"session_data": {"ciphertext": "x", "mac": "", "ephemeral": "y"}}):
        with pytest.raises(SpoiltKeyError):
            key.open("!room", "session", spoilt)

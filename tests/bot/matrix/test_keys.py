"""The keys by which others reach the bot's device and it reaches theirs, whatever became of them meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from nio.crypto import InboundGroupSession

from bot.demo.person import MatrixPerson
from bot.matrix.client import PatientClient
from bot.matrix.session import log_in
from handlers.messages import Kind
from tests.bot.doubles import eventually
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, row, sent

pytestmark = pytest.mark.synapse

ONE_TIME_KEYS = 50


async def claim(person: MatrixPerson, user: str, device: str) -> dict[str, Any]:
    """Take one of a device's one-time keys, as everybody may."""
    headers = {"Authorization": f"Bearer {person._client.access_token}"}
    wanted = {"one_time_keys": {user: {device: "signed_curve25519"}}}
    async with (
        aiohttp.ClientSession(person._client.homeserver, headers=headers) as http,
        http.post("/_matrix/client/v3/keys/claim", json=wanted) as answer,
    ):
        [key] = (await answer.json())["one_time_keys"][user][device].values()
        return dict(key)


async def test_is_reached_when_its_one_time_keys_are_used_up(stage: Stage) -> None:
    """While the bot is down, more people than it has keys for begin to write: the next one is read all the same."""
    inbox = Inbox()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox) as network:
            await eventually(lambda: network._client and network._client.olm.uploaded_key_count == ONE_TIME_KEYS)
            assert network._client is not None
            device = network._client.device_id
        taken = [await claim(person, stage.bot, device) for _ in range(ONE_TIME_KEYS + 2)]
        assert [key.get("fallback", False) for key in taken] == [False] * ONE_TIME_KEYS + [True] * 2
        await person.open_direct()
        await person.say("hallo")
        async with stage.working(inbox) as network:
            assert (await inbox.next(text="hallo")).kind is Kind.TEXT
            await eventually(lambda: network._client and network._client.olm.uploaded_key_count == ONE_TIME_KEYS)
            fresh = [await claim(person, stage.bot, device) for _ in range(2)]
    assert not any(key in taken or key.get("fallback") for key in fresh)


async def test_reads_an_event_that_does_not_say_whose_key_made_it(stage: Stage) -> None:
    """Clients may leave out the sender's key and device; what stands there wrongly keeps nobody from being heard.

    Nor does somebody who hands on a later piece of the key as their own.
    """
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next(text="hallo")
        store = network._connected().olm.inbound_group_store
        [session] = [one for one in store if one.room_id == room]
        later = (session.export_session(session.first_known_index + 99), session.ed25519, "fremd", room, [])
        store.add(InboundGroupSession.import_session(*later))
        for text, said in (("ohne", {}), ("falsch", {"sender_key": 7, "device_id": "FREMD"})):
            _, sealed = person._client.encrypt(room, "m.room.message", {"msgtype": "m.text", "body": text})
            bare = {key: sealed[key] for key in ("algorithm", "ciphertext", "session_id")}
            await person.send_in_clear("m.room.encrypted", bare | said, room)
            assert (await inbox.next(text=text)).account == person.user


async def hear_of(client: PatientClient, user: str, since: str) -> None:
    """Sync until the homeserver tells that somebody's devices have changed."""
    async with asyncio.timeout(20):
        while True:
            client.next_batch = ""
            told = await client.sync(timeout=100, since=since)
            if user in told.device_list.changed:
                return


async def test_device_that_came_while_it_was_down_can_read(stage: Stage) -> None:
    """The room is not in memory yet when the homeserver tells of the device, and the bot speaks first."""
    inbox = Inbox()
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox) as network:
            room = await person.open_direct()
            await person.say("hallo")
            await inbox.next()
            sent(await network.send(row(room, "Für ein Gerät")))
            assert (await person.next_message()).body == "Für ein Gerät"
        store = stage.directory / "tablet"
        async with MatrixPerson(stage.synapse.base_url, person.user, PASSWORD, bot=stage.bot, store=store) as tablet:
            async with stage.working(inbox) as network:
                sent(await network.send(row(room, "Für beide")))
            heard = [await person.next_message(), await tablet.next_message(), await tablet.next_message()]
    assert [(one.body, one.undecryptable) for one in heard] == [("Für beide", False), ("", True), ("Für beide", False)]


class SlowClient(PatientClient):
    """A client to which the way back from the homeserver can be long."""

    held: asyncio.Event | None = None
    let_through = asyncio.Event()

    async def send(self, method: str, path: str, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - nio's
        """Send, and hold back the answer."""
        answer = await super().send(method, path, *more, **named)
        if self.held is not None and path.startswith("/_matrix/client/v3/keys/query"):
            self.held.set()
            await self.let_through.wait()
        return answer


async def test_device_that_came_while_devices_were_asked_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer was made before the device was there, and arrives after we were told of it: we ask once more."""
    inbox, store = Inbox(), stage.directory / "tablet"
    async with stage.person("bielefeld") as person:
        async with stage.working(inbox):
            await person.open_direct()
            await person.say("hallo")
            await inbox.next()
        monkeypatch.setattr("bot.matrix.session.PatientClient", SlowClient)
        client = await log_in(stage.account())
        assert isinstance(client, SlowClient)
        client.held = asyncio.Event()
        client.olm.add_changed_users({person.user})
        asking = asyncio.create_task(client.keys_query())
        await client.held.wait()
        async with MatrixPerson(stage.synapse.base_url, person.user, PASSWORD, bot=stage.bot, store=store):
            await hear_of(client, person.user, inbox.cursor)
        client.let_through.set()
        await asking
        assert len(client.device_store[person.user]) == 1
        await client.tend_keys()
        assert len(client.device_store[person.user]) == 2
        await client.close()

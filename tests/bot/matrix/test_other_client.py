"""The bot as another client sees it: matrix-js-sdk with its Rust crypto, which shares no line with ours."""

from __future__ import annotations

import pytest

from tests.bot.doubles import eventually
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import PASSWORD, Inbox, Stage, row, sent

pytestmark = pytest.mark.synapse


async def test_a_client_that_excludes_unsigned_devices_talks_with_the_bot(stage: Stage) -> None:
    """The bot's device is signed by its owner, so such a client gives it keys; a device that comes later reads on."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.js_person("bielefeld") as alice:
        room = await alice.do("openDirect", user=stage.bot)
        await alice.do("say", room=room, text="zusage", onlySigned=True)
        assert (await inbox.next(text="zusage")).account == alice.user
        device = await alice.do("device", user=stage.bot, device=network._client.device_id)
        assert device == {"signedByOwner": True, "verified": False}
        event_id = sent(await network.send(row(room, "Wie viele Plätze?")))
        heard = await alice.hears()
        assert (heard.id, heard.body, heard.encrypted) == (event_id, "Wie viele Plätze?", True)
        async with JsPerson(stage.synapse.base_url, alice.user, PASSWORD) as phone:
            await phone.hears(lambda seen: bool(seen.unreadable))  # sent before it came
            await eventually(lambda: phone.device in network._client.device_store[alice.user])
            sent(await network.send(row(room, "Bis wann?")))
            assert (await phone.hears()).body == "Bis wann?"

"""People verify the bot with another client: they compare emoji that their client and the bot have worked out apart."""

from __future__ import annotations

import io
from typing import Any

import pytest

from handlers.messages import Incoming, Kind
from handlers.verification import spoken
from storage.inbox import trace
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import Inbox, Stage

pytestmark = pytest.mark.synapse


async def told(inbox: Inbox, outcome: str) -> Incoming:
    """Wait until somebody is told how a verification stands; what is told before is forgotten."""

    def matching(events: list[Incoming]) -> list[Incoming]:
        return [each for each in events if each.kind is Kind.VERIFICATION and each.text.startswith(outcome)]

    [found] = matching(await inbox.until(matching))
    inbox.events.clear()
    return found


def same(shown: Incoming, compared: dict[str, Any]) -> bool:
    """Say whether the bot shows what a client does."""
    emoji, decimals = shown.text.split()[1:8], shown.text.split()[8:]
    signs = [name.split()[0] for name in spoken([int(number) for number in emoji]).split(" · ")]
    assert len(signs) == 7
    return signs == [sign for sign, _ in compared["emoji"]] and decimals == [str(each) for each in compared["decimal"]]


async def is_verified(alice: JsPerson, bot: str) -> bool:
    """Ask a client whether it shows the bot as verified."""
    return bool((await alice.do("user", user=bot))["verified"])


async def test_people_verify_the_bot(stage: Stage, logged: io.StringIO) -> None:
    """In their room and from device to device both see the same emoji, which stand in the log, too, without a name.

    Who says that they differ is warned; who confirms them sees the bot as verified, and the bot has signed their key.
    """
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.js_person("bielefeld") as alice:
        room = await alice.do("openDirect", user=stage.bot)
        compared = await alice.do("verify", user=stage.bot, room=room)
        shown = await told(inbox, "shown")
        assert (shown.account, shown.chat, shown.direct) == (alice.user, room, True)
        assert same(shown, compared)
        assert spoken([int(number) for number in shown.text.split()[1:8]]) in logged.getvalue()
        assert trace("matrix", alice.user) in logged.getvalue()
        assert await alice.do("decide", same=False) == "m.mismatched_sas"
        await told(inbox, "mismatch")
        assert not await is_verified(alice, stage.bot)

        compared = await alice.do("verify", user=stage.bot, room=room)
        assert same(await told(inbox, "shown"), compared)
        assert await alice.do("decide", same=True) == "done"
        await told(inbox, "done")
        assert await is_verified(alice, stage.bot)
        assert network._client is not None
        _, keys = await network._client.post("/keys/query", {"device_keys": {alice.user: []}})
        assert stage.bot in keys["master_keys"][alice.user]["signatures"]

        device = network.fingerprints()["session"]
        compared = await alice.do("verify", user=stage.bot, device=device)
        shown = await told(inbox, "shown")
        assert shown.chat == room
        assert same(shown, compared)
        assert await alice.do("decide", same=True) == "done"
        await told(inbox, "done")
        assert alice.user not in logged.getvalue()

"""People verify the bot with another client: they compare emoji that their client and the bot have worked out apart."""

from __future__ import annotations

import asyncio
import io
import time
from pathlib import Path
from typing import Any

import pytest
from nio import Event, MatrixRoom, ToDeviceEvent, ToDeviceMessage

from bot.demo.person import MatrixPerson
from bot.matrix.trust.fingerprints import kept_fingerprints
from handlers.messages import Incoming, Kind
from handlers.verification import spoken
from storage.inbox import trace
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import Inbox, Stage, eventually

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


async def becomes_verified(alice: JsPerson, bot: str) -> None:
    """Wait until a client has heard of the signature that it has made itself."""
    async with asyncio.timeout(10):
        while not await is_verified(alice, bot):  # noqa: ASYNC110 - what changes is in another process
            await asyncio.sleep(0.05)


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

        inbox.broken = 1  # the database is away for a moment: the same sync is seen again
        compared = await alice.do("verify", user=stage.bot, room=room)
        assert same(await told(inbox, "shown"), compared)
        assert inbox.broken == 0
        assert await alice.do("decide", same=True) == "done"
        await told(inbox, "done")
        await becomes_verified(alice, stage.bot)
        assert network._client is not None
        _, keys = await network._client.post("/keys/query", {"device_keys": {alice.user: []}})
        assert stage.bot in keys["master_keys"][alice.user]["signatures"]

        known = network.fingerprints()
        assert known == await kept_fingerprints(stage.account())
        device = known["session"]
        _, keys = await network._client.post("/keys/query", {"device_keys": {stage.bot: []}})
        assert keys["device_keys"][stage.bot][device]["keys"][f"ed25519:{device}"] == known["session-key"]
        assert list(keys["master_keys"][stage.bot]["keys"].values()) == [known["account-key"]]
        compared = await alice.do("verify", user=stage.bot, device=device)
        shown = await told(inbox, "shown")
        assert shown.chat == room
        assert same(shown, compared)
        assert await alice.do("decide", same=True) == "done"
        await told(inbox, "done")
        assert alice.user not in logged.getvalue()


class Probing(MatrixPerson):
    """Somebody whose client says whatever it likes about verifications, and keeps what the bot answers."""

    def __init__(self, homeserver: str, user: str, password: str, *, bot: str, store: Path) -> None:
        super().__init__(homeserver, user, password, bot=bot, store=store)
        self.answers: list[tuple[str, str]] = []
        self._client.add_event_callback(self._hear_in_room, Event)
        self._client.add_to_device_callback(self._hear_from_device, ToDeviceEvent)

    async def request(self, room: str = "", transaction: str = "", **more: object) -> None:
        """Ask the bot for a verification, in a room or from device to device."""
        wanted = {"from_device": self._client.device_id, "methods": ["m.sas.v1"], **more}
        if room:
            message = {"msgtype": "m.key.verification.request", "body": "…", "to": self.bot, **wanted}
            await self.send_event("m.room.message", message, room)
        else:
            now = int(time.time() * 1000)
            await self.tell("request", {"transaction_id": transaction, "timestamp": now, **wanted})

    async def tell(self, kind: str, content: dict[str, Any]) -> None:
        """Send an event to all of the bot's devices."""
        await self._client.to_device(ToDeviceMessage(f"m.key.verification.{kind}", self.bot, "*", content))

    async def hears(self, *expected: tuple[str, str]) -> None:
        """Wait for the bot's answers: what they are about, and their kind or, where it ends something, why."""
        await eventually(lambda: len(self.answers) >= len(expected))
        assert sorted(self.answers) == sorted(expected)
        self.answers.clear()

    async def _hear_in_room(self, room: MatrixRoom, event: Event) -> None:
        self._note_answer(room.room_id, event.source)

    async def _hear_from_device(self, event: ToDeviceEvent) -> None:
        self._note_answer(event.source["content"].get("transaction_id", ""), event.source)

    def _note_answer(self, about: str, told: dict[str, Any]) -> None:
        kind, content = str(told["type"]), told["content"]
        if kind.startswith("m.key.verification.") and told["sender"] == self.bot:
            self.answers.append((about, content.get("code", kind.rpartition(".")[2])))


async def test_what_is_out_of_place_is_refused_or_passed_over(stage: Stage) -> None:
    """In a group, of strangers, of unknown verifications, and beyond eight in a quarter of an hour."""
    inbox = Inbox()
    async with stage.working(inbox), stage.person("koeln", Probing) as koeln, stage.person("gast", Probing) as gast:
        await gast.request(transaction="fremd")
        await gast.tell("key", {"transaction_id": "fremd", "key": "x"})
        group = await koeln.open_group("Runde", [stage.bot])
        await koeln.sees_joined(stage.bot, group)
        await koeln.request(group)
        await koeln.hears((group, "m.user"))
        room = await koeln.open_direct()
        await koeln.sees_joined(stage.bot, room)
        about = {"m.relates_to": {"rel_type": "m.reference", "event_id": await koeln.say("Guten Tag")}}
        for kind in ("cancel", "done", "key", "mac"):
            await koeln.send_event(f"m.key.verification.{kind}", about, room)
        await koeln.request(room, to="@jemand:example.org")
        await koeln.tell("mac", {"transaction_id": "unbekannt"})
        await koeln.hears((room, "m.unknown_transaction"), ("unbekannt", "m.unknown_transaction"))
        await koeln.request(transaction="t0", methods=["m.qr_code.scan.v1"])
        for number in range(1, 10):
            await koeln.request(transaction=f"t{number}")
        await koeln.request(room)
        await koeln.say("fertig")
        await inbox.next(text="fertig")
        replaced = [(f"t{number}", "m.user") for number in range(1, 4)]
        await koeln.hears(("t0", "m.unknown_method"), *((f"t{number}", "ready") for number in range(1, 5)), *replaced)
        assert [event.text for event in inbox.events if event.kind is Kind.VERIFICATION] == ["broken"]
        assert gast.answers == []

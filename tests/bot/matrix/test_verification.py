"""People verify the bot with another client: they compare emoji that their client and the bot have worked out apart."""

from __future__ import annotations

import asyncio
import io
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from nio import Event, MatrixRoom, ToDeviceEvent, ToDeviceMessage

from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.person import MatrixPerson
from bot.demo.stage import ServiceStage
from bot.demo.synapse import Synapse
from bot.matrix.client import PatientClient
from bot.matrix.direct import DirectRooms
from bot.matrix.network import MatrixNetwork
from bot.matrix.sending import Sender
from bot.matrix.trust.exchange import Exchange, Step
from bot.matrix.trust.fingerprints import kept_fingerprints
from bot.matrix.trust.sas import Party, vouch
from bot.matrix.trust.verification import Verification, _Flow
from bot.matrix.trust.verification_events import Told, read_from_room, reference
from bot.matrix_account import matrix_account
from handlers.messages import Kind
from storage.inbox import trace
from tests.bot.doubles import eventually
from tests.bot.matrix.js_person import JsPerson
from tests.bot.matrix.matrix_stage import Inbox, Stage
from tests.bot.matrix.test_late import keep_back_keys, say_sealed, send_keys

pytestmark = pytest.mark.synapse


async def becomes_verified(alice: JsPerson, bot: str) -> None:
    """Wait until a client has heard of the signature that it has made itself."""
    async with asyncio.timeout(10):
        while not (await alice.do("user", user=bot))["verified"]:  # noqa: ASYNC110 - what changes is in another process
            await asyncio.sleep(0.05)


async def is_signed_by_us(stage: ServiceStage, user: str) -> bool:
    """Ask the homeserver, as the bot, whether it has signed somebody's key: nobody else is told."""
    network = stage.service.networks["matrix"]
    assert isinstance(network, MatrixNetwork)
    assert network._client is not None
    told = await network._client.ask("POST", "/keys/query", {"device_keys": {user: []}})
    return network._client.user_id in told["master_keys"][user]["signatures"]


async def shows_the_same(alice: JsPerson, compared: dict[str, Any]) -> bool:
    """Say whether the bot's next message shows what the client has worked out."""
    said = (await alice.hears()).body
    numbers = "-".join(str(number) for number in compared["decimal"])
    return signs(said) == [sign for sign, _ in compared["emoji"]] and f"Als Zahlen: {numbers}" in said


def signs(text: str) -> list[str]:
    """Read the emoji, without their names, out of a text."""
    named = next(line for line in text.splitlines() if " · " in line)
    return [each.split()[0] for each in named.split(" · ")]


async def test_people_verify_the_bot(
    synapse: Synapse, home: Path, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their room and from device to device they read the emoji that their own client has worked out.

    Whoever says that they differ is warned; who confirms them sees the bot as verified, and the bot has signed their
    key. The operator's log has the same emoji, and no name.
    """
    crowd, people = MatrixCrowd(synapse, home), Stage(synapse, home, "")
    async with ServiceStage(home, [crowd], start=datetime.now(UTC)) as stage, people.js_person("bielefeld") as alice:
        bot, room = crowd.bot, await alice.do("openDirect", user=crowd.bot)
        compared = await alice.do("verify", user=bot, room=room)
        assert await shows_the_same(alice, compared)
        assert await alice.do("decide", same=False) == "m.mismatched_sas"
        assert "rufen Sie die Koordinierungsstelle an" in (await alice.hears()).body
        assert not (await alice.do("user", user=bot))["verified"]

        compared = await alice.do("verify", user=bot, room=room)
        assert await shows_the_same(alice, compared)
        assert await alice.do("decide", same=True) == "done"
        assert "Die Prüfung ist gelungen" in (await alice.hears()).body
        await becomes_verified(alice, bot)
        assert await is_signed_by_us(stage, alice.user)

        known = await kept_fingerprints(matrix_account(stage.settings, stage.database.transaction))
        assert known == stage.office.fingerprints["matrix"]()
        monkeypatch.setattr("bot.matrix.trust.exchange.PATIENCE", -1.0)  # now it is the bot that begins
        compared = await alice.do("verify", user=bot, device=known["session"], begins=False)
        assert await shows_the_same(alice, compared)
        assert await alice.do("decide", same=True) == "done"
        assert "Die Prüfung ist gelungen" in (await alice.hears()).body

        lines = [json.loads(line) for line in logged.getvalue().splitlines()]
        [*_, last] = [line for line in lines if line.get("outcome") == "shown"]
        assert signs(last["emoji"]) == [sign for sign, _ in compared["emoji"]]
        assert last["person"] == trace("matrix", alice.user)
        assert alice.user not in logged.getvalue()


class Probing(MatrixPerson):
    """Somebody whose client says whatever it likes about verifications, and keeps what the bot answers."""

    def __init__(self, homeserver: str, user: str, password: str, *, bot: str, store: Path) -> None:
        super().__init__(homeserver, user, password, bot=bot, store=store)
        self.answers: list[tuple[str, str]] = []
        self.contents: dict[str, dict[str, Any]] = {}
        self._client.add_event_callback(self._hear_in_room, Event)
        self._client.add_to_device_callback(self._hear_from_device, ToDeviceEvent)

    async def request(self, room: str = "", transaction: str = "", **more: object) -> None:
        """Ask the bot for a verification, in a room or from device to device."""
        wanted = self.wanted() | more
        if room:
            message = {"msgtype": "m.key.verification.request", "body": "…", "to": self.bot, **wanted}
            await self.send_event("m.room.message", message, room)
        else:
            now = int(time.time() * 1000)
            await self.tell("request", {"transaction_id": transaction, "timestamp": now, **wanted})

    def wanted(self) -> dict[str, object]:
        """Say what is asked for, and by which device."""
        return {"from_device": self._client.device_id, "methods": ["m.sas.v1"]}

    async def tell(self, kind: str, content: dict[str, Any]) -> None:
        """Send an event to all of the bot's devices."""
        await self._client.to_device(ToDeviceMessage(f"m.key.verification.{kind}", self.bot, "*", content))

    async def follow(self, step: Step) -> None:
        """Send what follows in an exchange."""
        for kind, content in step.answers:
            await self.tell(kind, content)

    def party(self) -> Party:
        """Say whose keys these are."""
        keys = {f"ed25519:{self._client.device_id}": self._client.olm.account.identity_keys["ed25519"]}
        return Party(self.user, self._client.device_id, keys)

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
            self.contents[kind.rpartition(".")[2]] = content
            self.answers.append((about, content.get("code", kind.rpartition(".")[2])))


async def test_a_sync_that_is_seen_twice_is_told_once(stage: Stage) -> None:
    """The database is away for a moment, so the same events come again: nothing is answered or told twice."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("koeln", Probing) as koeln:
        room = await koeln.open_direct()
        await koeln.sees_joined(stage.bot, room)
        await koeln.request(transaction="t")
        await koeln.hears(("t", "ready"))
        bot = Party(stage.bot, network.fingerprints()["session"], {})
        app = Exchange(koeln.party(), bot, "t", {"transaction_id": "t"}, 0.0)
        await koeln.follow(app.begin())
        await koeln.hears(("t", "accept"))
        inbox.broken = 1
        await koeln.follow(app.receive("accept", koeln.contents["accept"]))
        await koeln.hears(("t", "key"))
        app.receive("key", koeln.contents["key"])
        assert app.shown is not None
        assert app._secret is not None
        await koeln.tell("mac", {"transaction_id": "t", **vouch(app._secret, app.ours, bot, "t")})
        await koeln.hears(("t", "mac"), ("t", "done"))
        await koeln.tell("done", {"transaction_id": "t"})
        told = [f"shown {' '.join(map(str, (*app.shown.emoji, *app.shown.numbers)))}", "done"]
        assert [event.text for event in await inbox.until(lambda events: len(events) >= len(told))] == told
        assert {event.chat for event in inbox.events} == {room}
        assert not any(koeln.user in event.event_id for event in inbox.events)
        assert inbox.broken == 0


async def test_a_request_whose_key_comes_late_is_answered_then(stage: Stage) -> None:
    """On federated servers keys and messages travel on two ways."""
    async with stage.working(Inbox()), stage.person("koeln", Probing) as koeln:
        room = await koeln.open_direct()
        await koeln.sees_joined(stage.bot, room)
        await koeln.say("hallo")
        keys = keep_back_keys(koeln, room)
        await say_sealed(koeln, room, **koeln.wanted(), msgtype="m.key.verification.request", to=stage.bot, body="…")
        await asyncio.sleep(0.5)  # by now the bot has seen that it lacks the key
        await send_keys(koeln, keys)
        await koeln.hears((room, "ready"))


@pytest.mark.parametrize(("devices", "goes_on"), [(["OURS", "OTHER"], True), (["OTHER", "OURS"], False)])
async def test_the_device_that_answers_first_goes_on(devices: list[str], goes_on: bool) -> None:  # noqa: FBT001 - a table
    """In a room every device of the bot's account sees a request: where another was faster, ours leaves it alone."""
    duty = Verification(DirectRooms(), Sender(DirectRooms()), dict)
    client = PatientClient("http://127.0.0.1:1", "@hafenbote:example.org")
    client.user_id, client.device_id = "@hafenbote:example.org", "OURS"
    request = Told("request", "@koeln:example.org", "$1", "!room", {}, time.time())
    exchange = Exchange(Party(client.user_id, "OURS", {}), Party(request.sender, "PHONE", {}), "$1", {}, time.time())
    flow = duty._flows[request.sender, "$1"] = _Flow(request, time.time(), "!room", exchange)
    for device in devices:
        content = {"from_device": device, **reference("$1", in_room=True)}
        ready = {"type": "m.key.verification.ready", "sender": client.user_id, "content": content}
        await duty._take(client, read_from_room(ready, "!room"))
    assert (flow.exchange is exchange) is goes_on


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


async def test_a_device_that_asks_after_a_restart_is_answered(stage: Stage) -> None:
    """Nobody has said anything since, so that the bot has no room in memory: it looks where it talks with them."""
    inbox = Inbox()
    async with stage.person("koeln", Probing) as koeln:
        async with stage.working(inbox):
            await koeln.open_direct()
            await koeln.say("Guten Tag")
            await inbox.next(text="Guten Tag")
        async with stage.working(inbox) as network:
            await eventually(lambda: not network.fault())
            await koeln.request(transaction="t")
            await koeln.hears(("t", "ready"))
        assert koeln.contents["ready"]["methods"] == ["m.sas.v1"]

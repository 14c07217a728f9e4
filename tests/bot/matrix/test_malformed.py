"""Whatever strangers write, everybody else is heard: what nio makes of odd events, and a real Synapse full of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from nio import AsyncClientConfig, SyncResponse

from bot.demo.person import MatrixPerson
from bot.matrix.client import PatientClient
from bot.matrix.key_store import KeyStore
from bot.matrix.mending import MendedPage, MendedSync
from handlers.messages import Kind
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent

ODD: tuple[object, ...] = (None, 7, "", [7], {"x": 7})
US, ROOM = "@bot:x", "!raum:x"
SAS = {"transaction_id": "t", "from_device": "D", "method": "m.sas.v1"}
KEY = {"algorithm": "m.megolm.v1.aes-sha2", "room_id": ROOM, "session_id": "s", "sender_key": "k"}
MEGOLM = {**KEY, "ciphertext": "c", "device_id": "D"}
OLM = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "k", "ciphertext": {"k": {"type": 0, "body": "b"}}}

STATE: dict[str, dict[str, Any]] = {
    "m.room.member": {"membership": "join", "displayname": "Kiel", "avatar_url": "mxc://x/y", "reason": "r"},
    "m.room.name": {"name": "Verwaltung"},
    "m.room.encryption": {"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_ms": 1},
    "m.room.tombstone": {"body": "umgezogen", "replacement_room": "!neu:x"},
    "m.room.create": {"room_version": "11", "m.federate": True, "type": "t", "predecessor": {"room_id": ROOM}},
    "m.room.power_levels": {"users": {US: 100}, "events": {"m.room.name": 50}, "users_default": 0, "ban": 50},
    "m.room.topic": {"topic": "t"},
    "m.room.avatar": {"url": "mxc://x/y"},
    "m.room.canonical_alias": {"alias": "#a:x"},
    "m.room.join_rules": {"join_rule": "invite"},
    "m.room.history_visibility": {"history_visibility": "shared"},
    "m.room.pinned_events": {"pinned": ["$e"]},
    "m.space.child": {"via": ["x"]},
}
SAID: dict[str, dict[str, Any]] = {
    "m.room.message": {"msgtype": "m.text", "body": "b", "m.relates_to": {"rel_type": "m.replace", "event_id": "$e"}},
    "m.room.encrypted": MEGOLM,
    "m.reaction": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$e", "key": "👍"}},
    "m.sticker": {"body": "b", "url": "mxc://x/y", "info": {}},
    "m.room.redaction": {"redacts": "$e", "reason": "r"},
    "m.call.invite": {"call_id": "c", "version": 1, "offer": {"sdp": "s"}, "lifetime": 1},
    "m.poll.start": {"m.poll": {"question": {}}},
}
TO_DEVICE: dict[str, dict[str, Any]] = {
    "m.room.encrypted": OLM,
    "m.room_key": KEY,
    "m.forwarded_room_key": KEY,
    "m.room_key_request": {"action": "request", "request_id": "r", "requesting_device_id": "D", "body": KEY},
    "m.key.verification.request": {**SAS, "methods": ["m.sas.v1"], "timestamp": 1},
    "m.key.verification.start": {
        **SAS,
        "key_agreement_protocols": ["curve25519-hkdf-sha256"],
        "hashes": ["sha256"],
        "message_authentication_codes": ["hkdf-hmac-sha256"],
        "short_authentication_string": ["emoji", "decimal"],
    },
    "m.key.verification.accept": {**SAS, "commitment": "c", "hash": "sha256"},
    "m.key.verification.key": {"transaction_id": "t", "key": "k"},
    "m.key.verification.mac": {"transaction_id": "t", "keys": "k", "mac": {"ed25519:D": "m"}},
    "m.key.verification.cancel": {"transaction_id": "t", "code": "c", "reason": "r"},
    "m.secret.request": {"action": "request", "name": "n", "request_id": "r", "requesting_device_id": "D"},
    "m.secret.send": {"request_id": "r", "secret": "s"},
    "m.dummy": {},
}


def spoiled(well: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Spoil JSON in all ways: each part of it is left out, and something odd in its place."""
    yield from ODD
    if isinstance(well, dict):
        for key, part in well.items():
            rest = {other: value for other, value in well.items() if other != key}
            yield rest
            for odd in spoiled(part):
                yield {**rest, key: odd}


def spoiled_events(kinds: dict[str, dict[str, Any]], **more: str) -> list[Any]:
    """Write events of each kind, each of them spoiled in one way."""
    events: list[Any] = []
    for kind, content in kinds.items():
        event = {"type": kind, "sender": "@kiel:x", "event_id": "$e", "origin_server_ts": 1, **more}
        event["content"], event["unsigned"] = content, {"prev_content": {"membership": "leave"}, "age": 1}
        events += spoiled(event)
        events.append({**event, "unsigned": {"redacted_because": {}}, "content": {}})
    return deepcopy(events)


async def test_nothing_a_sync_brings_is_too_odd(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Every kind of event, spoiled in every way, is read, or passed over; what comes after it is read as ever."""
    caplog.set_level(logging.CRITICAL, "nio")
    state, said = spoiled_events(STATE, state_key=US), spoiled_events(SAID)
    few = spoiled_events({kind: STATE[kind] for kind in ("m.room.member", "m.room.encryption")}, state_key=US)
    spoken = {"type": "m.room.message", "sender": "@kiel:x", "event_id": "$z", "origin_server_ts": 1}
    last = {**spoken, "content": {"msgtype": "m.text", "body": "noch da?"}}
    timeline = {"events": [*deepcopy(few), *said, last], "prev_batch": "p"}
    rooms = {
        "join": {ROOM: {"state": {"events": state}, "timeline": timeline, "ephemeral": {"events": deepcopy(few)}}},
        "invite": {"!einladung:x": {"invite_state": {"events": deepcopy(few)}}},
        "leave": {"!alt:x": {"state": {"events": deepcopy(few)}, "timeline": {"events": deepcopy(few)}}},
    }
    beside = {"to_device": {"events": spoiled_events(TO_DEVICE)}, "account_data": {"events": deepcopy(few)}}
    client = PatientClient("http://127.0.0.1:1", US, config=AsyncClientConfig(encryption_enabled=True))
    client.open_keys = lambda user, device: KeyStore(user, device, str(tmp_path), "x", "keys.db")
    client.restore_login(US, "D", "token")
    response = MendedSync.from_dict({"next_batch": "n", "rooms": rooms, **beside})
    assert isinstance(response, SyncResponse)
    await client.receive_response(response)
    assert response.rooms.join[ROOM].timeline.events[-1].body == "noch da?"
    assert client.rooms[ROOM].encrypted
    page = MendedPage.from_dict({"chunk": [*spoiled_events(SAID), last], "start": "s"}, ROOM)
    await client.receive_response(page)
    assert page.chunk[-1].body == "noch da?"
    await client.close()


async def put(person: MatrixPerson, path: str, body: object) -> bool:
    """Send whatever it is; whether the homeserver takes it."""
    headers = {"Authorization": f"Bearer {person._client.access_token}"}
    where = f"{person._client.homeserver}/_matrix/client/v3{path}"
    async with person._client.client_session.put(where, json=body, headers=headers) as answer:
        return bool(answer.ok)


@pytest.mark.synapse
async def test_a_homeserver_full_of_oddities(stage: Stage) -> None:
    """Somebody sends all of it, as far as a homeserver takes it: the next message is answered at once."""
    inbox = Inbox()
    async with stage.working(inbox) as network, stage.person("bielefeld") as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next()
        odd = ({}, {"name": 7}, {"displayname": 7, "membership": "join"}, {"algorithm": 7}, {"replacement_room": 7})
        kinds = [kind for kind in STATE if kind not in {"m.room.member", "m.room.create", "m.room.power_levels"}]
        paths = [f"/rooms/{room}/state/{kind}" for kind in kinds]
        paths += [f"/rooms/{room}/state/m.room.member/{person.user}"]
        told = [(path, content) for path in paths for content in odd]
        for kind in SAID:
            contents = ({}, {"m.relates_to": 7, "body": 7}, {"msgtype": "m.text"})
            told += [(f"/rooms/{room}/send/{kind}/{n}-{kind}", content) for n, content in enumerate(contents)]
        assert network._client is not None
        for kind, well in TO_DEVICE.items():
            for n, content in enumerate(({}, {"algorithm": 7}, well)):
                to = {"messages": {stage.bot: {network._client.device_id: content}}}
                told.append((f"/sendToDevice/{kind}/{n}-{kind}", to))
        taken = await asyncio.gather(*(put(person, path, content) for path, content in told))
        assert taken.count(True) > 80
        began = monotonic()
        await person.say("noch da?")
        assert (await inbox.next(text="noch da?")).kind is Kind.TEXT
        sent(await network.send(row(room, "Ja")))
        await asyncio.wait_for(answer(person, "Ja"), 5)
        assert monotonic() - began < 2


async def answer(person: MatrixPerson, text: str) -> None:
    """Wait for an answer that can be read."""
    while (heard := await person.next_message()).body != text:
        assert not heard.undecryptable

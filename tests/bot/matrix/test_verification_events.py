"""Events about verifications are read as they are meant, and whatever else arrives is nothing, never an error."""

from __future__ import annotations

from typing import Any

import pytest

from bot.matrix.trust.verification_events import Told, is_for_us, read_from_device, read_from_room, reference

US, ALICE = "@hafenbote:example.org", "@bielefeld:example.org"
NOW = 1_600_000_000.0
REQUEST = {"msgtype": "m.key.verification.request", "to": US, "from_device": "PHONE", "methods": ["m.sas.v1"]}


def in_room(kind: str, content: object, **more: object) -> dict[str, Any]:
    """Write an event of a room."""
    about = {"event_id": "$1", "sender": ALICE, "origin_server_ts": int(NOW * 1000)}
    return {"type": kind, "content": content, **about, **more}


def test_reads_a_request_in_a_room() -> None:
    """It is a message, whose id names the verification."""
    told = read_from_room(in_room("m.room.message", REQUEST), "!room")
    assert told == Told("request", ALICE, "$1", "!room", REQUEST, NOW)
    assert told.device == "PHONE"


@pytest.mark.parametrize("kind", ["ready", "start", "accept", "key", "mac", "done", "cancel"])
def test_reads_what_follows(kind: str) -> None:
    """In a room it refers to the request, between devices it names the transaction."""
    content = {"key": "x", **reference("$0", in_room=True)}
    assert read_from_room(in_room(f"m.key.verification.{kind}", content, event_id="$2"), "!room") == Told(
        kind, ALICE, "$0", "!room", content, NOW
    )
    content = {"key": "x", **reference("t", in_room=False)}
    event = {"type": f"m.key.verification.{kind}", "sender": ALICE, "content": content}
    assert read_from_device(event) == Told(kind, ALICE, "t", "", content, 0.0)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": 7, "content": [], "sender": None},
        in_room("m.room.message", {"msgtype": "m.text", "body": "Guten Tag"}),
        in_room("m.room.message", {**REQUEST, "msgtype": ["m.key.verification.request"]}),
        in_room("m.key.verification.request", REQUEST),
        in_room("m.key.verification.key", {"key": "x"}),
        in_room("m.key.verification.key", {"m.relates_to": "$0"}),
        in_room("m.key.verification.key", {"m.relates_to": {"rel_type": "m.thread", "event_id": "$0"}}),
        in_room("m.key.verification.key", {"m.relates_to": {"rel_type": "m.reference", "event_id": ["$0"]}}),
        in_room("m.key.verification.key", reference("x" * 256, in_room=True)),
        in_room("m.key.verification.key", reference("\ud800", in_room=True)),
        in_room("m.key.verification.telepathy", reference("$0", in_room=True)),
        in_room("m.key.verification.key", reference("$0", in_room=True), sender=""),
    ],
)
def test_reads_nothing_else(event: dict[str, Any]) -> None:
    """Not what is malformed, nor what is about anything else."""
    assert read_from_room(event, "!room") is None


@pytest.mark.parametrize(("moment", "at"), [(10**400, 0.0), (-(10**400), 0.0), ("gestern", 0.0), (1500, 1.5)])
def test_odd_moments_are_long_ago(moment: object, at: float) -> None:
    """A number no clock can show is none."""
    event = {
        "type": "m.key.verification.request",
        "sender": ALICE,
        "content": {"transaction_id": "t", "timestamp": moment},
    }
    told = read_from_device(event)
    assert told is not None
    assert told.at == at


@pytest.mark.parametrize(
    ("kind", "age", "to", "wanted"),
    [
        ("request", 0, US, True),
        ("request", 600, US, True),
        ("request", 601, US, False),
        ("request", -300, US, True),
        ("request", -301, US, False),
        ("request", 0, "@jemand:example.org", False),
        ("request", 0, None, False),
        ("key", 9999, None, True),
        ("cancel", 0, None, False),
        ("done", 0, None, False),
    ],
)
def test_only_what_wants_an_answer_gets_one(kind: str, age: float, to: str | None, wanted: bool) -> None:  # noqa: FBT001 - a table
    """A request holds for ten minutes and is for whom it names; ends are not answered, or two bots would never rest."""
    told = Told(kind, ALICE, "$1", "!room", {"to": to}, NOW - age)
    assert is_for_us(told, US, NOW) is wanted

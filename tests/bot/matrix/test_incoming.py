"""What the bot understands of the events of a Matrix room: recorded JSON and what becomes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matrix.incoming import Surroundings, related, translate
from handlers.messages import Incoming, Kind

BOT = "@hafenbote:chat.example.org"
PERSON = "@kontakt:bielefeld.example.org"
DIRECT = Surroundings("!raum", BOT, "Hafenbote", members=2)
GROUP = Surroundings("!gruppe", BOT, "Hafenbote", members=9, ours={"$unsere"})


def event(content: object, event_type: str = "m.room.message", **more: object) -> dict[str, Any]:
    """Write an event as a homeserver hands it out."""
    return {
        "type": event_type,
        "event_id": "$ereignis",
        "sender": PERSON,
        "origin_server_ts": 1_625_140_800_000,
        "content": content,
        **more,
    }


def text(body: str, **more: object) -> dict[str, Any]:
    """Write the content of a text message."""
    return {"msgtype": "m.text", "body": body, **more}


def edit(new: dict[str, Any]) -> dict[str, Any]:
    """Write the content of an edit."""
    relation = {"rel_type": "m.replace", "event_id": "$vorher"}
    return {"msgtype": "m.text", "body": "* neu", "m.new_content": new, "m.relates_to": relation}


def reply(body: str, to: str = "$anderes", **more: object) -> dict[str, Any]:
    """Write the content of an answer to a message."""
    return text(body, **{"m.relates_to": {"m.in_reply_to": {"event_id": to}, **more}})


UNSTABLE = "org.matrix.msc3381.poll.response"


def vote(said: dict[str, Any], event_type: str = UNSTABLE) -> dict[str, Any]:
    """Write an event that votes in a poll."""
    return event({"m.relates_to": {"rel_type": "m.reference", "event_id": "$umfrage"}, **said}, event_type)


FILE = {"url": "mxc://chat.example.org/abc", "info": {"mimetype": "image/png", "size": 12}}
ANNOTATION = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$frage", "key": "👍"}}

UNDERSTOOD = [
    pytest.param(event(text("zusage")), (Kind.TEXT, "zusage", ""), id="a text is a text"),
    pytest.param(event(text(" 1.9.21\n20 Plätze ")), (Kind.TEXT, " 1.9.21\n20 Plätze ", ""), id="text is not cleaned"),
    pytest.param(
        event(text("x", format="org.matrix.custom.html", formatted_body="<b>x</b>")),
        (Kind.TEXT, "x", ""),
        id="formatting is ignored",
    ),
    pytest.param(event({"msgtype": "m.emote", "body": "nickt"}), (Kind.TEXT, "nickt", ""), id="an emote is a text"),
    pytest.param(
        event({"msgtype": "m.image", "body": "foto.png", **FILE}), (Kind.IMAGE, "", ""), id="a file's name is not typed"
    ),
    pytest.param(
        event({"msgtype": "m.image", "body": "Der Beschluss", "filename": "foto.png", **FILE}),
        (Kind.IMAGE, "Der Beschluss", ""),
        id="a caption is typed",
    ),
    pytest.param(
        event({"msgtype": "m.audio", "body": "Sprachnachricht.ogg", "org.matrix.msc3245.voice": {}}),
        (Kind.VOICE, "", ""),
        id="a voice message",
    ),
    pytest.param(event({"msgtype": "m.video", "body": "film.mp4"}), (Kind.VIDEO, "", ""), id="a video"),
    pytest.param(event({"msgtype": "m.file", "body": "beschluss.pdf"}), (Kind.FILE, "", ""), id="a file"),
    pytest.param(
        event({"msgtype": "m.location", "body": "Rathaus", "geo_uri": "geo:52.02,8.53"}),
        (Kind.LOCATION, "", ""),
        id="a location",
    ),
    pytest.param(event({"body": "Daumen hoch", **FILE}, "m.sticker"), (Kind.STICKER, "", ""), id="a sticker"),
    pytest.param(event(ANNOTATION, "m.reaction"), (Kind.REACTION, "👍", "$frage"), id="a reaction names its message"),
    pytest.param(event(edit(text("12 Plätze"))), (Kind.EDIT, "12 Plätze", "$vorher"), id="an edit is its new text"),
    pytest.param(
        event({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA"}, "m.room.encrypted"),
        (Kind.UNDECRYPTABLE, "", ""),
        id="what we have no key for is said to be so",
    ),
    pytest.param(event(reply("> <@a:b> Frage?\n> weiter\n\nJa")), (Kind.TEXT, "Ja", ""), id="the quote is dropped"),
    pytest.param(event(reply("Ja")), (Kind.TEXT, "Ja", ""), id="an answer without a quote stays whole"),
    pytest.param(event(text("> zitiert\n\nJa")), (Kind.TEXT, "> zitiert\n\nJa", ""), id="a typed quote is kept"),
    pytest.param(event({"msgtype": "org.example.neu", "body": "?"}), (Kind.OTHER, "", ""), id="a new kind of message"),
    pytest.param(
        event({"org.matrix.msc3381.poll.start": {}}, "org.matrix.msc3381.poll.start"), (Kind.POLL, "", ""), id="a poll"
    ),
    pytest.param(vote({UNSTABLE: {"answers": ["2"]}}), (Kind.VOTE, "2", "$umfrage"), id="a vote as Element sends it"),
    pytest.param(vote({UNSTABLE: {"answers": ["3", "1"]}}), (Kind.VOTE, "3,1", "$umfrage"), id="several options"),
    pytest.param(vote({UNSTABLE: {"answers": []}}), (Kind.VOTE, "", "$umfrage"), id="a vote taken back"),
    pytest.param(vote({UNSTABLE: {"answers": [7, "x"]}}), (Kind.VOTE, "x", "$umfrage"), id="options there are not"),
    pytest.param(vote({UNSTABLE: 7}), (Kind.VOTE, "", "$umfrage"), id="a spoilt vote"),
    pytest.param(
        vote({"m.selections": ["2"]}, "m.poll.response"), (Kind.VOTE, "2", "$umfrage"), id="a vote of days to come"
    ),
    pytest.param(event({"msgtype": "m.text"}), (Kind.OTHER, "", ""), id="a text without a body is malformed"),
    pytest.param(event({"msgtype": "m.text", "body": 7}), (Kind.TEXT, "", ""), id="a body that is a number is empty"),
]

IGNORED = [
    pytest.param(event(text("x"), sender=BOT), id="what we said ourselves"),
    pytest.param(event({"msgtype": "m.notice", "body": "piep"}), id="what another bot says"),
    pytest.param(event(edit({"msgtype": "m.notice", "body": "piep"})), id="what another bot corrects"),
    pytest.param(event(edit({})), id="an edit to nothing"),
    pytest.param(event({"msgtype": "m.key.verification.request", "body": "?"}), id="a request to compare keys"),
    pytest.param(event({"membership": "join"}, "m.room.member", state_key=PERSON), id="somebody joining"),
    pytest.param(event({"name": "Neu"}, "m.room.name", state_key=""), id="a new name of the room"),
    pytest.param(event({}, "m.room.redaction", redacts="$x"), id="a deletion"),
    pytest.param(event({}, unsigned={"redacted_because": {"sender": PERSON}}), id="a deleted message"),
    pytest.param(event({}), id="an empty message"),
    pytest.param(event({"m.relates_to": {"rel_type": "m.annotation"}}, "m.reaction"), id="a reaction to nothing"),
    pytest.param(event({"answers": []}, "org.matrix.msc3381.poll.response"), id="a vote in nothing"),
    pytest.param(event({"m.relates_to": {"event_id": 7}}, "m.poll.response"), id="a malformed vote"),
    pytest.param(event(text("x"), event_id=None), id="an event without an id"),
    pytest.param({}, id="nothing"),
]

ANSWERS = [
    pytest.param(reply("warum", "$frage"), "$frage", id="an answer names its message"),
    pytest.param(text("warum"), "", id="what answers nothing"),
    pytest.param(
        reply("warum", "$frage", is_falling_back=True, rel_type="m.thread"), "", id="a thread answers nothing"
    ),
    pytest.param(text("warum", **{"m.relates_to": {"m.in_reply_to": 7}}), "", id="malformed"),
]


@pytest.mark.parametrize(("content", "answered"), ANSWERS)
def test_knows_which_message_is_answered(content: dict[str, Any], answered: str) -> None:
    """The network's id of the message that is answered comes with the text."""
    got = translate(event(content), DIRECT)
    assert got is not None
    assert got.replies_to == answered


ADDRESSED = [
    pytest.param(text("Guten Morgen zusammen"), False, id="not spoken to"),
    pytest.param(text("status", **{"m.mentions": {"user_ids": [BOT]}}), True, id="mentioned"),
    pytest.param(text("status", **{"m.mentions": {"user_ids": [PERSON]}}), False, id="somebody else mentioned"),
    pytest.param(text("hafenbote: status"), True, id="called by name"),
    pytest.param(text("Die Hafenboten kommen"), False, id="a word that begins like the name"),
    pytest.param(text(f"{BOT} status"), True, id="called by user id"),
    pytest.param(reply("Danke", "$unsere"), True, id="an answer to us"),
    pytest.param(reply("Danke"), False, id="an answer to somebody else"),
    pytest.param(reply(f"> <{BOT}> Erinnerung\n\nDanke"), True, id="an answer to us in an old client"),
    pytest.param(
        reply("Danke", "$unsere", rel_type="m.thread", is_falling_back=True), False, id="a thread below our message"
    ),
    pytest.param(
        reply("Danke", "$letzte", rel_type="m.thread", is_falling_back=True, event_id="$unsere"),
        True,
        id="in the thread of our message, whatever is the last in it",
    ),
    pytest.param(
        reply("Danke", "$anderes", rel_type="m.thread", event_id="$fremd"), False, id="in the thread of somebody else"
    ),
    pytest.param(text("x", **{"m.relates_to": {"rel_type": "m.thread", "event_id": 7}}), False, id="malformed thread"),
    pytest.param(text("x", **{"m.mentions": {"user_ids": "alle"}}), False, id="malformed mentions"),
]


def test_an_answer_in_a_thread_names_both() -> None:
    """The root of the thread, and the message in it that is really answered; both may be ours."""
    content = reply("warum", "$frage", rel_type="m.thread", event_id="$wurzel", is_falling_back=False)
    got = translate(event(content), DIRECT)
    assert got is not None
    assert (got.thread, got.replies_to) == ("$wurzel", "$frage")
    assert related(event(content)) == {"$wurzel", "$frage"}
    assert related(event(text("x"))) == related({}) == set()


@pytest.mark.parametrize(("told", "expected"), UNDERSTOOD)
def test_understands(told: dict[str, Any], expected: tuple[Kind, str, str]) -> None:
    """Everything a person does arrives as one kind, with what was typed and what it refers to."""
    got = translate(told, DIRECT, "Ansprechperson Bielefeld")
    assert got is not None
    assert replace(got, file=None, replies_to="") == Incoming(
        network="matrix",
        event_id="$ereignis",
        account=PERSON,
        chat="!raum",
        direct=True,
        kind=expected[0],
        text=expected[1],
        sender_name="Ansprechperson Bielefeld",
        refers_to=expected[2],
    )


@pytest.mark.parametrize("told", IGNORED)
def test_ignores(told: dict[str, Any]) -> None:
    """What is not somebody talking to us is nothing to us."""
    assert translate(told, DIRECT) is None


@pytest.mark.parametrize(("content", "expected"), ADDRESSED)
def test_knows_when_it_is_spoken_to(content: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    """In a group, only what is meant for us is."""
    incoming = translate(event(content), GROUP)
    assert incoming is not None
    assert (incoming.direct, incoming.addressed) == (False, expected)


def test_knows_votes_in_its_own_polls() -> None:
    """Others' polls are none of our business."""
    relation = {"rel_type": "m.reference", "event_id": "$unsere"}
    ours = translate(event({"m.relates_to": relation, UNSTABLE: {"answers": ["1"]}}, UNSTABLE), GROUP)
    theirs = translate(vote({UNSTABLE: {"answers": ["1"]}}), GROUP)
    assert [each and each.addressed for each in (ours, theirs)] == [True, False]


SEALED = {"url": "mxc://chat.example.org/abc", "key": {"k": "geheim"}, "iv": "x", "hashes": {"sha256": "y"}}
FILES = [
    pytest.param(
        {"msgtype": "m.file", "body": "beschluss.pdf", **FILE},
        ("beschluss.pdf", "image/png", 12, {"url": FILE["url"]}),
        id="in an open room",
    ),
    pytest.param(
        {"msgtype": "m.image", "body": "Der Beschluss", "filename": "foto.png", "file": SEALED},
        ("foto.png", "", 0, SEALED),
        id="in an encrypted room, with a caption",
    ),
    pytest.param({"msgtype": "m.file", "body": "x", "file": {"url": 7}, "info": 3}, None, id="malformed"),
    pytest.param({"msgtype": "m.file", "body": "x"}, None, id="without an address"),
    pytest.param(edit({"msgtype": "m.file", "body": "x", **FILE}), None, id="an edit brings none"),
]


@pytest.mark.parametrize(("content", "expected"), FILES)
def test_a_file_is_described(content: dict[str, Any], expected: tuple[str, str, int, dict[str, Any]] | None) -> None:
    """What the event says of its file is handed on, with its keys; it is fetched only if somebody wants it."""
    got = translate(event(content), DIRECT)
    assert got is not None
    file = got.file
    assert expected == (file and (file.name, file.media_type, file.size, json.loads(file.reference)))
    assert "geheim" not in repr(got)


def standing(now: str, user: str = BOT, **unsigned: object) -> dict[str, Any]:
    """Write an event that says what somebody is in the room from now on."""
    return event({"membership": now}, "m.room.member", state_key=user, unsigned=unsigned)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (standing("leave"), Kind.REMOVED),
        (standing("ban"), Kind.REMOVED),
        (standing("join") | {"sender": BOT}, Kind.ADMITTED),
        (standing("join", prev_content={"membership": "invite"}) | {"sender": BOT}, Kind.ADMITTED),
    ],
    ids=["thrown out", "banned", "joined", "joined when invited"],
)
def test_knows_what_becomes_of_it_in_a_room(told: dict[str, Any], kind: Kind) -> None:
    """That we were thrown out or let in is told, whoever did it."""
    got = translate(told, GROUP)
    assert got is not None
    assert (got.kind, got.chat, got.text) == (kind, "!gruppe", "")


@pytest.mark.parametrize(
    "told",
    [
        standing("join", prev_content={"membership": "join", "displayname": "Bote"}) | {"sender": BOT},
        standing("invite"),
        standing("leave", PERSON),
        standing("leave") | {"event_id": ""},
        event({"name": "Neu"}, "m.room.name", state_key=""),
    ],
    ids=["renamed", "invited", "somebody else", "without a number", "another state"],
)
def test_ignores_other_changes_of_a_room(told: dict[str, Any]) -> None:
    """What other people are in a room, or how it is called, is nothing to us."""
    assert translate(told, GROUP) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
KEYS = ["msgtype", "body", "filename", "m.relates_to", "m.new_content", "m.mentions"]
CONTENT = JSON | st.dictionaries(st.sampled_from(KEYS), JSON | st.just("m.text"))
TYPES = st.sampled_from(
    ["m.room.message", "m.reaction", "m.sticker", "m.room.encrypted", "m.poll.start", "m.poll.response"]
)


@given(content=CONTENT, event_type=TYPES | JSON, unsigned=JSON)
def test_never_raises(content: object, event_type: str, unsigned: object) -> None:
    """Content is whatever a stranger's client sent."""
    assert isinstance(translate(event(content, event_type, unsigned=unsigned), GROUP), Incoming | None)
    about_us = event(content, "m.room.member", unsigned=unsigned, state_key=BOT)
    assert isinstance(translate(about_us, GROUP), Incoming | None)


@pytest.mark.parametrize("moment", [0, -1, 2**62, 4_102_444_800_000, "gestern", None, [1]])
def test_a_wrong_clock_changes_nothing(moment: object) -> None:
    """When an event claims to have been sent is its sender's or their server's word, and nothing is decided by it."""
    told = event({"msgtype": "m.text", "body": "zusage"})
    assert translate({**told, "origin_server_ts": moment}, GROUP) == translate(told, GROUP)


def test_nobody_edits_what_the_bot_said() -> None:
    """An edit counts only for its sender's own message: one of ours is none of a person's; their own is told apart."""
    new = {"msgtype": "m.text", "body": "20"}
    forged = {**new, "m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": "$ours"}}
    assert translate(event(forged), replace(GROUP, ours={"$ours"})) is None
    assert getattr(translate(event(forged), replace(GROUP, ours={"$other"})), "kind", None) is Kind.EDIT


TARGETS = JSON | st.sampled_from(["$ours", "$theirs", "", "!room:x.org"])
RELATIONS = st.fixed_dictionaries(
    {},
    optional={
        "rel_type": st.sampled_from(["m.replace", "m.thread", "m.annotation", "m.reference"]) | JSON,
        "event_id": TARGETS,
        "key": JSON,
        "is_falling_back": JSON,
        "m.in_reply_to": JSON | st.fixed_dictionaries({"event_id": TARGETS}),
    },
)


@given(relation=RELATIONS | JSON, new=CONTENT, event_type=TYPES)
def test_no_forged_relation_raises(relation: object, new: object, event_type: str) -> None:
    """What an event refers to is whatever its sender's client wrote: all texts in what we make of it are texts."""
    content = {"msgtype": "m.text", "body": "1", "m.new_content": new, "m.relates_to": relation}
    told = event(content, event_type)
    read = translate(told, replace(GROUP, ours={"$ours"}))
    assert read is None or all(isinstance(each, str) for each in (read.refers_to, read.replies_to, read.thread))
    assert all(isinstance(each, str) and each for each in related(told))

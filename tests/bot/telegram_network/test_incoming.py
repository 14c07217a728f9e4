"""What the bot understands of Telegram's updates: recorded JSON and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram_network.incoming import Tap, tap, translate
from bot.telegram_network.mentions import Us
from handlers.messages import Incoming, IncomingFile, Kind

US = Us(6200000001, "hafenbote_bot")
PERSON = {"id": 4711, "is_bot": False, "first_name": "Anna", "last_name": "Beispiel", "language_code": "de"}
BOT = {"id": US.id, "is_bot": True, "first_name": "Hafenbote", "username": "hafenbote_bot"}
DIRECT = {"id": 4711, "type": "private", "first_name": "Anna"}
GROUP = {"id": -100123, "type": "supergroup", "title": "Sprecher*innen"}
KEY = "0123456789abcdef0123456789abcdef"


def update(kind: str = "message", **told: object) -> dict[str, Any]:
    """Write an update as Telegram hands it out."""
    base = {"message_id": 17, "date": 1_625_140_800, "from": PERSON, "chat": DIRECT}
    return {"update_id": 900, kind: {**base, **told}}


def in_group(text: str, **told: object) -> dict[str, Any]:
    """Write an update with a text in a group."""
    return update(text=text, chat=GROUP, **told)


def pressed(data: object = f"{KEY}:1", **told: object) -> dict[str, Any]:
    """Write an update with a pressed button."""
    message = {"message_id": 17, "date": 1, "chat": DIRECT, "from": BOT, "text": "Wählen Sie:"}
    return {"update_id": 900, "callback_query": {"id": "55", "from": PERSON, "message": message, "data": data, **told}}


def reacted(old: list[str], new: list[str]) -> dict[str, Any]:
    """Write an update with a changed reaction."""
    lists = {
        name: [{"type": "emoji", "emoji": each} for each in emoji]
        for name, emoji in (("old_reaction", old), ("new_reaction", new))
    }
    return {
        "update_id": 900,
        "message_reaction": {"chat": DIRECT, "message_id": 17, "user": PERSON, "date": 1, **lists},
    }


def voted(options: object, **told: object) -> dict[str, Any]:
    """Write an update with a vote in a poll."""
    return {"update_id": 900, "poll_answer": {"poll_id": "540", "user": PERSON, "option_ids": options, **told}}


def standing(old: str, new: str, chat: object = GROUP, **told: object) -> dict[str, Any]:
    """Write an update with what we are in a chat, changed by somebody who stands for an anonymous administrator."""
    by = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    change = {"old_chat_member": {"user": BOT, "status": old}, "new_chat_member": {"user": BOT, "status": new, **told}}
    return {"update_id": 900, "my_chat_member": {"chat": chat, "from": by, "date": 1, **change}}


FILE = {"file_id": "x", "file_unique_id": "y", "file_size": 20_000_000}

UNDERSTOOD = [
    pytest.param(update(text="zusage"), (Kind.TEXT, "zusage", ""), id="a text is a text"),
    pytest.param(update(text=" 1.9.21\n20 Plätze "), (Kind.TEXT, " 1.9.21\n20 Plätze ", ""), id="text is not cleaned"),
    pytest.param(
        update(text="/start@hafenbote_bot ABCD"), (Kind.TEXT, "/start ABCD", ""), id="our name leaves commands"
    ),
    pytest.param(update(text="/Start@Hafenbote_Bot"), (Kind.TEXT, "/Start", ""), id="in any case of letters"),
    pytest.param(update(text="/start <b>;--"), (Kind.TEXT, "/start <b>;--", ""), id="a junk payload stays text"),
    pytest.param(update(text="@hafenbote_bot: hilfe"), (Kind.TEXT, "hilfe", ""), id="our name before a text goes"),
    pytest.param(update(text="a@hafenbote_bot"), (Kind.TEXT, "a@hafenbote_bot", ""), id="within a text it stays"),
    pytest.param(update(photo=[FILE]), (Kind.IMAGE, "", ""), id="a picture"),
    pytest.param(update(photo=[FILE], caption="Beschluss"), (Kind.IMAGE, "Beschluss", ""), id="a caption is typed"),
    pytest.param(update(sticker=FILE), (Kind.STICKER, "", ""), id="a sticker"),
    pytest.param(update(voice=FILE), (Kind.VOICE, "", ""), id="a voice message"),
    pytest.param(update(video=FILE), (Kind.VIDEO, "", ""), id="a video"),
    pytest.param(update(video_note=FILE), (Kind.VIDEO, "", ""), id="a round video"),
    pytest.param(update(animation=FILE, document=FILE), (Kind.VIDEO, "", ""), id="a moving picture is no document"),
    pytest.param(update(document=FILE), (Kind.FILE, "", ""), id="a document of 20 MB"),
    pytest.param(update(location={"latitude": 52.0, "longitude": 8.5}), (Kind.LOCATION, "", ""), id="a location"),
    pytest.param(update(venue={}, location={}), (Kind.LOCATION, "", ""), id="a place"),
    pytest.param(update(contact={"phone_number": "1"}), (Kind.OTHER, "", ""), id="a contact"),
    pytest.param(update(poll={"id": "1"}), (Kind.OTHER, "", ""), id="a poll"),
    pytest.param(update(dice={"value": 3}), (Kind.OTHER, "", ""), id="a die"),
    pytest.param(update("edited_message", text="/zusage"), (Kind.EDIT, "/zusage", "17"), id="an edited command"),
    pytest.param(reacted([], ["👍"]), (Kind.REACTION, "👍", "17"), id="a reaction names its message"),
    pytest.param(reacted(["👍"], ["👍", "🎉"]), (Kind.REACTION, "🎉", "17"), id="only the new reaction counts"),
    pytest.param(pressed(), (Kind.BUTTON, "2", KEY), id="a button is the number of its choice"),
    pytest.param(pressed("erfunden"), (Kind.BUTTON, "", ""), id="forged data without a number"),
    pytest.param(pressed("a:b:99999"), (Kind.BUTTON, "100000", "a:b"), id="forged data with a number"),
    pytest.param(pressed("x:²"), (Kind.BUTTON, "", "x"), id="forged data with what only looks like a number"),
    pytest.param(pressed(None), (Kind.BUTTON, "", ""), id="a button without data"),
]

IGNORED = [
    pytest.param(update("channel_post", text="x"), id="a post in a channel"),
    pytest.param(update(text="x", chat={"id": -1001, "type": "channel"}), id="a message in a channel"),
    pytest.param(update(text="x", **{"from": BOT}), id="what a bot says"),
    pytest.param(
        update(text="x", **{"from": {"id": 777000, "first_name": "Telegram"}}), id="what Telegram carries over"
    ),
    pytest.param(update(new_chat_members=[PERSON], chat=GROUP), id="somebody joining"),
    pytest.param(update(pinned_message={}), id="a pinned message"),
    pytest.param(update("edited_message", location={}), id="a location that moves"),
    pytest.param(in_group("/status@other_bot"), id="a command for another bot"),
    pytest.param(reacted(["👍"], []), id="a reaction taken back"),
    pytest.param(standing("member", "administrator"), id="a change of our rights"),
    pytest.param(update("my_chat_member"), id="a malformed change of our standing"),
    pytest.param(standing("administrator", "left", {"id": -1001, "type": "channel"}), id="a channel without us"),
    pytest.param({"update_id": 900, "something_new": {"from": PERSON}}, id="a new kind of update"),
    pytest.param({"update_id": 900, "message": 7}, id="a malformed message"),
    pytest.param({"update_id": 900, "callback_query": {"id": "5", "from": PERSON, "data": "x"}}, id="a button nowhere"),
    pytest.param({"message": {"text": "x", "from": PERSON, "chat": DIRECT}}, id="an update without a number"),
    pytest.param({}, id="nothing"),
]


@pytest.mark.parametrize(("told", "expected"), UNDERSTOOD)
def test_understands(told: dict[str, Any], expected: tuple[Kind, str, str]) -> None:
    """Kind, text and what it refers to are read; it comes from a person in their own chat."""
    got = translate(told, US)
    assert got is not None
    assert (got.kind, got.text, got.refers_to) == expected
    assert (got.network, got.account, got.chat, got.direct) == ("telegram", "4711", "4711", True)
    assert got.event_id == f"{US.id}:900"


@pytest.mark.parametrize("told", IGNORED)
def test_ignores(told: dict[str, Any]) -> None:
    """What is not somebody talking to us leaves no trace."""
    assert translate(told, US) is None


VOTES = [
    pytest.param(voted([0]), ("4711", "1"), id="a vote is the number of its option"),
    pytest.param(voted([2, 0], option_persistent_ids=["c", "a"]), ("4711", "3,1"), id="several options"),
    pytest.param(voted([]), ("4711", ""), id="a vote taken back"),
    pytest.param(voted([-5, 99, "x"]), ("4711", "-4,100"), id="options there are not"),
    pytest.param(
        voted([1], voter_chat={"id": -1001, "type": "channel"}, user={"id": 136817688, "is_bot": True}),
        ("-1001", "2"),
        id="who votes as a channel is the channel",
    ),
    pytest.param(voted(None), None, id="malformed options"),
    pytest.param(voted([0], user=7), None, id="nobody"),
    pytest.param(voted([0], poll_id=7), None, id="in no poll"),
]


@pytest.mark.parametrize(("told", "expected"), VOTES)
def test_reads_votes(told: dict[str, Any], expected: tuple[str, str] | None) -> None:
    """Telegram tells of votes in our polls only, and not in which chat: what counts is the poll's id."""
    got = translate(told, US)
    assert expected == (got and (got.account, got.text))
    if got is not None:
        assert (got.kind, got.refers_to, got.direct, got.addressed) == (Kind.VOTE, "540", False, True)


ANSWERS = [
    pytest.param(update(text="warum", reply_to_message={"message_id": 3}), "3", id="an answer names its message"),
    pytest.param(update(text="warum"), "", id="what answers nothing"),
    pytest.param(
        in_group("warum", reply_to_message={"message_id": 3, "forum_topic_created": {"name": "NRW"}}),
        "",
        id="a topic's beginning is not answered",
    ),
    pytest.param(update(text="warum", reply_to_message={"message_id": True}), "", id="malformed"),
]


@pytest.mark.parametrize(("told", "answered"), ANSWERS)
def test_knows_which_message_is_answered(told: dict[str, Any], answered: str) -> None:
    """The number of the message that is answered comes with the text."""
    got = translate(told, US)
    assert got is not None
    assert got.replies_to == answered


ADDRESSED = [
    pytest.param(in_group("Guten Morgen"), False, id="not spoken to"),
    pytest.param(
        in_group("😀 @Hafenbote_bot", entities=[{"type": "mention", "offset": 3, "length": 14}]), True, id="mentioned"
    ),
    pytest.param(
        in_group("@jemand_anders", entities=[{"type": "mention", "offset": 0, "length": 14}]), False, id="another"
    ),
    pytest.param(
        in_group("Bote", entities=[{"type": "text_mention", "offset": 0, "length": 4, "user": BOT}]), True, id="linked"
    ),
    pytest.param(in_group("ja", reply_to_message={"message_id": 3, "from": BOT}), True, id="answered"),
    pytest.param(in_group("ja", reply_to_message={"message_id": 3, "from": PERSON}), False, id="answer to another"),
    pytest.param(
        in_group("/hilfe@hafenbote_bot", entities=[{"type": "bot_command", "offset": 0, "length": 20}]),
        True,
        id="command",
    ),
    pytest.param(in_group("x", entities=[{"type": "mention", "offset": -5, "length": "a"}, 3]), False, id="malformed"),
]


@pytest.mark.parametrize(("told", "addressed"), ADDRESSED)
def test_knows_when_it_is_meant(told: dict[str, Any], *, addressed: bool) -> None:
    """In a group, a mention or an answer makes a message ours."""
    got = translate(told, US)
    assert got is not None
    assert (got.addressed, got.direct, got.chat) == (addressed, False, "-100123")


@pytest.mark.parametrize(("is_topic", "chat"), [(True, "-100123/7"), (None, "-100123")])
def test_a_topic_is_part_of_the_address(*, is_topic: bool | None, chat: str) -> None:
    """In a forum the answer goes to the topic; a thread of answers elsewhere is none."""
    got = translate(in_group("/hilfe", message_thread_id=7, is_topic_message=is_topic), US)
    assert got is not None
    assert got.chat == chat


STANDINGS = [
    pytest.param(standing("member", "kicked"), Kind.REMOVED, id="thrown out"),
    pytest.param(standing("administrator", "left"), Kind.REMOVED, id="left"),
    pytest.param(standing("member", "restricted", is_member=False), Kind.REMOVED, id="restricted and out"),
    pytest.param(standing("left", "restricted", is_member=True), Kind.ADMITTED, id="restricted and in"),
    pytest.param(standing("kicked", "member"), Kind.ADMITTED, id="let in again"),
]


@pytest.mark.parametrize(("told", "kind"), STANDINGS)
def test_knows_what_becomes_of_it_in_a_group(told: dict[str, Any], kind: Kind) -> None:
    """Who threw us out or let us in does not matter, and is not told on."""
    got = translate(told, US)
    assert got is not None
    assert (got.kind, got.account, got.chat, got.direct) == (kind, "-100123", "-100123", False)


def test_who_blocks_us_does_so_in_their_own_chat() -> None:
    """In a private chat, being thrown out means that its person has blocked us."""
    got = translate(standing("member", "kicked", DIRECT), US)
    assert got is not None
    assert (got.kind, got.account, got.chat, got.direct) == (Kind.REMOVED, "4711", "4711", True)


def test_a_group_that_moves_says_where() -> None:
    """When a group becomes a supergroup, its old chat says where the new one is, also by an anonymous administrator."""
    got = translate(update(migrate_to_chat_id=-100999, chat=GROUP, **{"from": {"id": 1, "is_bot": True}}), US)
    assert got is not None
    assert (got.kind, got.chat, got.refers_to) == (Kind.MOVED, "-100123", "-100999")


DOCUMENT = {**FILE, "file_name": "beschluss.pdf", "mime_type": "application/pdf"}
FILES = [
    pytest.param(update(document=DOCUMENT), ("beschluss.pdf", "application/pdf", 20_000_000, "x"), id="a document"),
    pytest.param(
        update(photo=[{**FILE, "file_id": "small"}, FILE]), ("", "image/jpeg", 20_000_000, "x"), id="the largest size"
    ),
    pytest.param(update(voice={"file_id": "v"}), ("", "", 0, "v"), id="nothing told"),
    pytest.param(update(document={"file_id": 7, "file_size": "big"}), None, id="malformed"),
    pytest.param(update(photo=[]), None, id="no size at all"),
    pytest.param(update(photo=["x"]), None, id="malformed sizes"),
    pytest.param(update(sticker=FILE), None, id="a sticker is no file"),
    pytest.param(update("edited_message", document=DOCUMENT, caption="x"), None, id="an edit brings none"),
]


@pytest.mark.parametrize(("told", "expected"), FILES)
def test_a_file_is_described(told: dict[str, Any], expected: tuple[str, str, int, str] | None) -> None:
    """What the message says of its file is handed on; it is fetched only if somebody wants it."""
    got = translate(told, US)
    assert got is not None
    assert got.file == (IncomingFile(*expected) if expected else None)
    assert got.content is None


def test_an_album_is_one_event() -> None:
    """Each picture of an album is a message of its own; to the inbox they are one, so there is one answer."""
    first = translate(update(photo=[FILE], media_group_id="123"), US)
    second = translate({**update(photo=[FILE], media_group_id="123"), "update_id": 901}, US)
    assert first is not None
    assert second is not None
    assert first.event_id == second.event_id == f"{US.id}:album:123"


def test_names_are_left_as_they_are() -> None:
    """A name may be markup or run backwards: it is handed on and never interpreted."""
    name = "<b>cs_summit</b> [x](y)\u202e"
    got = translate(update(text="x", **{"from": {"id": 4711, "first_name": name}}), US)
    assert got is not None
    assert got.sender_name == name


def test_a_tap_says_what_must_be_answered() -> None:
    """A pressed button has a question to be answered and a message with a keyboard."""
    assert tap(pressed()) == Tap("55", 4711, 17)
    assert tap(update(text="x")) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["message", "from", "chat", "id", "text", "entities", "type", "new_chat_member", "migrate_to_chat_id"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


KINDS = ["update_id", "message", "edited_message", "callback_query", "my_chat_member"]


@given(st.dictionaries(st.sampled_from(KINDS), JSON))
def test_nothing_malformed_is_an_error(told: dict[str, Any]) -> None:
    """Whatever Telegram may send one day, reading it never raises."""
    assert isinstance(translate(told, US), Incoming | None)
    assert isinstance(tap(told), Tap | None)

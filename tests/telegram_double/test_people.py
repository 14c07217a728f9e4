"""What people do, what the bot is told of it, and what people see."""

from __future__ import annotations

import pytest

from bot.demo.telegram_double.acting import PersonFailedError
from bot.demo.telegram_double.errors import forbidden, server_error, throttled
from bot.demo.telegram_double.faults import Fault
from bot.demo.telegram_double.records import Standing
from tests.telegram_double.stage import Ask, Scene


def told(scene: Scene) -> list[str]:
    """List the texts the bot was told of."""
    kinds = ("message", "edited_message", "channel_post")
    made = [each.body[kind] for each in scene.double.updates.waiting for kind in kinds if kind in each.body]
    return [each.get("text", "") for each in made]


PRIVACY = [
    pytest.param("Guten Morgen", False, id="talk among people is not told"),
    pytest.param("!zahlen", False, id="an exclamation mark is no command"),
    pytest.param("/zahlen", True, id="a command is told"),
    pytest.param("/zahlen@Hafenbote_Bot", True, id="a command for this bot is told"),
    pytest.param("/zahlen@anderer_bot", False, id="a command for another bot is not"),
    pytest.param("bitte /zahlen", False, id="a command in the middle is none"),
    pytest.param("Frage an @hafenbote_bot: wann?", True, id="a mention is told"),
]


@pytest.mark.parametrize(("text", "is_told"), PRIVACY)
async def test_privacy_mode(scene: Scene, text: str, is_told: bool) -> None:  # noqa: FBT001 - a table's column
    """In a group the bot is told of commands, mentions and replies only."""
    scene.contact.say(text, chat=scene.group.chat)
    assert told(scene) == ([text] if is_told else [])


async def test_replies_to_the_bot_are_told(scene: Scene, ask: Ask) -> None:
    """A reply to the bot comes with what it answers; a reply to people does not come."""
    sent = (await ask("sendMessage", chat_id=scene.group.id, text="Wann?"))[1]["result"]["message_id"]
    own = scene.contact.say("unter uns", chat=scene.group.chat)
    scene.contact.say("morgen", chat=scene.group.chat, reply_to=own.id)
    scene.contact.say("Freitag", chat=scene.group.chat, reply_to=sent)
    assert told(scene) == ["Freitag"]
    assert scene.double.updates.waiting[0].body["message"]["reply_to_message"]["text"] == "Wann?"


async def test_an_administrator_is_told_all(scene: Scene) -> None:
    """Made an administrator, the bot sees everything."""
    scene.group.promote_bot()
    scene.contact.say("Guten Morgen", chat=scene.group.chat)
    assert told(scene) == ["Guten Morgen"]


async def test_topics_keep_messages_apart(scene: Scene, ask: Ask) -> None:
    """A message in a topic says so; the bot's answer goes there; a closed topic takes nothing."""
    topic = scene.forum.open_topic("NRW")
    scene.forget()
    scene.contact.say("/zahlen", chat=scene.forum.chat, topic=topic)
    message = scene.double.updates.waiting[0].body["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic.id, True)
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "NRW"
    where = {"chat_id": scene.forum.id, "message_thread_id": topic.id}
    assert (await ask("sendMessage", **where, text="20"))[0] == 200
    assert (await scene.contact.next_message(chat=scene.forum.chat)).topic == topic.id
    scene.forum.close_topic(topic)
    assert (await ask("sendMessage", **where, text="20"))[1]["description"] == "Bad Request: TOPIC_CLOSED"


async def test_blocking_is_told_and_ends_writing(scene: Scene) -> None:
    """The update says who blocked; nobody writes to a bot they have blocked."""
    scene.contact.block()
    change = scene.double.updates.waiting[0].body["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    with pytest.raises(PersonFailedError):
        scene.contact.say("Hallo")
    scene.contact.unblock()
    scene.contact.say("wieder da")
    assert told(scene) == ["wieder da"]


async def test_an_album_is_several_messages(scene: Scene) -> None:
    """All share one media_group_id, the first has the caption."""
    scene.contact.send_album("Rathaus")
    first, second = (each.body["message"] for each in scene.double.updates.waiting)
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("Rathaus", False)


async def test_ids_are_given_as_telegram_gives_them(scene: Scene, ask: Ask) -> None:
    """Private chats and groups share one row of numbers, a supergroup begins with 1."""
    new = scene.group.migrate()
    assert new.id < -1_000_000_000_000 < scene.group.id < 0
    sent = [(await ask("sendMessage", chat_id=chat, text="x"))[1]["result"] for chat in (scene.contact.user.id, new.id)]
    first = scene.stranger.start()
    assert first.id == sent[0]["message_id"] + 1
    assert sent[1]["message_id"] == 2


async def test_a_start_code_is_a_command(scene: Scene) -> None:
    """Opening t.me/…?start=CODE becomes a message with a command in it."""
    scene.stranger.start("ABCD-EFGH")
    message = scene.double.updates.waiting[0].body["message"]
    assert message["text"] == "/start ABCD-EFGH"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_next_message_gives_each_message_and_edit_once(scene: Scene, ask: Ask) -> None:
    """A new text is news, a changed keyboard is not; what was shown before stays as it was."""
    where = {"chat_id": scene.contact.user.id}
    sent = (await ask("sendMessage", **where, text="eins"))[1]["result"]["message_id"]
    await ask("editMessageText", **where, message_id=sent, text="<b>zwei</b>", parse_mode="HTML")
    markup = {"inline_keyboard": [[{"text": "Ja", "callback_data": "1"}]]}
    await ask("editMessageReplyMarkup", **where, message_id=sent, reply_markup=markup)
    first, second = [await scene.contact.next_message() for _ in range(2)]
    assert (first.text, first.is_edited, second.html, second.is_edited) == ("eins", False, "<b>zwei</b>", True)
    assert scene.contact.unheard() == []
    assert scene.contact.sees(sent).labels == ["Ja"]
    with pytest.raises(TimeoutError):
        await scene.contact.next_message(0.01)


async def test_a_button_that_is_gone_cannot_be_pressed_but_forged(scene: Scene, ask: Ask) -> None:
    """A client sends what it likes; the message of a deleted button is inaccessible."""
    sent = (await ask("sendMessage", chat_id=scene.contact.user.id, text="?"))[1]["result"]["message_id"]
    with pytest.raises(PersonFailedError):
        scene.contact.press("Ja")
    await ask("deleteMessage", chat_id=scene.contact.user.id, message_id=sent)
    scene.contact.send_callback("x" * 64, sent)
    query = scene.double.updates.waiting[-1].body["callback_query"]
    assert (query["data"], query["message"]["date"]) == ("x" * 64, 0)


async def test_leaving_and_being_removed_are_told(scene: Scene, ask: Ask) -> None:
    """Both change what the bot is."""
    scene.group.remove_bot()
    await ask("leaveChat", chat_id=scene.forum.id)
    changes = [each.body.get("my_chat_member") for each in scene.double.updates.waiting]
    assert [each["new_chat_member"]["status"] for each in changes if each] == ["kicked", "left"]
    assert scene.forum.chat.bot is Standing.LEFT


FAULTS = [
    pytest.param(Fault("sendMessage", nth=2, answer=throttled(3)), [200, 429, 200], id="the second call is throttled"),
    pytest.param(Fault("sendMessage", times=2, answer=forbidden("x")), [403, 403, 200], id="two calls are forbidden"),
    pytest.param(Fault("getMe", answer=forbidden("x")), [200, 200, 200], id="another method is not meant"),
    pytest.param(Fault("", 99, answer=forbidden("x")), [200, 200, 200], id="another chat is not meant"),
]


@pytest.mark.parametrize(("fault", "statuses"), FAULTS)
async def test_faults_strike_whom_they_mean(scene: Scene, ask: Ask, fault: Fault, statuses: list[int]) -> None:
    """By method, by chat, by number of the call."""
    scene.double.faults.plan(fault)
    got = [(await ask("sendMessage", chat_id=scene.contact.user.id, text="x"))[0] for _ in range(3)]
    assert got == statuses
    assert fault.used == sum(status != 200 for status in statuses)


async def test_an_error_may_come_after_delivery(scene: Scene, ask: Ask) -> None:
    """A 502 that lies: the message is there all the same."""
    scene.double.faults.plan(Fault("sendMessage", answer=server_error(502), done_anyway=True))
    status, answer = await ask("sendMessage", chat_id=scene.contact.user.id, text="x")
    assert (status, answer["description"]) == (502, "Bad Gateway")
    assert (await scene.contact.next_message()).text == "x"


@pytest.mark.parametrize("options", [[0, 1], [2], [-1]], ids=["two of one", "none there is", "before the first"])
async def test_clients_let_nobody_vote_for_what_is_not_offered(scene: Scene, ask: Ask, options: list[int]) -> None:
    """One answer where one is possible, of those there are; and none once the poll is closed."""
    asked = {"question": "Wann?", "options": ["Montag", "Freitag"], "is_anonymous": False}
    sent = (await ask("sendPoll", chat_id=scene.group.id, **asked))[1]["result"]["message_id"]
    poll = scene.group.chat.messages[sent]
    with pytest.raises(PersonFailedError):
        scene.contact.vote(poll, options)
    scene.contact.vote(poll, [1])
    assert scene.double.updates.waiting[-1].body["poll_answer"]["option_ids"] == [1]
    await ask("stopPoll", chat_id=scene.group.id, message_id=sent)
    with pytest.raises(PersonFailedError):
        scene.contact.vote(poll, [0])

"""Two independent clients make the same calls: both understand every answer and raise their own exceptions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.demo.telegram_double.errors import ApiError, bad_request, forbidden, migrated, server_error, throttled
from bot.demo.telegram_double.faults import Cut
from bot.demo.telegram_double.pictures import PIXEL
from tests.telegram_double.stage import Client, Scene

GIVEN_NAME = "<b>cs_summit</b> [x](y)"


async def test_the_bot_learns_who_it_is(scene: Scene, client: Client) -> None:
    """It is told its id, name and that privacy mode is on."""
    me = await client.bot.get_me()
    assert (me.id, me.username, me.is_bot) == (scene.double.world.bot.id, "hafenbote_bot", True)
    assert me.can_read_all_group_messages is False


async def test_a_message_arrives_as_it_was_marked(scene: Scene, client: Client) -> None:
    """Markup becomes entities counted in UTF-16, and the person's client shows it again."""
    html = '😀 <b>20 Plätze</b> &lt;neu&gt; <a href="https://example.org/x">hier</a>'
    message = await client.bot.send_message(scene.contact.user.id, html, parse_mode="HTML")
    shown = await scene.contact.next_message()
    assert message.text == shown.text == "😀 20 Plätze <neu> hier"
    assert [(each.offset, each.length) for each in message.entities] == [(3, 9), (19, 4)]
    assert shown.html == html


async def test_a_keyboard_is_shown_pressed_answered_and_taken_away(scene: Scene, client: Client) -> None:
    """The whole life of a choice."""
    keyboard = client.keyboard([[("Ja", "1"), ("Nein", "2")], [("Später", "3")]])
    sent = await client.bot.send_message(scene.contact.user.id, "Bestätigen?", reply_markup=keyboard)
    assert (await scene.contact.next_message()).labels == ["Ja", "Nein", "Später"]
    tap = scene.contact.press("Nein")
    update = (await client.bot.get_updates())[-1]
    assert (update.callback_query.data, update.callback_query.message.message_id) == ("2", sent.message_id)
    assert await client.bot.answer_callback_query(update.callback_query.id, text="Danke", show_alert=True)
    assert (tap.is_answered, tap.text, tap.is_alert) == (True, "Danke", True)
    where = {"chat_id": scene.contact.user.id, "message_id": sent.message_id}
    assert await client.bot.edit_message_reply_markup(**where)
    assert scene.contact.sees(sent.message_id).buttons == ()
    assert await client.bot.edit_message_text("Bestätigt.", **where)
    edited = await scene.contact.next_message()
    assert (edited.text, edited.is_edited) == ("Bestätigt.", True)
    assert await client.bot.delete_message(**where)
    assert scene.contact.sees(sent.message_id).is_deleted


async def test_files_go_both_ways(scene: Scene, client: Client) -> None:
    """A bot's file arrives whole; a person's can be fetched whole."""
    document = client.file(b"AGS;Plaetze\n", "zusagen.csv")
    sent = await client.bot.send_document(scene.contact.user.id, document, caption="<i>Stand</i>", parse_mode="HTML")
    heard = await scene.contact.next_message()
    assert (heard.files[0].name, heard.files[0].content, heard.html) == (
        "zusagen.csv",
        b"AGS;Plaetze\n",
        "<i>Stand</i>",
    )
    assert (sent.document.file_name, sent.document.mime_type, sent.document.file_size) == (
        "zusagen.csv",
        "text/csv",
        12,
    )
    photo = await client.bot.send_photo(scene.contact.user.id, client.file(PIXEL, "qr.png"))
    assert await client.download(photo.photo[-1].file_id) == PIXEL
    scene.contact.send_document("beschluss.pdf", b"%PDF-1.7 ganz")
    update = (await client.bot.get_updates())[-1]
    assert await client.download(update.message.document.file_id) == b"%PDF-1.7 ganz"


async def test_a_caption_is_edited_and_a_text_is_not(scene: Scene, client: Client) -> None:
    """Each has a method of its own, and limits of its own; a file can be left without a caption."""
    chat = scene.contact.user.id
    sent = await client.bot.send_document(chat, client.file(b"AGS", "zusagen.csv"), caption="alt")
    where = {"chat_id": chat, "message_id": sent.message_id}
    edited = await client.bot.edit_message_caption(**where, caption="<b>neu</b>", parse_mode="HTML")
    assert (edited.caption, edited.message_id) == ("neu", sent.message_id)
    assert scene.contact.sees(sent.message_id).html == "<b>neu</b>"
    with pytest.raises(client.errors["bad request"], match=r"(?i)message is not modified"):
        await client.bot.edit_message_caption(**where, caption="<b>neu</b>", parse_mode="HTML")
    with pytest.raises(client.errors["bad request"], match=r"(?i)message caption is too long"):
        await client.bot.edit_message_caption(**where, caption="x" * 1025)
    with pytest.raises(client.errors["bad request"], match=r"(?i)there is no text in the message to edit"):
        await client.bot.edit_message_text("x", **where)
    assert not (await client.bot.edit_message_caption(**where)).caption
    text = await client.bot.send_message(chat, "Text")
    with pytest.raises(client.errors["bad request"], match=r"(?i)there is no caption in the message to edit"):
        await client.bot.edit_message_caption(chat_id=chat, message_id=text.message_id, caption="x")


async def test_a_message_is_deleted_within_two_days(scene: Scene, client: Client) -> None:
    """Afterwards it stays, but in a group whose administrator the bot is; an edit has no such limit."""
    for chat in (scene.contact.user.id, scene.group.id):
        for late in (False, True):
            sent = await client.bot.send_message(chat, "Rundschreiben")
            scene.wall.time += 48 * 3600 + late
            if not late:
                assert await client.bot.delete_message(chat, sent.message_id)
                continue
            with pytest.raises(client.errors["bad request"], match=r"(?i)message can't be deleted for everyone"):
                await client.bot.delete_message(chat, sent.message_id)
            assert await client.bot.edit_message_text("Zurückgezogen", chat_id=chat, message_id=sent.message_id)
    scene.group.promote_bot()
    assert await client.bot.delete_message(scene.group.id, sent.message_id)


async def test_a_message_is_pinned_by_who_may(scene: Scene, client: Client) -> None:
    """In a private chat the bot may, in a group only as an administrator; what is pinned is not pinned again."""
    sent = await client.bot.send_message(scene.group.id, "Termin")
    with pytest.raises(client.errors["bad request"], match=r"(?i)not enough rights to manage pinned messages"):
        await client.bot.pin_chat_message(scene.group.id, sent.message_id, disable_notification=True)
    scene.group.promote_bot()
    assert await client.bot.pin_chat_message(scene.group.id, sent.message_id, disable_notification=True)
    with pytest.raises(client.errors["bad request"], match=r"(?i)chat_not_modified"):
        await client.bot.pin_chat_message(scene.group.id, sent.message_id)
    shown = await client.bot.get_chat(scene.group.id)
    assert (shown.pinned_message.message_id, shown.pinned_message.text) == (sent.message_id, "Termin")
    private = await client.bot.send_message(scene.contact.user.id, "Termin")
    assert await client.bot.pin_chat_message(scene.contact.user.id, private.message_id)


async def test_a_message_answers_another(scene: Scene, client: Client) -> None:
    """What is answered is shown; where it is gone, the answer is sent without it, if the bot says so."""
    said, chat = scene.contact.say("Frage"), scene.contact.user.id
    about = client.types.ReplyParameters(message_id=said.id, allow_sending_without_reply=True)
    answer = await client.bot.send_message(chat, "Antwort", reply_parameters=about)
    assert answer.reply_to_message.message_id == said.id
    assert (await scene.contact.next_message()).reply_to == said.id
    gone = client.types.ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await client.bot.send_message(chat, "Antwort", reply_parameters=gone)).reply_to_message is None
    with pytest.raises(client.errors["bad request"], match=r"(?i)message to be replied not found"):
        await client.bot.send_message(chat, "x", reply_parameters=client.types.ReplyParameters(message_id=999))


async def test_everything_people_do_is_understood(scene: Scene, client: Client) -> None:
    """Each kind of update is parsed."""
    kinds = ["message", "edited_message", "callback_query", "poll", "poll_answer", "my_chat_member", "message_reaction"]
    kinds += ["channel_post", "edited_channel_post"]
    await client.bot.get_updates(allowed_updates=kinds)
    said = await client.bot.send_message(scene.contact.user.id, "Hallo")
    poll = await client.bot.send_poll(scene.contact.user.id, "Wann?", ["Montag", "Freitag"], is_anonymous=False)
    contact = scene.contact
    contact.say("/hilfe")
    contact.edit("/status")
    contact.send_photo("Foto")
    contact.send_album("Album")
    contact.send_sticker()
    contact.send_voice()
    contact.send_video()
    contact.send_document()
    contact.send_location()
    contact.react("👍", said.message_id)
    contact.vote(contact.chat.messages[poll.message_id], [1])
    contact.block()
    contact.unblock()
    scene.channel.edit_post(scene.channel.post("Rundschreiben"), "Rundschreiben 2")
    topic = scene.forum.open_topic("NRW")
    contact.say("/zahlen@hafenbote_bot", chat=scene.forum.chat, topic=topic)
    scene.group.migrate()
    updates = await client.bot.get_updates(offset=1)
    told = [kind for each in updates for kind in kinds if getattr(each, kind)]
    assert len(told) == len(updates)
    assert set(told) == set(kinds) - {"callback_query"}


async def test_names_that_look_like_markup_stay_names(scene: Scene, client: Client) -> None:
    """A name is told as it is."""
    scene.double.person(GIVEN_NAME, user_id=77).say("\u202ehallo")
    update = (await client.bot.get_updates())[-1]
    assert (update.message.from_user.first_name, update.message.text) == (GIVEN_NAME, "\u202ehallo")


async def test_commands_are_kept_for_each_scope_and_language(scene: Scene, client: Client) -> None:
    """SetMyCommands, getMyCommands and deleteMyCommands agree."""
    command = client.types.BotCommand(command="zusage", description="Plätze melden")
    scope = client.types.BotCommandScopeChat(chat_id=scene.contact.user.id)
    assert await client.bot.set_my_commands([command], scope=scope, language_code="de")
    kept = await client.bot.get_my_commands(scope=scope, language_code="de")
    assert [(each.command, each.description) for each in kept] == [("zusage", "Plätze melden")]
    assert list(await client.bot.get_my_commands()) == []
    assert await client.bot.delete_my_commands(scope=scope, language_code="de")
    assert list(await client.bot.get_my_commands(scope=scope, language_code="de")) == []


async def test_chats_members_actions_reactions_and_polls(scene: Scene, client: Client) -> None:
    """The rest of the methods answer in a form both understand."""
    chat = await client.bot.get_chat(scene.group.id)
    assert (chat.title, str(chat.type).rpartition(".")[2].lower()) == ("Sprecher*innen", "group")
    member = await client.bot.get_chat_member(scene.group.id, scene.contact.user.id)
    assert str(member.status).rpartition(".")[2].lower() in ("creator", "owner")
    assert await client.bot.send_chat_action(scene.contact.user.id, "typing")
    said = scene.contact.say("Danke")
    emoji = client.types.ReactionTypeEmoji(emoji="👍")
    assert await client.bot.set_message_reaction(scene.contact.user.id, said.id, [emoji])
    assert scene.contact.sees(said.id).reactions == ("👍",)
    poll = await client.bot.send_poll(scene.contact.user.id, "Wann?", ["Montag", "Freitag"])
    stopped = await client.bot.stop_poll(scene.contact.user.id, poll.message_id)
    assert (stopped.is_closed, [each.text for each in stopped.options]) == (True, ["Montag", "Freitag"])
    assert await client.bot.leave_chat(scene.group.id)


async def test_the_webhook_is_set_told_and_deleted(client: Client) -> None:
    """The three methods of the webhook; while it is set, polling conflicts."""
    assert await client.bot.set_webhook("http://127.0.0.1:9/telegram", secret_token="s3cret", max_connections=5)
    info = await client.bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == ("http://127.0.0.1:9/telegram", 5, 0)
    with pytest.raises(client.errors["conflict"], match="can't use getUpdates method while webhook is active"):
        await client.bot.get_updates()
    assert await client.bot.delete_webhook()
    assert (await client.bot.get_webhook_info()).url == ""


REFUSALS = [
    pytest.param(bad_request("chat not found"), "bad request", "(?i)chat not found", id="a bad request is one"),
    pytest.param(
        forbidden("bot was blocked by the user"), "forbidden", "blocked by the user", id="blocked is forbidden"
    ),
    pytest.param(migrated(-1_002_000_000_009), "migrated", None, id="a migrated group names its new id"),
    pytest.param(throttled(7), "throttled", None, id="a throttled call says how long to wait"),
    pytest.param(server_error(500), "server", "Internal Server Error", id="500 is the server's fault"),
    pytest.param(server_error(502), "server", "Bad Gateway", id="502 is the server's fault"),
]


@pytest.mark.parametrize(("refusal", "kind", "words"), REFUSALS)
async def test_a_refusal_raises_the_right_exception(
    scene: Scene, client: Client, refusal: ApiError, kind: str, words: str | None
) -> None:
    """Each refusal becomes the exception meant for it, with its parameters."""
    scene.double.refuse(refusal, "sendMessage")
    with pytest.raises(client.errors[kind], match=words) as raised:
        await client.bot.send_message(scene.contact.user.id, "Hallo")
    told: Any = raised.value
    if kind == "throttled":
        assert told.retry_after in (7, timedelta(seconds=7))
    if kind == "migrated":
        assert -1_002_000_000_009 in (getattr(told, "new_chat_id", 0), getattr(told, "migrate_to_chat_id", 0))


@pytest.mark.parametrize("cut", list(Cut))
async def test_a_cut_connection_is_a_network_error(scene: Scene, client: Client, cut: Cut) -> None:
    """Whenever the connection breaks, the client knows nothing; the double knows whether it was delivered."""
    scene.double.cut(cut, "sendMessage")
    with pytest.raises(client.errors["network"]):
        await client.bot.send_message(scene.contact.user.id, "Hallo")
    delivered = [each.text for each in scene.contact.unheard()]
    assert delivered == ([] if cut is Cut.BEFORE else ["Hallo"])
    assert [call.done for call in scene.double.calls_of("sendMessage")] == [cut is not Cut.BEFORE]
    assert await client.bot.send_message(scene.contact.user.id, "Noch einmal")

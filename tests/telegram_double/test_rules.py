"""Rules that need more than one request: who is out of reach, what can be edited, what is too large."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from aiohttp import ClientSession, FormData

from bot.demo.telegram_double.errors import throttled
from tests.telegram_double.rows import button, keyboard
from tests.telegram_double.stage import Ask, Scene

ACCESS = [
    pytest.param(lambda s: s.contact.block(), "contact", 403, "Forbidden: bot was blocked by the user", id="blocked"),
    pytest.param(
        lambda s: s.contact.delete_account(), "contact", 403, "Forbidden: user is deactivated", id="deleted account"
    ),
    pytest.param(
        lambda s: s.group.remove_bot(),
        "group",
        403,
        "Forbidden: bot was kicked from the group chat",
        id="kicked from a group",
    ),
    pytest.param(
        lambda s: s.forum.remove_bot(),
        "forum",
        403,
        "Forbidden: bot was kicked from the supergroup chat",
        id="kicked from a supergroup",
    ),
    pytest.param(
        lambda s: s.channel.remove_bot(),
        "channel",
        403,
        "Forbidden: bot was kicked from the channel chat",
        id="kicked from a channel",
    ),
]


@pytest.mark.parametrize(("happens", "where", "status", "description"), ACCESS)
async def test_out_of_reach(  # noqa: PLR0913 - a table's row and two fixtures
    scene: Scene, ask: Ask, happens: Callable[[Scene], None], where: str, status: int, description: str
) -> None:
    """Who or what is gone is refused as Telegram refuses it."""
    happens(scene)
    chat = getattr(scene, where).chat
    answer = await ask("sendMessage", chat_id=chat.id, text="Hallo")
    assert answer == (status, {"ok": False, "error_code": status, "description": description})
    assert not any(shown.by_bot and shown.kind == "text" for shown in scene.contact.messages(chat=chat))


async def test_a_migrated_group_names_its_new_id(scene: Scene, ask: Ask) -> None:
    """The old id is refused with the new one, which works."""
    new = scene.group.migrate()
    status, answer = await ask("sendMessage", chat_id=scene.group.id, text="Hallo")
    assert (status, answer["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert (await ask("sendMessage", chat_id=new.id, text="Hallo"))[0] == 200
    told = [each.body["message"] for each in scene.double.updates.waiting]
    assert [each.get("migrate_to_chat_id") for each in told] == [new.id, None]
    assert [each.get("migrate_from_chat_id") for each in told] == [None, scene.group.id]


async def test_the_same_text_again_is_no_edit(scene: Scene, ask: Ask) -> None:
    """Same text and same keyboard is refused; another keyboard, or none, is a change."""
    marked = {"text": "Ja?", "reply_markup": keyboard(button(callback_data="1"))}
    sent = (await ask("sendMessage", chat_id=scene.contact.user.id, **marked))[1]["result"]
    where = {"chat_id": scene.contact.user.id, "message_id": sent["message_id"]}
    status, answer = await ask("editMessageText", **where, **marked)
    assert status == 400
    assert answer["description"].startswith("Bad Request: message is not modified: specified new message content")
    assert (await ask("editMessageText", **where, text="Ja?"))[0] == 200
    assert (await ask("editMessageReplyMarkup", **where))[1]["description"].startswith(
        "Bad Request: message is not mod"
    )


async def test_old_messages_can_be_edited_but_not_deleted(scene: Scene, ask: Ask) -> None:
    """A bot's own message is editable for ever; after 48 hours nothing is deleted for everybody."""
    sent = (await ask("sendMessage", chat_id=scene.contact.user.id, text="alt"))[1]["result"]
    scene.wall.time += 48 * 3600 + 1
    where = {"chat_id": scene.contact.user.id, "message_id": sent["message_id"]}
    assert (await ask("editMessageText", **where, text="neu"))[0] == 200
    status, answer = await ask("deleteMessage", **where)
    assert (status, answer["description"]) == (400, "Bad Request: message can't be deleted for everyone")


async def test_a_pressed_button_is_answered_once(scene: Scene, ask: Ask) -> None:
    """The second answer is too late."""
    sent = await ask(
        "sendMessage", chat_id=scene.contact.user.id, text="?", reply_markup=keyboard(button(callback_data="1"))
    )
    tap = scene.contact.send_callback("gefälscht", sent[1]["result"]["message_id"])
    assert (await ask("answerCallbackQuery", callback_query_id=tap.id))[0] == 200
    assert (await ask("answerCallbackQuery", callback_query_id=tap.id))[0] == 400


async def test_files_have_their_limits(scene: Scene, ask: Ask) -> None:
    """A caption has 1024 units, a photo must be one, 20 MB can be fetched."""
    file = scene.contact.send_document("gross.zip", b"", size=20 * 1024 * 1024 + 1).files[0]
    assert (await ask("getFile", file_id=file.file_id))[1]["description"] == "Bad Request: file is too big"
    known = scene.contact.send_document().files[0].file_id
    answer = await ask("sendDocument", chat_id=scene.contact.user.id, document=known, caption="x" * 1025)
    assert answer[1]["description"] == "Bad Request: message caption is too long"
    answer = await ask("sendPhoto", chat_id=scene.contact.user.id, photo=known)
    assert answer[1]["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_more_than_50_mb_are_not_taken(scene: Scene) -> None:
    """An upload that is too large is refused with 413."""
    form = FormData({"chat_id": str(scene.contact.user.id)})
    form.add_field("document", BytesIO(bytes((50 << 20) + 1)), filename="zu-gross.bin")
    address = f"{scene.double.url}/bot{scene.double.token}/sendDocument"
    async with ClientSession() as session, session.post(address, data=form) as answer:
        told = await answer.json()
    assert told == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def test_a_wrong_token_says_nothing_else(scene: Scene) -> None:
    """401 for calls and downloads, 404 for any other address."""
    async with ClientSession() as session:
        for path, status, words in (
            ("/bot1:wrong/getMe", 401, "Unauthorized"),
            ("/file/bot1:wrong/x", 401, "Unauthorized"),
            ("/getMe", 404, "Not Found"),
        ):
            async with session.get(scene.double.url + path) as answer:
                assert await answer.json() == {"ok": False, "error_code": status, "description": words}


async def test_parameters_come_in_every_form(scene: Scene) -> None:
    """Address, form, JSON and multipart mean the same, and methods have no case."""
    address = f"{scene.double.url}/bot{scene.double.token}/SENDmessage"
    said = {
        "chat_id": str(scene.contact.user.id),
        "text": "Hallo",
        "reply_markup": json.dumps(keyboard(button(callback_data="1"))),
    }
    parts = FormData(said, default_to_multipart=True)
    async with ClientSession() as session:
        for how in ({"params": said}, {"data": said}, {"json": said}, {"data": parts}):
            async with session.post(address, **how) as answer:
                assert answer.status == 200
        async with session.get(address, params=said) as answer:
            assert answer.status == 200
    assert [shown.labels for shown in scene.contact.unheard()] == [["Ja"]] * 5


async def test_a_query_is_too_old_after_a_while(scene: Scene, ask: Ask) -> None:
    """Who answers a pressed button late is refused."""
    sent = (await ask("sendMessage", chat_id=scene.contact.user.id, text="?"))[1]["result"]["message_id"]
    tap = scene.contact.send_callback("1", sent)
    tap.at -= 16
    status, answer = await ask("answerCallbackQuery", callback_query_id=tap.id)
    assert (status, answer["description"].startswith("Bad Request: query is too old")) == (400, True)


async def test_a_client_shows_the_commands_of_the_narrowest_scope(scene: Scene, ask: Ask) -> None:
    """A chat's own list goes before that of all private chats, a language before none."""
    told = [{"command": "hilfe", "description": "Hilfe"}]
    await ask("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    assert scene.contact.commands() == ["help"]
    await ask("setMyCommands", commands=told, scope={"type": "all_private_chats"}, language_code="de")
    assert (scene.contact.commands(), scene.stranger.commands()) == (["hilfe"], ["help"])
    scope = {"type": "chat", "chat_id": scene.contact.user.id}
    await ask("setMyCommands", commands=[{"command": "zahlen", "description": "Zahlen"}, *told], scope=scope)
    assert scene.contact.commands() == ["zahlen", "hilfe"]


async def test_a_planned_pause_that_is_not_kept_is_counted(scene: Scene, ask: Ask) -> None:
    """After 429 a chat is to be left alone for ``retry_after`` seconds."""
    scene.double.refuse(throttled(30), "sendMessage", chat_id=scene.contact.user.id)
    for chat_id in (scene.contact.user.id, scene.group.id, scene.contact.user.id):
        await ask("sendMessage", chat_id=chat_id, text="x")
    assert [(each.limit, each.chat_id) for each in scene.double.violations] == [("pause", scene.contact.user.id)]

"""What a transcript hears of people on Telegram."""

from __future__ import annotations

from bot.demo.telegram_crowd import TelegramCrowd
from tests.telegram_double.stage import Ask, Scene


async def test_a_changed_text_is_heard_and_a_keyboard_that_is_taken_away_is_not(scene: Scene, ask: Ask) -> None:
    """Both are edits. One says something new, the other only that a question is answered."""
    crowd = TelegramCrowd(scene.double)
    await crowd.enter("Köln")
    await crowd.write("Köln", "zusage", group=None)
    chat = crowd.account("Köln")
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "1"}]]}
    for question in ("Wirklich?", "Sicher?"):
        asked = (await ask("sendMessage", chat_id=chat, text=question, reply_markup=keyboard))[1]["result"]
        await ask("editMessageReplyMarkup", chat_id=chat, message_id=asked["message_id"])
        assert await crowd.next_message("Köln", 1) == f"{question}\n\n1. Ja"
    assert crowd.unheard() == []
    await ask("editMessageText", chat_id=chat, message_id=asked["message_id"], text="Gemeldet.")
    assert crowd.unheard() == ["Köln: [geändert]\nGemeldet."]
    assert await crowd.next_message("Köln", 1) == "[geändert]\nGemeldet."
    assert crowd.unheard() == []

"""getUpdates: numbers, offsets, waiting, quarrels, and a network that mixes things up."""

from __future__ import annotations

import asyncio

from tests.telegram_double.stage import Answer, Ask, Scene


def texts(answer: Answer) -> list[str]:
    """List the texts of the messages in an answer of getUpdates."""
    return [each["message"]["text"] for each in answer[1]["result"]]


async def test_updates_stay_until_they_are_confirmed(scene: Scene, ask: Ask) -> None:
    """Asking again gives the same; an offset forgets what lies below it."""
    scene.contact.say("eins")
    scene.contact.say("zwei")
    first = await ask("getUpdates")
    assert texts(first) == ["eins", "zwei"]
    numbers = [each["update_id"] for each in first[1]["result"]]
    assert numbers[1] == numbers[0] + 1
    assert texts(await ask("getUpdates", offset=numbers[1])) == ["zwei"]
    assert texts(await ask("getUpdates", offset=-1)) == ["zwei"]
    scene.contact.say("drei")
    assert texts(await ask("getUpdates", offset=numbers[1] + 1)) == ["drei"]


async def test_a_limit_is_kept(scene: Scene, ask: Ask) -> None:
    """No more than asked for, at least one, at most a hundred."""
    for number in range(120):
        scene.contact.say(str(number))
    assert len(texts(await ask("getUpdates", limit=7))) == 7
    assert len(texts(await ask("getUpdates", offset=1, limit=0))) == 1
    assert len(texts(await ask("getUpdates", offset=2, limit=500))) == 100


async def test_a_long_poll_ends_with_the_first_update(scene: Scene, ask: Ask) -> None:
    """Waiting ends at once when somebody writes, and empty when nobody does."""
    waiting = asyncio.create_task(ask("getUpdates", offset=5, timeout=10))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    scene.contact.say("da")
    assert texts(await asyncio.wait_for(waiting, 2)) == ["da"]
    assert await ask("getUpdates", offset=10**9, timeout=1) == (200, {"ok": True, "result": []})


async def test_the_second_who_polls_ends_the_first(scene: Scene, ask: Ask) -> None:
    """The earlier one gets 409, the later one waits on."""
    first = asyncio.create_task(ask("getUpdates", offset=1, timeout=10))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(ask("getUpdates", offset=2, timeout=10))
    status, answer = await asyncio.wait_for(first, 2)
    reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
    assert (status, answer["description"]) == (409, f"Conflict: {reason}")
    scene.contact.say("da")
    assert texts(await asyncio.wait_for(second, 2)) == ["da"]
    assert scene.double.server.polling.conflicts == 1


async def test_setting_a_webhook_ends_the_poll(ask: Ask) -> None:
    """Who waits is told why."""
    polling = asyncio.create_task(ask("getUpdates", timeout=10))
    await asyncio.sleep(0.1)
    await ask("setWebhook", url="http://127.0.0.1:9/")
    assert (await asyncio.wait_for(polling, 2))[1]["description"] == "Conflict: terminated by setWebhook request"


async def test_only_wanted_kinds_come(scene: Scene, ask: Ask) -> None:
    """The choice stays until another is made; reactions come only if they are named."""
    scene.contact.say("Hallo")
    said = await ask("sendMessage", chat_id=scene.contact.user.id, text="Hallo")
    scene.contact.react("👍")
    assert [min(each) for each in (await ask("getUpdates"))[1]["result"]] == ["message"]
    await ask("getUpdates", offset=10**9 - 1, allowed_updates=["message_reaction"], timeout=0)
    scene.contact.say("nicht gewollt")
    scene.contact.react("🔥")
    update = (await ask("getUpdates", offset=1))[1]["result"][-1]
    assert update["message_reaction"]["message_id"] == said[1]["result"]["message_id"]
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_updates_come_out_of_order(scene: Scene, ask: Ask) -> None:
    """What is held back comes in the order the test wants."""
    scene.double.updates.hold()
    for text in ("eins", "zwei", "drei"):
        scene.contact.say(text)
    assert scene.double.updates.waiting == []
    scene.double.updates.release()
    assert texts(await ask("getUpdates")) == ["drei", "zwei", "eins"]


async def test_an_update_comes_five_times_even_when_confirmed(scene: Scene, ask: Ask) -> None:
    """A repeated update has its old number."""
    scene.contact.say("eins")
    update = (await ask("getUpdates"))[1]["result"][0]
    made = scene.double.updates.made[-1]
    for number in range(1, 6):
        scene.double.updates.repeat(made)
        again = await ask("getUpdates", offset=update["update_id"] + number)
        assert again[1]["result"] == [update]


async def test_anything_can_be_an_update(scene: Scene, ask: Ask) -> None:
    """Raw updates of unknown kinds are handed out as they are."""
    scene.double.inject({"levitation": {"height": 3}})
    update = (await ask("getUpdates"))[1]["result"][0]
    assert update["levitation"] == {"height": 3}
    scene.double.inject({"update_id": 5, "message": {}})
    assert (await ask("getUpdates", offset=update["update_id"] + 1))[1]["result"] == [{"update_id": 5, "message": {}}]

"""The webhook is really called: with its secret, until it answers 2xx, each chat in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.telegram_double.stage import Ask, Scene

SECRET = "geheim-123"


class Receiver:
    """A bot's own server; ``answers`` are its next statuses, then 200."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    def texts(self) -> list[str]:
        return [each["message"]["text"] for each in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Give a server that takes updates."""
    made = Receiver()
    app = web.Application()
    app.router.add_post("/telegram", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    yield made
    await runner.cleanup()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - nobody tells the test
            await asyncio.sleep(0.01)


async def test_updates_are_delivered_with_the_secret(scene: Scene, ask: Ask, receiver: Receiver) -> None:
    """What waited and what comes later is sent, then forgotten."""
    scene.contact.say("vorher")
    assert (await ask("setWebhook", url=receiver.url, secret_token=SECRET))[0] == 200
    scene.contact.say("nachher")
    await until(lambda: not scene.double.updates.waiting)
    assert receiver.texts() == ["vorher", "nachher"]
    assert set(receiver.secrets) == {SECRET}
    assert [each.status for each in scene.double.webhook.attempts] == [200, 200]


async def test_a_failed_delivery_is_repeated_in_order(scene: Scene, ask: Ask, receiver: Receiver) -> None:
    """Anything but 2xx is tried again; the chat's next update waits for it."""
    scene.double.webhook.pause = 0.05
    receiver.answers = [500, 404, 302]
    await ask("setWebhook", url=receiver.url)
    scene.contact.say("eins")
    scene.contact.say("zwei")
    await until(lambda: not scene.double.updates.waiting)
    assert receiver.texts() == ["eins", "eins", "eins", "eins", "zwei"]
    assert receiver.secrets[0] is None
    told = (await ask("getWebhookInfo"))[1]["result"]
    assert told["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_an_unreachable_webhook_keeps_its_updates(scene: Scene, ask: Ask) -> None:
    """Nothing is lost while nobody listens."""
    await ask("setWebhook", url="http://127.0.0.1:9/telegram")
    scene.contact.say("eins")
    await until(lambda: len(scene.double.webhook.attempts) > 1)
    told = (await ask("getWebhookInfo"))[1]["result"]
    assert told["pending_update_count"] == 1
    assert told["last_error_message"].startswith("Connection failed")


async def test_deleting_may_drop_what_waits(scene: Scene, ask: Ask) -> None:
    """Polling begins where the webhook ended, or empty."""
    await ask("setWebhook", url="http://127.0.0.1:9/telegram")
    scene.contact.say("eins")
    await ask("deleteWebhook")
    assert len((await ask("getUpdates"))[1]["result"]) == 1
    await ask("deleteWebhook", drop_pending_updates=True)
    assert scene.double.updates.waiting == []


async def test_a_webhook_is_not_set_twice_a_second(ask: Ask) -> None:
    """The second setWebhook within a second is throttled."""
    await ask("setWebhook", url="http://127.0.0.1:9/a")
    status, answer = await ask("setWebhook", url="http://127.0.0.1:9/b")
    assert (status, answer["parameters"]) == (429, {"retry_after": 1})

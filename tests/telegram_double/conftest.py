"""A double with a small world in it, and the clients that must agree about it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram
from aiogram import types as aiogram_types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.limits import Limits
from tests.telegram_double.stage import AIOGRAM_ERRORS, PTB_ERRORS, Answer, Ask, Client, Scene, Wall


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Give the small world. Its limits are wide: tests of limits bring their own double."""
    wall = Wall()
    wide = Limits(overall=(10_000, 1.0), per_private_chat=(10_000, 1.0), per_group=(10_000, 60.0))
    async with TelegramDouble(clock=wall, limits=wide) as double:
        contact = double.person("Ansprechperson Bielefeld", username="kontakt_bielefeld")
        stranger = double.person("Gast", language=None)
        contact.start()
        group = double.group("Sprecher*innen", contact, [stranger])
        forum = double.forum("Länder", contact)
        made = Scene(double, wall, contact, stranger, group, forum, double.channel("Rundschreiben", contact))
        made.forget()
        yield made


@pytest.fixture
async def ask(scene: Scene) -> AsyncIterator[Ask]:
    """Give a way to call a method with raw JSON."""
    async with ClientSession() as session:

        async def asked(method: str, **params: object) -> Answer:
            address = f"{scene.double.url}/bot{scene.double.token}/{method}"
            async with session.post(address, json=params) as answer:
                return answer.status, await answer.json()

        yield asked


@pytest.fixture
async def ptb(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """Give python-telegram-bot with its own transport."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # the future form of retry_after; the old one warns
    url = scene.double.url
    bot = telegram.Bot(scene.double.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    async with bot:
        yield Client("python-telegram-bot", bot, telegram, PTB_ERRORS)


@pytest.fixture
async def gram(scene: Scene) -> AsyncIterator[Client]:
    """Give aiogram with its own transport."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(scene.double.url))
    bot = aiogram.Bot(scene.double.token, session=session)
    yield Client("aiogram", bot, aiogram_types, AIOGRAM_ERRORS)
    await session.close()


@pytest.fixture(params=["python-telegram-bot", "aiogram"])
def client(request: pytest.FixtureRequest) -> Client:
    """Give each of two client libraries that know nothing of each other."""
    made: Client = request.getfixturevalue("ptb" if request.param == "python-telegram-bot" else "gram")
    return made

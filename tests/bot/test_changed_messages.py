"""What transcripts tell of messages that are changed, removed, or stand in a thread: the same on every stage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from sqlmodel import select

from bot.demo.matrix_crowd import MatrixCrowd
from bot.demo.player import DifferenceError, Player, Stage, matches
from bot.demo.stage import ServiceStage
from bot.demo.synapse import Synapse
from bot.demo.telegram_crowd import TelegramCrowd
from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.transcript import read_transcript
from bot.telegram_network.network import TelegramNetwork
from handlers.messages import Attachment, Message
from handlers.sending import post
from handlers.turn import Outgoing
from storage.database import Database
from storage.groups import Group
from tests.core_stage import START, CoreStage

BEGINNING = """
Am 05.07.2021 um 09:00 Uhr
Dabei: Potsdam (Koordinierungsstelle), Köln (Ansprechperson 05315000)
Gruppe Büro (Koordinierungsstelle): Potsdam, Köln
"""
FILE = Attachment("brief.pdf", "application/pdf", b"%PDF")

Setting = Callable[[Path], AbstractAsyncContextManager[Stage]]


@pytest.fixture
def core(sqlite_database: Database) -> Setting:
    """Play without a network."""

    @asynccontextmanager
    async def opened(_: Path) -> AsyncIterator[Stage]:
        yield CoreStage(sqlite_database)

    return opened


@pytest.fixture
def matrix(synapse: Synapse) -> Setting:
    """Play on a real homeserver."""
    return lambda path: ServiceStage(path, [MatrixCrowd(synapse, path)], start=START)


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Play on the double of Telegram; who reads fast need not wait a second a message."""
    monkeypatch.setattr(TelegramNetwork, "limits", None)

    @asynccontextmanager
    async def opened(path: Path) -> AsyncIterator[Stage]:
        async with TelegramDouble() as double, ServiceStage(path, [TelegramCrowd(double)], start=START) as stage:
            yield stage

    return opened


@pytest.fixture(params=["core", "telegram", pytest.param("matrix", marks=pytest.mark.synapse)])
async def stage(request: pytest.FixtureRequest, home: Path) -> AsyncIterator[Stage]:
    """Give each stage in turn, with a group."""
    async with request.getfixturevalue(request.param)(home) as opened:
        await play(opened, BEGINNING)
        yield opened


async def play(stage: Stage, text: str) -> None:
    """Play lines."""
    await Player(stage).play(read_transcript(text))


async def say(stage: Stage, key: str, message: Message) -> str:
    """Say something in the group; gives what is heard of it."""
    with stage.database.transaction() as session:
        group = session.exec(select(Group)).one()
        post(session, stage.office, [Outgoing(message, group=group, key=key)], stage.clock.now())
    await stage.clock_moved()
    return await stage.next_message("Büro")


async def test_changes_and_removals_are_told(stage: Stage) -> None:
    """Each with the text as it is, or as it was; a message of which nothing is left cannot be answered any more."""
    assert await say(stage, "1", Message("Entwurf")) == "Entwurf"
    assert await say(stage, "2", Message("Fassung 2", replaces="1")) == "[geändert]\nFassung 2"
    assert await say(stage, "3", Message("weg", removes="1")) == "[gelöscht]\nFassung 2"
    assert await say(stage, "4", Message("Anbei", attachment=FILE)) == "[brief.pdf]\nAnbei"
    assert await say(stage, "5", Message("weg", removes="4")) == "[gelöscht]\n[brief.pdf]\nAnbei"
    assert await stage.unheard() == []


async def test_threads_are_told_and_answered(stage: Stage) -> None:
    """What somebody writes in a thread of the bot's reaches it, and the answer reads the same on all networks."""
    assert await say(stage, "1", Message("Frage Nr. 7")) == "Frage Nr. 7"
    assert await say(stage, "2", Message("Dazu **mehr**", thread="1")) == "[im Thread]\nDazu mehr"
    for answered in ("auf", "im Thread von"):
        for message in ("Frage Nr. 7", "Dazu mehr"):
            await play(stage, f"Potsdam antwortet in Büro {answered} „{message}“: !zusagen\nHafenbote an Büro: …")


async def test_the_answer_to_a_thread_stands_in_it(matrix: Setting, home: Path) -> None:
    """Where a network has threads; also in one that people have begun among themselves."""
    async with matrix(home) as stage:
        await play(stage, BEGINNING)
        assert await say(stage, "1", Message("Frage Nr. 7")) == "Frage Nr. 7"
        await stage.write("Potsdam", "!zusagen", "Büro", "Frage Nr. 7", in_thread=True)
        assert (await stage.next_message("Büro")).startswith("[im Thread]\n")


def test_a_thread_is_compared_where_it_is_expected() -> None:
    """A transcript that does not mention it plays on networks with threads and without."""
    assert matches("Moin", "[im Thread]\nMoin")
    assert matches("[im Thread]\nMoin", "[im Thread]\nMoin")
    assert not matches("[im Thread]\nMoin", "Moin")
    assert not matches("Moin", "[geändert]\nMoin")


async def test_a_missing_mark_is_a_difference(sqlite_database: Database) -> None:
    """A transcript that expects a new message does not take a changed one for it."""
    stage = CoreStage(sqlite_database)
    await play(stage, BEGINNING)
    await say(stage, "1", Message("Entwurf"))
    with stage.database.transaction() as session:
        group = session.exec(select(Group)).one()
        post(session, stage.office, [Outgoing(Message("Neu", replaces="1"), group=group)], stage.clock.now())
    await stage.clock_moved()
    with pytest.raises(DifferenceError):
        await play(stage, "Hafenbote an Büro: Neu")

"""The Telegram network against a strict double of the Bot API, over real HTTP."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.errors import bad_request, forbidden, server_error, throttled
from bot.demo.telegram_double.faults import Cut
from bot.downloads import LARGEST_FILE
from bot.networks import Failure, FileUnavailableError, Outcome, Sent
from bot.telegram_network import network as network_module
from bot.telegram_network.account import TelegramAccount
from bot.telegram_network.network import TelegramNetwork
from handlers.messages import FileProblem, Incoming, IncomingFile, Kind
from storage.outbox import FailureKind, OutboxMessage
from tests.bot.doubles import eventually

SECRET = "nur-fuer-diesen-test"


@dataclass
class Inbox:
    """Takes batches in as the service would, and keeps the cursor where the last one ended."""

    events: list[Incoming] = field(default_factory=list)
    cursor: str = ""
    broken: int = 0

    async def __call__(self, batch: Sequence[Incoming], cursor: str = "") -> None:
        """Take in a batch, or fail as a database does that is away."""
        if batch and self.broken:
            self.broken -= 1
            raise ConnectionError
        self.events.extend(batch)
        self.cursor = cursor

    @property
    def texts(self) -> list[str]:
        """What was said."""
        return [event.text for event in self.events]


@dataclass
class Stage:
    """The double, the network and what it received."""

    double: TelegramDouble
    network: TelegramNetwork
    inbox: Inbox

    async def send(self, text: str, chat: object, **more: object) -> Outcome:
        """Send a row of the outbox."""
        return await self.network.send(row(text, str(chat), **more))


def row(text: str, chat: str, **more: object) -> OutboxMessage:
    """Write a row of the outbox."""
    known = {"network": "telegram", "created_at": datetime(2021, 7, 1, tzinfo=UTC)}
    return OutboxMessage(chat=chat, text=text, **known | more)  # type: ignore[arg-type]


@asynccontextmanager
async def receiving(double: TelegramDouble, inbox: Inbox, **account: str) -> AsyncIterator[TelegramNetwork]:
    """Run the network."""
    menus = {"": (("hilfe", "diese Übersicht"),), "en": (("help", "this overview"),)}
    network = TelegramNetwork(TelegramAccount(double.token, double.url, menus=menus, **account))
    task = asyncio.create_task(network.run(inbox, inbox.cursor))
    try:
        yield network
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await network.close()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Give a double and a network that asks it for updates."""
    inbox = Inbox()
    async with TelegramDouble() as double, receiving(double, inbox) as network:
        await eventually(lambda: not network.fault())
        yield Stage(double, network, inbox)


async def test_a_message_arrives(stage: Stage) -> None:
    """What somebody writes comes in, in order, and is acknowledged by the next question."""
    anna = stage.double.person("Anna")
    anna.start("ABCD-EFGH-2345")
    anna.say("zusage")
    await eventually(lambda: len(stage.inbox.events) == 2)
    assert stage.inbox.texts == ["/start ABCD-EFGH-2345", "zusage"]
    assert stage.inbox.events[0].event_id.startswith("6200000001:")
    assert stage.inbox.cursor


async def test_an_update_is_acknowledged_only_after_its_commit(stage: Stage) -> None:
    """When taking in fails, Telegram is asked from the same place again, and nothing is lost."""
    stage.inbox.broken = 1
    stage.double.person("Anna").say("zusage")
    await eventually(lambda: stage.inbox.events)
    assert stage.inbox.texts == ["zusage"]


async def test_a_restart_goes_on_where_it_ended() -> None:
    """What was said while we were down is there; what was taken in does not come again."""
    inbox = Inbox()
    async with TelegramDouble() as double:
        anna = double.person("Anna")
        async with receiving(double, inbox):
            anna.say("eins")
            await eventually(lambda: inbox.events)
        anna.say("zwei")
        async with receiving(double, inbox):
            await eventually(lambda: len(inbox.events) == 2)
    assert inbox.texts == ["eins", "zwei"]


async def test_commands_are_announced(stage: Stage) -> None:
    """Telegram's clients offer our commands, in each language."""
    languages = [call.params.get("language_code", "") for call in stage.double.calls_of("setMyCommands")]
    assert languages == ["", "en"]


async def test_a_button_is_answered_and_taken_away(stage: Stage) -> None:
    """A pressed button comes in as its choice; its spinner ends and its keyboard goes."""
    anna = stage.double.person("Anna")
    anna.start()
    sent = await stage.send("Wählen Sie:", anna.user.id, choices=[["Ja", "ja"], ["Nein", "nein"]], key="k" * 32)
    assert isinstance(sent, Sent)
    await anna.next_message()
    [shown] = [each for each in anna.messages() if each.by_bot]
    assert shown.labels == ["Ja", "Nein"]
    anna.press("Nein")
    await eventually(lambda: stage.inbox.events[-1].kind is Kind.BUTTON)
    assert (stage.inbox.events[-1].text, stage.inbox.events[-1].refers_to) == ("2", "k" * 32)
    await eventually(lambda: stage.double.calls_of("answerCallbackQuery"))
    await eventually(lambda: anna.sees(shown.message_id).labels == [])


async def test_a_long_message_comes_in_parts(stage: Stage) -> None:
    """Each call of a row is a turn of its own: the first says that there is more, the last that it is all."""
    anna = stage.double.person("Anna")
    anna.start()
    text = "Satz ist Satz. " * 400
    first = await stage.send(text, anna.user.id)
    second = await stage.send(text, anna.user.id, parts=1)
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert (first.complete, second.complete) == (False, True)
    assert first.external_id != second.external_id
    assert " ".join(each.text for each in anna.messages() if each.by_bot) == text.strip()


async def test_markup_and_files_arrive(stage: Stage) -> None:
    """A file comes with its text, typed markup stays text, and nothing of it is refused."""
    anna = stage.double.person("<b>cs_summit</b> [x](y)")
    anna.start()
    attached = {"attachment": b"BEGIN:VCALENDAR", "attachment_name": "termin.ics", "attachment_type": "text/calendar"}
    assert isinstance(await stage.send("**Termin** <b>", anna.user.id, **attached), Sent)
    [shown] = [each for each in anna.messages() if each.by_bot]
    assert (shown.html, shown.files[0].name, shown.files[0].content) == (
        "<b>Termin</b> &lt;b&gt;",
        "termin.ics",
        b"BEGIN:VCALENDAR",
    )


async def test_the_type_of_a_file_arrives_whole(stage: Stage) -> None:
    """Telegram is told what kind of calendar file it is; it goes by the name first, so here the name says nothing."""
    anna = stage.double.person("Anna")
    anna.start()
    invitation = "text/calendar; charset=utf-8; method=REQUEST"
    attached = {"attachment": b"BEGIN:VCALENDAR", "attachment_name": "termin", "attachment_type": invitation}
    assert isinstance(await stage.send("Termin", anna.user.id, **attached), Sent)
    [shown] = [each for each in anna.messages() if each.by_bot]
    assert shown.files[0].mime == invitation


async def test_a_replacement_edits(stage: Stage) -> None:
    """The same message says something else; saying the same again is as good as done, and a deleted one comes anew."""
    anna = stage.double.person("Anna")
    anna.start()
    sent = await stage.send("vorher", anna.user.id)
    assert isinstance(sent, Sent)
    for _ in range(2):
        assert await stage.send("nachher", anna.user.id, replaces=sent.external_id) == sent
    assert [each.text for each in anna.messages() if each.by_bot] == ["nachher"]
    anew = await stage.send("nochmal", anna.user.id, replaces="99999")
    assert isinstance(anew, Sent)


POLL = {"question": "Wohin?", "options": ["Köln", "Kiel", "Görlitz"], "several": False}


async def whole(stage: Stage, text: str, chat: object, **more: object) -> Sent:
    """Send all parts of a row; gives how the last one ended."""
    for part in range(5):
        sent = await stage.send(text, chat, parts=part, **more)
        assert isinstance(sent, Sent), sent
        if sent.complete:
            return sent
    raise AssertionError("never complete")


async def test_a_poll_in_a_topic_is_voted_in_and_stopped(stage: Stage) -> None:
    """Its votes come in with the poll's id; stopped, or deleted by somebody, it can be stopped again."""
    anna, bert = stage.double.person("Anna"), stage.double.person("Bert")
    forum = stage.double.forum("Sprecher*innen", anna, [bert])
    topic = forum.open_topic("Fragen")
    sent = await whole(stage, "Umfrage", f"{forum.id}/{topic.id}", poll=POLL)
    poll = forum.chat.messages[int(sent.external_id)]
    assert poll.topic is topic
    assert poll.poll is not None
    assert sent.poll_name == poll.poll.id
    anna.vote(poll, [2])
    bert.vote(poll, [0])
    bert.vote(poll, [])
    await eventually(lambda: len(stage.inbox.events) == 4)  # the first says that we are in
    votes = [each for each in stage.inbox.events if each.kind is Kind.VOTE]
    assert [(each.account, each.text, each.refers_to) for each in votes] == [
        (str(anna.user.id), "3", sent.poll_name),
        (str(bert.user.id), "1", sent.poll_name),
        (str(bert.user.id), "", sent.poll_name),
    ]
    for end in ("Beendet", "Noch einmal"):
        ended = await whole(stage, end, f"{forum.id}/{topic.id}", ends_poll=sent.external_id)
        assert forum.chat.messages[int(ended.external_id)].formatted.text == end
        assert poll.poll.is_closed
    poll.is_deleted = True
    await whole(stage, "Und noch einmal", f"{forum.id}/{topic.id}", ends_poll=sent.external_id)


async def test_a_poll_as_long_as_telegram_takes_it(stage: Stage) -> None:
    """Twelve options of a hundred signs, a question of three hundred: the double's limits are ours."""
    anna = stage.double.person("Anna")
    group = stage.double.group("Sprecher*innen", anna)
    longest = {"question": "ß" * 300, "options": [f"{number:02}" + "ö" * 98 for number in range(12)], "several": True}
    sent = await whole(stage, "Umfrage", group.id, poll=longest)
    poll = group.chat.messages[int(sent.external_id)].poll
    assert poll is not None
    assert len(poll.options) == 12
    assert poll.settings["allows_multiple_answers"] is True


PDF = b"%PDF-1.7 " + bytes(1000)


async def fetched(stage: Stage, content: bytes = PDF, size: int | None = None) -> bytes | FileProblem:
    """Let somebody send a file, and fetch it; gives the problem if there is one."""
    stage.double.person("Anna").send_document("beschluss.pdf", content, size=size)
    await eventually(lambda: stage.inbox.events)
    file = stage.inbox.events[-1].file
    assert file is not None
    try:
        return await stage.network.fetch(file)
    except FileUnavailableError as error:
        return error.problem


async def test_a_file_is_fetched(stage: Stage) -> None:
    """What somebody sent is what we get."""
    assert await fetched(stage) == PDF


async def test_a_file_of_20_mb_is_fetched(stage: Stage) -> None:
    """The largest file that Telegram gives to bots arrives whole."""
    largest = bytes(LARGEST_FILE)
    assert await fetched(stage, largest) == largest


@pytest.mark.parametrize(
    ("size", "content"),
    [
        pytest.param(LARGEST_FILE + 1, b"", id="as Telegram says"),
        pytest.param(1000, bytes(LARGEST_FILE + 1), id="though less was told"),
    ],
)
async def test_a_larger_file_is_not(stage: Stage, size: int, content: bytes) -> None:
    """A file that is too large is refused by Telegram, or by us while it comes in."""
    assert await fetched(stage, content, size) is FileProblem.TOO_LARGE


async def test_a_file_that_is_not_there_is_gone(stage: Stage) -> None:
    """A reference that Telegram does not know, and one whose file it has thrown away meanwhile."""
    with pytest.raises(FileUnavailableError) as unknown:
        await stage.network.fetch(IncomingFile("x", "", 0, "erfunden"))
    assert unknown.value.problem is FileProblem.GONE
    stage.double.refuse(bad_request("wrong file_id or the file is temporarily unavailable"), "getFile")
    assert await fetched(stage) is FileProblem.GONE


@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_a_file_that_breaks_off_can_be_sent_again(
    stage: Stage, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    """When the connection breaks, the file cannot be had now; the token, part of its address, is told nowhere."""
    caplog.set_level(logging.DEBUG)
    stage.double.cut(Cut.DURING, method, times=2)  # a GET that breaks is repeated once by the client itself
    stage.double.person("Anna").send_document("beschluss.pdf", PDF)
    await eventually(lambda: stage.inbox.events)
    with pytest.raises(FileUnavailableError) as broken:
        await stage.network.fetch(stage.inbox.events[-1].file)  # type: ignore[arg-type]
    assert broken.value.problem is FileProblem.UNREACHABLE
    told = "".join(traceback.format_exception(broken.value)) + caplog.text
    assert stage.double.token not in told


FAULTS = [
    pytest.param(throttled(7), Failure(FailureKind.THROTTLED, after=7.0), id="throttled"),
    pytest.param(forbidden("bot was blocked by the user"), Failure(FailureKind.GONE), id="blocked"),
    pytest.param(server_error(500), Failure(FailureKind.UNREACHABLE), id="in trouble"),
    pytest.param(server_error(502), Failure(FailureKind.UNREACHABLE, uncertain=True), id="a gateway in trouble"),
]


@pytest.mark.parametrize(("fault", "expected"), FAULTS)
async def test_a_refusal_is_data(stage: Stage, fault: object, expected: Failure) -> None:
    """Whatever Telegram answers, the outbox learns what to do."""
    anna = stage.double.person("Anna")
    anna.start()
    stage.double.refuse(fault, "sendMessage")  # type: ignore[arg-type]
    got = await stage.send("hallo", anna.user.id)
    assert isinstance(got, Failure)
    assert (got.kind, got.after, got.uncertain) == (expected.kind, expected.after, expected.uncertain)


@pytest.mark.parametrize("cut", list(Cut))
async def test_a_cut_connection_leaves_it_open(stage: Stage, cut: Cut) -> None:
    """When the connection breaks after the request is out, nobody can tell whether the message arrived."""
    anna = stage.double.person("Anna")
    anna.start()
    stage.double.cut(cut, "sendMessage")
    got = await stage.send("hallo", anna.user.id)
    assert isinstance(got, Failure)
    assert (got.kind, got.uncertain) == (FailureKind.UNREACHABLE, True)


async def test_who_is_not_there_was_sent_nothing() -> None:
    """Without a connection it is certain that nothing arrived."""
    network = TelegramNetwork(TelegramAccount("1:a", "http://127.0.0.1:9"))
    got = await network.send(row("hallo", "1"))
    assert isinstance(got, Failure)
    assert (got.kind, got.uncertain) == (FailureKind.UNREACHABLE, False)
    await network.close()


async def test_a_group_that_moved_says_where(stage: Stage) -> None:
    """After a migration a send to the old address says the new one."""
    anna = stage.double.person("Anna")
    group = stage.double.group("Sprecher*innen", anna)
    moved = group.migrate()
    got = await stage.send("hallo", group.id)
    assert got == Failure(FailureKind.MOVED, got.detail, chat=str(moved.id))  # type: ignore[union-attr]


async def test_what_becomes_of_us_in_a_chat_is_told(stage: Stage) -> None:
    """Blocked and unblocked, put into a group, moved with it and thrown out: each comes in as what it is."""
    anna = stage.double.person("Anna")
    anna.start()
    anna.block()
    anna.unblock()
    group = stage.double.group("Sprecher*innen", anna)
    moved = group.migrate()
    moved.remove_bot()
    await eventually(lambda: len(stage.inbox.events) == 6)
    own, told = str(anna.user.id), [(event.kind, event.chat, event.refers_to) for event in stage.inbox.events[1:]]
    assert told == [
        (Kind.REMOVED, own, ""),
        (Kind.ADMITTED, own, ""),
        (Kind.ADMITTED, str(group.id), ""),
        (Kind.MOVED, str(group.id), str(moved.id)),
        (Kind.REMOVED, str(moved.id), ""),
    ]


async def test_faults_of_the_servers_are_survived(stage: Stage) -> None:
    """Errors and broken connections while asking for updates cost time and nothing else."""
    for fault in (server_error(500), server_error(502)):
        stage.double.refuse(fault, "getUpdates")
    stage.double.cut(Cut.DURING, "getUpdates")
    stage.double.person("Anna").say("zusage")
    await eventually(lambda: stage.inbox.events)
    assert stage.inbox.texts == ["zusage"]


async def test_a_wrong_token_is_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    """The operator reads that the token is wrong, and reads the token nowhere."""
    token = "6200000001:AAwrong-wrong-wrong-wrong-wrong-wro"
    caplog.set_level(logging.DEBUG)
    async with TelegramDouble() as double:
        network = TelegramNetwork(TelegramAccount(token, double.url))
        task = asyncio.create_task(network.run(Inbox(), ""))
        await eventually(lambda: "token" in network.fault())
        got = await network.send(row("hallo", "1"))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await network.close()
    assert isinstance(got, Failure)
    assert got.kind is FailureKind.MISCONFIGURED
    assert "AAwrong" not in caplog.text + network.fault() + got.detail


@asynccontextmanager
async def called_back(double: TelegramDouble, inbox: Inbox) -> AsyncIterator[tuple[TelegramNetwork, str]]:
    """Run the network with a webhook; gives its address."""
    hooked: list[TelegramNetwork] = []

    async def hook(request: web.Request) -> web.Response:
        return await hooked[0].webhook(request)

    app = web.Application()
    app.router.add_post("/telegram", hook)
    async with TestServer(app) as server:
        address = str(server.make_url("/telegram"))
        async with receiving(double, inbox, webhook=address, webhook_secret=SECRET) as network:
            hooked.append(network)
            await eventually(lambda: not network.fault())
            yield network, address


async def test_a_webhook_brings_updates() -> None:
    """Telegram calls us; when taking in fails it hears so, and brings the update again."""
    inbox = Inbox(broken=1)
    async with TelegramDouble() as double:
        double.webhook.pause = 0.05
        async with called_back(double, inbox):
            double.person("Anna").say("zusage")
            await eventually(lambda: inbox.events)
            assert inbox.texts == ["zusage"]
            await eventually(lambda: len(double.webhook.attempts) == 2)
            assert [attempt.status for attempt in double.webhook.attempts] == [500, 200]


async def test_a_webhook_that_fails_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Telegram cannot bring us is lost in a day: operators are told although the Bot API itself answers."""
    monkeypatch.setattr(network_module, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(network_module, "STALE_AFTER", 0.3)
    inbox = Inbox(broken=1000)
    async with TelegramDouble() as double:
        double.webhook.pause = 0.05
        async with called_back(double, inbox) as (network, _):
            assert network.sync_age() < 10
            double.person("Anna").say("zusage")
            await eventually(lambda: "1 updates wait: " in network.fault())
            inbox.broken = 0
            await eventually(lambda: not network.fault())
            double.webhook.url = ""
            await eventually(lambda: "somebody has taken the webhook away" in network.fault())


WRONG = [
    pytest.param({}, b"{}", 401, id="without a secret"),
    pytest.param({"X-Telegram-Bot-Api-Secret-Token": "falsch"}, b"{}", 401, id="with a wrong secret"),
    pytest.param({"X-Telegram-Bot-Api-Secret-Token": "\u00e4"}, b"{}", 401, id="with letters no secret has"),
    pytest.param({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"{", 400, id="with something unreadable"),
    pytest.param({"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"[7]", 400, id="with no update"),
]


@pytest.mark.parametrize(("headers", "body", "status"), WRONG)
async def test_a_webhook_is_silent_to_strangers(headers: dict[str, str], body: bytes, status: int) -> None:
    """Who does not know the secret, or brings no update, gets a number and no word."""
    inbox = Inbox()
    async with (
        TelegramDouble() as double,
        called_back(double, inbox) as (_, address),
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=headers) as answer,
    ):
        assert (answer.status, await answer.read()) == (status, b"")
    assert inbox.events == []


async def test_without_a_webhook_there_is_none(stage: Stage) -> None:
    """An instance that asks for updates itself knows no webhook."""
    app = web.Application()
    app.router.add_post("/telegram", stage.network.webhook)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        headers = {"X-Telegram-Bot-Api-Secret-Token": ""}
        async with session.post(server.make_url("/telegram"), data=b"{}", headers=headers) as answer:
            assert (answer.status, await answer.read()) == (404, b"")


async def test_polling_after_a_webhook_takes_it_away() -> None:
    """Who changes from webhook to polling has to do nothing at Telegram."""
    inbox = Inbox()
    async with TelegramDouble() as double:
        async with called_back(double, Inbox()):
            pass
        async with receiving(double, inbox):
            double.person("Anna").say("zusage")
            await eventually(lambda: inbox.events)
    assert inbox.texts == ["zusage"]

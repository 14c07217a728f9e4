"""What stands in a Telegram chat is edited, removed, answered and pinned part by part, against the strict double."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.demo.telegram_double.double import TelegramDouble
from bot.demo.telegram_double.errors import forbidden
from bot.demo.telegram_double.faults import Cut
from bot.demo.telegram_double.person import Person
from bot.demo.telegram_double.records import Chat
from bot.demo.telegram_double.room import Room
from bot.networks import Failure, Outcome, Sent
from bot.telegram_network.account import TelegramAccount
from bot.telegram_network.network import TelegramNetwork
from storage.outbox import FailureKind
from storage.parts import write_parts
from tests.bot.telegram_network.test_network import row

TWO_DAYS = 48 * 3600
SENTENCE = "Satz ist Satz. "
FILE = {"attachment": b"%PDF", "attachment_name": "brief.pdf", "attachment_type": "application/pdf"}
POLL = {"question": "Wohin?", "options": ["Köln", "Kiel"], "several": False}


@dataclass
class Wall:
    """A clock on the wall that tests may set."""

    time: float = 1_625_140_800.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Stage:
    """Anna, a group with her, and the network, whose rows are recorded as the outbox would."""

    double: TelegramDouble
    wall: Wall
    network: TelegramNetwork
    anna: Person
    group: Room

    async def send(self, text: str, chat: object = None, **more: object) -> Outcome:
        """Send all parts of a row; gives how the last one ended, with the names of all."""
        names: list[str] = []
        for part in range(20):
            to = str(chat or self.anna.user.id)
            ended = await self.network.send(row(text, to, parts=part, part_names=names, **more))
            if isinstance(ended, Failure) or ended.complete:
                return ended
            names = write_parts(ended.parts)
        raise AssertionError("never complete")

    async def sent(self, text: str, chat: object = None, **more: object) -> Sent:
        """Send a row that arrives."""
        ended = await self.send(text, chat, **more)
        assert isinstance(ended, Sent), ended
        return ended

    def shown(self, chat: Chat | None = None) -> list[str]:
        """List what stands in a chat of the bot's, files by their names."""
        there = [each for each in self.anna.messages(chat=chat) if each.by_bot and each.kind != "service"]
        return ["".join(f"[{file.name}]" for file in each.files) + each.text for each in there]


def named(sent: Sent) -> str:
    """Name a message as a claimed row that edits or removes it does."""
    return " ".join(write_parts(sent.parts)) or sent.external_id


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Give a double and a network that sends into it."""
    wall = Wall()
    async with TelegramDouble(clock=wall) as double:
        anna = double.person("Anna")
        anna.start()
        network = TelegramNetwork(TelegramAccount(double.token, double.url))
        yield Stage(double, wall, network, anna, double.group("Sprecher*innen", anna))
        await network.close()


def long(sign: str, parts: int) -> str:
    """Write a text of so many parts."""
    return "\n\n".join([f"{sign} {SENTENCE * 200}".strip()] * parts)


async def test_the_first_part_names_a_message(stage: Stage) -> None:
    """All parts are kept with their kinds; a message of one text needs no list."""
    assert (await stage.sent("kurz")).parts == ()
    whole = await stage.sent(long("A", 3))
    assert [part.kind for part in whole.parts] == ["text"] * 3
    assert whole.external_id == whole.parts[0].name
    assert [part.kind for part in (await stage.sent("Anbei", **FILE)).parts] == ["caption"]
    assert [part.kind for part in (await stage.sent(long("B", 1), poll=POLL, **FILE)).parts] == ["text", "poll"]
    assert [part.kind for part in (await stage.sent(long("C", 1), **FILE)).parts] == ["file", "text"]


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 3), (3, 1), (2, 3), (3, 2)])
async def test_an_edit_changes_each_part(stage: Stage, before: int, after: int) -> None:
    """What is new is sent, what is left over deleted; the message keeps its name, and a second edit finds its parts."""
    first = await stage.sent(long("A", before))
    edited = await stage.sent(long("B", after), replaces=named(first), choices=[["Ja", "ja"]])
    assert stage.shown() == [long("B", 1)] * after
    assert edited.external_id == first.external_id
    labels = [each.labels for each in stage.anna.messages() if each.by_bot]
    assert labels == [[]] * (after - 1) + [["Ja"]]
    again = await stage.sent("C", replaces=named(edited))
    assert (stage.shown(), again.external_id) == (["C"], first.external_id)


async def test_an_edit_changes_a_caption(stage: Stage) -> None:
    """The file stays; what is too long for a caption goes on below it, and comes back."""
    first = await stage.sent("Anbei", **FILE)
    short = await stage.sent("Anbei, berichtigt", replaces=named(first))
    assert stage.shown() == ["[brief.pdf]Anbei, berichtigt"]
    more = await stage.sent(SENTENCE * 100, replaces=named(short))
    assert " ".join(stage.shown()) == f"[brief.pdf]{SENTENCE * 100}".strip()
    assert [part.kind for part in more.parts] == ["caption", "text"]
    last = await stage.sent("Anbei", replaces=named(more))
    assert stage.shown() == ["[brief.pdf]Anbei"]
    assert {each.external_id for each in (first, short, more, last)} == {first.external_id}


async def test_an_edit_of_a_long_letter_changes_the_text_behind_its_file(stage: Stage) -> None:
    """A file without a caption stays without one, and a poll as it is; a file that comes with an edit is a new one."""
    first = await stage.sent(long("A", 1), **FILE)
    edited = await stage.sent("B", replaces=named(first))
    assert stage.shown() == ["[brief.pdf]", "B"]
    assert edited.external_id == first.external_id
    assert named(edited) == named(first)
    await stage.sent("C", replaces=named(edited), **FILE | {"attachment_name": "neu.pdf"})
    assert stage.shown() == ["[brief.pdf]", "C", "[neu.pdf]"]
    polled = await stage.sent("Umfrage", poll=POLL)
    assert named(await stage.sent("Umfrage, berichtigt", replaces=named(polled))) == named(polled)


async def test_what_its_reader_deleted_comes_anew(stage: Stage) -> None:
    """A part that is gone is a new message; a name of its own tells a report that it is no edit."""
    first = await stage.sent("A")
    stage.anna.chat.messages[int(first.external_id)].is_deleted = True
    anew = await stage.sent("B", replaces=named(first))
    assert stage.shown() == ["B"]
    assert anew.external_id != first.external_id
    whole = await stage.sent(long("C", 2))
    stage.anna.chat.messages[int(whole.parts[1].name)].is_deleted = True
    edited = await stage.sent(long("D", 2), replaces=named(whole))
    assert stage.shown() == ["B", long("D", 1), long("D", 1)]
    assert edited.external_id == whole.external_id
    assert named(edited) != named(whole)


async def test_saying_the_same_again_changes_nothing(stage: Stage) -> None:
    """After a crash an edit is made again: Telegram says that nothing is modified, and that is as good as done."""
    first = await stage.sent("Anbei", **FILE)
    for _ in range(2):
        assert (await stage.sent("neu", replaces=named(first))).parts == first.parts


async def test_what_is_left_over_and_too_old_says_nothing(stage: Stage) -> None:
    """After two days no part can be deleted: what a shorter text needs no more becomes an ellipsis."""
    first = await stage.sent(long("A", 2))
    stage.wall.time += TWO_DAYS + 1
    edited = await stage.sent("B", replaces=named(first))
    assert stage.shown() == ["B", "…"]
    assert named(edited) == named(first)


async def test_a_removal_deletes_all_parts(stage: Stage) -> None:
    """File, texts and poll; what its reader has deleted counts, and where nothing is left nothing is named."""
    gone = await stage.sent(long("A", 3))
    stage.anna.chat.messages[int(gone.parts[1].name)].is_deleted = True
    for sent in (gone, await stage.sent(long("B", 1), **FILE), await stage.sent("C", poll=POLL)):
        assert await stage.sent("Zurückgezogen", removes=named(sent)) == Sent("")
    assert stage.shown() == []
    assert await stage.sent("Zurückgezogen", removes="") == Sent("")
    assert len(stage.double.calls_of("sendMessage")) == 5


async def test_what_is_too_old_to_be_removed_says_so(stage: Stage) -> None:
    """The row's text takes the place of each part's, and the message is named, as it stands there."""
    first = await stage.sent(long("A", 2))
    stage.wall.time += TWO_DAYS + 1
    removed = await stage.sent("Dieses Rundschreiben ist **zurückgezogen**.", removes=named(first))
    assert stage.shown() == ["Dieses Rundschreiben ist zurückgezogen."] * 2
    assert (removed.external_id, named(removed)) == (first.external_id, named(first))


async def test_a_file_or_poll_too_old_to_be_removed_is_a_failure(stage: Stage) -> None:
    """Its caption says what the row says, but nothing takes the file away: somebody must be told."""
    with_file, with_poll = await stage.sent("A", **FILE), await stage.sent("B", poll=POLL)
    short = await stage.sent("C")
    stage.wall.time += TWO_DAYS + 1
    for sent in (with_file, with_poll):
        ended = await stage.send("Zurückgezogen", removes=named(sent))
        assert ended == Failure(FailureKind.REFUSED, "too old to be removed: a file or poll stays")
    assert stage.shown() == ["[brief.pdf]Zurückgezogen", "Zurückgezogen", "Wohin?", "C"]
    unsaid = await stage.send("", removes=named(short))
    assert unsaid == Failure(FailureKind.REFUSED, "400 message can't be deleted for everyone")


async def test_nothing_is_removed_where_we_are_no_longer(stage: Stage) -> None:
    """In a group that has thrown us out, what stands there stays."""
    sent = await stage.sent("A", stage.group.id)
    stage.group.remove_bot()
    ended = await stage.send("Zurückgezogen", stage.group.id, removes=named(sent))
    assert isinstance(ended, Failure)
    assert ended.kind is FailureKind.GONE


@pytest.mark.parametrize("cut", [Cut.DURING, Cut.AFTER])
async def test_what_shows_nothing_twice_is_never_in_doubt(stage: Stage, cut: Cut) -> None:
    """A cut-off edit or removal is made again without being counted as perhaps doubled; a message is in doubt."""
    first = await stage.sent("A")
    for method, more in (("editMessageText", "replaces"), ("deleteMessage", "removes")):
        stage.double.cut(cut, method)
        ended = await stage.send("B", **{more: named(first)})
        assert isinstance(ended, Failure)
        assert (ended.kind, ended.uncertain) == (FailureKind.UNREACHABLE, False)
        assert isinstance(await stage.send("B", **{more: named(first)}), Sent)
    stage.double.cut(cut, "sendMessage")
    doubted = await stage.send("C")
    assert isinstance(doubted, Failure)
    assert doubted.uncertain


async def test_a_message_answers_the_one_whose_thread_it_is_in(stage: Stage) -> None:
    """Of a long one the first part does; where that message is gone it is said all the same."""
    root = await stage.sent("Frage", stage.group.id)
    await stage.sent(long("A", 2), stage.group.id, thread=f"4711 {root.external_id}")
    await stage.sent("Antwort", stage.group.id, thread="4711", **FILE)
    await stage.sent("Antwort", stage.group.id, thread="$event")
    answered = [each.reply_to for each in stage.anna.messages(chat=stage.group.chat) if each.by_bot]
    assert answered == [None, int(root.external_id), None, None, None]


async def test_a_message_is_pinned_in_a_group(stage: Stage) -> None:
    """Silently, by its first part, when all parts are there; never in a person's own chat."""
    stage.group.promote_bot()
    sent = await stage.sent(long("A", 2), stage.group.id, pinned=True)
    assert [str(each.id) for each in stage.group.chat.pinned] == [sent.external_id]
    [call] = stage.double.calls_of("pinChatMessage")
    assert call.params["disable_notification"] == "true"
    await stage.sent("B", pinned=True)
    assert stage.anna.chat.pinned == []


async def test_a_pin_that_is_refused_is_no_failure(stage: Stage) -> None:
    """Without the right the message has arrived all the same, and nothing is sent again."""
    sent = await stage.sent("A", stage.group.id, pinned=True)
    assert sent.external_id
    assert (stage.shown(stage.group.chat), stage.group.chat.pinned) == (["A"], [])
    stage.double.refuse(forbidden("bot was kicked from the group chat"), "pinChatMessage")
    assert isinstance(await stage.send("B", stage.group.id, pinned=True), Sent)

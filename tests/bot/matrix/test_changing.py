"""Threads, edits, removals and pins on a real Synapse, as the reader's client sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from nio import RoomPreset

from bot.demo.voter import MatrixVoter
from bot.matrix.network import MatrixNetwork
from bot.networks import Failure, Outcome, Sent
from handlers.messages import Kind
from storage.outbox import FailureKind
from storage.parts import write_parts
from tests.bot.matrix.matrix_stage import Inbox, Stage, row, sent

pytestmark = pytest.mark.synapse

FILE = {"attachment": b"%PDF", "attachment_name": "brief.pdf", "attachment_type": "application/pdf"}
POLL = {"question": "Wohin?", "options": ["Köln", "Kiel"], "several": False}


class Reader(MatrixVoter):
    """Somebody whose client also redacts, pins, and shows what an event holds."""

    async def open_ruled_group(self, bot: str, rules: dict[str, Any]) -> str:
        """Open an encrypted group with rules of its own about who may do what."""
        how = {"name": "Büro", "preset": RoomPreset.private_chat, "power_level_override": rules}
        return await self._open([bot], encrypted=True, **how)

    async def redact(self, event_id: str, room: str) -> None:
        """Take an event away."""
        self._ok(await self._client.room_redact(room, event_id))

    async def content_of(self, event_id: str, room: str) -> dict[str, Any]:
        """Fetch what an event holds on the homeserver."""
        return dict(self._ok(await self._client.room_get_event(room, event_id)).event.source["content"])

    async def pin(self, event_ids: list[str], room: str) -> None:
        """Set what is kept in view."""
        self._ok(await self._client.room_put_state(room, "m.room.pinned_events", {"pinned": event_ids}))

    async def pinned(self, room: str) -> list[str]:
        """Say what is kept in view."""
        state = self._ok(await self._client.room_get_state(room)).events
        return next((each["content"]["pinned"] for each in state if each["type"] == "m.room.pinned_events"), [])


@dataclass
class Group:
    """An encrypted group with the bot in it, and Potsdam, who has opened it."""

    network: MatrixNetwork
    inbox: Inbox
    person: Reader
    room: str

    async def send(self, text: str, **more: object) -> Outcome:
        """Send a row into the group."""
        return await self.network.send(row(self.room, text, **more))

    async def sent(self, text: str, **more: object) -> Sent:
        """Send a row that arrives."""
        outcome = await self.send(text, **more)
        assert isinstance(outcome, Sent), outcome
        return outcome

    async def heard(self, count: int) -> list[tuple[str, str]]:
        """Wait for what the person's client shows; gives texts with what becomes of which event."""
        shown = [await self.person.next_message() for _ in range(count)]
        return [(each.body, each.replaces or each.removes) for each in shown]


@asynccontextmanager
async def group(stage: Stage, rules: dict[str, Any] | None = None) -> AsyncIterator[Group]:
    """Open the group."""
    heard = Inbox()
    async with stage.working(heard) as network, stage.person("potsdam", Reader) as person:
        name = await person.open_ruled_group(stage.bot, rules or {})
        await person.sees_joined(stage.bot)
        await person.say("Guten Morgen")
        await heard.next()
        heard.events.clear()
        yield Group(network, heard, person, name)


def named(sent: Sent) -> str:
    """Name a message as a claimed row that edits or removes it does."""
    return " ".join(write_parts(sent.parts)) or sent.external_id


async def test_speaks_in_a_thread_and_hears_what_is_said_there(stage: Stage) -> None:
    """A file and its text stand in the thread of our message, and an answer in that thread is meant for us."""
    async with group(stage) as office:
        root = await office.sent("Frage Nr. 7")
        await office.sent("Anbei", thread=root.external_id, **FILE)
        shown = [await office.person.next_message() for _ in range(3)]
        assert [each.thread for each in shown] == ["", root.external_id, root.external_id]
        await office.person.answer("Frage Nr. 7", "übernehmen", office.room, in_thread=True)
        event = await office.inbox.next(text="übernehmen")
        assert (event.thread, event.replies_to, event.addressed) == (root.external_id, "", True)
        real = {"rel_type": "m.thread", "event_id": root.external_id, "is_falling_back": False}
        answered = {"m.in_reply_to": {"event_id": shown[2].event_id}}
        await office.person.say("dazu", **{"m.relates_to": real | answered})
        event = await office.inbox.next(text="dazu")
        assert (event.thread, event.replies_to) == (root.external_id, shown[2].event_id)


async def test_knows_threads_of_its_messages_after_a_restart(stage: Stage) -> None:
    """What is older than the process is looked up, each message in its room, and only where it matters."""
    inbox, asked = Inbox(), list[tuple[str, Collection[str]]]()
    async with stage.person("potsdam") as person:
        async with stage.working(inbox) as network:
            await inbox.until(lambda _: inbox.cursor)
            room = await person.open_group("Büro", [stage.bot], encrypted=True)
            await person.sees_joined(stage.bot)
            await person.say("Guten Morgen")
            await inbox.next()
            root = sent(await network.send(row(room, "Frage Nr. 7")))
            await person.next_message()
            await person.say("Gelesen")
            await inbox.next(text="Gelesen")

        def kept(chat: str, names: Collection[str]) -> Collection[str]:
            asked.append((chat, names))
            return {root} & set(names)

        async with stage.working(inbox, kept=kept):
            theirs = await person.say("unter uns")
            await person.answer("Frage Nr. 7", "ja", room, in_thread=True)
            relation = {"rel_type": "m.thread", "event_id": theirs, "m.in_reply_to": {"event_id": theirs}}
            await person.say("auch unter uns", **{"m.relates_to": relation})
            await inbox.next(text="auch unter uns")
    assert [(each.text, each.addressed) for each in inbox.events[-3:]] == [
        ("unter uns", False),
        ("ja", True),
        ("auch unter uns", False),
    ]
    assert asked == [(room, {root}), (room, {theirs})]


async def test_an_edit_keeps_the_name_of_the_message(stage: Stage) -> None:
    """Edited twice, the client shows both as edits of the first event; the file sent with it stays."""
    async with group(stage) as office:
        first = await office.sent("Entwurf", **FILE)
        second = await office.sent("Fassung 2", replaces=named(first))
        third = await office.sent("Fassung 3", replaces=named(second))
        assert first.external_id == second.external_id == third.external_id
        assert await office.heard(4) == [
            ("brief.pdf", ""),
            ("Entwurf", ""),
            ("Fassung 2", first.external_id),
            ("Fassung 3", first.external_id),
        ]


async def test_a_removal_takes_away_all_that_was_said(stage: Stage) -> None:
    """File, text, poll and all edits are redacted, once; after a crash a second time shows nothing new."""
    async with group(stage) as office:
        first = await office.sent("Entwurf", poll=POLL, **FILE)
        second = await office.sent("Fassung 2", replaces=named(first))
        await office.heard(4)
        every = " ".join(dict.fromkeys([*write_parts(first.parts), *write_parts(second.parts)]))
        removal = row(office.room, "Zurückgezogen", removes=every)
        for _ in range(2):
            assert await office.network.send(removal) == Sent("")
        assert await office.heard(3) == [
            ("brief.pdf", first.parts[0].name),
            ("Fassung 2", first.external_id),
            ("Wohin?", first.poll_name),
        ]
        assert await office.sent("Zurückgezogen", removes="") == Sent("")
        sent(await office.send("Danach"))
        assert await office.heard(1) == [("Danach", "")]
        for event in (first.external_id, second.parts[-1].name):
            assert await office.person.content_of(event, office.room) == {}


async def test_what_its_reader_removed_is_removed(stage: Stage) -> None:
    """Somebody may redact in their own group: that we find it gone, or that it never was there, is no failure."""
    async with group(stage) as office:
        first = await office.sent("Entwurf")
        await office.person.redact(first.external_id, office.room)
        assert await office.sent("Zurückgezogen", removes=named(first)) == Sent("")
        assert await office.sent("Zurückgezogen", removes="$erfunden") == Sent("")


async def test_where_nothing_may_be_removed_the_text_takes_its_place(stage: Stage) -> None:
    """A group can forbid redactions: then the message is edited; a file alone, or no text, is a failure to be told."""
    rules = {"events": {"m.room.redaction": 50}}
    async with group(stage, rules) as office:
        first = await office.sent("Entwurf")
        removed = await office.sent("Zurückgezogen", removes=named(first))
        assert removed.external_id == first.external_id
        assert await office.heard(2) == [("Entwurf", ""), ("Zurückgezogen", first.external_id)]
        for text, said in (("", first), ("Zurückgezogen", await office.sent("", **FILE))):
            ended = await office.send(text, removes=named(said))
            assert ended == Failure(FailureKind.REFUSED, "may not be removed here")


async def test_a_message_is_pinned_beside_the_others(stage: Stage) -> None:
    """Where the bot may, it adds to what is pinned already, once; where it may not, the message has arrived."""
    async with group(stage, {"events": {"m.room.pinned_events": 0}}) as office:
        theirs = await office.person.say("Wichtig")
        await office.person.pin([theirs], office.room)
        pinned = row(office.room, "Termin", pinned=True)
        first = await office.network.send(pinned)
        assert isinstance(first, Sent)
        assert await office.network.send(pinned) == first
        assert await office.person.pinned(office.room) == [theirs, first.external_id]
        edited = await office.sent("Termin, verlegt", replaces=named(first), pinned=True)
        assert await office.person.pinned(office.room) == [theirs, edited.external_id]


async def test_a_pin_that_is_refused_is_no_failure(stage: Stage) -> None:
    """By default only moderators pin in a group."""
    async with group(stage) as office:
        assert (await office.sent("Termin", pinned=True)).external_id
        assert await office.person.pinned(office.room) == []
        assert await office.heard(1) == [("Termin", "")]


async def test_nothing_is_pinned_in_private(stage: Stage) -> None:
    """A person's own room is theirs, though both have the same power there."""
    async with stage.working(inbox := Inbox()) as network, stage.person("koeln", Reader) as person:
        room = await person.open_direct()
        await person.say("hallo")
        await inbox.next(Kind.TEXT)
        sent(await network.send(row(room, "Termin", pinned=True)))
        assert await person.pinned(room) == []

"""What arrives is handled once and in one commit; what goes wrong on the way is told, and stops nothing."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from bot import intake
from bot.clock import Clock
from bot.crowd import LIMIT, WINDOW
from bot.intake import Intake
from handlers.flood import FLOOD_LIMIT, FLOOD_WINDOW
from handlers.messages import Incoming, Kind
from handlers.turn import Office, Outgoing, Replies, Turn
from storage.audit import AuditEntry, note
from storage.database import Database
from storage.inbox import InboxEvent, cursor_of
from storage.outbox import Lane, OutboxMessage
from storage.persons import Address, Person

START = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
HELLO = Incoming(network="scripted", event_id="1", account="koeln", chat="room", direct=True, text="hilfe")

Entrance = Callable[..., None]


class Desk:
    """The intake on a database, with a look at what it left there."""

    def __init__(self, database: Database, threads: ThreadPoolExecutor) -> None:
        self.database = database
        self.clock = Clock(START)
        self.woken = 0
        office = Office(ZoneInfo("Europe/Berlin"))
        self.intake = Intake(database, office, self.clock, threads, self._wake)
        with database.transaction() as session:
            person = Person(label="Ansprechperson Köln", created_at=START)
            session.add(person)
            session.flush()
            known = {"person_id": person.id, "network": "scripted", "account": "koeln", "chat": "room"}
            session.add(Address(**known, created_at=START))

    def _wake(self) -> None:
        self.woken += 1

    def said(self) -> list[str]:
        """List what the bot will say, in order."""
        with self.database.transaction() as session:
            return [row.text for row in session.exec(select(OutboxMessage).order_by(OutboxMessage.id))]

    def seen(self) -> list[InboxEvent]:
        """List the events that count as handled."""
        with self.database.transaction() as session:
            return list(session.exec(select(InboxEvent)))

    def noted(self) -> list[str]:
        """List the deeds in the audit log."""
        with self.database.transaction() as session:
            return [entry.action for entry in session.exec(select(AuditEntry))]

    def cursor(self) -> str:
        """Say where the network would go on reading."""
        with self.database.transaction() as session:
            return cursor_of(session, "scripted")


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    """Give an intake on both databases, and one person it knows."""
    with ThreadPoolExecutor(4) as threads:
        yield Desk(database, threads)


def failing(error: BaseException) -> Callable[[Turn], Replies]:
    """Make a handler that writes something down and then fails."""

    def respond(turn: Turn) -> Replies:
        note(turn.session, turn.now, None, "half-done", "test:1")
        turn.session.flush()
        raise error

    return respond


async def test_the_same_event_again_is_not_answered_again(desk: Desk) -> None:
    """An event the network delivers three times gets one reply, and each delivery is acknowledged."""
    for _ in range(3):
        await desk.intake.receive("scripted", [HELLO], "after 1")
    assert (len(desk.said()), len(desk.seen()), desk.cursor(), desk.woken) == (1, 1, "after 1", 3)


async def test_the_same_event_at_once_is_answered_once(desk: Desk) -> None:
    """Two instances that get the same event at the same moment give one reply between them."""
    for number in range(5):
        event, start = replace(HELLO, event_id=f"twice {number}"), Barrier(2, timeout=10)

        def take(event: Incoming = event, start: Barrier = start) -> None:
            start.wait()
            desk.intake.take(event)

        await asyncio.gather(asyncio.to_thread(take), asyncio.to_thread(take))
    assert (len(desk.said()), len(desk.seen())) == (5, 5)


async def test_the_same_number_on_another_network_is_another_event(desk: Desk) -> None:
    """Events are told apart by network and number: two networks may use the same number."""
    await desk.intake.receive("scripted", [HELLO, replace(HELLO, network="other")])
    assert len(desk.said()) == 2


async def test_the_cursor_moves_with_the_last_event(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a batch is being handled the cursor stands still; a crash in its midst brings the whole batch again."""
    cursors: list[str] = []
    answer = intake.respond

    def respond(turn: Turn) -> Replies:
        cursors.append(cursor_of(turn.session, "scripted"))
        return answer(turn)

    monkeypatch.setattr(intake, "respond", respond)
    await desk.intake.receive("scripted", [HELLO], "before")
    batch = [replace(HELLO, event_id=str(number)) for number in range(2, 5)]
    await desk.intake.receive("scripted", batch, "behind")
    assert cursors == ["", "before", "before", "before"]
    assert desk.cursor() == "behind"


async def test_a_batch_without_events_moves_the_cursor(desk: Desk) -> None:
    """A sync in which nobody said anything still moves the cursor; one without a cursor leaves it."""
    await desk.intake.receive("scripted", [], "empty")
    await desk.intake.receive("scripted", [], "")
    assert (desk.cursor(), desk.woken) == ("empty", 0)


async def test_a_batch_without_cursor_leaves_the_cursor(desk: Desk) -> None:
    """A network that has no cursor, as the terminal, gets none."""
    await desk.intake.receive("scripted", [HELLO])
    assert (desk.cursor(), len(desk.said())) == ("", 1)


async def test_a_batch_is_handled_in_order(desk: Desk) -> None:
    """Replies stand in the outbox in the order of what they answer."""
    batch = [replace(HELLO, event_id=str(n), text=said) for n, said in enumerate(["hilfe", "status", "hilfe"])]
    await desk.intake.receive("scripted", batch)
    first, second, third = desk.said()
    assert first == third != second


async def test_an_error_is_told_with_a_reference(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    """When a handler fails, the person gets a reference, inbox and log have the same one, and reading goes on."""
    monkeypatch.setattr(intake, "respond", failing(LookupError("etwas fehlt")))
    await desk.intake.receive("scripted", [HELLO], "after the error")
    [sorry], [event] = desk.said(), desk.seen()
    [line] = [
        told
        for told in map(json.loads, logged.getvalue().splitlines())
        if "request" in told and told["level"] == "error"
    ]
    assert event.error
    assert event.error in sorry
    assert line["request"] == event.error
    assert "LookupError" in line["exception"]
    assert desk.cursor() == "after the error"


@pytest.mark.usefixtures("logged")
async def test_nothing_of_a_failed_handling_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a handler had written before it failed is rolled back, and the next event is handled as ever."""
    with monkeypatch.context() as broken:
        broken.setattr(intake, "respond", failing(ValueError("zu spät")))
        await desk.intake.receive("scripted", [HELLO], "1")
    await desk.intake.receive("scripted", [replace(HELLO, event_id="2")], "2")
    assert desk.noted() == []
    assert (len(desk.said()), len(desk.seen()), desk.cursor()) == (2, 2, "2")


@pytest.mark.usefixtures("logged")
async def test_an_error_is_told_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that failed counts as handled: delivered again it is neither tried nor apologised for again."""
    monkeypatch.setattr(intake, "respond", failing(ValueError()))
    for _ in range(3):
        await desk.intake.receive("scripted", [HELLO])
    assert (len(desk.said()), len(desk.seen())) == (1, 1)


@pytest.mark.usefixtures("logged")
async def test_a_group_is_not_bothered_with_errors(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error over a message in a group is logged and kept with the event, and the group hears nothing."""
    monkeypatch.setattr(intake, "respond", failing(ValueError()))
    await desk.intake.receive("scripted", [replace(HELLO, direct=False, chat="group", text="!hilfe")], "1")
    assert (desk.said(), desk.cursor()) == ([], "1")
    assert desk.seen()[0].error


@pytest.mark.usefixtures("logged")
async def test_an_error_after_the_reply_was_posted_takes_the_reply_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replies belong to the handling: if a later one cannot be stored, the earlier ones are not sent either."""
    answer = intake.respond

    def respond(turn: Turn) -> Replies:
        unstored = Person(label="nobody", created_at=START)
        return [*answer(turn), Outgoing(answer(turn)[0].message, person=unstored)]

    monkeypatch.setattr(intake, "respond", respond)
    await desk.intake.receive("scripted", [HELLO])
    [sorry] = desk.said()
    assert desk.seen()[0].error in sorry


class PowerCutError(BaseException):
    """The process ends here; nothing of ours gets to see it."""


@pytest.mark.parametrize("moment", ["respond", "post", "move_cursor"])
def test_a_crash_before_the_commit_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Wherever the process ends before the commit, nothing has happened, and the same event is then answered."""
    with monkeypatch.context() as crashing:

        def crash(*_: object, **__: object) -> None:
            raise PowerCutError

        crashing.setattr(intake, moment, crash)
        with pytest.raises(PowerCutError):
            desk.intake.take(HELLO, "after")
    assert (desk.said(), desk.seen(), desk.cursor()) == ([], [], "")
    desk.intake.take(HELLO, "after")
    assert (len(desk.said()), len(desk.seen()), desk.cursor()) == (1, 1, "after")


def test_a_lost_connection_is_tried_again(postgres_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database drops us in the middle, nothing of the first try is left, and the second one answers."""
    answer, tries = intake.respond, []

    def respond(turn: Turn) -> Replies:
        tries.append(1)
        replies = answer(turn)
        if len(tries) == 1:
            note(turn.session, turn.now, None, "half-done", "test:1")
            turn.session.flush()
            own = turn.session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
            with postgres_database.transaction() as other:
                other.connection().execute(text("SELECT pg_terminate_backend(:own, 5000)"), {"own": own})
        return replies

    with ThreadPoolExecutor(1) as threads:
        desk = Desk(postgres_database, threads)
        monkeypatch.setattr(intake, "respond", respond)
        desk.intake.take(HELLO, "after")
    assert (len(tries), len(desk.said()), desk.noted(), desk.cursor()) == (2, 1, [], "after")
    assert desk.seen()[0].error is None


async def test_a_flood_is_answered_once(desk: Desk) -> None:
    """The message after the last allowed one is told to wait, all others are counted in silence, until it is over."""
    batch = [replace(HELLO, event_id=str(number)) for number in range(FLOOD_LIMIT + 5)]
    await desk.intake.receive("scripted", batch)
    said = desk.said()
    assert len(said) == FLOOD_LIMIT + 1
    assert len(set(said[:FLOOD_LIMIT])) == 1
    assert said[FLOOD_LIMIT] != said[0]
    desk.clock.set(START + FLOOD_WINDOW + timedelta(seconds=30))
    await desk.intake.receive("scripted", [replace(HELLO, event_id="later")])
    assert desk.said()[-1] == said[0]


async def test_one_flood_does_not_silence_others(desk: Desk) -> None:
    """Only who writes too much has to wait."""
    flood = [replace(HELLO, event_id=str(number), account="viel") for number in range(FLOOD_LIMIT + 2)]
    await desk.intake.receive("scripted", flood)
    before = len(desk.said())
    await desk.intake.receive("scripted", [replace(HELLO, event_id="calm")])
    assert len(desk.said()) == before + 1


async def test_in_a_crowd_strangers_are_answered_in_brief(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While too many write, strangers hear one sentence a minute, behind everybody else's answers; nobody else notices.

    A code works all the same, so nobody who is expected is kept out.
    """
    stranger = replace(HELLO, account="fremd", chat="fremd")
    for _ in range(LIMIT):
        desk.intake.crowd.came()
    said = [replace(stranger, event_id=f"s{number}", text=text) for number, text in enumerate(("Guten Tag", "Hallo?"))]
    await desk.intake.receive("scripted", [*said, replace(HELLO, event_id="known")])
    await desk.intake.receive("scripted", [replace(stranger, event_id="code", text="start ABCD-EFGH-JKLM")])
    with desk.database.transaction() as session:
        rows = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
    brief, known, code = rows
    assert (brief.lane, brief.chat) == (Lane.BULK, "fremd")
    assert brief.text.startswith("Gerade schreiben sehr viele Menschen zugleich.")
    assert (known.lane, known.chat) == (Lane.REPLY, HELLO.chat)
    assert code.text.startswith("Dieser Code gilt nicht.")
    passed = monotonic() + WINDOW
    monkeypatch.setattr(desk.intake.crowd, "_clock", lambda: passed)
    await desk.intake.receive("scripted", [replace(stranger, event_id="later", account="anders", chat="anders")])
    assert "Einladungscode" in desk.said()[-1]


async def test_an_unknown_account_is_asked_for_its_code(desk: Desk) -> None:
    """A stranger in a direct chat is greeted and asked for a code, and nothing is kept of them but the event."""
    await desk.intake.receive("scripted", [replace(HELLO, account="fremd", chat="elsewhere")])
    [greeting] = desk.said()
    assert "Einladungscode" in greeting
    with desk.database.transaction() as session:
        assert len(session.exec(select(Person)).all()) == 1
        assert len(session.exec(select(Address)).all()) == 1


async def test_an_unknown_account_in_a_group_hears_nothing(desk: Desk) -> None:
    """What strangers say to each other in a group is none of our business."""
    await desk.intake.receive("scripted", [replace(HELLO, account="fremd", chat="group", direct=False)])
    assert desk.said() == []


async def test_what_cannot_be_read_is_said_to_be_so(desk: Desk) -> None:
    """Whoever sends what we cannot decrypt is told, in a direct chat only, whether we know them or not."""
    unreadable = replace(HELLO, kind=Kind.UNDECRYPTABLE, text="")
    batch = [unreadable, replace(unreadable, event_id="2", direct=False, chat="group")]
    await desk.intake.receive("scripted", [*batch, replace(unreadable, event_id="3", account="fremd", chat="fremd")])
    told = desk.said()
    assert len(told) == 2
    assert all("lesen" in each or "entschlüssel" in each for each in told)


async def test_the_chat_somebody_writes_in_is_the_one_we_write_to(desk: Desk) -> None:
    """A known person who writes from a new direct chat is reached there; a group does not become their chat."""
    await desk.intake.receive("scripted", [replace(HELLO, chat="new room")])
    await desk.intake.receive("scripted", [replace(HELLO, event_id="2", chat="group", direct=False)])
    with desk.database.transaction() as session:
        [address] = session.exec(select(Address))
    assert address.chat == "new room"

"""A file is fetched when somebody waits for it: a person we know, for a question or command that takes files."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot import intake
from bot.clock import Clock
from bot.downloads import LARGEST_FILE
from bot.intake import Intake
from handlers.answering import Guided
from handlers.commands import OFFICE, Command
from handlers.dialogues import Answers, Dialogue, Step, Understood, start
from handlers.messages import Incoming, IncomingFile, Kind, Message
from handlers.table import CONVERSATIONS, WORDS
from handlers.turn import Office, Outgoing, Replies, Turn
from handlers.wording import Markdown
from storage.audit import AuditEntry, note
from storage.consents import agree
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.persons import Address, Person, Role, RoleAssignment
from tests.bot.doubles import ScriptedNetwork

NOW = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)
PDF = b"%PDF-1.7"
SENT = Incoming(
    network="telegram",
    event_id="1",
    account="koeln",
    chat="room",
    direct=True,
    kind=Kind.FILE,
    file=IncomingFile("beschluss.pdf", "application/pdf", len(PDF), "known"),
)


def keep(turn: Turn, rest: str) -> Replies:
    """Take a file as a command does whose caption it is."""
    return [Outgoing(Message(Markdown(f"kept {turn.incoming.content!r} {rest}")))]


def read(turn: Turn, _: Answers, words: str) -> Understood:
    """Take a file as the answer to a question."""
    return Understood(f"{turn.incoming.content!r} {words}")


def finish(_: Turn, answers: Answers) -> Replies:
    """Say what was answered."""
    return [Outgoing(Message(Markdown(f"evidence {answers['reason']}")))]


# Named as one that has its sentences.
EVIDENCE = Dialogue("rejection", (Step("reason", read, takes_files=True),), finish)
TAKES = Command(("ablegen",), keep, OFFICE, takes_files=True)
BEGINS = Command(("nachweisen",), lambda turn, _: start(turn, EVIDENCE, {}), starts_dialogue=True)


class Desk:
    """The intake of one network, on which files lie, with handlers that take them."""

    def __init__(self, database: Database, threads: ThreadPoolExecutor) -> None:
        self.database = database
        self.network = ScriptedNetwork(name="telegram")
        self.network.files["known"] = PDF
        office = Office(ZoneInfo("Europe/Berlin"), networks_by_consent=frozenset({"telegram"}))
        self.intake = Intake(database, office, Clock(NOW), threads, lambda: None, {"telegram": self.network})
        with database.transaction() as session:
            person = Person(label="Ansprechperson Köln", created_at=NOW)
            session.add(person)
            session.flush()
            known = {"person_id": person.id, "network": "telegram", "account": "koeln", "chat": "room"}
            session.add(Address(**known, created_at=NOW))
            session.add(RoleAssignment(person_id=person.id, role=Role.COORDINATOR, valid_from=date(2021, 1, 1)))
            agree(session, "telegram", "koeln", NOW)

    async def answer(self, incoming: Incoming, **changes: object) -> str:
        """Let something come in; gives what we say to it."""
        await self.intake.receive("telegram", [replace(incoming, **changes)])
        with self.database.transaction() as session:
            said = session.exec(select(OutboxMessage)).all()
            for row in said:
                session.delete(row)
            return "\n".join(row.text for row in said)


@pytest.fixture
def desk(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Give an intake with a command and a question that take files."""
    monkeypatch.setitem(WORDS, "ablegen", TAKES)
    monkeypatch.setitem(WORDS, "nachweisen", BEGINS)
    monkeypatch.setitem(CONVERSATIONS, EVIDENCE.name, Guided(EVIDENCE))
    with ThreadPoolExecutor(1) as threads:
        yield Desk(sqlite_database, threads)


async def ask(desk: Desk) -> None:
    """Let the bot ask for a file."""
    assert "Warum" in await desk.answer(SENT, kind=Kind.TEXT, text="nachweisen", file=None, event_id="0")


async def test_a_file_nobody_waits_for_is_not_fetched(desk: Desk) -> None:
    """Without a question or a command for it, a file is refused politely and left where it is."""
    assert "Was soll ich mit der Datei tun?" in await desk.answer(SENT)
    assert desk.network.fetched == []


async def test_a_question_gets_the_file(desk: Desk) -> None:
    """The file is the answer, with what was typed under it."""
    await ask(desk)
    assert await desk.answer(SENT, text=" Ratsbeschluss ") == f"evidence {PDF!r} Ratsbeschluss"
    assert desk.network.fetched == ["known"]


async def test_a_command_under_a_file_gets_it(desk: Desk) -> None:
    """A command as a caption takes the file."""
    assert await desk.answer(SENT, text="ablegen sofort") == f"kept {PDF!r} sofort"


@pytest.mark.parametrize(
    "changes",
    [
        {"account": "gast", "chat": "gast"},
        {"direct": False, "chat": "group", "addressed": True},
        {"text": "hilfe ablegen"},
    ],
    ids=["of a stranger", "in a group", "under another text"],
)
async def test_no_other_file_is_fetched(desk: Desk, changes: dict[str, object]) -> None:
    """Files of people we do not know, in groups, or under what is no such command are left where they are."""
    await desk.answer(SENT, **{"text": "ablegen", **changes})
    assert desk.network.fetched == []


async def test_who_may_not_or_has_not_agreed_sends_in_vain(desk: Desk) -> None:
    """A role that is over, or a yes that was taken back: nothing is fetched."""
    with desk.database.transaction() as session:
        session.exec(select(RoleAssignment)).one().valid_until = date(2021, 7, 4)
    await desk.answer(SENT, text="ablegen")
    with desk.database.transaction() as session:
        session.exec(select(RoleAssignment)).one().valid_until = None
    await desk.answer(SENT, kind=Kind.TEXT, text="nichteinverstanden", file=None, event_id="2")
    assert "Von Ihnen ist noch nichts gespeichert" in await desk.answer(SENT, text="ablegen", event_id="3")
    assert desk.network.fetched == []


@pytest.mark.parametrize(
    ("size", "reference", "told", "asked"),
    [(LARGEST_FILE + 1, "known", "höchstens 20 MB", []), (7, "lost", "konnte ich nicht öffnen", ["lost"])],
    ids=["too large", "gone"],
)
async def test_what_cannot_be_fetched_is_told(
    desk: Desk, size: int, reference: str, told: str, asked: list[str]
) -> None:
    """The person reads what is wrong with the file, and the question stays open."""
    await ask(desk)
    answer = await desk.answer(SENT, file=IncomingFile("x.pdf", "", size, reference))
    assert told in answer
    assert "Warum" in answer
    assert desk.network.fetched == asked


@pytest.mark.usefixtures("logged")
async def test_an_error_in_asking_for_the_file_stops_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong before the file is fetched, the event is taken in as if nobody could have it."""

    def failing(_: Turn) -> bool:
        raise LookupError

    monkeypatch.setattr(intake, "takes_file", failing)
    assert "konnte ich nicht öffnen" in await desk.answer(SENT, text="ablegen")


async def test_fetching_holds_nobody_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is fetched no transaction is open: others can write."""

    async def fetch(_: IncomingFile) -> bytes:
        with desk.database.transaction() as session:
            note(session, NOW, None, "meanwhile", "test:1")
        return PDF

    monkeypatch.setattr(desk.network, "fetch", fetch)
    assert await desk.answer(SENT, text="ablegen") == f"kept {PDF!r} "
    with desk.database.transaction() as session:
        assert "meanwhile" in session.exec(select(AuditEntry.action)).all()

"""The bare core as a stage: intake, clock and outbox on a real database, without any network."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import count
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.demo.player import marked, on_network, poll_shown, under_file
from bot.demo.stage import PUBLIC_URL, TWO_CONFIRMATIONS_FROM
from bot.demo.telegram_double.pictures import PIXEL
from bot.intake import Intake
from bot.matrix.direct import ACCOUNT
from bot.matrix.outgoing import render
from handlers.messages import Incoming, IncomingFile, Kind
from handlers.turn import BotLink, Office, Opening
from handlers.undelivered import tell_lost
from scheduler.forecast import forecast
from scheduler.striking import tick
from storage.claims import claim
from storage.database import Database
from storage.member_files import import_members
from storage.outbox import FailureKind, OutboxMessage, put_back, record_failed, record_sent
from storage.parts import read_parts
from storage.said import name_poll
from tests.bot.doubles import ScriptedNetwork

NETWORK = "matrix"
"""Whose name does not say otherwise is here; texts are written as for this network."""

BY_CONSENT = "telegram"
OURS = "@hafenbote:example.org"
MATRIX_TO, T_ME = f"https://matrix.to/#/{OURS}", "https://t.me/hafenbote_bot"
LINKS = (
    BotLink("matrix", MATRIX_TO, MATRIX_TO),
    BotLink("telegram", f"{T_ME}?start={{token}}", f"{T_ME}?startgroup={{token}}"),
)
FINGERPRINTS = {"account": "@hafenbote:example.org", "session": "QBUAZIFURK"}
FINGERPRINTS |= {"session-key": "wMRVqNcXyhBZ4Sq5r9pTuaeG0nlDHiLQ7oFs1K8jzEI"}
FINGERPRINTS |= {"account-key": "gZ3tFP0vB7ycLkW9QmXo4dRnJ1HsUaYi5KeTj6Vu2Nw"}
SENT = {Kind.IMAGE: "foto.png", Kind.FILE: "beschluss.pdf"}
"""What people's files are called on all stages; in each is a picture of one pixel."""

START = datetime(2021, 7, 5, 7, 0, tzinfo=UTC)


class CoreStage:
    """Everything but the networks. What the outbox holds is what people hear."""

    def __init__(self, database: Database, *, urgent_alone: bool = False) -> None:
        self.database = database
        self.clock = Clock(START)
        self.office = Office(
            ZoneInfo("Europe/Berlin"),
            links=LINKS,
            networks_with_polls=frozenset({NETWORK}),
            openings=(Opening(NETWORK, ACCOUNT, OURS),),
            networks_by_consent=frozenset({BY_CONSENT}),
            urgent_alone=urgent_alone,
            two_confirmations_from=TWO_CONFIRMATIONS_FROM,
            public_url=PUBLIC_URL,
            fingerprints={NETWORK: lambda: FINGERPRINTS},
            forecast=forecast,
        )
        self._networks = {name: ScriptedNetwork(name=name) for name in (NETWORK, BY_CONSENT)}
        self._intake = Intake(database, self.office, self.clock, ThreadPoolExecutor(1), lambda: None, self._networks)
        self._numbers = count(1)
        self._heard: dict[str, deque[str]] = {}
        self._last_of_bot: dict[str, str] = {}
        self._said: list[tuple[str, str, str]] = []
        self._polls: dict[str, tuple[str, list[str]]] = {}
        self._threads: dict[str, str] = {}
        self._left: set[str] = set()
        with database.transaction() as session:
            import_members(session, (resources.files("bot.demo") / "members.csv").read_bytes())

    async def enter(self, name: str) -> None:
        self._heard[name] = deque()

    async def open_group(self, name: str, members: Sequence[str]) -> None:
        self._heard[name] = deque()

    async def write(
        self, name: str, text: str, group: str | None, answers: str = "", *, in_thread: bool = False
    ) -> None:
        said = [key for chat, key, body in self._said if answers and chat == (group or name) and answers in body]
        self._take(name, Kind.TEXT, text, group, said[-1] if answers else "", in_thread=in_thread)

    async def do(self, name: str, kind: Kind, text: str) -> None:
        if kind is Kind.REMOVED:
            self._left.add(name)
        if kind in (Kind.REMOVED, Kind.MOVED):  # there is but one chat with each, and nobody tells of leaving it
            return
        if kind in SENT:
            await self._send(name, kind, SENT[kind], PIXEL, "")
            return
        self._take(name, kind, text, None, self._last_of_bot.get(name, "") if kind is Kind.REACTION else "")

    async def vote(self, name: str, options: Sequence[str], group: str) -> None:
        poll, offered = self._polls[group]
        chosen = ",".join(str(offered.index(option) + 1) for option in options)
        self._take(name, Kind.VOTE, chosen, None if group == name else group, poll)

    async def send(self, name: str, file: str, content: bytes, caption: str) -> None:
        await self._send(name, Kind.FILE, file, content, caption)

    async def _send(self, name: str, kind: Kind, file: str, content: bytes, caption: str) -> None:
        network, number = self._networks[on_network(name) or NETWORK], str(next(self._numbers))
        network.files[number] = content
        sent = IncomingFile(file, "", len(content), number)
        incoming = Incoming(network.name, number, name, name, direct=True, kind=kind, text=caption, file=sent)
        await self._intake.receive(network.name, [incoming])
        self._settle()

    async def next_message(self, name: str) -> str:
        return self._heard[name].popleft() if self._heard[name] else ""

    async def quiet(self) -> None:
        """Wait for nothing: what is said is handled at once."""

    async def clock_moved(self) -> None:
        self._settle()

    async def unheard(self) -> list[str]:
        return [f"{name}: {message}" for name, queue in self._heard.items() for message in queue]

    def _take(  # noqa: PLR0913 - all that somebody can do
        self, name: str, kind: Kind, text: str, group: str | None, about: str = "", *, in_thread: bool = False
    ) -> None:
        """Take in what somebody does, perhaps about a message of ours, or in its thread."""
        is_said = kind is Kind.TEXT
        self._intake.take(
            Incoming(
                network=on_network(name) or NETWORK,
                event_id=str(next(self._numbers)),
                account=name,
                chat=group or name,
                direct=group is None,
                kind=kind,
                text=text,
                refers_to="" if is_said else about,
                replies_to=about if is_said and not in_thread else "",
                thread=self._threads.get(about, about) if in_thread else "",
                addressed=bool(about),
            )
        )
        self._settle()

    def _settle(self) -> None:
        """Let the clock strike, as it does every second, and bring what is said to whom it is for."""
        tick(self.database, self.office, self.clock.now())
        self._deliver()

    def _deliver(self) -> None:
        while True:
            with self.database.transaction() as session:
                claimed = claim(session, "core", [NETWORK, BY_CONSENT], 100)
            if not claimed:
                return
            for message in claimed:
                if ACCOUNT.fullmatch(message.chat):
                    self._open_chat(message)
                    continue
                if message.chat in self._left:
                    with self.database.transaction() as session:
                        record_failed(session, message, FailureKind.GONE, "", self.clock.now())
                    continue
                name = read_parts(message.replaces)[0].name if message.replaces else message.key
                with self.database.transaction() as session:
                    record_sent(session, message, "" if message.removes is not None else name, self.clock.now())
                    if message.poll:
                        name_poll(session, message, f"{message.key}-poll")
                self._hear(message, name)

    def _open_chat(self, message: OutboxMessage) -> None:
        """Open a chat for an account ("@rathaus:stadt.example") with whoever has its name, as a network does."""
        name = message.chat.removeprefix("@").partition(":")[0]
        with self.database.transaction() as session:
            if name in self._heard:
                put_back(session, message, FailureKind.MOVED, "", wait=timedelta(), counts=False, chat=name)
                return
            record_failed(session, message, FailureKind.GONE, "", self.clock.now())
            tell_lost(self.office, session, message, self.clock.now())

    def _hear(self, message: OutboxMessage, name: str) -> None:
        if message.removes is not None:
            self._hear_removed(message)
            return
        body, thread = render(message).get("m.new_content", render(message))["body"], message.thread
        said = under_file(message.attachment_name, body) if message.attachment_name else body
        self._heard[message.chat].append(marked(said, changed=bool(message.replaces), in_thread=bool(thread)))
        self._said.append((message.chat, name, said))
        if thread:
            self._threads[name] = thread.split()[0]
        self._last_of_bot[message.chat] = name
        if message.poll:
            question, options = message.poll["question"], message.poll["options"]
            self._heard[message.chat].append(poll_shown(question, options))
            self._said.append((message.chat, f"{message.key}-poll", question))
            self._polls[message.chat] = f"{message.key}-poll", options

    def _hear_removed(self, message: OutboxMessage) -> None:
        gone = {part.name for part in read_parts(message.removes)}
        said = [body for _, key, body in self._said if key in gone]
        if said:
            self._heard[message.chat].append(marked(said[-1], removed=True))
            self._said = [each for each in self._said if each[1] not in gone]

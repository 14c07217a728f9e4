"""One way in: what a network received becomes an inbox row, a handler's work and outbox rows, all in one commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from time import monotonic
from types import MappingProxyType

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.clock import Clock
from bot.counting import Counting
from bot.crowd import Crowd
from bot.downloads import LARGEST_FILE
from bot.leases import Transaction
from bot.networks import FileUnavailableError, Network
from bot.tracing import in_thread, request
from handlers.flood import held_off
from handlers.menus import changed_menus
from handlers.messages import FileProblem, Incoming, Message
from handlers.presence import note_presence
from handlers.router import is_for_us, respond, takes_file
from handlers.sending import post
from handlers.turn import Office, Outgoing, Replies, Turn
from storage.database import Database, is_away
from storage.groups import group_at
from storage.inbox import InboxEvent, first_sight, move_cursor, trace
from storage.leases import FencedError
from storage.naming import foreign
from storage.one_at_a_time import one_at_a_time
from storage.persons import address_at, person_at, roles_and_places

log = structlog.get_logger(__name__)

Taken = tuple[str, Sequence[int]]
"""What became of an event, for who counts, and the rows that answer it."""

FEW = 20
"""Rows that an event is followed by: an answer is among the first, and an announcement has thousands."""

NO_NETWORKS: Mapping[str, Network] = MappingProxyType({})
"""Where no files can be fetched."""


class Intake:
    """Takes in batches of events. A crash before a commit leaves nothing behind, and the network delivers again."""

    def __init__(  # noqa: PLR0913 - what the service is made of
        self,
        database: Database,
        office: Office,
        clock: Clock,
        executor: Executor,
        wake: Callable[[], None],
        networks: Mapping[str, Network] = NO_NETWORKS,
        counting: Counting | None = None,
    ) -> None:
        self._database = database
        self._office = office
        self._clock = clock
        self._executor = executor
        self._wake = wake
        self._networks = networks
        self._counting = counting or Counting(CollectorRegistry())
        self.crowd = Crowd()

    async def receive(
        self, network: str, batch: Sequence[Incoming], cursor: str = "", transaction: Transaction | None = None
    ) -> None:
        """Take in a batch in order, each event in its own transaction; the cursor moves with the last one.

        Raises :class:`FencedError` where the network is another instance's by now: that one takes it in.
        """
        opened, came_at = transaction or self._database.transaction, monotonic()
        for position, arrived in enumerate(batch):
            last = position == len(batch) - 1
            with request():
                incoming = await self._with_file(arrived)
                await in_thread(self._executor, self.take, incoming, cursor if last else "", opened, came_at)
            self._wake()
        if not batch and cursor:
            await in_thread(self._executor, self._move, network, cursor, opened)

    async def _with_file(self, incoming: Incoming) -> Incoming:
        """Fetch the file that came, if a handler takes it: before the unit of work opens, never within."""
        network, file = self._networks.get(incoming.network), incoming.file
        if network is None or file is None or not await self._is_wanted(incoming):
            return incoming
        if file.size > LARGEST_FILE:
            return replace(incoming, problem=FileProblem.TOO_LARGE)
        try:
            return replace(incoming, content=await network.fetch(file))
        except FileUnavailableError as error:
            log.info("file not fetched", network=incoming.network, problem=error.problem, detail=error.detail)
            return replace(incoming, problem=error.problem)

    async def _is_wanted(self, incoming: Incoming) -> bool:
        try:
            return await in_thread(self._executor, self._takes_file, incoming)
        except Exception:  # taking in the event will fail in the same way, and tell
            log.exception("file not asked for", network=incoming.network)
            return False

    def _takes_file(self, incoming: Incoming) -> bool:
        with self._database.transaction() as session:
            return takes_file(self._turn(session, incoming, self._clock.now()))

    def take(
        self, incoming: Incoming, cursor: str = "", transaction: Transaction | None = None, came_at: float | None = None
    ) -> None:
        """Take in one event. An error of ours is told to the person with the name its work has in the log.

        ``came_at`` is when it came, by the steady clock. Raises :class:`FencedError`, and what says that the
        database is away: then the network brings it again.
        """
        opened = transaction or self._database.transaction
        with request() as reference:
            try:
                outcome, answers = self._taken(opened, incoming, cursor)
            except FencedError:
                raise
            except Exception as error:
                if is_away(error):
                    raise
                log.exception("handler failed", network=incoming.network, kind=incoming.kind)
                outcome, answers = "failed", self._excused(opened, incoming, cursor, reference)
        self._counting.received(incoming.network, outcome)
        self._counting.awaits(answers, monotonic() if came_at is None else came_at)

    def _taken(self, opened: Transaction, incoming: Incoming, cursor: str) -> Taken:
        try:
            return self._try(opened, incoming, cursor)
        except OperationalError:  # a lost connection is not the message's fault: once more
            return self._try(opened, incoming, cursor)

    def _excused(self, opened: Transaction, incoming: Incoming, cursor: str, reference: str) -> Sequence[int]:
        with opened() as session:
            answers = self._apologise(session, incoming, reference)
            if cursor:
                move_cursor(session, incoming.network, cursor)
            return answers

    def _try(self, opened: Transaction, incoming: Incoming, cursor: str) -> Taken:
        with opened() as session:
            taken = self._handle(session, incoming)
            if cursor:
                move_cursor(session, incoming.network, cursor)
            return taken

    def _handle(self, session: Session, incoming: Incoming) -> Taken:
        now = self._clock.now()
        if not is_for_us(incoming):
            return "ignored", ()
        if not first_sight(session, _seen(incoming, now)):
            return "repeated", ()
        one_at_a_time(session, incoming.network, incoming.account)
        turn = replace(self._turn(session, incoming, now), crowded=self.crowd.came())
        note_presence(turn)
        held = held_off(turn)
        said = respond(turn) if held is None else held
        replies = [*_in_thread(said, incoming.thread), *changed_menus(turn)]
        answering, of_stranger = (incoming.network, incoming.chat), _is_strange(turn)
        posted = post(session, self._office, replies, now, answering=answering, of_stranger=of_stranger)
        outcome = "flooded" if held is not None else "answered" if posted else "silent"
        told = {"outcome": outcome, "replies": len(posted), "outbox": list(posted[:FEW])}
        log.info("handled", network=incoming.network, kind=incoming.kind, **told)
        return outcome, posted[:FEW]

    def _turn(self, session: Session, incoming: Incoming, now: datetime) -> Turn:
        day = self._office.day(now)
        person, address = address_at(session, incoming.network, incoming.account) or (None, None)
        roles, places = roles_and_places(session, person.id, day) if person and person.id else ((), ())
        return Turn(
            session=session,
            incoming=incoming,
            text=incoming.text,
            now=now,
            office=self._office,
            person=person,
            address=address,
            roles=tuple(roles),
            places=tuple(places),
            group=None if incoming.direct else group_at(session, incoming.network, incoming.chat),
        )

    def _apologise(self, session: Session, incoming: Incoming, reference: str) -> Sequence[int]:
        now = self._clock.now()
        if (
            not is_for_us(incoming)
            or not first_sight(session, _seen(incoming, now, error=reference))
            or not incoming.direct
        ):
            return ()
        person = person_at(session, incoming.network, incoming.account)
        wording = self._office.wording(person.language if person else None)
        sorry = Outgoing(Message(wording("internal-error", reference=reference)))
        answering = (incoming.network, incoming.chat)
        return post(session, self._office, [sorry], now, answering=answering, of_stranger=person is None)

    def _move(self, network: str, cursor: str, opened: Transaction) -> None:
        with opened() as session:
            move_cursor(session, network, cursor)


def _in_thread(replies: Replies, thread: str) -> Replies:
    """Let answers stand in the thread in which somebody has spoken to us, if they belong to none yet."""
    return [_answering_in(each, thread) if thread and _is_answer(each) else each for each in replies]


def _is_answer(outgoing: Outgoing) -> bool:
    elsewhere = outgoing.person or outgoing.group or outgoing.address or outgoing.stranger
    return elsewhere is None and outgoing.message.thread is None


def _answering_in(outgoing: Outgoing, thread: str) -> Outgoing:
    return replace(outgoing, message=replace(outgoing.message, thread=foreign(thread)))


def _is_strange(turn: Turn) -> bool:
    """Say whether a chat belongs to nobody we know, not even since a moment ago."""
    session, incoming = turn.session, turn.incoming
    if incoming.direct:
        return turn.person is None and person_at(session, incoming.network, incoming.account) is None
    return turn.group is None and group_at(session, incoming.network, incoming.chat) is None


def _seen(incoming: Incoming, now: datetime, error: str | None = None) -> InboxEvent:
    return InboxEvent(
        network=incoming.network,
        event_id=incoming.event_id,
        sender=trace(incoming.network, incoming.account),
        kind=incoming.kind,
        received_at=now,
        error=error,
    )

"""What became of a send, written into its row: the only place that turns outcomes into states."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import structlog
from sqlmodel import Session

from bot.networks import Failure, Network, Outcome, Sent
from storage.database import database_now
from storage.groups import mark_group_gone
from storage.moving import move_chat
from storage.outbox import (
    FailureKind,
    OutboxMessage,
    put_back,
    record_all_sent,
    record_failed,
    record_part,
    redirect,
)
from storage.pacing import rest, settle
from storage.parts import name_parts, write_parts
from storage.pauses import pause
from storage.persons import mark_gone, next_address
from storage.said import name_poll

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(minutes=5)
SHORTEST_PAUSE = timedelta(seconds=0.5)
"""A throttled network that names no time must not be asked without a break."""

MISCONFIGURED_WAIT = timedelta(seconds=60)
PATIENCE = 5
"""Attempts without an answer until a message goes to its person's next address: about half a minute."""

TellRedirected = Callable[[Session, OutboxMessage, str, datetime], None]
"""Tells whom it concerns that a message goes to its person's address on another network instead."""

TellLost = Callable[[Session, OutboxMessage, datetime], None]
"""Tells whom it concerns that a message will never arrive."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A send that has ended; ``at`` is when, by this process' steady clock."""

    message: OutboxMessage
    outcome: Outcome
    at: float


@dataclass(frozen=True, slots=True)
class Recording:
    """One transaction in which the outcomes of sends on one network are recorded; ``running`` names all networks."""

    session: Session
    network: Network
    now: datetime
    running: Collection[str]
    tell_redirected: TellRedirected
    tell_lost: TellLost

    def record(self, finished: Sequence[Finished]) -> None:
        """Record what became of sends."""
        if not finished:
            return
        if self.network.limits is not None:
            # Put down as an age: the clocks of database and process need not agree.
            settle(self.session, [(one.message, timedelta(seconds=monotonic() - one.at)) for one in finished])
        for one in finished:
            if not _is_whole(one.outcome) and not self._rest(one):
                _note_lost_lease(one.message)
        arrived = [
            (one.message, one.outcome.external_id)
            for one in finished
            if isinstance(one.outcome, Sent) and one.outcome.complete
        ]
        ours = record_all_sent(self.session, arrived, self.now) if arrived else set()
        for message, _ in arrived:
            if message.id not in ours:
                _note_lost_lease(message)
        for one in finished:
            if one.message.id in ours and isinstance(one.outcome, Sent):
                self._name(one.message, one.outcome)

    def _name(self, message: OutboxMessage, sent: Sent) -> None:
        if sent.poll_name:
            name_poll(self.session, message, sent.poll_name)
        if sent.parts:
            name_parts(self.session, message, sent.parts)

    def _rest(self, one: Finished) -> bool:
        message, outcome = one.message, one.outcome
        if isinstance(outcome, Sent):
            return record_part(self.session, message, write_parts(outcome.parts))
        log.warning("not sent", outbox=message.id, network=self.network.name, kind=outcome.kind, detail=outcome.detail)
        return self._failure(message, outcome)

    def _failure(self, message: OutboxMessage, failure: Failure) -> bool:
        session, network, kind, detail = self.session, self.network, failure.kind, failure.detail
        match kind:
            case FailureKind.THROTTLED:
                wait = max(timedelta(seconds=failure.after), SHORTEST_PAUSE)
                rest(session, network.name, network.limits, wait, failure.chat)
                return put_back(session, message, kind, detail, wait=wait, counts=False)
            case FailureKind.UNREACHABLE:
                return self._unreachable(message, failure)
            case FailureKind.MISCONFIGURED:
                pause(session, network.name, database_now(session) + MISCONFIGURED_WAIT)
                return put_back(session, message, kind, detail, wait=timedelta(), counts=False)
            case FailureKind.MOVED:
                return self._moved(message, failure)
            case FailureKind.GONE:
                return self._gone(message, failure)
        return self._lost(message, failure)

    def _lost(self, message: OutboxMessage, failure: Failure) -> bool:
        if not record_failed(self.session, message, failure.kind, failure.detail, self.now):
            return False
        self.tell_lost(self.session, message, self.now)
        return True

    def _moved(self, message: OutboxMessage, failure: Failure) -> bool:
        kind, detail = failure.kind, failure.detail
        move_chat(self.session, self.network.name, message.chat, failure.chat)
        if message.removes is not None:  # what it removes stands in the old chat
            return record_failed(self.session, message, kind, detail, self.now)
        return put_back(self.session, message, kind, detail, wait=timedelta(), counts=False, chat=failure.chat)

    def _unreachable(self, message: OutboxMessage, failure: Failure) -> bool:
        if message.attempts + 1 >= PATIENCE and self._redirect(message, failure):
            return True
        wait, unknown = backoff(message.attempts), failure.uncertain and not self.network.repeatable
        return put_back(self.session, message, failure.kind, failure.detail, wait=wait, unknown=unknown)

    def _gone(self, message: OutboxMessage, failure: Failure) -> bool:
        mark_gone(self.session, self.network.name, message.chat)
        mark_group_gone(self.session, self.network.name, message.chat)
        if self._redirect(message, failure):
            return True
        return self._lost(message, failure)

    def _redirect(self, message: OutboxMessage, failure: Failure) -> bool:
        """Send a person's message to their next address, once; returns whether it goes there."""
        if message.person_id is None or message.redirected or message.removes is not None:
            return False  # what it removes stands in this chat alone
        following = next_address(self.session, message.person_id, message.network, message.chat, self.running)
        if following is None:
            return False
        where = (following.network, following.chat)
        if not redirect(self.session, message, failure.kind, failure.detail, *where):
            return False
        self.tell_redirected(self.session, message, following.network, self.now)
        return True


def _is_whole(outcome: Outcome) -> bool:
    return isinstance(outcome, Sent) and outcome.complete


def tell_nobody(_: Session, __: OutboxMessage, ___: str, ____: datetime) -> None:
    """Leave it at a message that goes elsewhere."""


def tell_no_loss(_: Session, __: OutboxMessage, ___: datetime) -> None:
    """Leave it at a message that will never arrive."""


def _note_lost_lease(message: OutboxMessage) -> None:
    log.warning("lease lost before recording", outbox=message.id)


def backoff(attempts: int) -> timedelta:
    """Wait twice as long after each attempt, from one second to five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 20)), LONGEST_WAIT)

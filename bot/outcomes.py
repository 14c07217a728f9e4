"""What became of a send, written into its row: the only place that turns outcomes into states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import structlog
from sqlmodel import Session

from bot.networks import Failure, Network, Outcome, Sent
from storage.database import database_now
from storage.groups import mark_group_gone, move_group
from storage.outbox import FailureKind, OutboxMessage, pause, put_back, record_all_sent, record_failed, record_part
from storage.pacing import rest, settle
from storage.persons import mark_gone

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(minutes=5)
MISCONFIGURED_WAIT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finished:
    """A send that has ended; ``at`` is when, by this process' steady clock."""

    message: OutboxMessage
    outcome: Outcome
    at: float


def record(session: Session, network: Network, finished: Sequence[Finished], now: datetime) -> None:
    """Record what became of sends on one network."""
    if not finished:
        return
    if network.limits is not None:
        # Put down as an age: the clocks of database and process need not agree.
        settle(session, [(one.message, timedelta(seconds=monotonic() - one.at)) for one in finished])
    for one in finished:
        if not _is_whole(one.outcome) and not _record_rest(session, network, one, now):
            _note_lost_lease(one.message)
    arrived = [
        (one.message, one.outcome.external_id)
        for one in finished
        if isinstance(one.outcome, Sent) and one.outcome.complete
    ]
    ours = record_all_sent(session, arrived, now) if arrived else set()
    for message, _ in arrived:
        if message.id not in ours:
            _note_lost_lease(message)


def _is_whole(outcome: Outcome) -> bool:
    return isinstance(outcome, Sent) and outcome.complete


def _record_rest(session: Session, network: Network, one: Finished, now: datetime) -> bool:
    message, outcome = one.message, one.outcome
    if isinstance(outcome, Sent):
        return record_part(session, message)
    log.warning("not sent", outbox=message.id, network=network.name, kind=outcome.kind, detail=outcome.detail)
    return _record_failure(session, network, message, outcome, now)


def _record_failure(
    session: Session, network: Network, message: OutboxMessage, failure: Failure, now: datetime
) -> bool:
    kind, detail = failure.kind, failure.detail
    match kind:
        case FailureKind.THROTTLED:
            wait = timedelta(seconds=failure.after)
            rest(session, network.name, network.limits, wait, failure.chat)
            return put_back(session, message, kind, detail, wait=wait, counts=False)
        case FailureKind.UNREACHABLE:
            unknown = failure.uncertain and not network.repeatable
            return put_back(session, message, kind, detail, wait=backoff(message.attempts), unknown=unknown)
        case FailureKind.MISCONFIGURED:
            pause(session, network.name, database_now(session) + MISCONFIGURED_WAIT)
            return put_back(session, message, kind, detail, wait=timedelta(), counts=False)
        case FailureKind.MOVED:
            move_group(session, network.name, message.chat, failure.chat)
            return put_back(session, message, kind, detail, wait=timedelta(), counts=False, chat=failure.chat)
        case FailureKind.GONE:
            mark_gone(session, network.name, message.chat)
            mark_group_gone(session, network.name, message.chat)
    return record_failed(session, message, kind, detail, now)


def _note_lost_lease(message: OutboxMessage) -> None:
    log.warning("lease lost before recording", outbox=message.id)


def backoff(attempts: int) -> timedelta:
    """Wait twice as long after each attempt, from one second to five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 20)), LONGEST_WAIT)

"""What is out of order, told once when it begins and once when it is over: rules on what was measured, without a clock.

A row remembers each (:mod:`storage.alerts`), so that neither another instance nor a restart tells it again. What may
pass by itself is told only after a while.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from handlers.alerts import AlertKind, News, tell_operators
from handlers.sending import post
from handlers.turn import Office
from storage.alerts import Alert
from storage.measures import Measures
from storage.outbox import Lane
from storage.sizes import Disk

log = structlog.get_logger(__name__)

KEPT = {"telegram": timedelta(hours=24)}
"""How long networks keep what we have not fetched (https://core.telegram.org/bots/api#getting-updates)."""

ENDING = timedelta(hours=6)
"""So long before that, it is told."""

DOWN = timedelta(minutes=5)
STUCK = timedelta(minutes=5)
BRIEFLY = timedelta(minutes=1)
LATE = timedelta(minutes=10)
UNSIGNED = timedelta(minutes=10)
FREE = timedelta(minutes=1)
IN_DOUBT = 10
"""Sends in doubt within an hour: more than the death of one instance leaves."""

LEAST_FREE, LEAST_SHARE = 2 * 1024**3, 0.1
"""Bytes and share of a disk below which it is nearly full; both must be so."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at ``now``, the moment by which messages are dated; ``measures.moment`` is the database's own.

    ``ledger_whole`` is None where nobody has looked. ``backup_within`` is how old a backup may be, zero where nobody
    makes any with us.
    """

    measures: Measures
    now: datetime
    networks: Collection[str]
    leases: Collection[str] = ()
    disk: Disk | None = None
    ledger_whole: bool | None = None
    backup_within: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something out of order, and how long it may last before it is told. Without ``since``, it is new."""

    kind: AlertKind
    subject: str = ""
    since: datetime | None = None
    patience: timedelta = timedelta()
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What it is, and of what: there is one of each."""
        return self.kind.value, self.subject


def troubles(facts: Facts) -> list[Trouble]:
    """Say what is out of order. Pure."""
    return [trouble for rule in RULES for trouble in rule(facts)]


def _networks(facts: Facts) -> Iterator[Trouble]:
    for told in facts.measures.reports:
        if told.network not in facts.networks:
            continue
        silent = facts.measures.moment - told.worked_at
        if silent > BRIEFLY:
            yield Trouble(AlertKind.NETWORK_DOWN, told.network, told.worked_at, DOWN, {"fault": told.fault or "-"})
        kept = KEPT.get(told.network)
        if kept and silent >= kept - ENDING:
            yield Trouble(
                AlertKind.UPDATES_ENDING, told.network, told.worked_at, values={"until": told.worked_at + kept}
            )
        if told.unsigned:
            yield Trouble(AlertKind.DEVICE_UNSIGNED, told.network, patience=UNSIGNED, values={"fault": told.unsigned})
        if told.crowded:
            yield Trouble(AlertKind.CROWD, told.network, patience=BRIEFLY)


def _queues(facts: Facts) -> Iterator[Trouble]:
    """Look at answers that wait; where the network is down, that is told already."""
    down = {trouble.subject for trouble in _networks(facts) if trouble.kind is AlertKind.NETWORK_DOWN}
    for (network, lane), queue in facts.measures.queues.items():
        is_stuck = lane is Lane.REPLY and facts.now - queue.oldest > STUCK
        if is_stuck and network in facts.networks and network not in down:
            yield Trouble(AlertKind.QUEUE_STUCK, network, patience=BRIEFLY, values={"count": queue.waiting})


def _clock(facts: Facts) -> Iterator[Trouble]:
    since = facts.measures.overdue_since
    if since and facts.now - since > LATE:
        yield Trouble(AlertKind.CLOCK_LATE, patience=BRIEFLY, values={"count": facts.measures.overdue})


def _leases(facts: Facts) -> Iterator[Trouble]:
    for lease in facts.measures.leases:
        if lease.name in facts.leases and facts.measures.moment - lease.until > FREE:
            yield Trouble(AlertKind.LEASE_FREE, lease.name, lease.until)


def _backups(facts: Facts) -> Iterator[Trouble]:
    """Look at the age of the newest backup; where there is none, at how long we have known that."""
    made, within = facts.measures.backup_at, facts.backup_within
    if not within:
        return
    if made is None:
        yield Trouble(AlertKind.BACKUP_OLD, patience=within)
    elif facts.measures.moment - made > within:
        yield Trouble(AlertKind.BACKUP_OLD, since=made)


def _disk(facts: Facts) -> Iterator[Trouble]:
    disk = facts.disk
    if disk and disk.free < LEAST_FREE and disk.free < disk.total * LEAST_SHARE:
        yield Trouble(AlertKind.DISK_FULL, values={"megabytes": disk.free // 1024**2})


def _doubts(facts: Facts) -> Iterator[Trouble]:
    if facts.measures.in_doubt_lately >= IN_DOUBT:
        yield Trouble(AlertKind.SENDS_IN_DOUBT, values={"count": facts.measures.in_doubt_lately})


def _ledger(facts: Facts) -> Iterator[Trouble]:
    if facts.ledger_whole is False:
        yield Trouble(AlertKind.LEDGER_BROKEN)


RULES: tuple[Callable[[Facts], Iterator[Trouble]], ...] = (
    *(_networks, _queues, _clock, _leases, _backups, _disk, _doubts, _ledger),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new, what is told now, and what is over, told or not."""

    new: Sequence[Alert]
    told: Sequence[tuple[Alert, Trouble]]
    over: Sequence[Alert]


def changes(found: Sequence[Trouble], known: Sequence[Alert], facts: Facts) -> Changes:
    """Compare what is out of order with what was. Pure, but for the rows, which are changed elsewhere.

    Of what nobody has looked at, nothing is over.
    """
    moment, by_key = facts.measures.moment, {(alert.kind, alert.subject): alert for alert in known}
    new = {
        trouble.key: Alert(kind=trouble.kind.value, subject=trouble.subject, since=trouble.since or moment)
        for trouble in found
        if trouble.key not in by_key
    }
    rows = by_key | new
    ripe = [(rows[each.key], each) for each in found if moment - rows[each.key].since >= each.patience]
    unseen = {AlertKind.LEDGER_BROKEN.value} if facts.ledger_whole is None else set()
    gone = by_key.keys() - {trouble.key for trouble in found}
    return Changes(
        new=list(new.values()),
        told=[(row, trouble) for row, trouble in ripe if row.told_at is None],
        over=[by_key[key] for key in sorted(gone) if key[0] not in unseen],
    )


def look(session: Session, office: Office, facts: Facts) -> int:
    """Compare, write down what has changed, and tell it; returns how many messages were put into the outbox."""
    found, moment = troubles(facts), facts.measures.moment
    change = changes(found, facts.measures.alerts, facts)
    session.add_all(change.new)
    news: list[News] = []
    for row, trouble in change.told:
        row.told_at = moment
        log.error("alert", kind=row.kind, subject=row.subject, since=row.since.isoformat())
        news.append(News(trouble.kind, row.subject, row.since, values=trouble.values))
    for row in change.over:
        session.delete(row)
        if row.told_at is not None and row.kind in set(AlertKind):  # not one of a newer release that was taken back
            log.warning("alert over", kind=row.kind, subject=row.subject, since=row.since.isoformat())
            news.append(News(AlertKind(row.kind), row.subject, row.since, over_at=moment))
    down = {trouble.subject for trouble in found if trouble.kind is AlertKind.NETWORK_DOWN}
    replies = [each for one in news for each in tell_operators(session, office, one, down, office.day(facts.now))]
    return len(post(session, office, replies, facts.now))

"""What the process counts as it goes: events in, messages out, and how long people wait. Cheap enough for every event.

Names: https://prometheus.io/docs/practices/naming/. Labels are networks, lanes and outcomes, never who or where.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Histogram

from bot.networks import Outcome, Sent
from storage.outbox import Lane, OutboxMessage

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
"""From an answer that nobody has to wait for, to half an hour, after which nobody waits any more."""

MOST_AWAITED = 10_000
"""Answers whose way we follow at most; those that another instance sends are never seen to arrive."""


class Counting:
    """Counts for Prometheus. Threads and the loop may count at the same time."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._received = Counter(
            "hafenbote_events_received",
            "Events that came in: answered, silent (nothing to say), flooded, repeated, ignored (not for us), failed.",
            ["network", "outcome"],
            registry=registry,
        )
        self._sent = Counter(
            "hafenbote_messages_sent",
            "Sends that ended: sent, part (more follows), or how they failed; throttled is a 429.",
            ["network", "lane", "outcome"],
            registry=registry,
        )
        self._in_doubt = Counter(
            "hafenbote_sends_in_doubt",
            "Sends that were cut off on a network where a second one shows twice.",
            ["network"],
            registry=registry,
        )
        self._answer = Histogram(
            "hafenbote_answer_seconds",
            "From an event's arrival until its answer was sent.",
            ["network"],
            registry=registry,
            buckets=SECONDS,
        )
        self._queue = Histogram(
            "hafenbote_queue_seconds",
            "From a message's being put in line until it was sent.",
            ["network", "lane"],
            registry=registry,
            buckets=SECONDS,
        )
        self._awaited: OrderedDict[int, float] = OrderedDict()
        self._lock = Lock()

    def received(self, network: str, outcome: str) -> None:
        """Count an event that was taken in."""
        self._received.labels(network, outcome).inc()

    def awaits(self, answers: Sequence[int], arrived: float) -> None:
        """Remember when the event arrived that these rows answer, by the steady clock."""
        with self._lock:
            self._awaited.update(dict.fromkeys(answers, arrived))
            while len(self._awaited) > MOST_AWAITED:
                self._awaited.popitem(last=False)

    def ended(self, message: OutboxMessage, outcome: Outcome, now: datetime, *, repeatable: bool) -> None:
        """Count a send that has ended at a moment."""
        network, lane = message.network, message.lane.name.lower()
        if not isinstance(outcome, Sent):
            self._sent.labels(network, lane, outcome.kind.value).inc()
            if outcome.uncertain and not repeatable:
                self._in_doubt.labels(network).inc()
            return
        self._sent.labels(network, lane, "sent" if outcome.complete else "part").inc()
        if outcome.complete:
            self._queue.labels(network, lane).observe(max(0.0, (now - message.created_at).total_seconds()))
            with self._lock:
                arrived = self._awaited.pop(message.id or 0, None)
            if arrived is not None and message.lane is Lane.REPLY:
                self._answer.labels(network).observe(monotonic() - arrived)

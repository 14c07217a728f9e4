"""What Prometheus reads of the service: what the process has counted, and what is measured when it asks.

Names: https://prometheus.io/docs/practices/naming/. Labels are networks, lanes, leases and kinds, never who or where.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Protocol, runtime_checkable

import structlog
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.leases import Hold
from bot.networks import Network
from storage.measures import Measures
from storage.sizes import Disk, Sizes

log = structlog.get_logger(__name__)


@runtime_checkable
class Syncing(Protocol):
    """A network that hears from its server again and again, even if nothing was said."""

    def sync_age(self) -> float:
        """Say how many seconds ago it last did; a great many if never."""


class Sight(Protocol):
    """What can be seen of the service. All of it may block."""

    networks: Mapping[str, Network]
    holds: Mapping[str, Hold]

    def runs_here(self, network: str) -> bool:
        """Say whether it is this instance that receives from a network."""

    def crowded(self) -> bool:
        """Say whether more comes in than should."""

    def measured(self) -> tuple[Measures, Sizes]:
        """Measure by the database."""

    def disk(self) -> Disk | None:
        """Look at the disk that the database lies on, if it is ours."""

    def schema(self) -> str:
        """Name the revision of the database's tables."""

    def now(self) -> datetime:
        """Tell the moment by which messages are dated."""


class ServiceMetrics(Collector):
    """Measures the service, and writes what it finds beside what ``registry`` has counted."""

    def __init__(self, registry: CollectorRegistry, sight: Sight) -> None:
        self._registry = registry
        self._sight = sight
        registry.register(self)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)

    def page(self) -> bytes:
        """Write everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def describe(self) -> list[Metric]:
        """Name nothing beforehand: registering must not measure."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Measure, as Prometheus' own collectors do. Without a database, what is known without it is told."""
        yield from self._networks()
        yield from self._here()
        try:
            measures, sizes = self._sight.measured()
            schema = self._sight.schema()
        except SQLAlchemyError as error:
            log.warning("not measured", error=type(error).__name__)
            yield _gauge("database_up", "1 if the database answers.", [((), 0)])
            return
        yield _gauge("database_up", "1 if the database answers.", [((), 1)])
        build = {"version": version("hafenbote"), "schema": schema}
        yield InfoMetricFamily("hafenbote_build", "What runs: version and schema.", value=build)
        yield from _of_sizes(sizes)
        yield from _of_messages(measures, self._sight.now())
        yield from _of_operation(measures, self._sight.networks)

    def _networks(self) -> Iterator[Metric]:
        ours = {name: network for name, network in self._sight.networks.items() if self._sight.runs_here(name)}
        up = [((name,), float(not network.fault())) for name, network in ours.items()]
        yield _gauge("network_up", "1 if the network works; of those that this instance runs.", up, "network")
        ages = [((name,), network.sync_age()) for name, network in ours.items() if isinstance(network, Syncing)]
        yield _gauge("sync_age_seconds", "Since the network's server was last heard.", ages, "network")

    def _here(self) -> Iterator[Metric]:
        held = [((name,), float(hold.held)) for name, hold in self._sight.holds.items()]
        yield _gauge("lease_held", "1 if this instance does what only one may do.", held, "lease")
        crowded = [((), float(self._sight.crowded()))]
        yield _gauge("crowded", "1 while more comes in than should, and strangers are answered in brief.", crowded)
        disk = self._sight.disk()
        free = [((), float(disk.free))] if disk else []
        yield _gauge("disk_free_bytes", "Room left on the disk of an SQLite database.", free)


def _of_sizes(sizes: Sizes) -> Iterator[Metric]:
    yield _gauge("database_size_bytes", "Size of the database.", [((), float(sizes.database))])
    tables = [((name,), float(size)) for name, size in sizes.tables.items()]
    yield _gauge("table_size_bytes", "Size of a table with its indexes (PostgreSQL).", tables, "table")


def _of_messages(measures: Measures, now: datetime) -> Iterator[Metric]:
    queues = {(name, lane.name.lower()): queue for (name, lane), queue in measures.queues.items()}
    waiting = [(place, float(queue.waiting)) for place, queue in queues.items()]
    yield _gauge("outbox_waiting", "Messages to be sent.", waiting, "network", "lane")
    oldest = [(place, _seconds(now, queue.oldest)) for place, queue in queues.items()]
    yield _gauge("outbox_oldest_seconds", "Age of the oldest message to be sent.", oldest, "network", "lane")
    yield _gauge("outbox_held", "Messages that wait for a good moment.", [((), float(measures.held))])
    doubt = "Messages kept of which nobody can tell whether they arrived once or twice."
    yield _gauge("outbox_in_doubt", doubt, [((), float(measures.in_doubt))])
    yield _gauge("due_unsent", "What is due by the clock, and undone.", [((), float(measures.overdue))])
    late = _seconds(now, measures.overdue_since) if measures.overdue_since else 0.0
    yield _gauge("due_late_seconds", "For how long the oldest of it has been due.", [((), late)])
    left = [((name,), pauses.network) for name, pauses in measures.pauses.items() if pauses.network]
    yield _gauge("network_pause_seconds", "For how long a network is still left alone.", left, "network")
    chats = [((name,), float(pauses.chats)) for name, pauses in measures.pauses.items() if pauses.chats]
    yield _gauge("chats_paused", "Chats that are left alone for a while.", chats, "network")


def _of_operation(measures: Measures, networks: Collection[str]) -> Iterator[Metric]:
    left = [((lease.name,), (lease.until - measures.moment).total_seconds()) for lease in measures.leases]
    yield _gauge(
        "lease_left_seconds", "Until the lease ends, whoever holds it; negative where nobody does.", left, "lease"
    )
    reports = [told for told in measures.reports if told.network in networks]
    worked = [((told.network,), told.worked_at.timestamp()) for told in reports]
    yield _gauge("network_worked_timestamp_seconds", "When the network last worked, over restarts.", worked, "network")
    signed = [((told.network,), float(not told.unsigned)) for told in reports]
    yield _gauge("device_signed", "1 if nothing keeps people's apps from trusting our device.", signed, "network")
    told = [((alert.kind, alert.subject), 1.0) for alert in measures.alerts if alert.told_at]
    yield _gauge("alert", "1 for what operators were told of and is not over.", told, "kind", "subject")
    backup = [((), measures.backup_at.timestamp())] if measures.backup_at else []
    yield _gauge("last_backup_timestamp_seconds", "When a backup was last made.", backup)


def _gauge(name: str, told: str, values: Sequence[tuple[tuple[str, ...], float]], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"hafenbote_{name}", told, labels=labels)
    for place, value in values:
        family.add_metric(place, value)
    return family


def _seconds(now: datetime, since: datetime) -> float:
    return max(0.0, (now - since).total_seconds())

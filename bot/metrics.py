"""What Prometheus reads of the service: measured when it asks, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.networks import Network
from storage.outbox import Lane

Waiting = Callable[[], Mapping[tuple[str, Lane], int]]
"""Counts what waits to be sent, for each network and lane."""


@runtime_checkable
class Syncing(Protocol):
    """A network that hears from its server again and again, even if nothing was said."""

    def sync_age(self) -> float:
        """Say how many seconds ago it last did; a great many if never."""


class ServiceMetrics(Collector):
    """Measures the service. ``waiting`` may block."""

    def __init__(self, networks: Mapping[str, Network], waiting: Waiting) -> None:
        self._networks = networks
        self._waiting = waiting
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def page(self) -> bytes:
        """Write everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def describe(self) -> list[GaugeMetricFamily]:
        """Name nothing beforehand: registering must not measure."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Measure, as Prometheus' own collectors do."""
        up = GaugeMetricFamily("hafenbote_network_up", "1 if the network works", labels=["network"])
        age = GaugeMetricFamily("hafenbote_sync_age_seconds", "Since the last sync", labels=["network"])
        for name, network in self._networks.items():
            up.add_metric([name], 0 if network.fault() else 1)
            if isinstance(network, Syncing):
                age.add_metric([name], network.sync_age())
        waiting = GaugeMetricFamily("hafenbote_outbox_waiting", "Messages to be sent", labels=["network", "lane"])
        for (name, lane), count in self._waiting().items():
            waiting.add_metric([name, lane.name.lower()], count)
        yield from (up, age, waiting)

"""What Prometheus reads: over HTTP, as it asks."""

from __future__ import annotations

import aiohttp
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import Session

from storage.outbox import Lane, OutboxMessage
from tests.bot.doubles import ScriptedNetwork
from tests.bot.test_service import NOW, running


class Silent(ScriptedNetwork):
    """A network whose server has been silent for a while, which it says itself."""

    def sync_age(self) -> float:
        """Say how many seconds ago the server last answered."""
        return 100.0

    def fault(self) -> str:
        """Say what keeps it from working."""
        return "no sync for 100 seconds"


def queue(session: Session, network: str, lane: Lane) -> None:
    """Queue a message."""
    session.add(OutboxMessage(network=network, chat="a", lane=lane, text="Termin", created_at=NOW))


async def test_the_service_is_measured_when_prometheus_asks(database_url: str) -> None:
    """Which network works, how long ago it last heard from its server, and what waits to be sent, in which lane."""
    async with running(database_url, ScriptedNetwork(), Silent(name="silent")) as service:
        with service.database.transaction() as session:
            for lane in (Lane.BULK, Lane.BULK, Lane.REPLY):
                queue(session, "switched off", lane)
        where = f"http://127.0.0.1:{service.web.port}/metrics"
        async with aiohttp.ClientSession() as http, http.get(where) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            page = await answer.text()
    told = {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert told == {
        ("hafenbote_network_up", "scripted"): 1,
        ("hafenbote_network_up", "silent"): 0,
        ("hafenbote_sync_age_seconds", "silent"): 100,
        ("hafenbote_outbox_waiting", "reply", "switched off"): 1,
        ("hafenbote_outbox_waiting", "bulk", "switched off"): 2,
    }

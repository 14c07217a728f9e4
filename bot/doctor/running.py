"""What the doctor finds about the service at work: who does what, and what operators would be alarmed for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.findings import Finding, fault, fine, note
from bot.instances import CLOCK
from bot.markdown import to_plain
from bot.settings import Settings
from handlers.alerts import AlertKind, News, named
from handlers.wording import Wording
from scheduler.alerts import Facts, troubles
from storage.at_rest import is_at_work
from storage.database import Database
from storage.measures import Measures, measure
from storage.outbox import Lane
from storage.persons import Language
from storage.sizes import disk_of

PARTS = {
    AlertKind.QUEUE_STUCK: "outbox",
    AlertKind.SENDS_IN_DOUBT: "outbox",
    AlertKind.BACKUP_OLD: "backup",
    AlertKind.DISK_FULL: "disk",
    AlertKind.DEVICE_UNSIGNED: "",
    AlertKind.LEDGER_BROKEN: "",
}
"""Of which part each trouble is, where not of the service; those without one are looked at themselves."""

ONLY_AT_WORK = {AlertKind.NETWORK_DOWN, AlertKind.QUEUE_STUCK, AlertKind.CLOCK_LATE, AlertKind.LEASE_FREE}
"""What is so because no service runs."""


def look_at_running(database: Database, settings: Settings) -> Iterator[Finding]:
    """Look at what the tables say about the service."""
    at_work, now = is_at_work(database), datetime.now(UTC)
    with database.transaction() as session:
        measures = measure(session, now)
    networks = [name for name, on in (("matrix", settings.matrix_is_on), ("telegram", settings.telegram_is_on)) if on]
    facts = Facts(
        measures,
        now,
        networks,
        leases=() if database.is_sqlite else (*networks, CLOCK),
        disk=disk_of(database),
        backup_within=timedelta(hours=settings.alert_backup_hours) if measures.backup_at else timedelta(),
    )
    yield from _who_does_what(measures, at_work=at_work)
    yield fine("outbox", _waiting(measures))
    wording = Wording(Language.ENGLISH, settings.zone)
    for trouble in troubles(facts):
        part = PARTS.get(trouble.kind, "service")
        if part and (at_work or trouble.kind not in ONLY_AT_WORK):
            name, deed = named(
                wording, News(trouble.kind, trouble.subject, trouble.since or now, values=trouble.values)
            )
            yield fault(part, f"{to_plain(name)}: {to_plain(deed)}")


def _who_does_what(measures: Measures, *, at_work: bool) -> Iterator[Finding]:
    if not at_work:
        yield note("service", "not running: start it with `hafenbote run`")
        return
    held = [f"{lease.name} by {lease.owner}" for lease in measures.leases if lease.until > measures.moment]
    yield fine("service", f"running{': ' if held else ''}{', '.join(held)}")


def _waiting(measures: Measures) -> str:
    if not measures.queues:
        return "nothing waits to be sent"
    return ", ".join(
        f"{queue.waiting} {Lane(lane).name.lower()} wait for {network}"
        for (network, lane), queue in sorted(measures.queues.items())
    )

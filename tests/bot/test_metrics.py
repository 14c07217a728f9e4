"""What Prometheus reads: over HTTP, as it asks, and what the dashboard and the alerts make of it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from bot.networks import Failure, Sent
from bot.service import Service
from handlers.messages import Incoming
from storage.alerts import Alert
from storage.backup_runs import BackupRun
from storage.due import DueItem
from storage.leases import Lease
from storage.outbox import FailureKind, Lane, OutboxMessage, OutboxState
from storage.pauses import pause
from tests.bot.doubles import ScriptedNetwork, eventually
from tests.bot.test_service import NOW, running

DEPLOY = Path(__file__).parents[2] / "deploy"
OURS = re.compile(r"\b(?:hafenbote|process|python)_\w+")
ONLY_SOMETIMES = {
    "hafenbote_network_pause_seconds",
    "hafenbote_chats_paused",
    "hafenbote_last_backup_timestamp_seconds",
}


class Silent(ScriptedNetwork):
    """A network whose server has been silent for a while, which it says itself."""

    def sync_age(self) -> float:
        """Say how many seconds ago the server last answered."""
        return 100.0

    def fault(self) -> str:
        """Say what keeps it from working."""
        return "no sync for 100 seconds"

    def unsigned(self) -> str:
        """Say why apps cannot trust our device."""
        return "no recovery key"


async def families_of(service: Service) -> dict[str, Metric]:
    """Ask as Prometheus does, and read the answer as its own library does."""
    where = f"http://127.0.0.1:{service.web.port}/metrics"
    async with aiohttp.ClientSession() as http, http.get(where) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        page = await answer.text()
    return {family.name: family for family in text_string_to_metric_families(page)}


def values_of(families: dict[str, Metric]) -> dict[tuple[str, ...], float]:
    """Give every figure by its name and its labels' values."""
    return {
        (sample.name.removeprefix("hafenbote_"), *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families.values()
        for sample in family.samples
    }


def away() -> None:
    """Fail as a database does that does not answer."""
    raise OperationalError("", {}, Exception())


def outcomes(families: dict[str, Metric], counter: str) -> dict[str, float]:
    """Give what a counter has counted, by outcome."""
    samples = families[counter].samples
    return {each.labels["outcome"]: each.value for each in samples if each.name.endswith("_total")}


def fill(session: Session) -> None:
    """Leave in the tables what can be measured."""
    common: dict[str, Any] = {"chat": "a", "text": "Termin", "created_at": NOW}
    for lane in (Lane.BULK, Lane.BULK, Lane.REPLY):
        session.add(OutboxMessage(network="switched off", lane=lane, **common))
    session.add(OutboxMessage(network="switched off", state=OutboxState.HELD, **common))
    session.add(OutboxMessage(network="switched off", state=OutboxState.SENT, unknown_sends=2, **common))
    session.add(Alert(kind="network-down", subject="silent", since=NOW, told_at=NOW))
    session.add(Alert(kind="disk-full", since=NOW))
    session.add(BackupRun(made_at=NOW, kind="sqlite", bytes=1, sealed=True))
    late = {"subject": "x", "recipient": "y", "occurrence": "z"}
    session.add(DueItem(rule="gone", due_at=NOW, retry_at=NOW + timedelta(days=36500), **late))
    pause(session, "scripted", NOW + timedelta(days=36500))
    pause(session, "scripted", NOW + timedelta(days=36500), "a chat")


async def test_the_service_is_measured_when_prometheus_asks(database_url: str) -> None:
    """What works, waits, is late, held, in doubt, paused and told: by network, lane and lease, never by person."""
    async with running(database_url, ScriptedNetwork(), Silent(name="silent")) as service:
        await eventually(lambda: all(hold.held for hold in service.watch.holds.values()))
        service.watch.look()
        with service.database.transaction() as session:
            fill(session)
        told = values_of(await families_of(service))
        with service.database.transaction() as session:
            named = set(session.exec(select(Lease.name)))
    assert told["network_up", "scripted"] == 1
    assert told["network_up", "silent"] == 0
    assert told["sync_age_seconds", "silent"] == 100
    assert told["device_signed", "silent"] == 0
    assert told["network_worked_timestamp_seconds", "scripted"] > NOW.timestamp()
    assert told["outbox_waiting", "reply", "switched off"] == 1
    assert told["outbox_waiting", "bulk", "switched off"] == 2
    assert told["outbox_oldest_seconds", "bulk", "switched off"] > 1e6
    assert (told["outbox_held",], told["outbox_in_doubt",]) == (1, 1)
    assert told["due_unsent",] == 1
    assert told["due_late_seconds",] > 1e6
    assert told["network_pause_seconds", "scripted"] > 1e6
    assert told["chats_paused", "scripted"] == 1
    assert told["alert", "network-down", "silent"] == 1
    assert ("alert", "disk-full", "") not in told, "nobody was told of it yet"
    assert told["last_backup_timestamp_seconds",] == NOW.timestamp()
    assert (told["database_up",], told["crowded",]) == (1, 0)
    assert told["database_size_bytes",] > 100_000
    assert {told["lease_held", name] for name in ("clock", "scripted", "silent")} == {1}
    assert all(0 < told["lease_left_seconds", name] <= 15 for name in named)
    assert any(key[0] == "build_info" and key[1].endswith("_pre") for key in told)


async def test_what_comes_and_goes_is_counted(sqlite_url: str) -> None:
    """Events by outcome, sends by lane and outcome, those in doubt, and how long somebody waits for an answer."""
    cut_off = Failure(FailureKind.UNREACHABLE, uncertain=True)
    network = ScriptedNetwork(Failure(FailureKind.THROTTLED, after=0.1), cut_off, Sent("1"), repeatable=False)
    event = Incoming(network="scripted", event_id="1", account="a", chat="a", direct=True, text="hilfe")
    talk = Incoming(network="scripted", event_id="2", account="a", chat="b", direct=False, text="unter uns")
    async with running(sqlite_url, network) as service:
        await eventually(lambda: network.receive)
        assert network.receive is not None
        await network.receive([event, event, talk], "s1")
        families: dict[str, Metric] = {}
        while not values_of(families).get(("answer_seconds_count", "scripted")):
            families = await families_of(service)
        told = values_of(families)
    assert outcomes(families, "hafenbote_events_received") == {"answered": 1, "repeated": 1, "ignored": 1}
    assert outcomes(families, "hafenbote_messages_sent") == {"throttled": 1, "unreachable": 1, "sent": 1}
    assert told["sends_in_doubt_total", "scripted"] == 1
    assert told["queue_seconds_count", "reply", "scripted"] == 1
    assert 0.1 < told["answer_seconds_sum", "scripted"] < 30


@pytest.mark.usefixtures("logged")
async def test_without_a_database_the_rest_is_told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is a figure of its own, and takes no other with it."""
    async with running(sqlite_url, ScriptedNetwork()) as service:
        monkeypatch.setattr(service.watch, "measured", away)
        told = values_of(await families_of(service))
    assert told["database_up",] == 0
    assert told["network_up", "scripted"] == 1
    assert ("process_resident_memory_bytes",) in told


async def test_names_keep_to_the_rules(sqlite_url: str) -> None:
    """Every figure has a help text and a name as Prometheus wants it: units at its end, and no label names people.

    https://prometheus.io/docs/practices/naming/
    """
    async with running(sqlite_url, ScriptedNetwork()) as service:
        with service.database.transaction() as session:
            fill(session)
        families = await families_of(service)
    ours = {name: family for name, family in families.items() if name.startswith("hafenbote_")}
    assert len(ours) > 20
    for name, family in ours.items():
        assert family.documentation.endswith("."), name
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name), name
        assert not re.search(r"_(ms|minutes|kb|mb|count|sum)$", name), name
        assert family.type != "counter" or all(s.name.endswith(("_total", "_created")) for s in family.samples), name
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        assert labels <= {"network", "lane", "outcome", "lease", "table", "kind", "subject", "version", "schema"}, name


def asked_for(file: Path) -> set[str]:
    """List the figures that the expressions of a dashboard or of alert rules ask for."""
    told = json.loads(file.read_text()) if file.suffix == ".json" else yaml.safe_load(file.read_text())
    return {name for expression in _expressions(told) for name in OURS.findall(expression)}


def _expressions(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [value for key, value in part.items() if key in {"expr", "query"} and isinstance(value, str)]
        return own + [found for value in part.values() for found in _expressions(value)]
    return [found for each in part for found in _expressions(each)] if isinstance(part, list) else []


async def test_dashboard_and_alerts_ask_for_what_there_is(sqlite_url: str) -> None:
    """Every figure in the dashboard and the alert rules exists, and every alert says what to do."""
    files = [DEPLOY / "grafana" / "hafenbote.json", DEPLOY / "prometheus" / "alerts.yaml"]
    asked = set().union(*map(asked_for, files))
    assert len(asked) > 20
    network = Silent(Failure(FailureKind.UNREACHABLE, uncertain=True), repeatable=False)
    async with running(sqlite_url, network) as service:
        await eventually(lambda: network.receive)
        assert network.receive is not None
        event = Incoming(network="scripted", event_id="1", account="a", chat="a", direct=True, text="hilfe")
        await network.receive([event])
        await eventually(lambda: len(network.sends) > 1)
        service.watch.look()
        with service.database.transaction() as session:
            fill(session)
        families = await families_of(service)
    there = {sample.name for family in families.values() for sample in family.samples}
    of_others = {"hafenbote_disk_free_bytes", "hafenbote_table_size_bytes"}  # one is SQLite's, one PostgreSQL's
    assert asked - there - of_others == set()
    rules = [rule for group in yaml.safe_load(files[1].read_text())["groups"] for rule in group["rules"]]
    assert all(rule["labels"]["severity"] in {"critical", "warning"} for rule in rules)
    assert all({"summary", "description"} <= rule["annotations"].keys() for rule in rules)

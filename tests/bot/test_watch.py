"""Looking after the service itself: who reports, who raises the alarm, and what of it the log and the people see."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlmodel import select

from bot.instances import CLOCK
from bot.readiness import Readiness
from bot.service import Service
from storage.alerts import Alert, NetworkReport
from storage.database import Database
from storage.groups import Group
from storage.leases import Lease
from storage.persons import Role
from tests.bot.doubles import ScriptedNetwork, eventually
from tests.bot.test_service import NOW, ask, running, settings_for


async def test_an_outage_is_told_on_the_other_network(database_url: str, logged: io.StringIO) -> None:
    """One network is down for five minutes: the operators read it on the other, once, and the log has it, too."""
    down, up = ScriptedNetwork(name="down"), ScriptedNetwork(name="up")
    async with running(database_url, down, up) as service:
        await eventually(lambda: all(hold.held for hold in service.watch.holds.values()))
        down.trouble = "HTTP 502"
        with service.database.transaction() as session:
            for name in ("down", "up"):
                session.add(Group(network=name, chat="betrieb", role=Role.OPERATOR, created_at=NOW))
        service.watch.look()
        with service.database.transaction() as session:
            reported = session.get_one(NetworkReport, "down")
            reported.worked_at -= timedelta(minutes=6)
        told = [service.watch.look() for _ in range(3)]
        service.delivery.wake()
        await eventually(lambda: up.sends)
        down.trouble = ""
        service.watch.look()
        service.delivery.wake()
        await eventually(lambda: len(up.sends) == 2)
        with service.database.transaction() as session:
            assert session.exec(select(Alert).where(Alert.kind == "network-down")).all() == []
    assert told == [1, 0, 0]
    assert up.texts[0].startswith("**Störung: down ist nicht erreichbar**")
    assert up.texts[1].startswith("**Wieder in Ordnung**\n\nVorbei ist: „down ist nicht erreichbar“, seit ")
    assert [each.startswith("**Wieder") for each in down.texts] == [True], "what it was told while it was down"
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    alerts = [(line["level"], line["kind"], line["subject"]) for line in lines if line["event"] == "alert"]
    assert alerts == [("error", "network-down", "down")]


def test_tables_on_which_it_does_not_work_are_a_fault(sqlite_database: Database, tmp_path: Path) -> None:
    """Tables that are too old or too new are a fault that says what to do; so is none. More tables do no harm."""
    readiness = Readiness(sqlite_database, {}, lambda _: True, lambda: ())
    assert readiness.faults() == {}
    with sqlite_database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9998_pre'"))
        assert readiness.faults() == {}, "nobody waits for who writes"
    assert readiness.faults() == {}
    for revision, remedy in (("0001_pre", "run `hafenbote db upgrade`"), ("9999_post", "start the newer release")):
        with sqlite_database.transaction() as session:
            session.connection().execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
        assert f" is at {revision}, " in readiness.faults()["database"]
        assert remedy in readiness.faults()["database"]
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert "None" in Readiness(empty, {}, lambda _: True, lambda: ()).faults()["database"]
    empty.close()


async def test_waiting_for_another_instance_is_no_fault(postgres_url: str) -> None:
    """Of two instances one runs the network; the other is ready, says that it waits, and reports nothing about it."""
    one, two = ScriptedNetwork(), ScriptedNetwork()
    two.trouble = "not connected yet"
    async with running(postgres_url, one) as first:
        await eventually(lambda: one.receive)
        async with running(postgres_url, two) as second:
            assert await ask(second, "ready") == (200, {"status": "ready", "faults": {}, "standby": ["scripted"]})
            assert await ask(first, "ready") == (200, {"status": "ready", "faults": {}})
            second.watch.look()
            first.watch.look()
            with first.database.transaction() as session:
                assert [told.fault for told in session.exec(select(NetworkReport))] == [""]


def test_leases_that_came_from_postgresql_alarm_nobody(sqlite_database: Database, sqlite_url: str) -> None:
    """Where everything was moved to SQLite, nobody renews what came along, and nobody has to."""
    with sqlite_database.transaction() as session:
        session.add(Lease(name=CLOCK, owner="", fence=7, until=NOW))
    service = Service(settings_for(sqlite_url), extra=[ScriptedNetwork()])
    service.watch.look()
    with sqlite_database.transaction() as session:
        assert "lease-free" not in session.exec(select(Alert.kind)).all()
    service.database.close()

"""The clock struck ahead: what it foresees is what happens, and nothing of it is left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from handlers.messages import Choice
from handlers.turn import Foreseen
from scheduler.forecast import forecast
from scheduler.striking import plan_ahead, strike_once
from scheduler.timetable import Strike
from storage import schema
from storage.database import Database, serialize
from storage.engine import Subject
from storage.outbox import OutboxMessage, Urgency
from storage.persons import Role
from tests.scheduler.conftest import BERLIN, FRIDAY, MONDAY, WEEK, World
from tests.scheduler.readers import Reader, at

NORMAL, LOW = Urgency.NORMAL, Urgency.LOW
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


def foresee(world: World, now: datetime, until: datetime) -> list[Foreseen]:
    """Look ahead in a transaction of its own."""
    with world.database.transaction() as session:
        return forecast(session, world.office, now, until)


def everything(database: Database) -> Mapping[str, Sequence[tuple[object, ...]]]:
    """Give all rows of all tables."""
    with database.transaction() as session:
        return {
            table.name: [
                tuple(row) for row in session.connection().execute(table.select().order_by(*table.primary_key))
            ]
            for table in schema.METADATA.sorted_tables
        }


@pytest.fixture
def busy(world: World) -> World:
    """Give a network in which a digest is due on Mondays, and of which some messages are held."""
    world.confirm(20)
    world.group()
    reader = Reader(world)
    reader.tell("Neue Meldung", at("03. 21:30"), choices=(Choice("Ansehen", "/freigaben"),))
    for number in range(6):
        reader.tell(f"Nr. {number}", at("03. 12:00"), LOW)
    return world


def test_everything_is_foreseen(busy: World) -> None:
    """The held message, the low ones of the weekend, those beyond three together, and both digests, in their order."""
    seen = [
        (each.at.astimezone(BERLIN), each.text.partition("\n")[0])
        for each in foresee(busy, at("03. 22:00"), at("13. 00:00"))
    ]
    assert seen == [
        (at("04. 07:00"), "Neue Meldung"),
        (at("05. 07:00"), "Nr. 0"),
        (at("05. 07:00"), "Nr. 1"),
        (at("05. 07:00"), "Nr. 2"),
        (at("05. 08:00"), "**Lage am 05.07.2021**"),
        (at("05. 08:00"), "Das hat sich in den letzten Tagen für Sie gesammelt:"),
        (at("12. 08:00"), "**Lage am 12.07.2021**"),
    ]


def test_it_is_known_who_gets_it_and_what_it_is_about(busy: World) -> None:
    """A person or the group of a role; what comes from a rule is about the rule and its subject."""
    seen = {each.text.partition("\n")[0]: each for each in foresee(busy, at("03. 22:00"), at("06. 00:00"))}
    held, digest = seen["Neue Meldung"], seen["**Lage am 05.07.2021**"]
    assert held.person is not None
    assert (held.person.label, held.role, held.about) == ("Bielefeld", None, "Neue Meldung")
    assert (digest.person, digest.role, digest.about) == (None, Role.SPOKESPERSON, "digest pledges")


def test_nothing_is_left_behind(busy: World) -> None:
    """The whole database is the same before and after, row by row, and what happens then is the same, too."""
    before = everything(busy.database)
    assert sum(map(len, before.values())) > 20
    assert len(foresee(busy, at("03. 22:00"), at("03. 22:00") + 60 * DAY)) > 10
    assert everything(busy.database) == before
    assert busy.tick(at("04. 07:00")) == 1


def test_nothing_is_left_behind_by_what_fails(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that raises while it is rehearsed takes nothing with it."""

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("no digest today")

    before = everything(busy.database)
    with monkeypatch.context() as patched:
        patched.setattr("scheduler.digests.digest_for", fail)
        with busy.database.transaction() as session, pytest.raises(ConnectionError):
            forecast(session, busy.office, at("03. 22:00"), at("13. 00:00"))
    assert everything(busy.database) == before


def test_the_rest_of_the_transaction_is_kept(busy: World) -> None:
    """What the same transaction wrote before and after looking ahead is committed."""
    with busy.database.transaction() as session:
        session.add(OutboxMessage(network="core", chat="a", text="davor", created_at=FRIDAY))
        forecast(session, busy.office, at("03. 22:00"), at("13. 00:00"))
        session.add(OutboxMessage(network="core", chat="a", text="danach", created_at=FRIDAY))
    assert busy.told("a") == ["davor", "danach"]


def test_the_log_says_nothing_of_what_did_not_happen(busy: World) -> None:
    """Looking ahead logs no due item; the tick logs each."""
    with capture_logs() as logs:
        foresee(busy, at("03. 22:00"), at("13. 00:00"))
        assert logs == []
        busy.tick(at("04. 07:00"))
    assert [(entry["event"], entry["rule"]) for entry in logs] == [("due", "held")]


def test_a_tick_waits_for_nobody_who_looked_ahead(postgres_database: Database) -> None:
    """On PostgreSQL the clock strikes while a transaction that has looked ahead is still open, and plans as ever."""
    world = World(postgres_database)
    chat = world.group()
    with ThreadPoolExecutor(1) as executor, postgres_database.transaction() as session:
        assert len(forecast(session, world.office, FRIDAY, MONDAY)) == 1
        assert executor.submit(world.tick, MONDAY).result(timeout=10) == 1
    assert len(world.told(chat)) == 1


def test_looking_ahead_waits_for_a_tick(postgres_database: Database) -> None:
    """On PostgreSQL what a tick is just doing is not foreseen: it is done."""
    world = World(postgres_database)
    world.group()
    with ThreadPoolExecutor(1) as executor:
        with postgres_database.transaction() as session:
            serialize(session, Subject.CLOCK)
            plan_ahead(Strike(session, world.office, MONDAY))
            assert strike_once(Strike(session, world.office, MONDAY))
            looking = executor.submit(foresee, world, MONDAY, MONDAY + WEEK)
            assert not wait([looking], timeout=0.5).done
        assert [each.at for each in looking.result(timeout=10)] == [MONDAY + WEEK]


SAID = st.lists(
    st.tuples(st.integers(0, 4 * 24 * 3), st.sampled_from(list(Urgency)), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SAID, st.none() | st.integers(1, 9))
def test_what_is_foreseen_happens(world: World, said: list[tuple[int, Urgency, bool]], silence: int | None) -> None:
    """Ticks in the mornings say what was foreseen, to the moment, to the word and in the same order."""
    reader, begin = Reader(world), at("07. 09:00")
    reader.rests((begin + silence * DAY).date() if silence else None, begin)
    now = begin
    for number, (quarters, urgency, asks) in enumerate(sorted(said, key=lambda each: each[0])):
        now = begin + quarters * QUARTER
        choices = (Choice("Ansehen", "/freigaben"),) if asks else ()
        reader.tell(f"Text {number}", now, urgency, choices=choices)
    already = reader.heard()
    until = now + 14 * DAY
    foreseen = [
        (each.at, each.text) for each in foresee(world, now, until) if each.person and each.person.id == reader.number
    ]
    world.tick(now)
    for hour in (now.replace(minute=0) + number * HOUR for number in range(1, 14 * 24)):
        if hour.hour in {7, 8}:  # nothing is due at another hour
            world.tick(hour)
    assert [(each.when, each.text) for each in reader.heard() if each not in already] == foreseen

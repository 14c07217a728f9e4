"""What operators are told: rules on what was measured, once when it begins and once when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from handlers.alerts import AlertKind, News, tell_operators
from handlers.turn import Office
from scheduler.alerts import Facts, changes, look, troubles
from storage.alerts import Alert, NetworkReport, network_reports, report
from storage.database import Database
from storage.groups import Group
from storage.leases import Lease
from storage.measures import Measures, Queue, measure
from storage.outbox import Lane, OutboxMessage
from storage.persons import Address, Language, Person, Role, RoleAssignment
from storage.sizes import Disk

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BOTH = frozenset({"matrix", "telegram"})
QUIET = Measures(
    moment=NOW,
    queues={},
    held=0,
    in_doubt=0,
    in_doubt_lately=0,
    overdue=0,
    overdue_since=None,
    pauses={},
    leases=(),
    reports=(),
    alerts=(),
    backup_at=None,
)
OFFICE = Office(ZoneInfo("Europe/Berlin"), networks=BOTH)


def ago(**span: float) -> datetime:
    """Say when it was so long ago."""
    return NOW - timedelta(**span)


def facts(more: dict[str, Any] | None = None, **measured: Any) -> Facts:  # noqa: ANN401 - any figure
    """Give facts in which all is well but what is named."""
    known: dict[str, Any] = {"networks": BOTH, "leases": {"clock", "matrix"}} | (more or {})
    return Facts(replace(QUIET, **measured), NOW, **known)


def network(name: str = "matrix", **told: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """Measure one network, which worked a moment ago unless told otherwise."""
    return {"reports": [NetworkReport(network=name, **{"worked_at": ago(seconds=20), "fault": "", **told})]}


def replies(since: datetime, lane: Lane = Lane.REPLY) -> dict[str, Any]:
    """Measure two messages on Matrix that wait since a moment."""
    return {"queues": {("matrix", lane): Queue(2, since)}}


def lease(name: str, until: datetime) -> dict[str, Any]:
    """Measure one lease."""
    return {"leases": [Lease(name=name, owner="x", fence=1, until=until)]}


FULL = Disk(free=10**9, total=10**11)
RULES: list[tuple[Facts, set[str]]] = [
    (facts(), set()),
    (facts(**network()), set()),
    (facts(**network(worked_at=ago(minutes=4), fault="away")), set()),
    (facts(**network(worked_at=ago(minutes=6), fault="away")), {"network-down"}),
    (facts({"networks": {"telegram"}}, **network(worked_at=ago(minutes=6))), set()),
    (facts(**network("telegram", worked_at=ago(hours=17))), {"network-down"}),
    (facts(**network("telegram", worked_at=ago(hours=18))), {"network-down", "updates-ending"}),
    (facts(**network(worked_at=ago(hours=40))), {"network-down"}),
    (facts(**replies(ago(minutes=4))), set()),
    (facts(**replies(ago(minutes=6))), {"queue-stuck"}),
    (facts(**replies(ago(hours=6), Lane.BULK)), set()),
    (facts({"networks": {"telegram"}}, **replies(ago(minutes=6))), set()),
    (facts(**network(worked_at=ago(minutes=9)), **replies(ago(minutes=6))), {"network-down"}),
    (facts(overdue=1, overdue_since=ago(minutes=9)), set()),
    (facts(overdue=1, overdue_since=ago(minutes=11)), {"clock-late"}),
    (facts(**lease("clock", ago(seconds=30))), set()),
    (facts(**lease("clock", ago(minutes=2))), {"lease-free"}),
    (facts(**lease("switched off", ago(days=2))), set()),
    (facts({"backup_within": timedelta(hours=36)}, backup_at=ago(hours=35)), set()),
    (facts({"backup_within": timedelta(hours=36)}, backup_at=ago(hours=37)), {"backup-old"}),
    (facts(backup_at=ago(days=9)), set()),
    (facts({"disk": FULL}), {"disk-full"}),
    (facts({"disk": replace(FULL, total=5 * 10**9)}), set()),
    (facts({"disk": replace(FULL, free=10**10)}), set()),
    (facts(in_doubt_lately=9, in_doubt=1000), set()),
    (facts(in_doubt_lately=10), {"sends-in-doubt"}),
    (facts({"ledger_whole": True}), set()),
    (facts({"ledger_whole": False}), {"ledger-broken"}),
    (facts(**network(unsigned="no recovery key")), {"device-unsigned"}),
    (facts(**network(crowded=True)), {"crowd"}),
]


@pytest.mark.parametrize(("known", "expected"), RULES)
def test_what_is_out_of_order(known: Facts, expected: set[str]) -> None:
    """Each rule by itself: what is told once it has lasted as long as it may."""
    change = changes(troubles(known), [], known)
    later = replace(known, measures=replace(known.measures, moment=NOW + timedelta(minutes=11)))
    ripe = changes(troubles(known), change.new, later)
    told = {row.kind for row, trouble in change.told} | {
        row.kind for row, trouble in ripe.told if trouble.since is None and trouble.kind is not AlertKind.BACKUP_OLD
    }
    assert told == expected


def test_a_moments_trouble_is_not_told() -> None:
    """What passes by itself within its time leaves a row that goes again, and no message."""
    unsigned = facts(**network(unsigned="not published yet"))
    change = changes(troubles(unsigned), [], unsigned)
    assert [row.kind for row in change.new] == ["device-unsigned"]
    assert change.told == []
    over = changes([], change.new, facts())
    assert [row.told_at for row in over.over] == [None]


def test_without_any_backup_it_is_told_in_the_end() -> None:
    """Where no backup was ever made, operators are told when one could have been expected, and not before."""
    never = facts({"backup_within": timedelta(hours=36)})
    for known, expected in ((ago(hours=35), 0), (ago(hours=37), 1)):
        assert len(changes(troubles(never), [Alert(kind="backup-old", since=known)], never).told) == expected


def test_what_nobody_has_looked_at_is_not_over() -> None:
    """After a restart nobody has read the ledger yet: that it was broken is not over because of that."""
    broken = [Alert(kind="ledger-broken", since=NOW, told_at=NOW)]
    assert changes([], broken, facts()).over == []
    assert changes([], broken, facts({"ledger_whole": True})).over == broken


def test_an_alert_of_another_release_goes_without_a_word(sqlite_database: Database) -> None:
    """After a newer release was taken back, what only that one knew is neither told nor kept."""
    with sqlite_database.transaction() as session:
        operators(session)
        session.add(Alert(kind="moon-too-full", since=NOW, told_at=NOW))
        session.flush()
        assert look(session, OFFICE, Facts(measure(session, NOW), NOW, BOTH)) == 0
        assert session.exec(select(Alert)).all() == []


def operators(session: Session) -> None:
    """Have a group of the operators on Matrix, somebody in the office on both networks, and an operator on Telegram."""
    session.add(Group(network="matrix", chat="!betrieb", role=Role.OPERATOR, created_at=NOW))
    session.add(Group(network="matrix", chat="!gone", role=Role.OPERATOR, gone=True, created_at=NOW))
    for label, role, networks in (
        ("IT", Role.OPERATOR, ["telegram"]),
        ("Büro", Role.COORDINATOR, ["matrix", "telegram"]),
    ):
        person = Person(label=label, language=Language.GERMAN, created_at=NOW)
        session.add(person)
        session.flush()
        session.add(RoleAssignment(person_id=person.id, role=role, valid_from=NOW.date()))
        for position, name in enumerate(networks):
            where = {"network": name, "account": label, "chat": label, "position": position}
            session.add(Address(person_id=person.id, created_at=NOW, **where))
    session.flush()


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        ((), [("matrix", "!betrieb")]),
        (("matrix",), [("telegram", "IT")]),
        (("telegram",), [("matrix", "!betrieb")]),
        (("matrix", "telegram"), []),
    ],
)
def test_it_is_told_where_it_can_be_read(
    sqlite_database: Database, down: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """The operators' group hears it; if its network is down, an operator on another one."""
    with sqlite_database.transaction() as session:
        operators(session)
        told = tell_operators(
            session, OFFICE, News(AlertKind.DISK_FULL, "", NOW, values={"megabytes": 7}), down, NOW.date()
        )
        assert [_where(each) for each in told] == expected


def test_without_operators_the_office_is_asked_to_pass_it_on(sqlite_database: Database) -> None:
    """Nobody has joined as an operator: the office hears it, on the network that works, and what to do with it."""
    with sqlite_database.transaction() as session:
        operators(session)
        for each in session.exec(select(Group)):
            session.delete(each)
        for role in session.exec(select(RoleAssignment).where(RoleAssignment.role == Role.OPERATOR)):
            session.delete(role)
        session.flush()
        news = News(AlertKind.NETWORK_DOWN, "matrix", NOW, values={"fault": "HTTP 502"})
        [told] = tell_operators(session, OFFICE, news, ["matrix"], NOW.date())
    assert _where(told) == ("telegram", "Büro")
    assert told.message.text.startswith("**Störung: Matrix ist nicht erreichbar**")
    assert "HTTP 502" in told.message.text
    assert told.message.text.endswith("Bitte geben Sie diese Meldung an die Stelle weiter, die den Dienst betreibt.")


def _where(told: Any) -> tuple[str, str]:  # noqa: ANN401 - an Outgoing
    to = told.group or told.address
    return to.network, to.chat


def test_it_is_told_once_when_it_begins_and_once_when_it_is_over(database: Database) -> None:
    """However often and by whomever it is looked: an outage is told when it has lasted five minutes, and its end."""

    def seen(worked: datetime, fault: str, moment: datetime) -> int:
        with database.transaction() as session:
            report(session, NetworkReport(network="telegram", worked_at=worked, fault=fault))
            measured = replace(measure(session, moment), moment=moment)
            return look(session, OFFICE, Facts(measured, moment, BOTH))

    with database.transaction() as session:
        operators(session)
    assert seen(NOW, "", NOW) == 0
    # Whoever reports a fault cannot move the moment at which it last worked.
    assert [seen(NOW + timedelta(minutes=m), "HTTP 502", NOW + timedelta(minutes=m)) for m in range(1, 10)] == [
        *([0] * 4),
        1,
        *([0] * 4),
    ]
    back = NOW + timedelta(minutes=10)
    assert [seen(back, "", back + timedelta(seconds=s)) for s in (0, 15, 30)] == [1, 0, 0]
    with database.transaction() as session:
        begun, over = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert (session.exec(select(Alert)).all(), network_reports(session)[0].fault) == ([], "")
    assert "Montag, 23.11.2026, 13:00 Uhr" in begun.text
    assert over.text.startswith(
        "**Wieder in Ordnung**\n\nVorbei ist: „Telegram ist nicht erreichbar“, seit Montag, 23.11.2026"
    )
    assert {row.chat for row in (begun, over)} == {"!betrieb"}


def test_every_alert_has_its_words(sqlite_database: Database) -> None:
    """Of each kind operators are told what it is and what to do, in both languages, with what the rules know."""
    said = [trouble for known, _ in RULES for trouble in troubles(known)]
    assert {trouble.kind for trouble in said} == set(AlertKind)
    with sqlite_database.transaction() as session:
        session.add(Group(network="matrix", chat="!a", role=Role.OPERATOR, created_at=NOW))
        session.add(Group(network="matrix", chat="!b", role=Role.OPERATOR, language=Language.ENGLISH, created_at=NOW))
        for trouble in said:
            news = News(trouble.kind, trouble.subject, NOW, values=trouble.values)
            for one in (news, replace(news, over_at=NOW)):
                told = tell_operators(session, OFFICE, one, (), NOW.date())
                assert len({each.message.text for each in told}) == 2

"""Why a message came: what somebody is to us, when it was due, what kept it back, and how to get less."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.messages import Message
from handlers.sending import post
from handlers.turn import Outgoing, notice
from handlers.wording import Markdown
from scheduler import rules
from scheduler.striking import tick
from scheduler.timetable import Deed, Rule, Say, Strike
from storage.database import Database
from storage.due import DueItem, plan
from storage.groups import Group
from storage.municipalities import Land
from storage.outbox import Lane, OutboxMessage, Urgency
from storage.persons import Person, Role
from tests.core_stage import START
from tests.handlers.test_router import KOELN, Town

NIGHT = datetime(2021, 7, 5, 19, 30, tzinfo=UTC)
MORNING = datetime(2021, 7, 6, 5, 0, tzinfo=UTC)
DECIDING = "Sie erhalten das, weil Sie als Länderkoordination über Meldungen aus Nordrhein-Westfalen entscheiden."
LESS = "Weniger hören Sie von mir mit pause 2 Wochen."


@pytest.fixture
def town(sqlite_database: Database) -> Town:
    """Give a stage with Cologne's contact, the coordination of its Land, and the office."""
    town = Town(sqlite_database)
    town.person("Köln", Role.CONTACT, KOELN)
    town.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
    town.person("Büro", Role.COORDINATOR)
    return town


def tell(town: Town, name: str, text: str, urgency: Urgency = Urgency.NORMAL, why: str = "Weil.") -> None:
    """Say something to somebody of our own accord."""
    with town.database.transaction() as session:
        person = session.exec(select(Person).where(Person.label == name)).one()
        said = notice(Message(text), person, Markdown(why), urgency)
        post(session, town.stage.office, [said], town.stage.clock.now())
    town.stage._deliver()


def newest(town: Town, name: str) -> str:
    """Give the network's name of the newest message somebody got."""
    with town.database.transaction() as session:
        mine = select(OutboxMessage).where(OutboxMessage.chat == name).order_by(col(OutboxMessage.id).desc())
        return session.exec(mine).first().external_id or ""  # type: ignore[union-attr]


def asks(town: Town, name: str, text: str = "warum", **more: object) -> str:
    """Let somebody ask why; gives the answer, without what they had heard before."""
    town.stage._heard[name].clear()
    return town.says(name, text, **more)


def at(town: Town, moment: datetime) -> None:
    """Let it be a moment, and the clock strike."""
    town.stage.clock.set(moment)
    tick(town.database, town.stage.office, town.stage.clock.now())
    town.stage._deliver()


def test_the_newest_that_nobody_asked_for_is_meant(town: Town) -> None:
    """Without naming a message, it is the newest notice, whatever was asked and answered since."""
    tell(town, "NRW", "Erste", why="Erster Grund.")
    tell(town, "NRW", "Zweite", why="Zweiter Grund.")
    town.says("NRW", "status")
    answer = asks(town, "NRW")
    assert answer.startswith("Zweiter Grund.")
    assert "Fällig war diese Nachricht am Montag, 05.07.2021, 09:00 Uhr; so habe ich sie auch geschickt." in answer
    assert LESS in answer


def test_the_message_that_is_answered_is_meant(town: Town) -> None:
    """An answer to an older notice explains that one; one to an answer of ours says so."""
    tell(town, "NRW", "Erste", why="Erster Grund.")
    first = newest(town, "NRW")
    tell(town, "NRW", "Zweite", why="Zweiter Grund.")
    town.says("NRW", "status")
    status = newest(town, "NRW")
    assert asks(town, "NRW", "Warum?", replies_to=first).startswith("Erster Grund.")
    assert asks(town, "NRW", "why", replies_to=status).startswith("Das war meine Antwort")


@pytest.mark.parametrize("named", ["$erfunden", "of Köln"])
def test_what_is_not_ours_there_is_not_explained(town: Town, named: str) -> None:
    """A message we do not know, or one from somebody else's chat, is not explained to whoever names it."""
    tell(town, "Köln", "Nur für Köln", why="Ein Grund, der nur Köln angeht.")
    tell(town, "NRW", "Für NRW")
    answer = asks(town, "NRW", "warum", replies_to=newest(town, "Köln") if named == "of Köln" else named)
    assert answer.startswith("Diese Nachricht finde ich nicht unter meinen.")


def test_nothing_was_said_yet(town: Town) -> None:
    """Whoever only got answers is told so."""
    town.says("NRW", "hilfe")
    assert asks(town, "NRW") == "Von mir aus habe ich Ihnen hier noch nichts geschrieben."


def test_each_wait_is_told_with_its_reason(town: Town) -> None:
    """Held through the night, then for a silence that began meanwhile: both are named, with their ends."""
    at(town, NIGHT)
    tell(town, "NRW", "Neue Meldung", why=DECIDING)
    town.says("NRW", "pause bis 8.7.")
    at(town, MORNING)
    at(town, MORNING + timedelta(days=2))
    answer = asks(town, "NRW")
    assert answer.splitlines() == [
        DECIDING,
        "",
        "Fällig war diese Nachricht am Montag, 05.07.2021, 21:30 Uhr. Sie hat gewartet:",
        "",
        "• bis Dienstag, 06.07.2021, 07:00 Uhr: Nachtruhe (20 bis 7 Uhr)",
        "• bis Donnerstag, 08.07.2021, 07:00 Uhr: Ihre Pause",
        "",
        "Weniger hören Sie von mir mit pause 2 Wochen. Antworten und Dringendes kommen trotzdem.",
    ]


def remind(town: Town, monkeypatch: pytest.MonkeyPatch, due: datetime) -> None:
    """Let the clock have a reminder for the coordination of NRW that may wait."""

    def act(strike: Strike, _: DueItem) -> Deed:
        person = strike.session.exec(select(Person).where(Person.label == "NRW")).one()
        return Say([notice(Message("Erinnerung"), person, Markdown("Wegen des Termins."))])

    monkeypatch.setitem(rules.RULES, "remind", Rule("remind", act, urgency=Urgency.NORMAL))
    with town.database.transaction() as session:
        number = session.exec(select(Person.id).where(Person.label == "NRW")).one()
        plan(session, DueItem(rule="remind", subject="x", recipient=f"person:{number}", occurrence="1", due_at=due))


def test_what_a_rule_waited_for_is_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reminder whose own rule was kept waiting through the night tells when it had been due."""
    remind(town, monkeypatch, NIGHT)
    at(town, NIGHT)
    at(town, MORNING)
    answer = asks(town, "NRW")
    assert answer.startswith("Wegen des Termins.")
    assert "Fällig war diese Nachricht am Montag, 05.07.2021, 21:30 Uhr. Sie hat gewartet:" in answer
    assert "bis Dienstag, 06.07.2021, 07:00 Uhr: Nachtruhe" in answer


def test_what_came_late_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reminder that was due while the service was down says when it should have come, and why it did not."""
    remind(town, monkeypatch, START)
    at(town, START + timedelta(hours=3))
    answer = asks(town, "NRW")
    assert "Fällig war diese Nachricht am Montag, 05.07.2021, 09:00 Uhr. Geschickt habe ich sie erst am" in answer
    assert "05.07.2021, 12:00 Uhr, weil ich in der Zwischenzeit nicht erreichbar war." in answer


def test_what_is_urgent_says_that_it_always_comes(town: Town) -> None:
    """Nobody is promised that a pause would keep it away."""
    tell(town, "NRW", "Abgesagt", Urgency.URGENT)
    answer = asks(town, "NRW")
    assert "Solche Nachrichten sind dringend; sie kommen auch nachts und in einer Pause." in answer
    assert LESS not in answer


def test_a_message_without_a_reason_says_so(town: Town) -> None:
    """What was queued before reasons were kept, or by a slip without one, is not explained by a made-up one."""
    tell(town, "NRW", "Alt", why="")
    assert asks(town, "NRW").startswith("Warum Sie das erhalten haben, ist hier nicht vermerkt.")


def test_what_was_collected_names_all_reasons(town: Town) -> None:
    """One message for several names each reason once, behind the reason for putting them together."""
    for number in range(6):
        tell(town, "Büro", f"Nr. {number}", Urgency.LOW, why=f"Grund {number // 5}.")
    at(town, datetime(2021, 7, 12, 6, 0, tzinfo=UTC))
    answer = asks(town, "Büro")
    assert answer.startswith("Sie erhalten das in einem Stück, weil ich Ihnen höchstens 3 weniger wichtige Nachrichten")
    assert (answer.count("Grund 0."), answer.count("Grund 1.")) == (1, 1)


# Everything we say today of our own accord has a reason that names what its reader is.

REASONS = {
    "pledge": "weil Sie als Länderkoordination über Meldungen aus Nordrhein-Westfalen entscheiden.",
    "colleague": "weil Sie für Köln sprechen.",
    "reporter": "weil Sie für Köln gemeldet haben.",
}


def test_every_notice_of_a_report_has_its_reason(town: Town) -> None:
    """The decider, the colleague and the reporter are each told what makes it theirs; none of it comes at night."""
    town.person("Vertretung", Role.DEPUTY, KOELN)
    town.says("Köln", "zusage 20 NEST UMF bis 31.12.2021")
    town.says("Köln", "ja")
    town.says("NRW", "freigaben bestätigen 1")
    with town.database.transaction() as session:
        rows = session.exec(select(OutboxMessage).where(col(OutboxMessage.person_id).is_not(None)))
        told = [(row.chat, row.urgency, row.why.removeprefix("Sie erhalten das, ")) for row in rows]
    assert sorted(told) == sorted(
        [
            ("NRW", Urgency.NORMAL, REASONS["pledge"]),
            ("Vertretung", Urgency.NORMAL, REASONS["colleague"]),
            ("Köln", Urgency.NORMAL, REASONS["reporter"]),
            ("Vertretung", Urgency.NORMAL, REASONS["colleague"]),
        ]
    )
    town.says("Köln", "zurückziehen")
    town.says("Köln", "ja")
    assert asks(town, "NRW").startswith(f"Sie erhalten das, {REASONS['pledge']}")
    assert asks(town, "Vertretung").startswith(f"Sie erhalten das, {REASONS['colleague']}")


def test_a_group_may_ask(town: Town) -> None:
    """In the spokespersons' group it is said why the group gets its digest, and nobody is told to pause."""
    town.group()
    with town.database.transaction() as session:
        group = session.exec(select(Group)).one()
        digest = Outgoing(Message("Lage"), group=group, lane=Lane.NOTICE, why=Markdown("Diese Gruppe erhält das."))
        post(session, town.stage.office, [digest], START)
    town.stage._deliver()
    town.says_in_group("Köln", "!hilfe")
    answer = town.says_in_group("Köln", "!warum")
    assert answer.startswith("Diese Gruppe erhält das.")
    assert "pause" not in answer

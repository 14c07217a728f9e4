"""Who decides on what: never on one's own report, never against what was not shown, and on many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.database import Database
from storage.ledger import propose
from storage.links import LinkRequest
from storage.municipalities import Land
from storage.persons import Role
from storage.pledges import Line, Offer, Programme, TargetGroup
from storage.standings import Standing, standing
from tests.core_stage import NETWORK, START
from tests.handlers.test_router import BONN, KOELN, Town

NEST = Line(KOELN, Programme.NEST, TargetGroup.EVERYONE)
TODAY = START.date()


class Desk(Town):
    """A town with two people from Cologne, one from Bonn, a Land's coordination and the office."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.contact = self.person("Köln", Role.CONTACT, KOELN)
        self.deputy = self.person("Vertretung", Role.DEPUTY, KOELN)
        self.bonn = self.person("Bonn", Role.CONTACT, BONN)
        self.coordination = self.person("NRW", Role.LAND_COORDINATOR, land=Land.NW)
        self.office = self.person("Potsdam", Role.COORDINATOR)

    def report(self, actor: int, places: int = 20, line: Line = NEST, seen: Standing | None = None) -> int:
        """Let somebody report an offer, perhaps as they saw the line before others did; gives its number."""
        with self.database.transaction() as session:
            offer = Offer(places, TODAY, date(2021, 12, 31))
            return propose(session, seen or standing(session, line), offer, actor, START).id or 0

    def contradict(self, *actors: int, line: Line = NEST) -> Sequence[int]:
        """Let several people report different offers from one view; gives their numbers."""
        with self.database.transaction() as session:
            seen = standing(session, line)
        return [self.report(actor, 20 + place, line, seen) for place, actor in enumerate(actors)]

    def link(self, person: int, account: str) -> None:
        """Let an account have been linked to a person at some time."""
        with self.database.transaction() as session:
            session.add(
                LinkRequest(
                    person_id=person,
                    network=NETWORK,
                    account=account,
                    chat=account,
                    expires_at=START - timedelta(days=1),
                    decided_at=START - timedelta(days=2),
                )
            )

    def stands(self, line: Line = NEST) -> tuple[int, int]:
        """Give the places that count on a line, and how many reports wait there."""
        with self.database.transaction() as session:
            found = standing(session, line)
            return found.in_force.places if found.in_force else 0, len(found.reports)

    def heard(self, name: str) -> str:
        """Give what somebody has heard, and forget it."""
        queue = self.stage._heard[name]
        text = "\n".join(queue)
        queue.clear()
        return text

    def two_from(self, places: int | None) -> None:
        """Set from how many places on two have to confirm."""
        self.stage.office = self.stage._intake._office = replace(self.stage.office, two_confirmations_from=places)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """Give the town."""
    return Desk(sqlite_database)


def test_an_account_that_was_linked_decides_nothing(desk: Desk) -> None:
    """Whoever has ever shared an account with the reporter may be the reporter: they are told so, and cannot decide."""
    desk.link(desk.contact, "NRW")
    number = desk.report(desk.contact)
    assert "schon einmal mit Ihrem verbunden" in desk.says("NRW", f"freigaben {number}")
    assert not desk.shown("NRW")
    for deed in ("bestätigen {}", "ablehnen {} Zahl falsch", "ablehnen {}"):
        assert "schon einmal mit Ihrem verbunden" in desk.says("NRW", f"freigaben {deed.format(number)}")
    assert desk.stands() == (0, 1)
    desk.says("Potsdam", f"freigaben bestätigen {number}")
    assert desk.stands() == (20, 0)


def test_an_account_that_was_linked_is_not_asked_to_decide(desk: Desk) -> None:
    """Where nobody else coordinates the Land, the office is asked, and the reporter is told so."""
    desk.link(desk.contact, "NRW")
    desk.says("Köln", "zusage 20 NEST UMF bis 31.12.2021")
    assert "Koordinierungsstelle" in desk.says("Köln", "Stimmt")
    assert "wartet auf Sie" in desk.heard("Potsdam")
    assert not desk.heard("NRW")


def test_what_a_linked_account_has_reported_is_not_left_to_decide(desk: Desk) -> None:
    """After a decision nobody is sent to a report on which they may not decide."""
    desk.link(desk.contact, "NRW")
    desk.report(desk.contact)
    number = desk.report(desk.bonn, line=replace(NEST, ags=BONN))
    assert "wartet" not in desk.says("NRW", f"freigaben bestätigen {number}")
    other = desk.report(desk.bonn, line=replace(NEST, ags=BONN, programme=Programme.LAND))
    assert "wartet noch eine" in desk.says("Potsdam", f"freigaben bestätigen {other}")


def test_of_contradicting_reports_ones_own_cannot_be_decided_on(desk: Desk) -> None:
    """Whoever coordinates and has reported one of them may take the other, but neither their own, nor reject both."""
    own, other = desk.contradict(desk.contact, desk.deputy)
    desk.give(desk.contact, Role.LAND_COORDINATOR, land=Land.NW)
    shown = desk.says("Köln", "freigaben")
    assert f"Nr. {other} bestätigen" in shown
    assert f"Nr. {own} bestätigen" not in shown
    assert "Beide ablehnen" not in shown
    assert "selbst abgegeben" in desk.says("Köln", f"freigaben ablehnen {own} {other} Doppelt")
    assert "selbst abgegeben" in desk.says("Köln", f"freigaben bestätigen {own} statt {other}")
    assert desk.stands() == (0, 2)


def test_nothing_is_decided_against_a_report_that_was_not_shown(desk: Desk) -> None:
    """A button names what it decides against; a report that came in since is shown first."""
    with desk.database.transaction() as session:
        unseen = standing(session, NEST)
    first, second = desk.contradict(desk.contact, desk.deputy)
    third = desk.report(desk.bonn, 99, seen=unseen)
    answer = desk.says("NRW", f"freigaben bestätigen {first} statt {second}")
    assert f"Nr. {third}" in answer
    assert desk.stands() == (0, 3)
    desk.says("NRW", f"freigaben bestätigen {first} statt {second} {third}")
    assert desk.stands() == (20, 0)


def test_all_contradicting_reports_are_rejected_for_one_reason(desk: Desk) -> None:
    """Both reporters hear of both, each with the reason, and of none that it still waits."""
    desk.contradict(desk.contact, desk.deputy)
    desk.says("NRW", "freigaben")
    desk.says("NRW", "Beide ablehnen")
    desk.says("NRW", "Bitte einigen Sie sich.")
    assert desk.stands() == (0, 0)
    for name in ("Köln", "Vertretung"):
        heard = desk.heard(name)
        assert heard.count("Grund: Bitte einigen Sie sich.") == 2
        assert "wartet noch" not in heard


def test_rejecting_one_of_two_says_that_the_other_waits(desk: Desk) -> None:
    """Whoever reported the other one knows that it is not over."""
    first, second = desk.contradict(desk.contact, desk.deputy)
    desk.says("NRW", f"freigaben ablehnen {first} Zahl falsch")
    assert f"Die Meldung Nr. {second} von Vertretung wartet noch" in desk.heard("Vertretung")
    assert desk.stands() == (0, 1)


def test_unrelated_reports_are_not_rejected_together(desk: Desk) -> None:
    """One reason seldom fits two municipalities; nothing is rejected."""
    one = desk.report(desk.contact)
    other = desk.report(desk.bonn, line=replace(NEST, ags=BONN))
    assert "einzeln" in desk.says("NRW", f"freigaben ablehnen {one}, {other} Beschluss fehlt")
    assert desk.stands() == (0, 1)


def test_what_cannot_be_confirmed_with_others_is_named_with_its_reason(desk: Desk) -> None:
    """Another Land's, a contradicted, an unknown and a decided one stay; all others are confirmed, and each is told."""
    good = desk.report(desk.bonn, line=replace(NEST, ags=BONN))
    done = desk.report(desk.contact, line=replace(NEST, programme=Programme.LAND))
    desk.says("NRW", f"freigaben bestätigen {done}")
    one, two = desk.contradict(desk.contact, desk.deputy)
    kiel = desk.report(desk.person("Kiel", Role.CONTACT, "01002000"), line=replace(NEST, ags="01002000"))
    desk.heard("Bonn")
    answer = desk.says("NRW", f"freigaben bestätigen {good} {done} {one} {two} {kiel} 999")
    confirmed, refused = answer.split("Nicht bestätigt (5)")
    assert f"Nr. {good}: Bonn" in confirmed
    for number, reason in (
        (done, "schon entschieden"),
        (one, "widerspricht eine andere"),
        (two, "widerspricht eine andere"),
        (kiel, "Kiel liegt in Schleswig-Holstein"),
        (999, "gibt es nicht"),
    ):
        assert any(f"Nr. {number}:" in line and reason in line for line in refused.splitlines())
    assert "Ihre Zusage ist bestätigt" in desk.heard("Bonn")
    assert desk.stands(replace(NEST, ags=BONN)) == (20, 0)


def test_many_are_confirmed_in_portions(desk: Desk) -> None:
    """Of 23 the first 20 are shown in full; the button confirms exactly these, and then come the others."""
    lines = [Line(ags, each, group) for ags in (KOELN, BONN) for each in Programme for group in TargetGroup][:23]
    numbers = [desk.report(desk.contact if line.ags == KOELN else desk.bonn, line=line) for line in lines]
    listed = " ".join(map(str, numbers))
    assert "auf einmal gehen 20" in desk.says("NRW", f"freigaben bestätigen {listed}")
    shown = desk.says("NRW", "freigaben bestätigen alle")
    assert "die ersten 20" in shown
    assert f"Meldung Nr. {numbers[19]} " in shown
    assert f"Meldung Nr. {numbers[20]} " not in shown
    answer = desk.says("NRW", "Diese 20 bestätigen")
    assert "Bestätigt (20)" in answer
    assert "Es warten noch 3 Meldungen" in answer
    assert sum(desk.stands(line)[1] for line in lines) == 3
    desk.says("NRW", "freigaben alle")
    assert "Bestätigt (3)" in desk.says("NRW", "Alle 3 bestätigen")


def test_two_confirm_what_is_large(desk: Desk) -> None:
    """From the set number of places on it counts once a second one confirms it; below, at once."""
    desk.two_from(100)
    small, large = desk.report(desk.contact, 99), desk.report(desk.bonn, 100, replace(NEST, ags=BONN))
    desk.says("NRW", f"freigaben bestätigen {small}")
    assert desk.stands() == (99, 0)
    assert "Zum ersten Mal bestätigt" in desk.says("NRW", f"freigaben bestätigen {large}")
    assert desk.stands(replace(NEST, ags=BONN)) == (0, 1)
    assert "erst dann zählt sie" in desk.heard("Bonn")
    assert "wartet auf eine zweite Bestätigung, von Ihnen" in desk.heard("Potsdam")
    assert "muss von jemand anderem kommen" in desk.says("NRW", f"freigaben bestätigen {large}")
    desk.says("Potsdam", f"freigaben bestätigen {large}")
    assert desk.stands(replace(NEST, ags=BONN)) == (100, 0)
    assert "Ihre Zusage ist bestätigt" in desk.heard("Bonn")


def test_the_second_is_neither_the_reporter_nor_linked_to_the_first(desk: Desk) -> None:
    """Two accounts of one human being are one: such a one is not asked, and refused."""
    desk.two_from(100)
    desk.person("Zweitkonto", Role.LAND_COORDINATOR, land=Land.NW)
    desk.link(desk.coordination, "Zweitkonto")
    desk.give(desk.bonn, Role.LAND_COORDINATOR, land=Land.NW)
    number = desk.report(desk.bonn, 100, replace(NEST, ags=BONN))
    answer = desk.says("NRW", f"freigaben bestätigen {number}")
    assert "Koordinierungsstelle gebeten" in answer
    assert "zweite Bestätigung, von Ihnen" in desk.heard("Potsdam")
    assert not desk.heard("Zweitkonto")
    assert "muss von jemand anderem kommen" in desk.says("Zweitkonto", f"freigaben bestätigen {number}")
    assert "selbst abgegeben" in desk.says("Bonn", f"freigaben bestätigen {number}")
    assert desk.stands(replace(NEST, ags=BONN)) == (0, 1)


def test_the_first_of_two_sees_that_it_waits_and_may_still_reject(desk: Desk) -> None:
    """In the list it says so; a first confirmation that was a mistake is no more than that."""
    desk.two_from(100)
    number = desk.report(desk.bonn, 100, replace(NEST, ags=BONN))
    desk.report(desk.contact)
    desk.says("NRW", f"freigaben bestätigen {number}")
    assert "wartet auf eine zweite Bestätigung" in desk.says("NRW", "freigaben")
    desk.says("NRW", f"freigaben ablehnen {number} Doch nicht")
    assert desk.stands(replace(NEST, ags=BONN)) == (0, 0)


def test_without_the_setting_one_is_enough(desk: Desk) -> None:
    """Unset, no number of places needs two; a first confirmation of before is not in the way."""
    desk.two_from(100)
    number = desk.report(desk.contact, 5000)
    desk.says("NRW", f"freigaben bestätigen {number}")
    desk.two_from(None)
    desk.says("NRW", f"freigaben bestätigen {number}")
    assert desk.stands() == (5000, 0)

"""What a chat says and does where a line stands otherwise than one would think: over, planned, changed meanwhile."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from storage.database import Database
from storage.ledger import decide, propose
from storage.persons import Role
from storage.pledges import Offer, PledgeState
from storage.standings import standing
from tests.core_stage import START
from tests.handlers.test_approvals import NEST, TODAY, Desk

DAY = timedelta(days=1)
YEAR_END = date(2021, 12, 31)


class Counter(Desk):
    """A desk at which offers of Cologne are confirmed."""

    def confirm(self, places: int, start: date = TODAY, end: date = YEAR_END) -> None:
        """Let Cologne report an offer and Potsdam confirm it."""
        with self.database.transaction() as session:
            report = propose(session, standing(session, NEST), Offer(places, start, end), self.contact, START)
            decide(session, report, PledgeState.CONFIRMED, self.office, START)


@pytest.fixture
def desk(sqlite_database: Database) -> Counter:
    """Give the desk."""
    return Counter(sqlite_database)


def test_a_report_is_taken_back_behind_an_offer_that_is_over(desk: Counter) -> None:
    """What is said to be taken back is the report: the offer before it has ended by itself."""
    desk.confirm(20, TODAY - 30 * DAY, TODAY - DAY)
    desk.report(desk.contact, 5)
    desk.says("Köln", "zurückziehen")
    answer = desk.says("Köln", "Ja, zurückziehen")
    assert "5 Plätze" in answer
    assert "20 Plätze" not in answer
    assert "5 Plätze" in desk.heard("Vertretung")


def test_some_of_the_places_taken_back_later_are_fewer_from_then_on(desk: Counter) -> None:
    """Of 20 places five less from September are 15 then, and no end of all; all 20 taken back then are an end."""
    desk.confirm(20)
    shown = desk.says("Köln", "wir ziehen 5 Plätze NEST ab 1.9. zurück")
    assert "20 → 15, 01.09.2021 bis 31.12.2021" in shown
    desk.says("Köln", "Verwerfen")
    assert "20 → 0, 01.09.2021 bis 31.12.2021" in desk.says("Köln", "wir ziehen 20 Plätze NEST ab 1.9. zurück")


def test_an_offer_that_is_planned_is_renewed_from_its_own_beginning(desk: Counter) -> None:
    """Until then nothing more counts than before."""
    desk.confirm(20, TODAY + 10 * DAY, TODAY + 50 * DAY)
    desk.says("Köln", "verlängern")
    shown = desk.says("Köln", "31.12.2021")
    assert "20 Plätze · alle Gruppen · NEST · 15.07.2021 bis 31.12.2021" in shown
    assert "05.07.2021" not in shown


def test_what_lapses_before_another_begins_is_what_the_buttons_are_about(desk: Counter) -> None:
    """Below the question for the 20 places that end in July, not the 7 of August are renewed, nor let go."""
    end = TODAY + 20 * DAY
    desk.confirm(20, TODAY, end)
    desk.confirm(7, TODAY + 40 * DAY, TODAY + 50 * DAY)
    line = f"{NEST.ags} {NEST.programme} {NEST.target_group}"
    assert "20 Plätze" in desk.says("Köln", f"/loslassen {line} {end}")
    assert "Sie verlängern: 20 Plätze" in desk.says("Köln", f"/verlaengern {line}")


def test_of_contradicting_reports_the_higher_number_waits(desk: Counter) -> None:
    """They can never both be confirmed: 20 or 21 places are 21, in the numbers and in the digest."""
    desk.contradict(desk.contact, desk.deputy)
    for command in ("zahlen", "digest"):
        assert "2 Meldungen über 21 Plätze" in desk.says("Potsdam", command)


def test_a_difference_is_applied_to_what_counts_when_it_is_reported(desk: Counter) -> None:
    """Five more than 20 are five more than 30 where those were confirmed meanwhile, up to their end."""
    desk.confirm(20)
    desk.says("Köln", "+5 Plätze NEST")
    desk.confirm(30, end=date(2022, 6, 30))
    shown = desk.says("Köln", "Stimmt")
    assert "geändert" in shown
    assert "30 → 35, 05.07.2021 bis 30.06.2022" in shown
    desk.says("Köln", "Stimmt")
    assert desk.stands() == (30, 1)


def test_a_total_that_was_said_at_the_review_stays_one(desk: Counter) -> None:
    """Whoever corrects what was reckoned means that number."""
    desk.confirm(20)
    desk.says("Köln", "+5 Plätze NEST")
    assert "27 Plätze" in desk.says("Köln", "27 Plätze")
    desk.confirm(30)
    assert "30 → 27" in desk.says("Köln", "Stimmt")


def test_three_who_contradict_each_other_are_counted(desk: Counter) -> None:
    """Nobody reads of two or both where three different reports wait."""
    desk.person("Dezernat", Role.DEPUTY, NEST.ags)
    for name, places in (("Köln", 20), ("Vertretung", 21), ("Dezernat", 22)):
        desk.says(name, f"zusage {places} NEST alle Gruppen bis 31.12.2021")
    for name in ("Köln", "Vertretung"):
        desk.says(name, "Stimmt")
    desk.heard("NRW")
    own = desk.says("Dezernat", "Stimmt")
    assert "Alle Meldungen warten" in own
    assert "an die Stelle aller." in own
    assert "3 Meldungen aus Köln widersprechen sich" in desk.heard("NRW")
    assert "gelten die anderen nicht" in desk.says("NRW", "freigaben")


def test_a_report_that_meets_a_colleagues_waits_for_it(postgres_database: Database) -> None:
    """Somebody stands by what counts in the moment in which a colleague reports another number: both are kept."""
    desk = Counter(postgres_database)
    desk.confirm(20)
    desk.says("Köln", "wir bleiben bei 20 NEST")
    with ThreadPoolExecutor(1) as executor:
        with desk.database.transaction() as session:
            propose(session, standing(session, NEST), Offer(30, TODAY, YEAR_END), desk.deputy, START)
            answer = executor.submit(desk.says, "Köln", "Stimmt")
            time.sleep(0.5)
        assert "etwas anderes gemeldet" in answer.result()
    assert desk.stands() == (20, 2)


def test_a_decision_that_meets_a_report_waits_for_it(postgres_database: Database) -> None:
    """Nothing is decided against a report that comes in at the same moment: both are shown first."""
    desk = Counter(postgres_database)
    with desk.database.transaction() as session:
        unseen = standing(session, NEST)
    number = desk.report(desk.contact)
    with ThreadPoolExecutor(1) as executor:
        with desk.database.transaction() as session:
            propose(session, unseen, Offer(30, TODAY, YEAR_END), desk.deputy, START)
            answer = executor.submit(desk.says, "NRW", f"freigaben bestätigen {number}")
            time.sleep(0.5)
        assert "30 Plätze" in answer.result()
    assert desk.stands() == (0, 2)

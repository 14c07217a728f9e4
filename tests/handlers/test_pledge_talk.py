"""What a chat says and does where a line stands otherwise than one would think: over, planned, changed meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.database import Database
from storage.ledger import decide, propose
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

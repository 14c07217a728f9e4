"""A change confirmed for later: planned while the old offer is in force, in force from its begin, withdrawn with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.database import Database
from storage.ledger import decide, propose, withdraw
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup
from storage.standings import Standing, standing, standings
from storage.totals import municipalities_counted, newest_entry_id, totals

pytestmark = pytest.mark.usefixtures("municipalities")

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
TODAY, BEGIN, YEAR_END = date(2021, 7, 1), date(2021, 9, 1), date(2021, 12, 31)
ONE_DAY = timedelta(days=1)
EVE = BEGIN - ONE_DAY
LINE = Line("05711000", Programme.NEST, TargetGroup.EVERYONE)
OLD, NEW = Offer(20, TODAY, YEAR_END, "Ratsbeschluss 5/2021"), Offer(30, BEGIN, YEAR_END)


class Ledger:
    """The ledger of one line, with one who reports and one who confirms."""

    def __init__(self, database: Database, people: dict[str, int]) -> None:
        self._database = database
        self._contact, self._coordinator = people["Ansprechperson Bielefeld"], people["Koordinierungsstelle"]

    def report(self, offer: Offer) -> PledgeEntry:
        """Report an offer."""
        with self._database.transaction() as session:
            return propose(session, standing(session, LINE), offer, self._contact, NOW)

    def confirm(self, offer: Offer) -> None:
        """Report an offer and confirm it."""
        entry = self.report(offer)
        with self._database.transaction() as session:
            decide(session, entry, PledgeState.CONFIRMED, self._coordinator, NOW)

    def withdraw(self, today: date) -> list[tuple[bool, date]]:
        """Take back what stands on a day; gives the entries this made: whether effective, and from when."""
        with self._database.transaction() as session:
            entries = withdraw(session, standing(session, LINE, today), self._contact, NOW, today)
            return [(entry.effective, entry.valid_from) for entry in entries]

    def stands(self, day: date) -> dict[str, int]:
        """Say how many places are in force, planned and pending on a day; all lists of lines say the same."""
        with self._database.transaction() as session:
            found = standing(session, LINE, day)
            listed = standings(session, LINE.ags, day)
        places = _places(found)
        assert listed == ([found] if places else [])
        return places

    def counted(self, day: date) -> int:
        """Sum what counts on a day."""
        with self._database.transaction() as session:
            through = newest_entry_id(session)
            sums = totals(session, day, through=through)
            assert municipalities_counted(session, day, through=through) == (1 if sums else 0)
            return sum(total.places for total in sums)


def _places(found: Standing) -> dict[str, int]:
    parts = {"in force": found.in_force, "planned": found.planned, "pending": found.pending}
    return {name: entry.places for name, entry in parts.items() if entry is not None}


@pytest.fixture
def ledger(database: Database, people: dict[str, int]) -> Ledger:
    """Give a ledger in which 20 places count from today on and 30 are confirmed from September on."""
    ledger = Ledger(database, people)
    ledger.confirm(OLD)
    ledger.confirm(NEW)
    return ledger


@pytest.mark.parametrize("day", [TODAY, TODAY + ONE_DAY, EVE])
def test_until_its_begin_a_change_is_planned(ledger: Ledger, day: date) -> None:
    """Up to the eve of the change the old offer is in force and counts, and the change shows as planned."""
    assert ledger.stands(day) == {"in force": 20, "planned": 30}
    assert ledger.counted(day) == 20


@pytest.mark.parametrize("day", [BEGIN, BEGIN + ONE_DAY, YEAR_END])
def test_from_its_begin_a_change_is_in_force(ledger: Ledger, day: date) -> None:
    """From its first day on the change is in force and counts alone; nothing is planned any more."""
    assert ledger.stands(day) == {"in force": 30}
    assert ledger.counted(day) == 30


def test_before_anything_begins_all_is_planned(ledger: Ledger) -> None:
    """On a day before the old offer nothing is in force; planned is what was confirmed last."""
    assert ledger.stands(TODAY - ONE_DAY) == {"planned": 30}
    assert ledger.counted(TODAY - ONE_DAY) == 0


@pytest.mark.usefixtures("municipalities", "ledger")
def test_without_a_day_all_has_begun(database: Database) -> None:
    """Where no day is asked for, what was confirmed last is in force: the view on which reports go on."""
    with database.transaction() as session:
        assert _places(standing(session, LINE)) == {"in force": 30}


@pytest.mark.usefixtures("municipalities", "ledger")
def test_what_is_kept_of_each_is_the_whole_offer(database: Database) -> None:
    """Old and new offer each stand with their own days and what they rest on, and the version to go on from."""
    with database.transaction() as session:
        found = standing(session, LINE, TODAY)
    assert found.in_force is not None
    assert found.planned is not None
    assert (found.in_force.valid_from, found.in_force.resolution) == (TODAY, "Ratsbeschluss 5/2021")
    assert (found.planned.valid_from, found.version) == (BEGIN, 4)


def test_a_report_waits_beside_both(ledger: Ledger) -> None:
    """A further report shows as pending beside what is in force and what is planned, and changes no number."""
    ledger.report(Offer(40, date(2021, 10, 1)))
    assert ledger.stands(TODAY) == {"in force": 20, "planned": 30, "pending": 40}
    assert ledger.stands(BEGIN) == {"in force": 30, "pending": 40}
    assert [ledger.counted(TODAY), ledger.counted(BEGIN), ledger.counted(date(2021, 10, 1))] == [20, 30, 30]


def test_a_change_that_begins_at_once_takes_the_place_of_both(ledger: Ledger) -> None:
    """A confirmation for today is newer than what was planned: neither the old nor the planned offer counts again."""
    ledger.confirm(Offer(5, TODAY))
    for day in (TODAY, EVE, BEGIN, YEAR_END):
        assert ledger.stands(day) == {"in force": 5}
        assert ledger.counted(day) == 5


def test_the_first_offer_of_a_line_may_be_planned(database: Database, people: dict[str, int]) -> None:
    """Where nothing counts yet, a confirmed offer that begins later is planned, and the line is listed."""
    ledger = Ledger(database, people)
    ledger.confirm(NEW)
    assert [ledger.stands(EVE), ledger.stands(BEGIN)] == [{"planned": 30}, {"in force": 30}]
    assert [ledger.counted(EVE), ledger.counted(BEGIN)] == [0, 30]


@pytest.mark.parametrize("today", [TODAY, EVE, BEGIN])
def test_a_withdrawal_ends_both(ledger: Ledger, today: date) -> None:
    """One withdrawal takes back what is in force and what is planned: from that day on nothing counts, ever."""
    assert ledger.withdraw(today) == [(True, today)]
    for day in (today, today + ONE_DAY, BEGIN, BEGIN + ONE_DAY, YEAR_END, date.max):
        assert ledger.stands(max(day, today)) == {}
        assert ledger.counted(max(day, today)) == 0


def test_the_past_stays_as_it_was(ledger: Ledger) -> None:
    """What counted until a withdrawal still counts on the days before it."""
    ledger.withdraw(EVE)
    assert [ledger.counted(TODAY), ledger.counted(EVE - ONE_DAY), ledger.counted(EVE)] == [20, 20, 0]


def test_a_withdrawal_ends_a_waiting_report_as_well(ledger: Ledger) -> None:
    """What waits is withdrawn first, without effect on the numbers, then both that were confirmed."""
    ledger.report(Offer(40, date(2021, 10, 1)))
    assert ledger.withdraw(TODAY) == [(False, date(2021, 10, 1)), (True, TODAY)]
    assert ledger.stands(TODAY) == {}
    assert [ledger.counted(day) for day in (TODAY, BEGIN, date(2021, 10, 1))] == [0, 0, 0]


def test_a_planned_first_offer_is_withdrawn_before_it_begins(database: Database, people: dict[str, int]) -> None:
    """An offer that has not begun is taken back from today on and never begins."""
    ledger = Ledger(database, people)
    ledger.confirm(NEW)
    assert ledger.withdraw(TODAY) == [(True, TODAY)]
    assert [ledger.stands(TODAY), ledger.stands(BEGIN)] == [{}, {}]
    assert [ledger.counted(TODAY), ledger.counted(BEGIN)] == [0, 0]


def test_after_a_withdrawal_a_new_offer_counts(ledger: Ledger) -> None:
    """What is confirmed after a withdrawal counts from its own begin; the old ones stay ended."""
    ledger.withdraw(TODAY)
    ledger.confirm(Offer(7, BEGIN))
    assert [ledger.stands(EVE), ledger.stands(BEGIN)] == [{"planned": 7}, {"in force": 7}]
    assert [ledger.counted(EVE), ledger.counted(BEGIN)] == [0, 7]

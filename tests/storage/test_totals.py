"""What follows from the ledger: totals of a day as known at some point, what changed, and what runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from storage.database import Database
from storage.ledger import decide, propose, withdraw
from storage.municipalities import Land
from storage.pledges import Line, Offer, PledgeEntry, PledgeState, Programme, TargetGroup
from storage.standings import standing
from storage.totals import Total, changes, expiring, known_on, newest_entry_id, totals

pytestmark = pytest.mark.usefixtures("municipalities")

NOW = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
FIRST = date(2021, 7, 1)
BIELEFELD, MUENSTER, POTSDAM = "05711000", "05515000", "12054000"
CAMPS, SEA = Programme.GREEK_CAMPS, Programme.SEA_RESCUE
EVERYONE, MINORS = TargetGroup.EVERYONE, TargetGroup.UNACCOMPANIED_MINORS
LINE = Line(BIELEFELD, CAMPS, EVERYONE)


@dataclass
class Ledger:
    """A ledger that is written in one transaction, by one who reports and one who decides."""

    session: Session
    reporter: int
    decider: int

    def propose(self, line: Line, offer: Offer) -> PledgeEntry:
        """Report an offer."""
        return propose(self.session, standing(self.session, line), offer, self.reporter, NOW)

    def confirm(self, line: Line, offer: Offer) -> int:
        """Report an offer and confirm it; gives the number of the confirmation."""
        entry = decide(self.session, self.propose(line, offer), PledgeState.CONFIRMED, self.decider, NOW)
        return entry.id or 0

    def withdraw(self, line: Line, today: date) -> None:
        """Take an offer back."""
        withdraw(self.session, standing(self.session, line), self.reporter, NOW, today)

    def places(self, day: date, through: int | None = None) -> dict[tuple[Programme, TargetGroup, Land], int]:
        """Sum the places of a day, as known at some point or now."""
        through = newest_entry_id(self.session) if through is None else through
        found = totals(self.session, day, through=through)
        return {(total.programme, total.target_group, total.land): total.places for total in found}


@pytest.fixture
def reporter(people: dict[str, int]) -> int:
    """Give who reports."""
    return people["Ansprechperson Bielefeld"]


@pytest.fixture
def decider(people: dict[str, int]) -> int:
    """Give who decides."""
    return people["Koordinierungsstelle"]


def day(number: int) -> date:
    """Give a day of July 2021."""
    return FIRST + timedelta(days=number - 1)


def test_an_unwritten_ledger_has_no_totals(database: Database) -> None:
    """Before the first entry the ledger is written up to 0 and nothing is counted."""
    with database.transaction() as session:
        assert newest_entry_id(session) == 0
        assert totals(session, FIRST, through=0) == []


def test_totals_are_summed_over_municipalities(database: Database, reporter: int, decider: int) -> None:
    """Confirmed places are summed per programme, target group and Land, with how many municipalities they come from."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        for ags, programme, group, places in (
            (POTSDAM, SEA, EVERYONE, 40),
            (POTSDAM, CAMPS, EVERYONE, 7),
            (MUENSTER, CAMPS, EVERYONE, 18),
            (BIELEFELD, CAMPS, EVERYONE, 20),
            (BIELEFELD, CAMPS, MINORS, 5),
        ):
            ledger.confirm(Line(ags, programme, group), Offer(places, FIRST))
        ledger.propose(Line("15002000", CAMPS, EVERYONE), Offer(1000, FIRST))
        through = newest_entry_id(session)
        assert totals(session, FIRST, through=through) == [
            Total(SEA, EVERYONE, Land.BB, 40, 1),
            Total(CAMPS, EVERYONE, Land.BB, 7, 1),
            Total(CAMPS, EVERYONE, Land.NW, 38, 2),
            Total(CAMPS, MINORS, Land.NW, 5, 1),
        ]
        assert totals(session, FIRST, through=through, land=Land.BB) == [
            Total(SEA, EVERYONE, Land.BB, 40, 1),
            Total(CAMPS, EVERYONE, Land.BB, 7, 1),
        ]
        assert totals(session, FIRST, through=through, land=Land.BY) == []


def test_an_offer_counts_from_its_first_to_its_last_day(database: Database, reporter: int, decider: int) -> None:
    """Both days are included; before and after, the offer counts for nothing."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        ledger.confirm(LINE, Offer(20, day(5), day(7)))
        counted = [bool(ledger.places(day(number))) for number in range(3, 10)]
    assert counted == [False, False, True, True, True, False, False]


def test_a_change_takes_over_on_its_first_day(database: Database, reporter: int, decider: int) -> None:
    """An offer confirmed for later leaves the present one counting until then, and replaces it for good."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        ledger.confirm(LINE, Offer(20, day(1)))
        ledger.confirm(LINE, Offer(30, day(5), day(6)))
        counted = [sum(ledger.places(day(number)).values()) for number in range(3, 9)]
    assert counted == [20, 20, 30, 30, 0, 0]


def test_a_withdrawal_ends_everything_on_the_line_from_today_on(
    database: Database, reporter: int, decider: int
) -> None:
    """Withdrawn is the line: also an offer that would have counted until a confirmed change for later begins."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        ledger.confirm(LINE, Offer(20, day(1)))
        ledger.confirm(LINE, Offer(30, day(8)))
        ledger.withdraw(LINE, day(5))
        counted = [sum(ledger.places(day(number)).values()) for number in range(3, 10)]
    assert counted == [20, 20, 0, 0, 0, 0, 0]


def test_what_begins_later_can_be_withdrawn_before(database: Database, reporter: int, decider: int) -> None:
    """An offer withdrawn ahead of its first day never counts."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        ledger.confirm(LINE, Offer(30, day(8), day(9)))
        ledger.withdraw(LINE, day(5))
        assert not any(ledger.places(day(number)) for number in range(1, 12))


def test_totals_stay_as_they_were_known(database: Database, reporter: int, decider: int) -> None:
    """Asked again as known up to an earlier entry, a total is what it was, whatever came later."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        first = ledger.confirm(LINE, Offer(20, day(1)))
        second = ledger.confirm(LINE, Offer(30, day(1)))
        ledger.withdraw(LINE, day(2))
        known = [sum(ledger.places(day(3), through).values()) for through in (0, first, second, second + 1)]
    assert known == [0, 20, 30, 0]


def test_the_ledger_is_read_up_to_what_is_committed(database: Database, reporter: int, decider: int) -> None:
    """How far the ledger is written is the number of its last entry; what was rolled back is not in it."""
    with database.transaction() as session:
        last = Ledger(session, reporter, decider).confirm(LINE, Offer(20, day(1)))
    with database.transaction() as session:
        Ledger(session, reporter, decider).confirm(LINE, Offer(30, day(1)))
        session.rollback()
    with database.transaction() as session:
        assert newest_entry_id(session) == last


def test_changes_are_listed_in_their_order(database: Database, reporter: int, decider: int) -> None:
    """Between two points lie the entries after the first up to and with the second, with their municipalities."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        after = ledger.confirm(LINE, Offer(20, day(1)))
        through = ledger.confirm(Line(POTSDAM, CAMPS, EVERYONE), Offer(7, day(1)))
        ledger.withdraw(LINE, day(2))
        told = [(each.state.value, place.name) for each, place in changes(session, after, through)]
        rest = [(each.state.value, place.name) for each, place in changes(session, through, newest_entry_id(session))]
        assert changes(session, through, through) == []
    assert told == [("proposed", "Potsdam"), ("confirmed", "Potsdam")]
    assert rest == [("withdrawn", "Bielefeld")]


def test_what_runs_out_is_listed_by_its_end(database: Database, reporter: int, decider: int) -> None:
    """Listed is what counts today and ends by the day asked for, that day included, the earliest end first."""
    ends = {BIELEFELD: day(20), MUENSTER: day(10), POTSDAM: day(21), "15002000": None, "05754012": day(4)}
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        for ags, end in ends.items():
            ledger.confirm(Line(ags, CAMPS, EVERYONE), Offer(5, day(1), end))
        ledger.confirm(Line("06432015", CAMPS, EVERYONE), Offer(5, day(6), day(12)))
        listed = [place.name for _, place in expiring(session, day(5), day(20))]
        assert listed == ["Münster", "Bielefeld"]


def test_what_was_prolonged_or_withdrawn_runs_out_no_more(database: Database, reporter: int, decider: int) -> None:
    """Only what still decides, and what nothing follows, can run out."""
    with database.transaction() as session:
        ledger = Ledger(session, reporter, decider)
        ledger.confirm(LINE, Offer(20, day(1), day(10)))
        ledger.confirm(Line(POTSDAM, CAMPS, EVERYONE), Offer(7, day(1), day(10)))
        ledger.confirm(Line(MUENSTER, CAMPS, EVERYONE), Offer(9, day(1), day(10)))
        assert len(expiring(session, day(5), day(15))) == 3
        ledger.confirm(LINE, Offer(20, day(1), day(31)))
        ledger.withdraw(Line(POTSDAM, CAMPS, EVERYONE), day(3))
        ledger.confirm(Line(MUENSTER, CAMPS, EVERYONE), Offer(9, day(11)))
        assert expiring(session, day(5), day(15)) == []


def test_a_clock_that_was_behind_changes_nothing_of_what_was_known(
    database: Database, reporter: int, decider: int
) -> None:
    """An entry that says it is of last year was written after those of this one: nobody knew of it before them."""
    behind = NOW - timedelta(days=300)
    with database.transaction() as session:
        confirmed = Ledger(session, reporter, decider).confirm(LINE, Offer(20, FIRST))
        report = propose(session, standing(session, LINE), Offer(30, FIRST), reporter, behind)
        assert [known_on(session, moment) for moment in (behind, NOW)] == [0, report.id]
        assert report.id == confirmed + 1

"""Offers that end, by the clock: asked once at each stage, never where something follows, and as the election moves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from handlers.countdown import countdown_for
from handlers.lapse_times import NOTICE, Stage, stage_of
from storage.anchors import ELECTION, find_anchor, move_anchor
from storage.database import Database
from storage.groups import Group
from storage.lapsing import let_lapse
from storage.ledger import decide, propose, withdraw
from storage.persons import Language, Role
from storage.pledges import Line, Offer, PledgeState, Programme, TargetGroup
from storage.standings import standing
from tests.scheduler.town import KOELN, Town, at

DAY = timedelta(days=1)
NEST = Line(KOELN, Programme.NEST, TargetGroup.EVERYONE)


class Ledger(Town):
    """A town whose pledges end."""

    def confirm(self, moment: str, until: str, start: str | None = None, places: int = 20) -> None:
        """Let Cologne report an offer and Potsdam confirm it."""
        now, end = at(moment), date.fromisoformat(until)
        first = date.fromisoformat(start) if start else now.date()
        with self.database.transaction() as session:
            entry = propose(session, standing(session, NEST), Offer(places, first, end), self.koeln, now)
            decide(session, entry, PledgeState.CONFIRMED, self.potsdam, now)

    def elect(self, day: date, moment: datetime) -> None:
        """Let the office set the day of the election."""
        with self.database.transaction() as session:
            known = find_anchor(session, ELECTION)
            move_anchor(session, ELECTION, day, self.potsdam, moment, seen=known.set_at if known else None)

    def days(self, first: str, last: str) -> list[str]:
        """Let every morning pass; gives the days on which Cologne was asked."""
        day, told = date.fromisoformat(first), []
        while day <= date.fromisoformat(last):
            before = len(self.told("Köln"))
            self.tick(f"{day} 09:00")
            told += [f"{day}"] * (len(self.told("Köln")) - before)
            day += DAY
        return told


@pytest.fixture
def town(sqlite_database: Database) -> Ledger:
    """Give a town with a ledger."""
    return Ledger(sqlite_database)


def test_each_stage_asks_once(town: Ledger) -> None:
    """60, 30 and 7 days before the end, at nine in the morning."""
    town.confirm("2021-06-01 10:00", "2021-09-30")
    assert town.days("2021-06-02", "2021-10-05") == ["2021-08-01", "2021-08-31", "2021-09-23"]


def test_downtime_is_caught_up_with_the_stage_that_is_reached(town: Ledger) -> None:
    """Two stages that passed meanwhile are one question, and the day it names is that of now."""
    town.confirm("2021-06-01 10:00", "2021-09-30")
    town.tick("2021-06-02 09:00")
    town.tick("2021-09-10 14:00")
    town.tick("2021-09-11 09:00")
    assert ["in 20 Tagen" in text for text in town.told("Köln")] == [True]


def test_who_confirmed_an_end_at_a_stage_is_not_asked_at_it(town: Ledger) -> None:
    """An offer of three weeks is asked about in its last one, not on the morning after."""
    town.confirm("2021-06-01 10:00", "2021-06-22")
    assert town.days("2021-06-02", "2021-06-30") == ["2021-06-15"]


def test_where_something_follows_waits_or_was_let_go_nobody_is_asked(town: Ledger) -> None:
    """A confirmation for the day after, a withdrawal, a report that waits, and the word that it may lapse."""
    town.confirm("2021-06-01 10:00", "2021-09-30")
    town.confirm("2021-06-02 10:00", "2021-12-31", start="2021-10-01")
    assert town.days("2021-07-30", "2021-10-01") == []
    with town.database.transaction() as session:
        let_lapse(session, NEST, date(2021, 12, 31), town.koeln, at("2021-10-01 12:00"))
    assert town.days("2021-10-02", "2021-12-31") == []
    town.confirm("2022-01-01 10:00", "2022-06-30")
    with town.database.transaction() as session:
        propose(session, standing(session, NEST), Offer(5, date(2022, 2, 1)), town.koeln, at("2022-02-01 10:00"))
    assert town.days("2022-04-30", "2022-05-31") == []
    with town.database.transaction() as session:
        withdraw(session, standing(session, NEST), town.koeln, at("2022-06-01 10:00"), date(2022, 6, 1))
    assert town.days("2022-06-02", "2022-06-30") == []


def test_the_election_asks_once_and_as_it_stands_when_the_question_goes(town: Ledger) -> None:
    """An end before the election is asked about from 100 days ahead; one that the election has passed is not."""
    town.confirm("2021-01-10 10:00", "2021-09-20")
    town.elect(date(2021, 9, 26), at("2021-06-01 10:00"))
    assert town.days("2021-06-01", "2021-06-30") == ["2021-06-18"]
    town.elect(date(2021, 10, 3), at("2021-07-01 10:00"))
    assert town.days("2021-07-01", "2021-07-21") == []
    assert "vor dem Wahltag am 26.09.2021" in town.told("Köln")[0]


def test_a_question_that_waits_follows_an_election_that_moves(town: Ledger) -> None:
    """On a holiday the question waits; by the next morning the election lies before the end, and it is not asked."""
    town.confirm("2021-01-10 10:00", "2021-09-05")
    town.elect(date(2021, 9, 11), at("2021-05-01 10:00"))
    town.tick("2021-06-02 12:00")
    town.tick("2021-06-03 09:00")  # Corpus Christi, a holiday in North Rhine-Westphalia
    assert town.told("Köln") == []
    town.elect(date(2021, 9, 4), at("2021-06-03 12:00"))
    town.tick("2021-06-04 09:00")
    assert town.told("Köln") == []
    assert town.due(NOTICE)[0][1:] == ("skipped", "it does not end before the election any more")


def test_who_joins_is_asked_and_who_left_is_not(town: Ledger) -> None:
    """Whoever speaks for the municipality at a stage."""
    town.confirm("2021-06-01 10:00", "2021-09-30")
    town.end_roles(town.koeln, date(2021, 7, 1))
    town.person("Köln neu", Role.CONTACT, KOELN)
    assert town.days("2021-07-30", "2021-08-05") == []
    assert len(town.told("Köln neu")) == 1


def test_the_countdown_says_what_ends_before_the_election(town: Ledger) -> None:
    """In one line, and nothing where nothing ends."""
    group = Group(
        network="core", chat="x", role=Role.SPOKESPERSON, language=Language.GERMAN, created_at=at("2021-01-01")
    )
    election, now = date(2021, 9, 26), at("2021-06-18 08:00")
    town.elect(election, at("2021-06-01 10:00"))
    for expected in (False, True):
        with town.database.transaction() as session:
            said = countdown_for(session, town.office, group, election, now, missed=None).message.text
        assert ("Eine Zusage, 20 Plätze, läuft vor dem Wahltag aus." in said) is expected
        town.confirm("2021-06-02 10:00", "2021-09-20")


def test_stages_are_the_nearest_that_has_begun() -> None:
    """The seventh day is of the week, the thirtieth of the month; the election's stage is for what ends later."""
    end = date(2021, 9, 20)
    stages = [stage_of(end, end - timedelta(days=number), None) for number in (0, 7, 8, 30, 31, 60)]
    assert [each[0] for each in stages if each] == [*[Stage.WEEK] * 2, *[Stage.MONTH] * 2, *[Stage.TWO_MONTHS] * 2]
    assert stage_of(end, end + DAY, None) is None
    assert stage_of(end, end - timedelta(days=61), None) is None
    assert stage_of(end, end - timedelta(days=61), end) is None
    found = stage_of(end, end - timedelta(days=61), end + DAY)
    assert found
    assert found[0] is Stage.ELECTION

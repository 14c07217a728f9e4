"""Which numbers somebody wants: of which day, as known when, of which Land, in which shape."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from handlers.problems import Problem
from handlers.totals_asked import View, read_asked
from storage.ledger import propose
from storage.municipalities import Land
from storage.pledges import Line, Offer, Programme, TargetGroup
from storage.standings import standing
from tests.handlers.conftest import TurnOf

TODAY = date(2021, 7, 5)
LINE = Line("05315000", Programme.NEST, TargetGroup.EVERYONE)


@pytest.fixture
def written(session: Session, turn_of: TurnOf) -> list[int]:
    """Write two reports, on 10 June just before midnight in Berlin, and half an hour later; gives their numbers."""
    reporter = turn_of(label="Ansprechperson").sender_id
    first = datetime.fromisoformat("2021-06-10T23:45:00+02:00")
    moments = (first, first + timedelta(minutes=30))
    offers = zip((10, 20), moments, strict=True)
    return [
        propose(session, standing(session, LINE), Offer(places, TODAY), reporter, at).id or 0 for places, at in offers
    ]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("typed", "view", "land", "day", "known"),
    [
        ("", View.TEXT, None, TODAY, None),
        ("NRW", View.TEXT, Land.NW, TODAY, None),
        ("am 1.9.2021", View.TEXT, None, date(2021, 9, 1), None),
        ("am 1.6.", View.TEXT, None, date(2021, 6, 1), None),
        ("in NRW am 1. Juni", View.TEXT, Land.NW, date(2021, 6, 1), None),
        ("gestern", View.TEXT, None, date(2021, 7, 4), None),
        ("heute", View.TEXT, None, TODAY, None),
        ("am Freitag", View.TEXT, None, date(2021, 7, 9), None),
        ("in drei Wochen", View.TEXT, None, date(2021, 7, 26), None),
        ("Ende des Monats", View.TEXT, None, date(2021, 7, 31), None),
        ("2021-12-24", View.TEXT, None, date(2021, 12, 24), None),
        ("am 01.07.2021 Stand 15.06.2021", View.TEXT, None, date(2021, 7, 1), date(2021, 6, 15)),
        ("am 1.7. Stand: 15.6.", View.TEXT, None, date(2021, 7, 1), date(2021, 6, 15)),
        ("Stand vom 15.6. am 1.7. in Bayern", View.TEXT, Land.BY, date(2021, 7, 1), date(2021, 6, 15)),
        ("stand gestern", View.TEXT, None, TODAY, date(2021, 7, 4)),
        ("Stand heute", View.TEXT, None, TODAY, TODAY),
        ("on 1 July 2021 as known on 15 June 2021", View.TEXT, None, date(2021, 7, 1), date(2021, 6, 15)),
        ("bild", View.COURSE, None, TODAY, None),
        ("NRW Bild", View.COURSE, Land.NW, TODAY, None),
        ("Diagramm Stand 15.6.", View.COURSE, None, TODAY, date(2021, 6, 15)),
        ("over time", View.COURSE, None, TODAY, None),
        ("nach Ländern am 1.9.", View.LANDS, None, date(2021, 9, 1), None),
        ("bild nach Land", View.LANDS, None, TODAY, None),
        ("Baden-Württemberg nach Programm", View.PROGRAMMES, Land.BW, TODAY, None),
        ("by programme", View.PROGRAMMES, None, TODAY, None),
        ("als Datei", View.FILE, None, TODAY, None),
        ("export xlsx", View.FILE, None, TODAY, None),
    ],
)
def test_a_wish_is_understood(  # noqa: PLR0913 - all that can be wished for
    turn_of: TurnOf, typed: str, view: View, land: Land | None, day: date, known: date | None
) -> None:
    """Days in every way days are written; one without a year is one of this year, of a state of things the last."""
    asked = read_asked(turn_of(), typed)
    assert (asked.view, asked.land, asked.day, asked.known) == (view, land, day, known)


def test_a_day_ends_at_midnight_where_the_network_lives(turn_of: TurnOf, written: list[int]) -> None:
    """What was reported at a quarter to midnight was known on that day, what came half an hour later on the next."""
    through = [read_asked(turn_of(), f"Stand {day}").through for day in ("10.06.2021", "11.06.2021", "heute")]
    assert through == [written[0], written[1], written[1]]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Stand 06.07.2021", "totals-known-future"),
        ("Stand morgen", "totals-known-future"),
        ("Stand 09.06.2021", "totals-known-before"),
        ("Stand 31.12.", "totals-known-before"),
        ("Stand 31.02.2021", "date-does-not-exist"),
        ("Stand 15.13.2021", "date-does-not-exist"),
        ("Stand", "totals-how"),
        ("Stand der Dinge", "totals-how"),
        ("am 31.02.2021", "date-does-not-exist"),
        ("bitte", "totals-how"),
        ("am 1.7. bitte", "date-unclear"),
    ],
)
def test_what_is_no_day_is_said(turn_of: TurnOf, typed: str, key: str) -> None:
    """A day that does not exist, one that nobody can know of yet, one before the first report, and words."""
    turn = turn_of()
    with pytest.raises(Problem) as raised:
        read_asked(turn, typed)
    assert raised.value.key == key
    assert turn.wording.problem(raised.value)


def test_nothing_was_known_of_an_unwritten_ledger(turn_of: TurnOf) -> None:
    """There is no earlier state to ask for."""
    with pytest.raises(Problem, match="totals-known-nothing"):
        read_asked(turn_of(), "Stand gestern")
